import { IconDownload } from '@tabler/icons-react'
import { download } from '../api/client'
import { ActButton } from './act-button'

interface Given {
  path: string
  label: string
  disabled?: boolean
}

/** Fetches a file the API makes and saves it. */
export const DownloadButton = ({ path, ...button }: Given) => (
  <ActButton {...button} icon={<IconDownload size={16} />} act={() => download(path)} />
)
