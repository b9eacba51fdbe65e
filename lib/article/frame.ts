import { escapeHtml } from '../platform/markup'
import { sheer } from './sheer'
import type { Theme } from './theme'
import { tag } from './tree'

const lines = (words: string): string => escapeHtml(words).replaceAll('\n', '<br>')

/** The opening line of every article in this theme; nothing where it has none. */
export const leadOf = ({ lead, tint, radius, gap }: Theme): string =>
  lead
    ? tag(
        'section',
        {
          style: `margin:0 0 ${gap + 4}px;padding:12px 16px;font-size:14px;line-height:1.6;text-align:center;background-color:${sheer(tint)};border-radius:${radius}px`,
        },
        tag('p', { style: 'margin:0' }, lines(lead)),
      )
    : ''

/** What stands below the line of source in this theme: words, the QR code at `code`, and the line that asks to follow. */
export function footerOf({ footer, accent }: Theme, code: string | undefined): string {
  const { words, follow } = footer ?? {}
  const parts = [
    words && tag('p', { style: 'margin:0 0 16px;color:#595959' }, lines(words)),
    code &&
      tag(
        'img',
        {
          src: code,
          alt: '公众号二维码',
          style: 'display:block;width:40%;margin:0 auto 12px;background-color:#ffffff',
        },
        '',
      ),
    follow && tag('p', { style: `margin:0;font-weight:700;color:${accent}` }, lines(follow)),
  ].filter(Boolean)
  return parts.length === 0
    ? ''
    : tag(
        'section',
        {
          style: `margin:32px 0 0;padding:24px 0 0;font-size:14px;line-height:1.6;text-align:center;border-top:1px solid ${accent}`,
        },
        parts.join(''),
      )
}
