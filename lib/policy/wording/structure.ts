import { shown, type Facts, type Rule } from './rule'

const advice = (
  message: (facts: Facts) => { zh: string; en: string },
  remedy: { zh: string; en: string },
): Rule => ({ article: '10.3', severity: 'warn', message, remedy: () => remedy })

/** What WeChat's own editor warns of (reference sheet of articles, 1.2): the article is sent, and may look wrong on phones. */
export const structureWording = {
  'structure.font-family': advice(
    ({ seen }) => ({
      zh: `指定了字体“${shown(seen)}”：微信建议不指定，iPhone 上中文字体也不会生效`,
      en: `a font is set, "${shown(seen)}": WeChat advises against it, and iPhones ignore Chinese ones`,
    }),
    { zh: '可以选中后“清除格式”', en: 'select it and clear the formatting' },
  ),
  'structure.line-height': advice(
    ({ seen }) => ({
      zh: `行高小于字号（${shown(seen)}），几行字会挤在一起`,
      en: `lines are lower than their letters (${shown(seen)}) and run into each other`,
    }),
    {
      zh: '请选中后“清除格式”，或调大行距',
      en: 'clear the formatting, or choose a greater line height',
    },
  ),
  'structure.width': advice(
    ({ seen }) => ({
      zh: `固定宽度 ${shown(seen)}：在窄屏上会撑出或比例不同`,
      en: `a fixed width of ${shown(seen)}: too wide, or of other proportions, on other screens`,
    }),
    { zh: '请改用百分比，或去掉宽度', en: 'use a percentage, or no width' },
  ),
  'structure.nesting': advice(
    ({ seen, limit }) => ({
      zh: `同样的版块套了 ${shown(seen)} 层（超过 ${shown(limit)} 层），公众平台编辑器会拆掉`,
      en: `${shown(seen)} equal blocks in each other (more than ${shown(limit)}): WeChat's editor takes them apart`,
    }),
    {
      zh: '请把这一段的字复制出来重新排版',
      en: 'copy the words out and lay them out anew',
    },
  ),
  'structure.empty': advice(
    ({ seen, limit }) => ({
      zh: `有 ${shown(seen)} 个空行或空版块（超过 ${shown(limit)} 个），公众平台编辑器会删掉`,
      en: `${shown(seen)} empty lines or blocks (more than ${shown(limit)}): WeChat's editor deletes them`,
    }),
    {
      zh: '请删去空行；段落之间本来就有间距',
      en: 'delete the empty lines: paragraphs have a gap of their own',
    },
  ),
  'structure.dark-contrast': advice(
    ({ seen }) => ({
      zh: `手机用深色模式时，这些字几乎看不清（对比度 ${shown(seen)}）`,
      en: `in a phone's dark mode these words can hardly be read (contrast ${shown(seen)})`,
    }),
    { zh: '请换文字颜色或底色', en: 'choose another colour for the words or the ground' },
  ),
  'structure.dark-gradient': advice(
    () => ({
      zh: '字压在渐变底色上：深色模式会把渐变变成一种颜色',
      en: 'words stand on a gradient: dark mode makes one colour of it',
    }),
    { zh: '请改用单一底色', en: 'use a plain ground' },
  ),
} satisfies Record<string, Rule>
