import { firstBreak } from '../../../lib/ledger/event'
import { sha256 } from '../../../lib/platform/ids'
import { takenDown } from '../../../lib/removal/removal'
import { contentHashOf } from '../../../lib/submission/submission'
import { withdrawSubmission } from '../../../lib/submission/withdraw-submission'
import { publicArticle, publicPicture } from '../../../lib/weibo-post/public-article'
import { postedPictures, publicCopyKey } from '../../../lib/weibo-post/public-copies'
import { postIdOf, readAddress } from '../../../lib/weibo-post/post'
import { shortId } from '../../../lib/channels/weibo/post-wire'
import { company } from '../../local/weibo/given-weibo'
import { givenPosts, type GivenPosts } from './given-desk'

jest.setTimeout(180_000)

const share = '/2/statuses/share.json'

let desk: GivenPosts
beforeEach(async () => {
  desk = await givenPosts()
})
afterEach(() => desk.close())

const at = (postId: string, attempt = 1) => ({ postId, attempt })

describe('releasing on Weibo (11.3)', () => {
  it('posts the approved text with the one address of ours and the public copy of the picture', async () => {
    const submission = await desk.approved({}, 1)
    const post = await desk.release(submission)
    expect((await desk.submissions.withId(submission.id)).state).toBe('scheduled')
    expect(await desk.run(post.id)).toBe('recorded')
    const [standing] = desk.standing()
    expect(standing?.text).toBe(`${submission.content.weiboText} https://qf.example.cn/a/${post.id}`)
    expect(standing?.files).toHaveLength(1)
    const ledger = await desk.posts.ledger(post.id)
    expect(ledger.map(({ type }) => type)).toEqual([
      'PostReleased',
      'PostIntended',
      'PostStands',
      'PostRecorded',
    ])
    expect(firstBreak(ledger)).toBeUndefined()
    expect((await desk.submissions.readBacks(submission.id))[0]).toMatchObject({ channel: 'weibo' })
    expect([...desk.letters.values()].map(({ to }) => to).sort()).toEqual([
      'chen-yu@jiangnan.example',
      'xu-wen@jiangnan.example',
    ])
  })

  it('posts of several pictures the one that was chosen, and what was chosen is part of what was approved', async () => {
    const ids = [1, 2].map((nth) => `10000000-0000-4000-8000-00000000010${nth}`)
    const submission = await desk.approved({ weiboPictures: [ids[1]!] }, 2)
    expect(submission.pins.map(({ id }) => id)).toEqual(ids)
    const all = { ...submission.content, weiboPictures: undefined }
    expect(contentHashOf(all, submission.pins, '2026-11')).not.toBe(submission.contentHash)
    const post = await desk.release(submission)
    expect(post).toMatchObject({ way: 'api', pictures: [ids[1]] })
    expect(await desk.run(post.id)).toBe('recorded')
    expect(postedPictures(await desk.posts.withId(post.id)).map(({ fileName }) => fileName)).toEqual([
      '图2.jpg',
    ])
    const [standing] = desk.standing()
    const copy = desk.objects.get(`${publicCopyKey(post.id, ids[1]!)}@`) ?? new Uint8Array()
    expect(standing?.files.map(({ file }) => file)).toEqual([
      expect.stringContaining(sha256(copy).slice(0, 40)),
    ])
  })

  it('is one post however often release is pressed, also by two hands at the same moment', async () => {
    const submission = await desk.approved()
    const posts = await Promise.all([
      desk.release(submission),
      desk.release(submission),
      desk.release(submission),
    ])
    expect(new Set(posts.map(({ id }) => id))).toEqual(new Set([postIdOf(submission.id, 1)]))
    expect(posts.map(({ attempt }) => attempt)).toEqual([1, 1, 1])
    await desk.run(posts[0]!.id)
    await expect(desk.release(submission)).rejects.toMatchObject({ code: 'AlreadyDecided' })
    expect(desk.standing()).toHaveLength(1)
  })

  it('article 7: what was changed after the approval goes nowhere, before the release and after it', async () => {
    const rewrite = async (id: string) => {
      const text = (await desk.table.get({ pk: `SUB#${id}`, sk: 'TEXT' }))!
      await desk.table.put({ ...text, content: { ...(text['content'] as object), weiboText: '别的话' } })
    }
    const early = await desk.approved()
    await rewrite(early.id)
    await expect(desk.release(early)).rejects.toMatchObject({ code: 'ContentChanged' })
    const late = await desk.approved()
    const post = await desk.release(late)
    await rewrite(late.id)
    await expect(desk.verbs.begin(at(post.id))).rejects.toMatchObject({ code: 'ContentChanged' })
    await expect(desk.verbs.send(at(post.id))).rejects.toMatchObject({ code: 'ContentChanged' })
    await desk.verbs.stop({ ...at(post.id), trouble: 'ContentChanged' })
    expect((await desk.posts.withId(post.id)).state).toBe('refused')
    expect(desk.standing()).toEqual([])
  })

  it('article 7: a change between the last look and the intent is seen by the intent itself', async () => {
    const submission = await desk.approved()
    const post = await desk.release(submission)
    await desk.verbs.begin(at(post.id))
    const { approvals } = desk.room
    desk.room.approvals = {
      ...approvals,
      async turnsOf(...of: Parameters<typeof approvals.turnsOf>) {
        const turns = await approvals.turnsOf(...of)
        const head = (await desk.table.get({ pk: `SUB#${submission.id}`, sk: 'HEAD' }))!
        await desk.table.put({ ...head, version: 2 })
        return turns
      },
    }
    expect(await desk.verbs.send(at(post.id))).toMatchObject({ next: 'record' })
    expect(await desk.posts.withId(post.id)).toMatchObject({
      state: 'returned',
      outcome: { code: 'RightLost' },
    })
    expect(desk.standing()).toEqual([])
  })

  it('takes nothing that was not approved for Weibo, and nothing that no tier approved', async () => {
    await expect(desk.release(await desk.approved({ channels: ['wechat'] }))).rejects.toMatchObject({
      code: 'WrongState',
    })
    const submission = await desk.approved()
    const last = (await desk.table.partition(`SUB#${submission.id}`, 'TURN#')).at(-1)!
    await desk.table.remove(last)
    const turns = await desk.room.approvals.turnsOf(submission.id, 1)
    expect(turns).toHaveLength(1)
    await expect(desk.release(submission)).rejects.toMatchObject({ code: 'ContentChanged' })
  })

  it('leaves WeChat’s own way alone: both channels, Weibo first, then the state is WeChat’s', async () => {
    const submission = await desk.approved({ channels: ['wechat', 'weibo'] })
    const post = await desk.release(submission)
    await desk.run(post.id)
    const after = await desk.submissions.withId(submission.id)
    expect(after.state).toBe('approved')
    expect(after.publications).toMatchObject([{ channel: 'weibo' }])
  })

  it('holds a submission that is released: it is withdrawn only once the post was called off', async () => {
    const submission = await desk.approved({ channels: ['wechat', 'weibo'] })
    const post = await desk.release(submission)
    const review = { closing: async () => [], closed: async () => undefined }
    const withdraw = withdrawSubmission({ submissions: desk.submissions, review, clock: desk.room.clock })
    const by = (await desk.people.withId('chen-yu'))!
    const wish = { submissionId: submission.id, reason: '数据有误', by }
    await expect(withdraw(wish)).rejects.toMatchObject({ code: 'WrongState', facts: { postId: post.id } })
    await desk.verbs.cancel({ postId: post.id, reason: '数据待核', by: desk.editor })
    await desk.verbs.record(at(post.id))
    expect((await withdraw(wish)).state).toBe('withdrawn')
    await expect(desk.release(submission)).rejects.toMatchObject({ code: 'WrongState' })
  })

  it('names a definite no, puts the matter back, and takes another attempt', async () => {
    const submission = await desk.approved()
    desk.weiboTwin.twin().fault({ endpoint: share, how: 'error', code: 21327, words: 'expired_token' })
    const post = await desk.release(submission)
    expect(await desk.run(post.id)).toBe('recorded')
    const refused = await desk.posts.withId(post.id)
    expect(refused).toMatchObject({ state: 'refused', outcome: { code: '21327' } })
    expect(refused.outcome?.said.zh).toContain('重新授权')
    expect(await desk.pooled()).toEqual([submission.id])
    expect((await desk.submissions.withId(submission.id)).state).toBe('approved')
    const second = await desk.release(submission)
    expect(second).toMatchObject({ id: post.id, attempt: 2 })
    expect(await desk.run(post.id, 2)).toBe('recorded')
    expect(desk.standing()).toHaveLength(1)
  })
})

describe('an unknown post', () => {
  it('is looked for, never posted again, and after six hours a person says that it does not stand', async () => {
    const submission = await desk.approved()
    desk.weiboTwin.twin().fault({ endpoint: share, how: 'timeout', when: 'before' })
    const post = await desk.release(submission)
    expect(await desk.run(post.id)).toBe('person')
    expect(await desk.posts.withId(post.id)).toMatchObject({ state: 'unknown', looks: 6 })
    expect(desk.standing()).toEqual([])
    expect((await desk.submissions.withId(submission.id)).state).toBe('scheduled')
    expect([...desk.letters.values()].at(-1)?.subject).toContain('请查看微博是否已发出')
    await desk.verbs.wait({ ...at(post.id), taskToken: 'token-of-the-machine', waitSeconds: 60 })
    await desk.verbs.deny({ postId: post.id, reason: '公司微博主页没有这条', by: desk.editor })
    expect(desk.woken).toEqual(['token-of-the-machine'])
    expect(await desk.verbs.press(at(post.id))).toMatchObject({ next: 'record' })
    await desk.verbs.record(at(post.id))
    expect(await desk.pooled()).toEqual([submission.id])
  })

  it('takes an identical older post for what it is: another one', async () => {
    const submission = await desk.approved()
    desk.weiboTwin.twin().change({ what: 'hand-post', text: submission.content.weiboText })
    desk.move(3_600)
    desk.weiboTwin.twin().fault({ endpoint: share, how: 'timeout', when: 'before' })
    const post = await desk.release(submission)
    expect(await desk.run(post.id)).toBe('person')
  })

  it('stays unknown while the timeline cannot be read', async () => {
    const submission = await desk.approved()
    desk.weiboTwin.twin().fault({ endpoint: share, how: 'timeout', when: 'after' })
    desk.weiboTwin.twin().fault({ endpoint: '/2/statuses/user_timeline.json', how: 'http-502', times: 3 })
    const post = await desk.release(submission)
    expect(await desk.run(post.id)).toBe('recorded')
    expect(await desk.posts.withId(post.id)).toMatchObject({
      state: 'posted',
      looks: 3,
      standing: { known: 'timeline' },
    })
  })
})

describe('posting by hand, with proof', () => {
  const byHand = async () => {
    const submission = await desk.approved({ weiboText: '看 #智能阀门# 投用' }, 2)
    const post = await desk.release(submission)
    expect(await desk.run(post.id)).toBe('person')
    return { submission, post: await desk.posts.withId(post.id) }
  }
  /** An editor types it into Weibo; answers the address as copied from the browser. */
  const type = (text: string) => {
    desk.weiboTwin.twin().change({ what: 'hand-post', text })
    return `https://weibo.com/${company}/${shortId(desk.standing()[0]!.id)}?refer_flag=1`
  }

  it('says why the API cannot take it, and closes with the address that was read back', async () => {
    const { submission, post } = await byHand()
    expect(post).toMatchObject({ way: 'hand', state: 'by-hand' })
    expect(post.byHand.map(({ en }) => en).join()).toMatch(/topic|#/)
    const address = type('看 #智能阀门# 投用')
    await desk.verbs.prove({ postId: post.id, address, by: desk.editor })
    await desk.verbs.press(at(post.id))
    await desk.verbs.record(at(post.id))
    expect(await desk.submissions.withId(submission.id)).toMatchObject({
      state: 'published',
      publications: [{ channel: 'weibo', id: desk.standing()[0]!.id }],
    })
  })

  it('refuses a text that differs and an address it cannot read back, unless an editor says why', async () => {
    const { post } = await byHand()
    const address = type('看 #智能阀门# 投用！！改了字')
    await expect(desk.verbs.prove({ postId: post.id, address, by: desk.editor })).rejects.toMatchObject({
      code: 'ContentChanged',
      facts: { approved: '看 #智能阀门# 投用', shown: expect.stringContaining('改了字') },
    })
    const other = `https://weibo.com/${company}/Nabcdefgh`
    await expect(
      desk.verbs.prove({ postId: post.id, address: other, by: desk.editor }),
    ).rejects.toMatchObject({
      code: 'NotConfirmed',
    })
    const proven = await desk.verbs.prove({
      postId: post.id,
      address,
      by: desk.editor,
      reason: '领导同意加感叹号',
    })
    expect(proven.standing).toMatchObject({ reason: '领导同意加感叹号', by: { name: '许雯' } })
  })

  /** As the machine does until the deadline, and one step beyond it. */
  const untilDeadline = async (postId: string) => {
    let step = await desk.verbs.press(at(postId))
    while ((await desk.posts.withId(postId)).state === 'by-hand') {
      desk.move(step.waitSeconds)
      step = await desk.verbs.press(at(postId))
    }
    return step
  }
  const letters = (words: string) =>
    [...desk.letters.values()].filter(({ subject }) => subject.includes(words)).length

  it('reminds; at the deadline silence is unknown, not failure, and a person says that it does not stand', async () => {
    const { submission, post } = await byHand()
    const before = letters('人工发布')
    expect(await untilDeadline(post.id)).toEqual({ next: 'person', waitSeconds: 23 * 3_600 })
    expect(letters('人工发布')).toBe(before + 3 * 2)
    expect(letters('请查看微博是否已发出')).toBe(2)
    expect(await desk.posts.withId(post.id)).toMatchObject({ state: 'unknown', doubt: 'nobody said' })
    expect(await desk.pooled()).toEqual([])
    await expect(desk.release(submission)).resolves.toMatchObject({ attempt: 1 })
    await desk.verbs.deny({ postId: post.id, reason: '没有人发过', by: desk.editor })
    expect(await desk.pooled()).toEqual([submission.id])
    expect(await desk.release(submission)).toMatchObject({ state: 'released', attempt: 2 })
  })

  it('at the deadline what an editor posted without saying so is found in the timeline', async () => {
    const { submission, post } = await byHand()
    desk.move(3_600)
    type('看 #智能阀门# 投用')
    expect(await untilDeadline(post.id)).toMatchObject({ next: 'record' })
    await desk.verbs.record(at(post.id))
    expect(await desk.posts.withId(post.id)).toMatchObject({
      state: 'posted',
      standing: { known: 'timeline', id: desk.standing()[0]!.id },
    })
    expect((await desk.submissions.withId(submission.id)).state).toBe('published')
  })

  it('at the deadline the same words posted before the release prove nothing', async () => {
    desk.weiboTwin.twin().change({ what: 'hand-post', text: '看 #智能阀门# 投用' })
    desk.move(3_600)
    const { post } = await byHand()
    await untilDeadline(post.id)
    expect((await desk.posts.withId(post.id)).state).toBe('unknown')
  })

  it('is an editor’s choice too, with a reason', async () => {
    const post = await desk.release(await desk.approved(), '接口当天不可用')
    expect(post).toMatchObject({ way: 'hand', byHand: [{ zh: '接口当天不可用' }] })
  })

  it.each([
    ['https://weibo.com/1404376560/NabcdeFGH?from=page', { uid: '1404376560', mid: 'NabcdeFGH' }],
    ['https://m.weibo.cn/status/5012345678901234', { mid: '5012345678901234' }],
    ['https://m.weibo.cn/detail/5012345678901234#comment', { mid: '5012345678901234' }],
  ])('reads %s', (pasted, parts) => expect(readAddress(pasted)).toEqual(parts))

  it.each([
    '',
    'weibo',
    'https://evil.example/1404376560/NabcdeFGH',
    'https://weibo.com.evil.example/1/N',
    'javascript:1',
  ])('does not read %p', (pasted) => expect(() => readAddress(pasted)).toThrow('weibo.com'))
})

describe('calling a post off', () => {
  it('wins before Weibo was asked, and afterwards says that it did not', async () => {
    const submission = await desk.approved()
    const post = await desk.release(submission)
    await desk.verbs.cancel({ postId: post.id, reason: '数据待核', by: desk.editor })
    expect(await desk.verbs.send(at(post.id))).toMatchObject({ next: 'record' })
    await desk.verbs.record(at(post.id))
    expect(desk.standing()).toEqual([])
    expect(await desk.pooled()).toEqual([submission.id])
    const again = await desk.release(submission)
    await desk.run(again.id, 2)
    await expect(
      desk.verbs.cancel({ postId: post.id, reason: '迟了', by: desk.editor }),
    ).rejects.toMatchObject({
      code: 'WrongState',
      facts: { state: 'posted' },
    })
  })
})

describe('a person’s word while no machine listens', () => {
  const unknown = async () => {
    desk.weiboTwin.twin().fault({ endpoint: share, how: 'timeout', when: 'before' })
    const submission = await desk.approved()
    const post = await desk.release(submission)
    await desk.verbs.begin(at(post.id))
    // The machine now waits an hour or more for its next look, and holds no token.
    expect(await desk.verbs.send(at(post.id))).toMatchObject({ next: 'look' })
    return { submission, post }
  }

  it('a machine that was never started does not lock the submission: called off, it can be released again', async () => {
    desk.room.machine.start = async () => Promise.reject(new Error('the process died'))
    const submission = await desk.approved()
    await expect(desk.release(submission)).rejects.toThrow('died')
    await desk.verbs.cancel({ postId: postIdOf(submission.id, 1), reason: '数据待核', by: desk.editor })
    expect(await desk.submissions.withId(submission.id)).toMatchObject({ state: 'approved' })
    expect((await desk.submissions.withId(submission.id)).postId).toBeUndefined()
    expect(await desk.pooled()).toEqual([submission.id])
    desk.room.machine.start = async (name) => void desk.started.push(name)
    expect(await desk.release(submission)).toMatchObject({ state: 'released', attempt: 2 })
  })

  it('a machine that was never started is started by the watch, and is watched until its end is recorded', async () => {
    const { start } = desk.room.machine
    desk.room.machine.start = async () => Promise.reject(new Error('the process died'))
    const submission = await desk.approved()
    await expect(desk.release(submission)).rejects.toThrow('died')
    desk.room.machine.start = start
    expect(await desk.verbs.watch()).toMatchObject({ moved: 0 })
    desk.move(61)
    expect(await desk.verbs.watch()).toMatchObject({ moved: 1 })
    const id = postIdOf(submission.id, 1)
    expect(desk.started).toEqual([`${id}-1`])
    await desk.run(id)
    desk.move(15 * 60)
    expect(await desk.verbs.watch()).toMatchObject({ moved: 1 })
    desk.move(15 * 60)
    expect(await desk.verbs.watch()).toMatchObject({ moved: 0 })
    expect(desk.started).toEqual([`${id}-1`])
  })

  it('denied, it is back among what waits at once; proven, it is published at once', async () => {
    const one = await unknown()
    await desk.verbs.deny({ postId: one.post.id, reason: '看过，没有', by: desk.editor })
    expect(await desk.pooled()).toEqual([one.submission.id])
    const other = await unknown()
    desk.weiboTwin.twin().change({ what: 'hand-post', text: `${other.submission.content.weiboText}` })
    const address = `https://weibo.com/${company}/${shortId(desk.standing()[0]!.id)}`
    await desk.verbs.prove({ postId: other.post.id, address, reason: '没有带链接', by: desk.editor })
    expect((await desk.submissions.withId(other.submission.id)).state).toBe('published')
  })

  it('that came just before the token was kept answers the token at once', async () => {
    const { post } = await unknown()
    await desk.verbs.deny({ postId: post.id, reason: '看过，没有', by: desk.editor })
    await desk.verbs.wait({ ...at(post.id), taskToken: 'late', waitSeconds: 60 })
    expect(desk.woken).toEqual(['late'])
  })

  it('stands although the end cannot be recorded in that moment; the machine does it', async () => {
    const { submission, post } = await unknown()
    const { mail } = desk.room
    const { send } = mail
    mail.send = async () => Promise.reject(new Error('mail is down'))
    await desk.verbs.deny({ postId: post.id, reason: '看过，没有', by: desk.editor })
    expect((await desk.posts.withId(post.id)).recordedAt).toBeUndefined()
    mail.send = send
    expect(await desk.verbs.settle(at(post.id))).toMatchObject({ next: 'record' })
    await desk.verbs.record(at(post.id))
    expect((await desk.posts.withId(post.id)).recordedAt).toBeDefined()
    expect(await desk.pooled()).toEqual([submission.id])
  })
})

describe('a post in another right than an approval (article 12)', () => {
  const loan = { kind: 'loan' as const, loanId: 'loan-1', personId: 'chen-yu' }
  const lent = { pk: 'LOAN#loan-1', sk: 'HEAD' }
  const wish = {
    ...{ id: '20000000-0000-5000-8000-000000000001', under: loan, unitId: 'marketing', unitName: '市场部' },
    ...{ title: '展会直播', text: '展台见。', by: { id: 'chen-yu', name: '陈瑜' }, ip: '211.156.0.1' },
  }

  it('goes out while the right holds, and returns when it is gone in the moment of the intent', async () => {
    await desk.close()
    desk = await givenPosts({
      mayPost: { loan: async () => [{ check: lent, when: { expression: 'attribute_exists(pk)' } }] },
    })
    await desk.table.put({ ...lent, open: true })
    await desk.verbs.open(wish)
    await desk.verbs.open(wish)
    expect(await desk.run(wish.id)).toBe('recorded')
    expect(desk.standing()).toHaveLength(1)
    await desk.table.remove(lent)
    const second = { ...wish, id: '20000000-0000-5000-8000-000000000002', text: '再见。' }
    await desk.verbs.open(second)
    expect(await desk.run(second.id)).toBe('recorded')
    expect(await desk.posts.withId(second.id)).toMatchObject({
      state: 'returned',
      outcome: { code: 'RightLost' },
    })
    expect(desk.standing()).toHaveLength(1)
  })

  it('has no right at all where nobody says that there is one', async () => {
    await desk.verbs.open(wish)
    await expect(desk.run(wish.id)).rejects.toThrow('nothing says')
  })
})

describe('the public article', () => {
  it('is there once it goes out, as it was approved, and not before', async () => {
    const submission = await desk.approved({ body: '<p>首批<script>alert(1)</script>阀门</p>' }, 1)
    const shown = publicArticle(desk.room)
    const post = await desk.release(submission)
    await expect(shown(post.id)).rejects.toMatchObject({ code: 'NotFound' })
    await desk.run(post.id)
    await expect(shown(post.id)).rejects.toMatchObject({ code: 'NotFound' })
    await desk.table.put({
      ...{ pk: `SUB#${submission.id}`, sk: 'VERSION#0001', version: 1 },
      ...{ content: submission.content, pins: submission.pins },
    })
    const article = await shown(post.id)
    expect(article.html).toContain('来源：市场部')
    expect(article.html).toContain(`/a/${post.id}/pictures/${submission.pins[0]!.id}`)
    expect(article.html).not.toContain('script')
    const keys: string[] = []
    const bucket = {
      presignRead: async ({ key }: { key: string }) => (keys.push(key), 'https://bucket.example/x'),
    }
    const picture = publicPicture({ ...desk.room, bucket })
    await picture(post.id, submission.pins[0]!.id)
    expect(keys).toEqual([publicCopyKey(post.id, submission.pins[0]!.id)])
    await expect(picture(post.id, '10000000-0000-4000-8000-000000000999')).rejects.toMatchObject({
      code: 'NotFound',
    })

    await desk.room.submissions.change(submission.id, (current) => ({
      submission: takenDown(
        { ...current, publications: [{ channel: 'wechat', at: submission.updatedAt }] },
        { channel: 'wechat', at: submission.updatedAt, because: '数据有误' },
      ),
      happened: { by: 'system', type: 'ArticleRemoved', facts: {} },
    }))
    await expect(shown(post.id)).rejects.toMatchObject({ code: 'AlreadyRemoved' })
    await expect(picture(post.id, submission.pins[0]!.id)).rejects.toMatchObject({ code: 'AlreadyRemoved' })
  })
})
