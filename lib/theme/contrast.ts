import { leastContrast } from '../article/theme'
import { colourOf, contrastOf } from '../platform/colour'
import type { RefusalDetail } from '../platform/refusal'
import type { CompanyTheme } from './company-theme'

/** Something to mend in a theme, in words. */
export const mistake = (
  rule: string,
  seen: string,
  [zh, en]: [string, string],
  [zhRemedy, enRemedy]: [string, string],
): RefusalDetail => ({
  ...{ rule: `theme.${rule}`, article: '8', seen },
  message: { zh, en },
  remedy: { zh: zhRemedy, en: enRemedy },
})

const white = '#ffffff'
const ink = '#3f3f3f'

/** Every pair of words and ground that an article may have in this theme. */
const pairs = ({
  accent,
  tint,
  caption,
}: CompanyTheme): [zh: string, en: string, one: string, other: string][] => [
  [
    '主色和白色（标题、“关注”一行）',
    'the main colour and white (headings, the line that asks to follow)',
    accent,
    white,
  ],
  [
    '正文和底色（开头语、表头、卡片）',
    'the text and the ground (opening line, table heads, cards)',
    ink,
    tint,
  ],
  ['主色和底色', 'the main colour and the ground', accent, tint],
  ['图片说明和白色', 'captions and white', caption.colour, white],
]

/** Contrast of each pair that readers could not read well, rounded down to one decimal. */
export function contrastMistakes(theme: CompanyTheme): RefusalDetail[] {
  return pairs(theme).flatMap(([zh, en, one, other]) => {
    const [first, second] = [colourOf(one), colourOf(other)]
    if (!first || !second) return []
    const contrast = contrastOf(first, second)
    if (contrast >= leastContrast) return []
    const seen = (Math.floor(contrast * 10) / 10).toFixed(1)
    return [
      mistake(
        'contrast',
        seen,
        [
          `${zh}太接近，字看不清：对比度 ${seen}，至少要 ${leastContrast}`,
          `${en} are too much alike to read: contrast ${seen}, at least ${leastContrast}`,
        ],
        ['把文字的颜色调深，或把底色调浅', 'take a darker colour for words, or a lighter ground'],
      ),
    ]
  })
}
