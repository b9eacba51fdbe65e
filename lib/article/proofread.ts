import type { Bilingual } from '../policy/finding'
import type { NameReader } from './company-names'
import { wrongWords } from './wrong-words'

export const proofRules = [
  'width',
  'punctuation',
  'doubled',
  'digits',
  'unit',
  'date',
  'pair',
  'name',
  'wrong-word',
  'claim',
] as const
export type ProofRule = (typeof proofRules)[number]

export const proofRuleNames: Record<ProofRule, Bilingual> = {
  width: { zh: '中文里的半角标点', en: 'half-width marks in Chinese' },
  punctuation: { zh: '重复或写法不对的标点', en: 'repeated or odd marks' },
  doubled: { zh: '重复的字词', en: 'doubled words' },
  digits: { zh: '全角数字和字母', en: 'full-width digits and letters' },
  unit: { zh: '计量单位的写法', en: 'how units are written' },
  date: { zh: '日期和星期', en: 'dates and weekdays' },
  pair: { zh: '引号、括号不成对', en: 'marks without their pair' },
  name: { zh: '公司人名和单位名称', en: 'names of people and units of the company' },
  'wrong-word': { zh: '常见错别字', en: 'words often written wrong' },
  claim: { zh: '绝对化用语（广告法第九条）', en: 'absolute claims (Advertising Law, article 9)' },
}

/** One place a proofreader would stop at; `instead` is what would be put there. Advice, never a refusal. */
export interface ProofMark {
  rule: ProofRule
  /** in UTF-16 units of the paragraph */
  start: number
  end: number
  message: Bilingual
  instead?: string
}

type Found = Omit<ProofMark, 'rule'>
const han = '\\u4e00-\\u9fff\\u3400-\\u4dbf'

const mark = (start: number, seen: string, [zh, en]: [string, string], instead?: string): Found => ({
  start,
  end: start + seen.length,
  message: { zh, en },
  ...(instead !== undefined && { instead }),
})

const each = (text: string, pattern: RegExp, of: (match: RegExpMatchArray) => Found | undefined): Found[] =>
  [...text.matchAll(pattern)].flatMap((match) => of(match) ?? [])

const fullWidth: Record<string, string> = { ',': '，', ';': '；', ':': '：', '!': '！', '?': '？', '.': '。' }

function width(text: string): Found[] {
  const signs = each(
    text,
    new RegExp(`(?<=[${han}”’》）])[,;:!?.](?=[${han}“‘《（\\s]|$)`, 'gu'),
    ({ 0: sign, index = 0 }) =>
      mark(index, sign, ['中文里用全角标点', 'a full-width mark belongs here'], fullWidth[sign]),
  )
  const brackets = each(
    text,
    new RegExp(`\\(([^()]*[${han}][^()]*)\\)`, 'gu'),
    ({ 0: seen, 1: inner = '', index = 0 }) =>
      mark(index, seen, ['中文里用全角括号', 'full-width brackets belong here'], `（${inner}）`),
  )
  return [...signs, ...brackets]
}

function punctuation(text: string): Found[] {
  const repeated = each(text, /([，。、；：])\1+/g, ({ 0: seen, 1: sign = '', index = 0 }) =>
    mark(index, seen, ['标点重复', 'a repeated mark'], seen.length > 2 && sign === '。' ? '……' : sign),
  )
  const clash = each(text, /[，、；：](?=[，。、；：！？])(?!([，、；：])\1)/g, ({ 0: seen, index = 0 }) =>
    text.charAt(index + 1) === seen
      ? undefined
      : mark(index, seen, ['两个标点连在一起', 'two marks in a row'], ''),
  )
  const dots = each(text, new RegExp(`(?<=[${han}])\\.{3,}`, 'gu'), ({ 0: seen, index = 0 }) =>
    mark(index, seen, ['省略号写作 ……', 'an ellipsis is ……'], '……'),
  )
  const dashes = each(text, new RegExp(`(?<=[${han}])--+(?=[${han}])`, 'gu'), ({ 0: seen, index = 0 }) =>
    mark(index, seen, ['破折号写作 ——', 'a dash is ——'], '——'),
  )
  const blanks = each(text, new RegExp(`(?<=[${han}，。]) +(?=[${han}])`, 'gu'), ({ 0: seen, index = 0 }) =>
    mark(index, seen, ['中文字之间不空格', 'no blank between Chinese signs'], ''),
  )
  return [...repeated, ...clash, ...dots, ...dashes, ...blanks]
}

const twice: [pattern: RegExp, unless: RegExp][] = [
  [/的的/g, /目的的|的的确确/],
  [/了了/g, /不了了之|了了解|了了断|了了结/],
  [/是是/g, /是是非非|于是是|但是是|还是是/],
  [/在在/g, /[现实存所潜外内自]在在|在在校|在在线/],
  [/和和/g, /[温总共祥饱缓平]和和|和和[谐平睦美]/],
  [/与与/g, /[参给赠]与与|与与会/],
]
const nouns =
  /(公司|企业|项目|产品|产量|我们|我司|进行|以及|通过|由于|因为|所以|但是|已经|可以|需要|工作|技术|[\u4e00-\u9fff]{3,5})\1/g

function doubled(text: string): Found[] {
  const small = twice.flatMap(([pattern, unless]) =>
    each(text, pattern, ({ 0: seen, index = 0 }) =>
      unless.test(text.slice(Math.max(0, index - 2), index + 4))
        ? undefined
        : mark(index, seen, ['字重复', 'a doubled sign'], seen.charAt(0)),
    ),
  )
  const words = each(text, nouns, ({ 0: seen, 1: word = '', index = 0 }) =>
    mark(index, seen, [`“${word}”重复`, `“${word}” twice`], word),
  )
  return [...small, ...words]
}

const digits = (text: string): Found[] =>
  each(text, /[０-９Ａ-Ｚａ-ｚ．％]*[０-９Ａ-Ｚａ-ｚ][０-９Ａ-Ｚａ-ｚ．％]*/g, ({ 0: seen, index = 0 }) =>
    mark(index, seen, ['数字和字母用半角', 'digits and letters are half-width'], seen.normalize('NFKC')),
  )

const units: Record<string, string> = {
  ...{ KG: 'kg', Kg: 'kg', KM: 'km', Km: 'km', CM: 'cm', Cm: 'cm', MM: 'mm', Mm: 'mm', ML: 'mL', Ml: 'mL' },
  ...{
    M2: 'm²',
    m2: 'm²',
    M3: 'm³',
    m3: 'm³',
    KW: 'kW',
    kw: 'kW',
    Kw: 'kW',
    KWH: 'kW·h',
    kwh: 'kW·h',
    Kwh: 'kW·h',
  },
  ...{ MPA: 'MPa', Mpa: 'MPa', mpa: 'MPa', KPA: 'kPa', Kpa: 'kPa', KV: 'kV', Kv: 'kV', HZ: 'Hz', hz: 'Hz' },
}
const unit = (text: string): Found[] =>
  each(
    text,
    new RegExp(`(?<=\\d ?)(?:${Object.keys(units).join('|')})(?![A-Za-z0-9])`, 'g'),
    ({ 0: seen, index = 0 }) =>
      mark(index, seen, [`单位写作 ${units[seen]}`, `the unit is ${units[seen]}`], units[seen]),
  )

const weekdays = '日一二三四五六'

/** A day that is in no calendar, and a weekday that is not that day's (2026年11月30日 was a Monday). */
const date = (text: string): Found[] =>
  each(
    text,
    /(?:(\d{4})\s?年\s?)?(\d{1,2})\s?月\s?(\d{1,2})\s?日(?:[，,（(\s]*(?:星期|周)([一二三四五六日天]))?/g,
    ({ 0: seen, 1: year, 2: month, 3: day, 4: weekday, index = 0 }) => {
      const [y, m, d] = [Number(year ?? 2024), Number(month), Number(day)]
      const at = new Date(Date.UTC(y, m - 1, d))
      if (at.getUTCMonth() !== m - 1 || at.getUTCDate() !== d || m === 0)
        return mark(index, seen, ['没有这一天', 'there is no such day'])
      const right = weekdays.charAt(at.getUTCDay())
      if (!year || !weekday || right === weekday.replace('天', '日')) return undefined
      return mark(
        index,
        seen,
        [`这一天是星期${right}`, 'the weekday is not that of this day'],
        `${seen.slice(0, -1)}${right}`,
      )
    },
  )

const pairs: Record<string, string> = { '“': '”', '‘': '’', '（': '）', '《': '》', '【': '】', '「': '」' }
const closing = new Set(Object.values(pairs))

function pair(text: string): Found[] {
  const open: { sign: string; at: number }[] = []
  const found: Found[] = []
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    if (pairs[sign]) open.push({ sign, at })
    else if (closing.has(sign)) {
      // ’ is also an apostrophe; 1） is how items are counted.
      if (sign === '’' && /[A-Za-z]/.test(text.charAt(at - 1))) continue
      if (
        sign === '）' &&
        /(?:^|[；;，。、：\s])[\d一二三四五六七八九十a-zA-Z]{1,2}$/.test(text.slice(0, at).trim())
      )
        continue
      if (open.length > 0 && pairs[open.at(-1)?.sign ?? ''] === sign) open.pop()
      else found.push(mark(at, sign, [`“${sign}”没有前一半`, `${sign} has no beginning`]))
    }
  }
  const left = open.map(({ sign, at }) => mark(at, sign, [`“${sign}”没有后一半`, `${sign} has no end`]))
  const straight = each(
    text,
    new RegExp(`"([^"]*[${han}][^"]*)"`, 'gu'),
    ({ 0: seen, 1: inner = '', index = 0 }) =>
      mark(index, seen, ['中文用弯引号', 'Chinese has curved quotation marks'], `“${inner}”`),
  )
  return [...found, ...left, ...straight]
}

function wrongWord(text: string): Found[] {
  return wrongWords.flatMap(({ wrong, right }) =>
    each(text, new RegExp(wrong, 'g'), ({ 0: seen, index = 0 }) =>
      mark(index, seen, [`常写作“${right}”`, `usually “${right}”`], right),
    ),
  )
}

const claims =
  /国家级|世界级|最高级|最佳|最先进|最优秀|最优质|最低价|最便宜|第一品牌|全国第一|行业第一|全球第一|顶级|极品|万能|独一无二|绝无仅有|史无前例|永久有效|百分之百|100%有效|零风险|最好的(?!办法|时间|方式|选择|方法)/g

const claim = (text: string): Found[] =>
  each(text, claims, ({ 0: seen, index = 0 }) =>
    mark(index, seen, [
      '广告法第九条不许用“国家级”“最高级”“最佳”等用语；请写出依据或换成事实',
      'article 9 of the Advertising Law forbids words such as “best”: give the ground or a fact',
    ]),
  )

const reading: Record<ProofRule, (text: string, names: NameReader) => Found[]> = {
  ...{ width, punctuation, doubled, digits, unit, date, pair },
  name: (text, names) => names(text),
  'wrong-word': wrongWord,
  claim,
}

/** What a proofreader would stop at in one paragraph, in reading order, by the rules that are on; `names` knows the company's. */
export const proofread = (
  text: string,
  on: readonly ProofRule[] = proofRules,
  names: NameReader = () => [],
): ProofMark[] =>
  on
    .flatMap((rule) => reading[rule](text, names).map((found) => ({ rule, ...found })))
    .sort((one, other) => one.start - other.start)
