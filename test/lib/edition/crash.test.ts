import { date, givenDesk, type GivenDesk } from './given-desk'
import { again, runAttempt, settle, start } from './run-attempt'

jest.setTimeout(400_000)

async function ready(): Promise<{ desk: GivenDesk; attempt: number; ids: string[] }> {
  const desk = await givenDesk()
  const submissions = [await desk.approved({}, 1), await desk.approved()]
  const ids = submissions.map((submission) => submission.id)
  return { desk, ids, attempt: 1 }
}

async function sendFrom(desk: GivenDesk, attempt: number): Promise<string> {
  return settle(desk, attempt, await again(() => desk.verbs.massSend({ date, attempt })))
}

async function expectSentOnce(desk: GivenDesk, ids: string[], dying: number): Promise<void> {
  const { massSends } = await desk.twin.state()
  const edition = await desk.edition()
  const states = await Promise.all(ids.map(async (id) => (await desk.submissions.withId(id)).state))
  expect([dying, massSends.length, edition.state, ...states]).toEqual([
    dying,
    1,
    'sent',
    'published',
    'published',
  ])
  expect(massSends[0]?.articles.map((article) => article.title)).toEqual(['第1篇', '第2篇'])
}

/** Where to die next: everywhere around the call, then at every sixth effect (the records of the end). */
const nextDeath = (dying: number) => dying + (dying < 10 ? 1 : 6)

/** Runs the send once whole and counts its effects, then dies after them in turn. */
async function dieEverywhere(setTheScene: (desk: GivenDesk) => Promise<void>): Promise<number> {
  let effects = Infinity
  for (let dying = 0; dying <= effects; dying = nextDeath(dying)) {
    const { desk, attempt, ids } = await ready()
    try {
      await desk.verbs.compose({ date, submissionIds: ids, by: desk.editor })
      await runAttempt(desk, await start(desk), { until: 'mass-send' })
      await setTheScene(desk)
      desk.plan.dieAfter(dying || Infinity)
      expect(await sendFrom(desk, attempt)).toBe('sent')
      if (dying === 0) effects = desk.plan.count()
      await expectSentOnce(desk, ids, dying)
    } finally {
      await desk.close()
    }
  }
  return effects
}

const sendall = '/cgi-bin/message/mass/sendall'

test.each<[string, object | undefined]>([
  ['all goes well', undefined],
  ['WeChat never answers and did nothing', { endpoint: sendall, how: 'timeout', when: 'before' }],
  ['WeChat sends and never answers', { endpoint: sendall, how: 'timeout', when: 'after' }],
  ['WeChat sends and breaks the connection', { endpoint: sendall, how: 'disconnect', when: 'after' }],
  ['the finish event is lost', { endpoint: 'finish-event', how: 'lost' }],
])(
  'invariant 3: dying after any write or call of sending, settling and recording never sends twice, when %s',
  async (_name, fault) => {
    const effects = await dieEverywhere(async (desk) => {
      if (fault) await desk.twin.fault(fault)
    })
    expect(effects).toBeGreaterThan(8)
  },
)

test('dying anywhere from composing to recording, at every fourth write or call, sends exactly once', async () => {
  let effects = Infinity
  for (let dying = 0; dying <= effects; dying += dying === 0 ? 1 : 4) {
    const { desk, ids } = await ready()
    try {
      desk.plan.dieAfter(dying || Infinity)
      await again(() => desk.verbs.compose({ date, submissionIds: ids, by: desk.editor }))
      expect(await runAttempt(desk, await start(desk))).toBe('sent')
      if (dying === 0) effects = desk.plan.count()
      await expectSentOnce(desk, ids, dying)
    } finally {
      await desk.close()
    }
  }
  expect(effects).toBeGreaterThan(30)
})
