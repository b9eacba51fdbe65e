import { approvedTurn } from '../../kit/submission'
import { emptyChain } from '../../../lib/ledger/event'
import { tierDuty } from '../../../lib/approval/approvers'
import { closeApproval } from '../../../lib/approval/close-approval'
import { openWrites } from '../../../lib/approval/store'
import { tierDeadline } from '../../../lib/approval/tier-deadline'
import { calendarOf } from '../../../lib/calendar/calendar'
import { shippedList } from '../../../lib/calendar/store'
import { firstBreak } from '../../../lib/ledger/event'
import type { Person } from '../../../lib/people/person'
import type { Refusal } from '../../../lib/platform/refusal'
import type { Submission } from '../../../lib/submission/submission'
import { withdrawSubmission } from '../../../lib/submission/withdraw-submission'
import { publicArticle } from '../../../lib/weibo-post/public-article'
import { releasePost } from '../../../lib/weibo-post/release-post'
import { postStore } from '../../../lib/weibo-post/store'
import { deletePath, givenPublished, type GivenPublished } from './given-published'

jest.setTimeout(180_000)

const reason = '泄露客户图纸'
let given: GivenPublished
let head: Person
beforeEach(async () => {
  given = await givenPublished()
  head = (await given.desk.people.withId('he-jun')) as Person
})
afterEach(() => given.close())

const ask = (by: Person, atOnce = true) => given.ask({ submissionId: given.second.id, reason, atOnce, by })
const article = () => given.head(given.second.id)
const typesOf = async (id: string) => (await given.ledger(id)).map(({ type }) => type)
const refusalOf = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as Refusal,
  )

/** The turn of a tier with its decision, and the state that the machine would reach by it. */
async function decide(removal: Submission, index: number, change: object = {}) {
  const { desk } = given
  const turn = approvedTurn(removal, index, desk.clock.now().toISOString())
  await desk.table.transact(
    openWrites({ ...turn, decision: { ...turn.decision!, name: '何俊', by: 'he-jun', ...change } }, []),
  )
}
const reviewed = (removal: Submission) =>
  given.desk.submissions.change(removal.id, (submission) => ({
    submission: { ...submission, state: 'in-review' },
    happened: { by: 'system', type: 'ReviewStarted', facts: {} },
  }))
const close = ({ id }: Submission) => closeApproval(given.desk.desk)({ submissionId: id, version: 1 })

/** Asked for and decided by the head. */
async function ordered(by = given.officer): Promise<Submission> {
  const removal = await ask(by)
  await reviewed(removal)
  await decide(removal, 0)
  expect(await close(removal)).toEqual({ outcome: 'approved', removes: true })
  return given.head(removal.id)
}
const following = async () => given.head((await article()).removal!.afterwards!.submissionId)
const mailed = (words: string) =>
  [...given.desk.letters.values()].filter(({ text }) => text.includes(words)).map(({ to }) => to)

describe('a removal at once', () => {
  it('is decided by the head of 企管部 alone, whoever of the unit or 企管部 asks, within two working hours', async () => {
    const stranger = { ...given.officer, unitId: 'sales', grants: [] }
    expect(await refusalOf(ask(stranger))).toMatchObject({ code: 'NotFound' })
    // The ordinary way is not the head's to ask for.
    expect(await refusalOf(ask(head, false))).toMatchObject({ code: 'NotAllowed' })
    const removal = await ask(head)
    expect(removal).toMatchObject({ route: ['department-head'], removes: { atOnce: true, articleIndex: 2 } })
    const { isWorkingDay } = calendarOf(shippedList())
    const monday = new Date('2026-11-23T02:00:00Z')
    expect(tierDeadline(removal, { tier: 'department-head' }, monday, isWorkingDay)).toEqual(
      new Date('2026-11-23T04:00:00Z'),
    )
  })

  it('the head may order what they asked for themselves, a substitute may not', async () => {
    const { seats, conflict } = tierDuty(given.desk.people)
    const submission = await ask(head)
    const duty = { turn: { tier: 'department-head' as const }, submission, earlier: [] }
    expect(seats(duty)).toEqual([{ role: 'department-head' }])
    const may = await conflict(duty)
    expect(may({ person: head })).toBeNull()
    expect(may({ person: given.desk.editor, standsInFor: head })).toMatchObject({
      rule: 'duty.own-through-substitute',
    })
    const byEditor = { ...duty, submission: { ...submission, officerId: given.desk.editor.id } }
    expect((await conflict(byEditor))({ person: given.desk.editor, standsInFor: head })).toMatchObject({
      rule: 'duty.own-submission',
    })
    const ordinary = { ...submission, removes: { ...submission.removes!, atOnce: undefined } }
    expect((await conflict({ ...duty, submission: ordinary }))({ person: head })).toMatchObject({
      rule: 'duty.own-submission',
    })
  })

  it('is gone at WeChat with the decision, and the ordinary route follows; both ledgers say all of it', async () => {
    const removal = await ordered()
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect(await given.gone()).toEqual([2])
    const target = await article()
    expect(target).toMatchObject({
      publications: [{ deletedBecause: reason }],
      removal: { submissionId: removal.id, ordered: true },
    })
    const after = await following()
    expect(after).toMatchObject({
      state: 'checking',
      officerId: 'chen-yu',
      route: ['unit-head', 'office-review', 'department-head'],
      removes: { after: removal.id, reason },
    })
    expect(after.removes).not.toHaveProperty('atOnce')
    expect((await given.ledger(target.id)).slice(-3)).toMatchObject([
      { type: 'RemovalAsked', facts: { atOnce: true, name: '陈瑜' } },
      { type: 'RemovalOrdered', by: 'he-jun', facts: { removal: removal.id, name: '何俊', reason } },
      { type: 'ArticleRemoved', facts: { after: { answer: 'deleted' } } },
    ])
    for (const id of [target.id, removal.id, after.id])
      expect(firstBreak(await given.ledger(id))).toBeUndefined()
    // The watch begins it, whoever died.
    const due = await given.desk.table.list('WATCH', { limit: 50 })
    expect(JSON.stringify(due)).toContain(after.id)
    // Once is enough.
    await given.remove(removal)
    expect((await typesOf(target.id)).filter((type) => type === 'RemovalOrdered')).toHaveLength(1)
  })

  it('asked for by the head, a company leader speaks in their place afterwards', async () => {
    await given.remove(await ordered(head))
    expect((await following()).route).toEqual(['unit-head', 'office-review', 'company-leader'])
  })

  it('what the route says against it is on record and told, and what is down stays down', async () => {
    await given.remove(await ordered())
    const after = await following()
    await reviewed(after)
    await decide(after, 0, { kind: 'rejected', by: 'wang-li', name: '王力', reason: '图纸已公开' })
    expect(await close(after)).toMatchObject({ outcome: 'rejected' })
    const target = await article()
    expect(target).toMatchObject({
      state: 'published',
      publications: [{ deletedAt: expect.any(String) }],
      removal: { afterwards: { submissionId: after.id, outcome: 'rejected' } },
    })
    expect((await given.ledger(target.id)).at(-1)).toMatchObject({
      type: 'RemovalDisputed',
      by: 'wang-li',
      facts: { name: '王力', reason: '图纸已公开' },
    })
    expect(mailed('保持撤下').sort()).toEqual(
      ['chen-yu', 'he-jun', 'xu-wen'].map((id) => `${id}@jiangnan.example`),
    )
    expect(mailed('仍然在发布中')).toEqual([])
    expect(await refusalOf(ask(given.officer))).toMatchObject({ code: 'AlreadyRemoved' })
    await close(after)
    expect((await typesOf(target.id)).filter((type) => type === 'RemovalDisputed')).toHaveLength(1)
  })

  it('what the route agrees with has nothing left to take down', async () => {
    await given.remove(await ordered())
    const after = await following()
    await reviewed(after)
    for (const index of after.route.keys()) await decide(after, index)
    expect(await close(after)).toEqual({ outcome: 'approved', removes: false })
    expect((await given.head(after.id)).state).toBe('removed')
    expect((await given.ledger(given.second.id)).at(-1)).toMatchObject({ type: 'RemovalUpheld' })
  })

  it('nobody takes back the route that follows', async () => {
    await given.remove(await ordered())
    const review = { closing: async () => [], closed: async () => undefined }
    const { submissions, clock } = given.desk
    const withdraw = withdrawSubmission({ submissions, review, clock })
    const { id } = await following()
    expect(await refusalOf(withdraw({ submissionId: id, reason, by: given.officer }))).toMatchObject({
      code: 'WrongState',
    })
  })

  it('while WeChat does not answer it stays unknown, but nothing of ours shows it or brings it to Weibo any more', async () => {
    const { submissions, table, clock, desk } = given.desk
    const posts = postStore(table, clock)
    const postId = '30000000-0000-4000-8000-000000000001'
    await submissions.change(given.second.id, (submission) => ({
      submission: { ...submission, content: { ...submission.content, channels: ['wechat', 'weibo'] } },
      happened: { by: 'system', type: 'SubmissionPublished', facts: {} },
    }))
    const post = {
      ...{
        id: postId,
        unitId: 'marketing',
        unitName: '市场部',
        title: '次条',
        text: '次条',
        way: 'api' as const,
      },
      under: { kind: 'approval' as const, submissionId: given.second.id, version: 1, contentHash: '' },
      ...{
        officerId: 'chen-yu',
        media: [],
        byHand: [],
        state: 'posted' as const,
        attempt: 1,
        looks: 0,
        ip: '',
      },
      releasedBy: { id: 'xu-wen', name: '许雯' },
      ...{ releasedAt: clock.now().toISOString(), updatedAt: '', revision: 0, chain: emptyChain },
    }
    await posts.create({ next: post, happened: { by: 'xu-wen', type: 'PostReleased', facts: {} } })
    const removal = await ordered()
    await given.desk.twin.fault({ endpoint: deletePath, how: 'timeout', when: 'after' })
    expect(await given.remove(removal)).toEqual({ next: 'wait', waitSeconds: 60 })
    expect((await article()).publications[0]?.deletedAt).toBeUndefined()
    expect(await refusalOf(publicArticle({ posts, submissions })(postId))).toMatchObject({
      code: 'AlreadyRemoved',
    })
    const release = releasePost({ ...desk, posts })
    const wish = { submissionId: given.second.id, by: given.desk.editor, ip: '' }
    expect(await refusalOf(release(wish))).toMatchObject({ code: 'AlreadyRemoved' })
    given.desk.twin.clock.move(60_000)
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect((await article()).publications[0]).toMatchObject({ deletedBecause: reason })
  })
})

describe('a removal at once of what the route is asked about already', () => {
  it('overtakes it; the route goes on beside it and has its word', async () => {
    const ordinary = await ask(given.officer, false)
    const removal = await ordered(given.desk.editor)
    expect((await article()).removal).toMatchObject({ afterwards: { submissionId: ordinary.id } })
    await given.remove(removal)
    expect((await following()).id).toBe(ordinary.id)
    await given.approve(await given.head(ordinary.id))
    await given.remove(ordinary)
    expect(await given.gone()).toEqual([2])
    expect((await given.head(ordinary.id)).state).toBe('removed')
    expect((await given.ledger(ordinary.id)).at(-1)?.facts).toMatchObject({
      after: { answer: 'was gone already' },
    })
  })

  it('where the head says no, the ordinary one is the one that stands', async () => {
    const ordinary = await ask(given.officer, false)
    const removal = await ask(given.officer)
    await reviewed(removal)
    await decide(removal, 0, { kind: 'rejected', reason: '不急' })
    await close(removal)
    expect(mailed('没有同意立即撤下')).toEqual(['chen-yu@jiangnan.example'])
    expect((await ask(given.officer, false)).id).toBe(ordinary.id)
    expect((await article()).removal?.ordered).toBeUndefined()
  })

  it('where the route has said no before the head says yes, another one follows', async () => {
    const ordinary = await ask(given.officer, false)
    const removal = await ask(given.desk.editor)
    await reviewed(ordinary)
    await decide(ordinary, 0, { kind: 'rejected', by: 'wang-li', name: '王力', reason: '没有问题' })
    await close(ordinary)
    expect(mailed('仍然在发布中')).toEqual(['chen-yu@jiangnan.example'])
    await reviewed(removal)
    await decide(removal, 0)
    await close(removal)
    await given.remove(await given.head(removal.id))
    const after = await following()
    expect(after.id).not.toBe(ordinary.id)
    expect(after.removes?.after).toBe(removal.id)
  })
})
