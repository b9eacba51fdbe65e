import type { RefusalDetail } from '../platform/refusal'
import type { WordList } from '../policy/word-list'
import { screen } from '../policy/word-screen'
import type { CompanyTheme } from './company-theme'
import { contrastMistakes, mistake } from './contrast'

/** Fixed words stand in every article: nothing in them may be such that a reviewer had to answer for it each time. */
function wordMistakes(
  { lead, footer: { words, follow }, name }: CompanyTheme,
  list: WordList,
): RefusalDetail[] {
  return screen([name, lead, words, follow].filter(Boolean).join('\n'), list)
    .filter(({ severity }) => severity !== 'warn')
    .map(({ seen, message }) =>
      mistake(
        'words',
        String(seen ?? ''),
        [`固定文字里有：${message.zh}`, `in its fixed words: ${message.en}`],
        ['换一个说法：固定文字印在每一篇文章里', 'say it otherwise: fixed words stand in every article'],
      ),
    )
}

const isAddress = (code: string) => /^https?:\/\/[\w.-]+(?::\d+)?(?:\/\S*)?$/i.test(code)

/** What keeps a theme from being one; empty when it may be published. */
export const mistakesIn = (theme: CompanyTheme, list: WordList): RefusalDetail[] => [
  ...contrastMistakes(theme),
  ...wordMistakes(theme, list),
  ...(theme.footer.code && !isAddress(theme.footer.code)
    ? [
        mistake(
          'code',
          theme.footer.code.slice(0, 60),
          ['二维码里不是网址', 'the QR code holds no web address'],
          [
            '请选公众号自己的二维码图片，或粘贴它的网址（http://weixin.qq.com/r/…）',
            'choose the picture of the account’s own QR code, or paste its address (http://weixin.qq.com/r/…)',
          ],
        ),
      ]
    : []),
]
