import { Text } from '@mantine/core'
import { placeInFrame } from '../../../lib/article/cover'
import { coverStyle } from '../../../lib/article/cover-style'
import type { RenderedCover } from '../../../lib/submission/content'
import { useLanguage } from '../language'
import { styleNonce } from '../look'

function Frame({ url, crop }: { url?: string | undefined; crop?: string | undefined }) {
  return (
    <span className="cover-frame">{url && crop && <img src={url} alt="" style={placeInFrame(crop)} />}</span>
  )
}

/** The article where readers meet it first: in the list of the day, and as a card that somebody shares. */
export function CoverLooks(given: {
  title: string
  digest?: string | undefined
  /** stands where there is no digest */
  unitName: string
  cover: RenderedCover
  /** of the picture; none: a plain cover */
  url?: string | undefined
  hint?: string
}) {
  const { cover, url } = given
  const { say } = useLanguage()
  const title = given.title || say('（还没有标题）', '(no title yet)')
  return (
    <div>
      <style nonce={styleNonce()}>{coverStyle}</style>
      {given.hint && (
        <Text size="sm" c="dimmed" my={4}>
          {given.hint}
        </Text>
      )}
      <ul className="covers">
        <li>
          <small>{say('作头条时', 'As the headline')}</small>
          <span className="cover-wide">
            <Frame url={url} crop={cover.crop235} />
            <strong className="two-lines">{title}</strong>
          </span>
        </li>
        <li>
          <small>{say('不作头条时', 'As any other article')}</small>
          <span className="cover-square">
            <strong className="two-lines">{title}</strong>
            <Frame url={url} crop={cover.crop1} />
          </span>
        </li>
        <li>
          <small>{say('转发给朋友时', 'As a card that is shared')}</small>
          <span className="cover-card">
            <strong className="two-lines">{title}</strong>
            <span>
              <span className="two-lines">{given.digest ?? given.unitName}</span>
              <Frame url={url} crop={cover.crop1} />
            </span>
          </span>
        </li>
      </ul>
    </div>
  )
}
