import type { Refusal } from '../../../lib/platform/refusal'
import { ConditionFailed } from '../../../lib/platform/table'
import { watchedRows } from '../../kit/watched'
import { givenLoans, type GivenLoans } from './given-desk'

let given: GivenLoans
let loanId: string
beforeEach(async () => {
  given = await givenLoans()
  loanId = await given.granted()
  given.at('2026-11-24T02:00:00.000Z')
})
afterEach(() => given.close())

let keys = 0
const post = async (by: string, change: { text?: string; answers?: string[]; key?: string } = {}) =>
  given.verbs.post({
    ...{
      loanId,
      text: '展会现场人气很旺',
      answers: [],
      ip: '203.0.113.7',
      declared: true as const,
      key: `post-key-${++keys}`,
    },
    ...change,
    by: await given.who(by),
  })
const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'taken',
    (error: Refusal) => error.code,
  )

describe('a post under a loan', () => {
  it('takes a place, is handed over and reported to the editor at once, with text, person and count', async () => {
    const { post: made, left } = await post('chen-yu')
    expect([made.number, left]).toEqual([1, 1])
    expect(given.released).toEqual([made.postId])
    const letter = given.lettersTo('xu-wen').at(-1)!
    for (const part of ['展会现场人气很旺', '陈瑜', '第 1 条', '市场部', `/portal/loans/${loanId}`])
      expect(letter.text).toContain(part)
    expect((await given.loans.ledger(loanId)).at(-1)).toMatchObject({
      type: 'LoanPosted',
      by: 'chen-yu',
      facts: { postId: made.postId, text: '展会现场人气很旺', declared: true },
    })
    expect(await watchedRows(given.table)).toEqual([`loan ${loanId}`])
  })

  it('is one post however often its request is repeated, also twice at once; another text under its key is none', async () => {
    await Promise.all([post('chen-yu', { key: 'the-same-key' }), post('chen-yu', { key: 'the-same-key' })])
    await post('chen-yu', { key: 'the-same-key' })
    expect((await given.loans.withId(loanId)).used).toBe(1)
    expect(new Set(given.released).size).toBe(1)
    expect(await codeOf(post('chen-yu', { key: 'the-same-key', text: '另一条' }))).toBe('KeyReused')
  })

  it('takes the last place once when two borrowers post at the same moment', async () => {
    await post('chen-yu')
    const codes = await Promise.all([codeOf(post('chen-yu')), codeOf(post('wang-lei'))])
    expect(codes.sort()).toEqual(['LoanSpent', 'taken'])
    expect((await given.loans.withId(loanId)).used).toBe(2)
    expect(await given.loans.posts(loanId)).toHaveLength(2)
  })

  it('is refused without taking a place: text, person and state each with its own reason', async () => {
    expect(await codeOf(post('chen-yu', { text: '展'.repeat(141) }))).toBe('PolicyRefused')
    expect(await codeOf(post('li-na'))).toBe('NotBorrower')
    expect(await codeOf(post('zhou-heng'))).toBe('NotBorrower')
    given.at('2026-11-24T00:59:00.000Z')
    expect(await codeOf(post('chen-yu'))).toBe('LoanNotOpen')
    given.at('2026-11-26T01:00:00.000Z')
    expect(await codeOf(post('chen-yu'))).toBe('LoanOver')
    given.at('2026-11-24T02:00:00.000Z')
    await given.people.grant('chen-yu', {
      role: 'officer',
      unitId: 'marketing',
      from: '2026-01-01',
      until: '2026-11-23',
    })
    expect(await codeOf(post('chen-yu'))).toBe('BorrowerLeft')
    expect(await codeOf(post('wang-lei'))).toBe('taken')
    await given.verbs.recall({ loanId, reason: '试', by: await given.who('xu-wen') })
    expect(await codeOf(post('wang-lei'))).toBe('LoanRecalled')
    expect((await given.loans.withId(loanId)).used).toBe(1)
  })

  it('that died between its place and its way is handed over by the watch', async () => {
    const release = given.room.posting.release
    given.room.posting.release = async () => {
      throw new Error('killed')
    }
    await post('chen-yu').catch(() => undefined)
    given.room.posting.release = release
    expect(given.released).toEqual([])
    given.at('2026-11-24T02:01:00.000Z')
    await given.verbs.watch()
    expect(given.released).toHaveLength(1)
    expect(await watchedRows(given.table)).toEqual([expect.stringMatching(/^loan \S+$/)])
    expect(given.lettersTo('xu-wen').at(-1)?.text).toContain('展会现场人气很旺')
  })

  it('is shown with what became of it, and what this person may do', async () => {
    const { post: made } = await post('chen-yu')
    given.fates.set(made.postId, { kind: 'posted', url: 'https://weibo.com/1/A' })
    const shown = async (by: string) => given.verbs.show({ loanId, by: await given.who(by) })
    expect((await shown('chen-yu')).posts).toMatchObject([{ number: 1, fate: { kind: 'posted' } }])
    expect((await shown('chen-yu')).may).toEqual({ recall: false, withdraw: false })
    expect((await shown('xu-wen')).may).toMatchObject({ notPost: { code: 'NotBorrower' }, recall: true })
    expect(await codeOf(shown('li-na'))).toBe('NotAllowed')
  })
})

describe('the intent of a post and whatever ends the loan', () => {
  const intend = async (name: string) => {
    const checks = await given.verbs.stillLent({ under: { kind: 'loan', loanId, personId: 'chen-yu' } })
    return given.table.transact([{ put: { pk: 'INTENT', sk: name } }, ...checks])
  }
  const intended = async (name: string) => (await given.table.get({ pk: 'INTENT', sk: name })) !== undefined

  it('say each its reason when the loan has ended before', async () => {
    await expect(intend('fine')).resolves.toBeUndefined()
    await given.verbs.recall({ loanId, reason: '试', by: await given.who('xu-wen') })
    expect(await codeOf(intend('late'))).toBe('LoanRecalled')
    expect(await intended('late')).toBe(false)
  })

  it('are never both first: of a recall and an intent in the same moment one is written before the other', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await given.granted({ from: '2026-11-24T02:00:00.000Z', event: `第${round}场` })
      const checks = await given.verbs.stillLent({ under: { kind: 'loan', loanId: id, personId: 'chen-yu' } })
      const by = await given.who('xu-wen')
      const [intent, recall] = await Promise.allSettled([
        given.table.transact([{ put: { pk: 'INTENT', sk: id } }, ...checks]),
        given.verbs.recall({ loanId: id, reason: '同时', by }),
      ])
      expect(recall.status).toBe('fulfilled')
      // The recall always ends the loan; the intent is there or it was refused, nothing in between.
      expect(await intended(id)).toBe(intent.status === 'fulfilled')
      if (intent.status === 'rejected') expect(intent.reason).toBeInstanceOf(ConditionFailed)
      await expect(
        given.table.transact([{ put: { pk: 'INTENT', sk: 'again' } }, ...checks]),
      ).rejects.toThrow()
    }
  })

  it('hold back the post of one who left the company after its conditions were read', async () => {
    const checks = await given.verbs.stillLent({ under: { kind: 'loan', loanId, personId: 'chen-yu' } })
    await given.people.save({
      ...{ id: 'chen-yu', name: '陈瑜', email: 'chen-yu@jiangnan.example', unitId: 'marketing' },
      ...{ language: 'zh', leftOn: '2026-11-24' },
    })
    await expect(given.table.transact(checks)).rejects.toBeInstanceOf(ConditionFailed)
  })

  it('hold back the post of one whose designation ended after its conditions were read', async () => {
    const checks = await given.verbs.stillLent({ under: { kind: 'loan', loanId, personId: 'chen-yu' } })
    await expect(given.table.transact(checks)).resolves.toBeUndefined()
    await given.people.grant('chen-yu', {
      role: 'officer',
      unitId: 'marketing',
      from: '2026-01-01',
      until: '2026-11-23',
    })
    await expect(given.table.transact(checks)).rejects.toBeInstanceOf(ConditionFailed)
  })
})

describe('the report', () => {
  it('waits for posts on their way, then names each with link and outcome and what was not used', async () => {
    const one = await post('chen-yu')
    given.fates.set(one.post.postId, { kind: 'posting' })
    await given.verbs.recall({ loanId, reason: '活动取消', by: await given.who('zhou-heng') })
    expect(await given.verbs.close({ loanId })).toMatchObject({ outcome: 'waiting' })
    expect(given.lettersTo('wang-lei').filter((letter) => letter.subject.includes('已收回'))).toHaveLength(1)
    given.fates.set(one.post.postId, { kind: 'posted', url: 'https://weibo.com/1/A' })
    expect(await given.verbs.close({ loanId })).toMatchObject({ outcome: 'recalled' })
    const report = given.lettersTo('zhou-heng').at(-1)!
    for (const part of ['活动取消', 'https://weibo.com/1/A', '已发布', '未用：1 条'])
      expect(report.text).toContain(part)
    expect((await given.loans.ledger(loanId)).at(-1)).toMatchObject({
      type: 'LoanReported',
      facts: { unused: 1, posts: [{ fate: 'posted', url: 'https://weibo.com/1/A' }] },
    })
    expect(given.lettersTo('wang-lei').filter((letter) => letter.subject.includes('已收回'))).toHaveLength(1)
  })

  it('says after a day that a result is still unknown', async () => {
    const { post: made } = await post('chen-yu')
    given.fates.set(made.postId, { kind: 'unknown' })
    given.at('2026-11-26T01:00:00.000Z')
    await given.verbs.look({ loanId })
    expect(await given.verbs.close({ loanId })).toMatchObject({ outcome: 'waiting' })
    given.at('2026-11-27T01:00:00.000Z')
    expect(await given.verbs.close({ loanId })).toMatchObject({ outcome: 'ended' })
    expect(given.lettersTo('xu-wen').at(-1)?.text).toContain('结果待查')
  })
})

test('a text is checked for a loan one borrows in or may read; of any other it says what the loan itself says', async () => {
  const check = async (by: string, of = loanId) =>
    codeOf(given.verbs.check({ loanId: of, text: '全国第一', by: await given.who(by) }))
  expect(await Promise.all(['chen-yu', 'xu-wen', 'li-na'].map((by) => check(by)))).toEqual([
    ...['taken', 'taken', 'NotAllowed'],
  ])
  expect(await check('chen-yu', '00000000-0000-4000-8000-000000000000')).toBe('NotFound')
})
