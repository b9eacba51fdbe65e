import type { Bilingual, RefusalDetail } from '../platform/refusal'
import type { WordList, WordRule } from '../policy/word-list'
import { csvCell, rowsOfCsv, type CsvRow } from './csv'

export type Entry = WordList['words'][number]

/** What a company's list may be at most. */
export const wordLimits = { words: 20_000, wordCharacters: 60, exceptions: 60, listedErrors: 50 } as const

/** Kinds as people write them in a file: the first name is the one the product writes itself. */
export const kinds: Record<WordRule, { severity: 'refuse' | 'answer'; name: Bilingual; written: string[] }> =
  {
    'screen.marking': {
      severity: 'refuse',
      name: { zh: '密级标志', en: 'security marking' },
      written: ['密级标志', 'marking'],
    },
    'screen.internal': {
      severity: 'answer',
      name: { zh: '内部事项', en: 'inside matter' },
      written: ['内部事项', 'internal'],
    },
    'screen.absolute': {
      severity: 'answer',
      name: { zh: '绝对化用语', en: 'absolute wording' },
      written: ['绝对化用语', 'absolute'],
    },
    'screen.indecent': {
      severity: 'answer',
      name: { zh: '不当用语', en: 'indecency' },
      written: ['不当用语', 'indecent'],
    },
  }

/** Heading of the file; English headings are read as well. */
const headings = [
  ['词语', 'word'],
  ['类别', 'kind'],
  ['条件', 'contexts'],
  ['例外', 'exceptions'],
]
const terms = ['后接期限', 'term']

const mistake = (line: number, rule: string, seen: string, message: Bilingual, remedy: Bilingual) => ({
  rule: `words.${rule}`,
  seen: seen.slice(0, 80),
  message: { zh: `第 ${line} 行：${message.zh}`, en: `line ${line}: ${message.en}` },
  remedy,
})

function exceptionsOf(cell: string, word: string): Entry['unless'] | { wrong: string } {
  const before: string[] = []
  const after: string[] = []
  for (const written of cell.split(/[|｜]/).map((one) => one.trim())) {
    if (written === '') continue
    const [left, right, ...more] = (written.includes('~') ? written : written.replace(word, '~')).split('~')
    if (right === undefined || more.length > 0 || (left === '') === (right === '')) return { wrong: written }
    if (left) before.push(left)
    else after.push(right)
  }
  return { ...(before.length > 0 && { before }), ...(after.length > 0 && { after }) }
}

function entryOf({ line, cells }: CsvRow): Entry | RefusalDetail {
  const [word = '', kind = '', contexts = '', exceptions = ''] = cells.map((cell) => cell.trim())
  if (word === '' || [...word].length > wordLimits.wordCharacters)
    return mistake(
      line,
      'word',
      word,
      {
        zh: `词语“${word.slice(0, 20)}”是空的或过长`,
        en: `the word “${word.slice(0, 20)}” is empty or too long`,
      },
      { zh: `写 1–${wordLimits.wordCharacters} 个字`, en: `write 1–${wordLimits.wordCharacters} characters` },
    )
  const rule = (Object.keys(kinds) as WordRule[]).find((one) =>
    kinds[one].written.includes(kind.toLowerCase()),
  )
  if (!rule)
    return mistake(
      line,
      'kind',
      kind,
      { zh: `不认识类别“${kind.slice(0, 20)}”`, en: `“${kind.slice(0, 20)}” is no kind` },
      {
        zh: `写其中之一：${Object.values(kinds)
          .map(({ written }) => written[0])
          .join('、')}`,
        en: `write one of ${Object.values(kinds)
          .map(({ written }) => written[1])
          .join(', ')}`,
      },
    )
  if (contexts !== '' && !terms.includes(contexts.toLowerCase()))
    return mistake(
      line,
      'contexts',
      contexts,
      { zh: `不认识条件“${contexts.slice(0, 20)}”`, en: `“${contexts.slice(0, 20)}” is no condition` },
      {
        zh: '留空，或写“后接期限”（只有后面是保密期限如“10年”时才算）',
        en: 'leave it empty or write “term” (a hit only where a term of secrecy such as 10年 follows)',
      },
    )
  const unless = exceptionsOf(exceptions, word)
  const count = (exceptions.match(/[|｜]/g)?.length ?? 0) + 1
  if (unless === undefined || 'wrong' in unless || count > wordLimits.exceptions)
    return mistake(
      line,
      'exceptions',
      exceptions,
      {
        zh: `例外“${(unless && 'wrong' in unless ? unless.wrong : exceptions).slice(0, 20)}”写法不对或超过 ${wordLimits.exceptions} 个`,
        en: `the exception “${(unless && 'wrong' in unless ? unless.wrong : exceptions).slice(0, 20)}” cannot be read, or there are more than ${wordLimits.exceptions}`,
      },
      {
        zh: '用 ~ 代表词语本身，只写一侧，多个用 | 分开，例如：手~|~码',
        en: 'write ~ for the word with text on one side of it, several divided by |, e.g. 手~|~码',
      },
    )
  return {
    word,
    rule,
    ...(Object.keys(unless).length > 0 && { unless }),
    ...(contexts !== '' && { needsTerm: true }),
  }
}

/** Entries of a file, or everything that is wrong with it by line; never some of them. */
export function entriesOfCsv(text: string): { entries: Entry[]; mistakes: RefusalDetail[] } {
  const { rows, unclosed } = rowsOfCsv(text.replace(/^\ufeff/, ''))
  const first = rows[0]?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  if (!headings[0]!.includes(first[0] ?? '') || !headings[1]!.includes(first[1] ?? ''))
    return {
      entries: [],
      mistakes: [
        mistake(
          1,
          'heading',
          first.join(','),
          { zh: '没有表头', en: 'there is no heading' },
          { zh: '第一行写：词语,类别,条件,例外', en: 'let the first line be: word,kind,contexts,exceptions' },
        ),
      ],
    }
  if (unclosed !== undefined)
    return {
      entries: [],
      mistakes: [
        mistake(
          unclosed,
          'quote',
          '"',
          { zh: '引号没有结束', en: 'a quote never ends' },
          { zh: '补上右引号', en: 'close it' },
        ),
      ],
    }
  const read = rows.slice(1).map(entryOf)
  return {
    entries: read.filter((one): one is Entry => 'word' in one),
    mistakes: read.filter((one): one is RefusalDetail => 'message' in one),
  }
}

/** The list as a file that is read back as the same list. */
export const csvOf = (entries: readonly Entry[]): string =>
  [
    headings.map(([name]) => name!).join(','),
    ...entries.map(({ word, rule, unless, needsTerm }) =>
      [
        word,
        kinds[rule].written[0]!,
        needsTerm ? terms[0]! : '',
        [
          ...(unless?.before ?? []).map((text) => `${text}~`),
          ...(unless?.after ?? []).map((text) => `~${text}`),
        ].join('|'),
      ]
        .map(csvCell)
        .join(','),
    ),
  ].join('\r\n') + '\r\n'
