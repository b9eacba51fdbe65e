import { carryOut } from '../../../lib/people/administer'
import { actsLedger, type Acts } from '../../../lib/security/ledger'
import type { Person } from '../../../lib/people/person'
import { isRefusal, type Refusal } from '../../../lib/platform/refusal'
import { wordList } from '../../../lib/policy/word-list'
import { screen } from '../../../lib/policy/word-screen'
import { textOfFile } from '../../../lib/wording/csv'
import { differenceOf } from '../../../lib/wording/difference'
import { csvCell, rowsOfCsv } from '../../../lib/wording/csv'
import { csvOf, entriesOfCsv } from '../../../lib/wording/entries'
import { proposeWords } from '../../../lib/wording/propose-words'
import { keepWords, planWords } from '../../../lib/wording/publish-words'
import { wordListStore, type WordLists } from '../../../lib/wording/store'
import { requiredAnswers } from '../../../lib/submission/screening'
import { aSubmission } from '../../kit/submission'
import { memoryTable } from '../../kit/memory-table'

const clock = { now: () => new Date('2026-11-24T02:00:00Z') }
const by: Person = {
  ...{ id: 'song-an', name: '宋安', email: 'song@co.example', unitId: 'office', language: 'zh' as const },
  ...{ grants: [], substitutes: [] },
}
/** Kept, and then published as once a second person has confirmed it. */
const publishing =
  (room: { wordLists: WordLists; acts: Acts; clock: typeof clock }) =>
  async (next: Parameters<ReturnType<typeof keepWords>>[0] & { reason: string }) => {
    const already = await keepWords(room)(next)
    if (already) return already
    await carryOut(room)(await planWords(room)(next))
    return (await room.wordLists.version(next.base + 1))!
  }
const given = () => {
  const table = memoryTable()
  const wordLists = wordListStore(table)
  const room = { wordLists, acts: actsLedger(table, clock), clock }
  return { table, ...room, propose: proposeWords(room), publish: publishing(room) }
}
type Given = ReturnType<typeof given>
const refused = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => Promise.reject(new Error('was not refused')),
    (error: unknown) => (isRefusal(error) ? error : Promise.reject(error as Error)),
  )
const put = (word: string) => ({ put: [{ word, rule: 'screen.internal' as const }], remove: [] })
const publish = async (
  { propose, publish }: Given,
  proposal: Parameters<Given['propose']>[0]['proposal'],
  base = 1,
) => {
  const { fingerprint } = await propose({ proposal, base })
  return publish({ proposal, base, fingerprint, reason: '上级来文要求', by })
}
const file = (text: string) => ({ file: Buffer.from(text).toString('base64') })

describe('the word list as a file', () => {
  it('comes back from a CSV as it went out, conditions and exceptions included', () => {
    const { entries, mistakes } = entriesOfCsv(`\ufeff${csvOf(wordList.words)}`)
    expect(mistakes).toEqual([])
    expect(differenceOf(wordList.words, entries)).toEqual({ added: [], removed: [], changed: [] })
    expect(entries).toHaveLength(wordList.words.length)
  })

  it.each(['=1+1', '+86', '-1', '@SUM(A1)', '\t=1'])(
    'keeps no formula live of %j, and reads it back',
    (typed) => {
      const cell = csvCell(typed)
      expect(cell).toBe(`'${typed}`)
      expect(rowsOfCsv(cell).rows[0]!.cells).toEqual([typed])
      expect(csvCell('内部-事项')).toBe('内部-事项')
    },
  )

  it('is read from UTF-8 with and without its mark, from UTF-16 with it, and from GBK', () => {
    // 词语,类别 as a Chinese Windows writes it
    const gbk = Uint8Array.from([0xb4, 0xca, 0xd3, 0xef, 0x2c, 0xc0, 0xe0, 0xb1, 0xf0])
    expect(textOfFile(gbk)).toBe('词语,类别')
    expect(textOfFile(Buffer.from('\ufeff词语,类别'))).toBe('词语,类别')
    expect(textOfFile(Buffer.from('词语,类别'))).toBe('词语,类别')
    expect(textOfFile(Buffer.from('\ufeff词语,类别', 'utf16le'))).toBe('词语,类别')
    expect(textOfFile(Uint8Array.from([0xff, 0xff, 0x80]))).toBeUndefined()
  })

  it('reads quotes, commas and line ends inside a cell, and both languages of a kind', () => {
    const text = 'word,kind,contexts,exceptions\n"a,""b",internal\n\n标的价,内部事项,,~格|~值\n'
    expect(entriesOfCsv(text)).toEqual({
      entries: [
        { word: 'a,"b', rule: 'screen.internal' },
        { word: '标的价', rule: 'screen.internal', unless: { after: ['格', '值'] } },
      ],
      mistakes: [],
    })
  })

  it('names each wrong line with its number, what stands there and how to mend it, in both languages', () => {
    const text =
      '词语,类别,条件,例外\n甲,密级标志\n"乙\n二",不知道\n丙,内部事项,有时\n丁,内部事项,,路丁通\n,内部事项'
    const { mistakes } = entriesOfCsv(text)
    expect(mistakes.map(({ rule, seen }) => [rule, seen])).toEqual([
      ['words.kind', '不知道'],
      ['words.contexts', '有时'],
      ['words.exceptions', '路丁通'],
      ['words.word', ''],
    ])
    expect(mistakes.map(({ message }) => /^第 (\d+) 行/.exec(message.zh)?.[1])).toEqual(['3', '5', '6', '7'])
    expect(mistakes[0]!.message.en).toContain('line 3')
    expect(mistakes[0]!.remedy.zh).toContain('内部事项')
    expect(entriesOfCsv('甲,密级标志').mistakes[0]!.rule).toBe('words.heading')
    expect(entriesOfCsv('词语,类别\n甲,"密级标志\n乙').mistakes[0]!.message.zh).toContain('第 2 行')
  })
})

describe('versions of the word list', () => {
  it('begin with the list that ships; a published one is the newest, on record, and the old one stands', async () => {
    const room = given()
    expect((await room.wordLists.newest()).list).toBe(wordList)
    const version = await publish(room, put('天蓝计划'))
    expect(version).toMatchObject({
      number: 2,
      added: 1,
      removed: 0,
      changed: 0,
      name: '宋安',
      reason: '上级来文要求',
    })
    const { number, list } = await wordListStore(room.table).newest()
    expect([number, list.words.length]).toEqual([2, wordList.words.length + 1])
    expect(screen('本期介绍天 蓝计划', list).map(({ seen }) => seen)).toEqual(['天蓝计划'])
    expect((await room.wordLists.numbered(1)).words).toHaveLength(wordList.words.length)
    expect((await room.wordLists.versions()).items.map((one) => one.number)).toEqual([2, 1])
    const [act] = (await room.acts.page()).items
    expect(act).toMatchObject({
      ...{ type: 'WordListPublished', about: { name: '2' }, by: { id: 'song-an' } },
      facts: { added: 1 },
    })
  })

  it('repeated, a publication is the same version; another one on the same base is refused', async () => {
    const room = given()
    const first = await publish(room, put('天蓝计划'))
    expect(await publish(room, put('天蓝计划'))).toEqual(first)
    expect((await room.acts.page()).items).toHaveLength(1)
    expect(await refused(publish(room, put('海蓝计划')))).toMatchObject({
      code: 'ContentChanged',
      facts: { newest: 2 },
    })
    expect((await publish(room, put('海蓝计划'), 2)).number).toBe(3)
  })

  it('of two publications at the same moment one is kept whole', async () => {
    const room = given()
    const both = await Promise.allSettled([publish(room, put('天蓝计划')), publish(room, put('海蓝计划'))])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await room.wordLists.newest()).list.words).toHaveLength(wordList.words.length + 1)
  })

  it('publishes nothing but what was shown, and nothing that changes nothing', async () => {
    const room = given()
    const { fingerprint } = await room.propose({ proposal: put('天蓝计划'), base: 1 })
    const other = room.publish({ proposal: put('海蓝计划'), base: 1, fingerprint, reason: '错', by })
    expect((await refused(other)).code).toBe('ContentChanged')
    expect((await refused(publish(room, { put: [], remove: [] }))).code).toBe('InvalidRequest')
    expect(await room.wordLists.newestNumber()).toBe(1)
  })

  it('never loses a security marking, holds no word twice in another writing, and at most 20,000', async () => {
    const { propose } = given()
    const rules = async (text: string) =>
      (await refused(propose({ proposal: file(text), base: 1 }))).details.map(({ rule }) => rule)
    const gone = await refused(propose({ proposal: { put: [], remove: ['绝密'] }, base: 1 }))
    expect(gone.details.map(({ message }) => message.zh)).toEqual(['缺少密级标志“绝密”'])
    expect(await rules(`${csvOf(wordList.words)}Ａbc,内部事项\r\nabC,内部事项\r\n`)).toEqual(['words.twice'])
    const many = Array.from({ length: 20_001 }, (_, index) => `词${index}号,内部事项`).join('\n')
    expect(await rules(`${csvOf(wordList.words)}${many}`)).toEqual(['words.too-many'])
  })

  it('keeps 19,000 words whole in rows below 400 KB', async () => {
    const room = given()
    const many = Array.from(
      { length: 19_000 },
      (_, index) => `词${(index * 7919 + 13).toString(36)}号${index},内部事项,,~某${index}`,
    )
    await publish(room, file(csvOf(wordList.words) + many.join('\n')))
    const parts = await room.table.partition('WORDS#000002')
    expect(Math.max(...parts.map((row) => JSON.stringify(row).length))).toBeLessThan(400_000)
    expect((await wordListStore(room.table).newest()).list.words).toHaveLength(19_000 + wordList.words.length)
  })
})

it('a submission is answered for by the list it was submitted with, whatever is published later', async () => {
  const room = given()
  await publish(room, put('智能阀门'))
  const [open, later] = [aSubmission(), aSubmission({ wordList: 2 })]
  const asked = async (submission: typeof open) =>
    requiredAnswers(submission, await room.wordLists.numbered(submission.wordList)).map(({ seen }) => seen)
  expect(await asked(open)).toEqual([])
  expect(await asked(later)).toEqual(['智能阀门', '智能阀门'])
})
