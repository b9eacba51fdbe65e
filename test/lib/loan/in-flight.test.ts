import type { WeiboOutcome } from '../../../lib/channels/weibo/outcome'
import type { Post } from '../../../lib/channels/weibo/weibo'
import { closeLoan } from '../../../lib/loan/close-loan'
import { postUnderLoan } from '../../../lib/loan/post-under-loan'
import { weiboPosting } from '../../../lib/loan/posting'
import { recallLoan } from '../../../lib/loan/recall-loan'
import { sendPost, type SendNeeds } from '../../../lib/weibo-post/send-post'
import { postStore } from '../../../lib/weibo-post/store'
import { givenLoans, type GivenLoans } from './given-desk'

let given: GivenLoans
beforeEach(async () => {
  given = await givenLoans()
})
afterEach(() => given.close())

/** The loan's room with the real way to Weibo; Weibo itself answers when it is told to. */
function aWay() {
  const posts = postStore(given.table, given.clock)
  const posting = weiboPosting({ ...given.room, posts })
  const room = { ...given.room, posting }
  const asked: string[] = []
  const waiting: (() => void)[] = []
  let held = false
  const share = async ({ text }: { text: string }): Promise<WeiboOutcome<Post>> => {
    asked.push(text)
    if (held) await new Promise<void>((answer) => waiting.push(answer))
    const at = given.clock.now().toISOString()
    return {
      kind: 'done',
      value: { id: '5', text, createdAt: at, url: 'https://weibo.com/1/A', hasPicture: false },
    }
  }
  const send = sendPost({
    ...{ posts, clock: given.clock, publicUrl: given.room.publicUrl, weibo: { share } },
    mayPost: { loan: given.verbs.stillLent },
    bucket: {},
  } as unknown as SendNeeds)
  return {
    posts,
    asked,
    send: (postId: string) => send({ postId, attempt: 1 }),
    post: postUnderLoan(room),
    recall: recallLoan(room),
    close: closeLoan(room),
    hold: () => void (held = true),
    answer: () => waiting.splice(0).forEach((one) => one()),
    asking: async () => {
      while (waiting.length === 0) await new Promise((next) => setTimeout(next, 5))
    },
  }
}

let keys = 0
async function released(way: ReturnType<typeof aWay>) {
  const loanId = await given.granted({ event: `第${++keys}场` })
  given.at('2026-11-24T02:00:00.000Z')
  const by = await given.who('chen-yu')
  const form = {
    loanId,
    text: '展会现场人气很旺',
    answers: [],
    key: `flight-${keys}`,
    ip: '203.0.113.7',
    by,
    declared: true as const,
  }
  const { post } = await way.post(form)
  return { loanId, postId: post.postId }
}
const recalling = async (way: ReturnType<typeof aWay>, loanId: string) =>
  way.recall({ loanId, reason: '出现不当言论', by: await given.who('xu-wen') })

describe('a recall while a post is in flight (article 12)', () => {
  it('before the intent: the post returns to the office at once with the reason, and Weibo is never asked', async () => {
    const way = aWay()
    const { loanId, postId } = await released(way)
    await recalling(way, loanId)
    expect(await way.posts.withId(postId)).toMatchObject({
      state: 'returned',
      outcome: { said: { zh: '借用由许雯收回，没有发出：出现不当言论' } },
    })
    expect(await way.send(postId)).toMatchObject({ next: 'record' })
    expect(way.asked).toEqual([])
  })

  it('after the intent: the post stands, and the report says so', async () => {
    const way = aWay()
    way.hold()
    const { loanId, postId } = await released(way)
    const sending = way.send(postId)
    await way.asking()
    await recalling(way, loanId)
    expect((await way.posts.withId(postId)).state).toBe('posting')
    expect(await way.close({ loanId })).toMatchObject({ outcome: 'waiting' })
    way.answer()
    await sending
    expect((await way.posts.withId(postId)).state).toBe('posted')
    expect(await way.close({ loanId })).toMatchObject({ outcome: 'recalled' })
    expect(given.lettersTo('zhou-heng').at(-1)?.text).toContain('https://weibo.com/1/A')
  })

  it('in the same moment: asked and standing, or not asked and returned, never anything between', async () => {
    const way = aWay()
    const seen = new Set<string>()
    for (let round = 0; round < 8; round++) {
      const { loanId, postId } = await released(way)
      const before = way.asked.length
      await Promise.all([way.send(postId), recalling(way, loanId)])
      expect(await given.stateOf(loanId)).toBe('recalled')
      const { state } = await way.posts.withId(postId)
      seen.add(state)
      expect([state, way.asked.length - before]).toEqual(state === 'posted' ? ['posted', 1] : ['returned', 0])
      given.at('2026-11-23T01:00:00.000Z')
    }
    expect([...seen].every((state) => ['posted', 'returned'].includes(state))).toBe(true)
  })

  it('that reaches the table after the rights were read: the intent fails on them, and nothing goes out', async () => {
    const way = aWay()
    const { loanId, postId } = await released(way)
    const rights = given.verbs.stillLent
    const send = sendPost({
      ...{ posts: way.posts, clock: given.clock, publicUrl: '', bucket: {} },
      weibo: { share: () => Promise.reject(new Error('Weibo was asked')) },
      mayPost: {
        loan: async (post: Parameters<typeof rights>[0]) => {
          const checks = await rights(post)
          await given.verbs.recall({ loanId, reason: '迟到一步', by: await given.who('zhou-heng') })
          return checks
        },
      },
    } as unknown as SendNeeds)
    expect(await send({ postId, attempt: 1 })).toMatchObject({ next: 'record' })
    expect(await way.posts.withId(postId)).toMatchObject({
      state: 'returned',
      outcome: { code: 'RightLost' },
    })
  })
})

describe('a post that waits when its right ends by itself', () => {
  it('returns with the reason when the window is over or the borrower lost the role', async () => {
    const way = aWay()
    const late = await released(way)
    given.at('2026-11-26T01:00:00.000Z')
    await way.send(late.postId)
    expect((await way.posts.withId(late.postId)).outcome?.code).toBe('LoanOver')
    given.at('2026-11-23T01:00:00.000Z')
    const gone = await released(way)
    await given.people.grant('chen-yu', {
      role: 'officer',
      unitId: 'marketing',
      from: '2026-01-01',
      until: '2026-11-23',
    })
    await way.send(gone.postId)
    expect(await way.posts.withId(gone.postId)).toMatchObject({
      state: 'returned',
      outcome: { code: 'BorrowerLeft' },
    })
    expect(way.asked).toEqual([])
  })
})
