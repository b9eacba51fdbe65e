import { IconPrinter } from '@tabler/icons-react'
import { call } from '../api/client'
import { ActButton } from '../parts/act-button'

interface Given {
  path: string
  label: string
  disabled?: boolean
}

/** Has approval sheets drawn as one PDF and opens it; pictures make it larger than an answer may be. */
export const PrintButton = ({ path, ...button }: Given) => (
  <ActButton
    {...button}
    icon={<IconPrinter size={16} />}
    act={async () => {
      const { url } = await call<{ url: string }>('GET', path)
      window.location.assign(url)
    }}
  />
)
