import { again, givenPosts, type GivenPosts } from './given-desk'

jest.setTimeout(400_000)

const share = '/2/statuses/share.json'

async function expectOnce(desk: GivenPosts, submissionId: string): Promise<void> {
  const submission = await desk.submissions.withId(submissionId)
  expect([desk.standing().length, submission.state]).toEqual([1, 'published'])
  expect(submission.publications).toMatchObject([{ channel: 'weibo', url: expect.stringContaining('weibo') }])
  expect(await desk.pooled()).toEqual([])
}

/** Died with the intent written and Weibo not asked: nobody can know, so nothing is posted until a person has looked. */
async function expectAskedOf(desk: GivenPosts, postId: string, submissionId: string): Promise<void> {
  expect([desk.standing().length, (await desk.posts.withId(postId)).state]).toEqual([0, 'unknown'])
  expect((await desk.submissions.withId(submissionId)).state).toBe('scheduled')
}

test.each<[string, Parameters<ReturnType<GivenPosts['weiboTwin']['twin']>['fault']>[0] | undefined]>([
  ['all goes well', undefined],
  ['Weibo posts and never answers', { endpoint: share, how: 'timeout', when: 'after' }],
  ['Weibo posts and breaks the connection', { endpoint: share, how: 'disconnect', when: 'after' }],
  ['Weibo posts and fails on its own side', { endpoint: share, how: 'http-502', when: 'after' }],
  ['Weibo posts and shows it two minutes later (20032)', { endpoint: share, how: 'delayed', ms: 120_000 }],
])(
  'invariant 3: dying after any write or call from release to record never posts twice, when %s',
  async (_name, fault) => {
    let effects = Infinity
    let asked = 0
    for (let dying = 0; dying <= effects; dying++) {
      const desk = await givenPosts()
      try {
        const submission = await desk.approved({}, 1)
        if (fault) desk.weiboTwin.twin().fault(fault)
        desk.plan.dieAfter(dying || Infinity)
        const post = await again(() => desk.release(submission))
        const end = await desk.run(post.id)
        if (dying === 0) effects = desk.plan.count()
        if (end === 'recorded') await expectOnce(desk, submission.id)
        else {
          asked++
          await expectAskedOf(desk, post.id, submission.id)
        }
      } finally {
        await desk.close()
      }
    }
    expect(effects).toBeGreaterThan(4)
    expect(asked).toBe(1)
  },
)
