import { sweepDrafts } from '../../../lib/edition/drafts'
import { tryAgainSeconds } from '../../../lib/edition/outage'
import { editionStore } from '../../../lib/edition/store'
import { account } from '../../local/wechat/given-twin'
import { date, givenDesk, type GivenDesk } from './given-desk'
import { runAttempt, start } from './run-attempt'

jest.setTimeout(180_000)

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const at = () => ({ date, attempt: 1 })
const subjects = () => [...desk.letters.values()].map(({ subject }) => subject)

async function started(count = 1) {
  const ones = await Promise.all(Array.from({ length: count }, () => desk.approved()))
  await desk.verbs.compose({ date, submissionIds: ones.map(({ id }) => id), by: desk.editor })
  return start(desk)
}

/** WeChat answers nothing for that many calls. */
const down = (times: number) => desk.twin.fault({ endpoint: '*', how: 'http-500', times })

describe('WeChat does not answer', () => {
  test('while the draft is built: waited out, said on the page, told after ten minutes, and then it goes on', async () => {
    await started()
    await down(3)
    expect(await desk.verbs.buildDraft(at())).toMatchObject({ next: 'down', waitSeconds: 60 })
    expect(await desk.edition()).toMatchObject({ state: 'building', outcome: { code: 'WechatDown' } })
    expect(subjects().filter((subject) => subject.includes('没有应答'))).toEqual([])
    desk.twin.clock.move(12 * 60_000)
    expect(await desk.verbs.buildDraft(at())).toMatchObject({ next: 'down', waitSeconds: 72 })
    desk.twin.clock.move(72_000)
    expect(await desk.verbs.buildDraft(at())).toMatchObject({ next: 'down' })
    expect(subjects().filter((subject) => subject.includes('没有应答'))).toHaveLength(1)
    expect(await desk.verbs.buildDraft(at())).toMatchObject({ next: 'test' })
    const edition = await desk.edition()
    expect([edition.state, edition.outcome, edition.attempt]).toEqual(['testing', undefined, 1])
  })

  test('between test and send: the day stays held, test and code stay good, and it is sent once', async () => {
    const attempt = await started()
    await runAttempt(desk, attempt, { until: 'mass-send' })
    await down(2)
    expect(await desk.verbs.massSend(at())).toMatchObject({ next: 'down' })
    expect(await desk.verbs.massSend(at())).toMatchObject({ next: 'down' })
    expect((await desk.edition()).state).toBe('claiming')
    expect((await desk.editions.claimOf(date))?.owner).toContain('-1')
    expect(await desk.verbs.massSend(at())).toMatchObject({ next: 'wait' })
    expect(await desk.edition()).toMatchObject({ state: 'sending' })
    expect((await desk.edition()).outcome).toBeUndefined()
    const { massSends, previews } = await desk.twin.state()
    expect([massSends.length, previews.length]).toEqual([1, 1])
  })

  test('until the day ends: named so, the day given back, the editor told', async () => {
    await started()
    await desk.verbs.buildDraft(at())
    await down(9)
    expect(await desk.verbs.sendTest(at())).toMatchObject({ next: 'down' })
    desk.twin.clock.move(15 * 3_600_000)
    expect(await desk.verbs.sendTest(at())).toMatchObject({ next: 'close' })
    expect(await desk.verbs.closeSend(at())).toEqual({ outcome: 'failed' })
    expect(await desk.edition()).toMatchObject({ outcome: { code: 'WechatDownAllDay' } })
    expect(subjects()).toContain(`【签发】未发出：${date} 期次`)
  })

  test('the cancellation wins over the wait', async () => {
    await started()
    await down(1)
    await desk.verbs.buildDraft(at())
    await desk.verbs.cancel({ date, reason: '不等了', by: desk.editor })
    expect(await desk.verbs.buildDraft(at())).toMatchObject({ next: 'close' })
    expect(await desk.verbs.closeSend(at())).toEqual({ outcome: 'cancelled' })
  })

  test('it is asked every minute at first, later ever more seldom, at least every 15 minutes', () => {
    const since = new Date('2026-11-23T02:00:00Z')
    const after = (minutes: number) => tryAgainSeconds(since, new Date(since.getTime() + minutes * 60_000))
    expect([0, 9, 20, 60, 600].map(after)).toEqual([60, 60, 120, 360, 900])
  })
})

describe('drafts in WeChat’s box', () => {
  const drafts = async () => (await desk.twin.state()).drafts.map(({ mediaId }) => mediaId)

  test.each([
    ['the send is refused', { endpoint: '/cgi-bin/message/mass/sendall', how: 'errcode', errcode: 48001 }],
    ['the review refuses it', { endpoint: 'finish-event', how: 'err', errcode: 20008 }],
    [
      'no tester can be reached',
      { endpoint: '/cgi-bin/message/mass/preview', how: 'errcode', errcode: 43004 },
    ],
  ])('%s: none is left', async (_name, fault) => {
    const attempt = await started()
    await desk.twin.fault(fault)
    expect(await runAttempt(desk, attempt)).toBe('failed')
    expect(await drafts()).toEqual([])
    expect((await desk.edition()).draft).toBeUndefined()
    expect(await runAttempt(desk, await start(desk))).toBe('sent')
    expect(await drafts()).toEqual([])
  })

  test('one whose id was lost by a crash is known again and deleted; another hand’s draft and the next edition’s stay', async () => {
    const attempt = await started()
    // Made at WeChat, and the answer never came.
    await desk.twin.fault({ endpoint: '/cgi-bin/draft/add', how: 'disconnect', when: 'after' })
    expect(await desk.verbs.buildDraft(at())).toMatchObject({ next: 'down' })
    const [orphan] = await drafts()
    const { coverMediaId } = (await desk.client.getDraft(orphan ?? '').then((got) => {
      if (got.kind !== 'done') throw new Error('no draft')
      return got.value.articles[0]
    }))!
    const byHand = await desk.client.addDraft([{ title: '别人的', content: '<p>手写</p>', coverMediaId }])
    if (byHand.kind !== 'done') throw new Error('no draft')
    desk.twin.clock.move(16 * 60_000)
    await runAttempt(desk, attempt, { until: 'confirmation' })
    await desk.verbs.cancel({ date, reason: '改天', by: desk.editor })
    await desk.verbs.closeSend({ date, attempt })
    expect(await drafts()).toEqual([byHand.value.mediaId])
  })

  test('one that an edition needs since a moment ago stays, though the index does not know it yet', async () => {
    const attempt = await started()
    const heads = await desk.table.list(`ACCOUNT#${account.appId}#EDITIONS`)
    const behind = { ...desk.table, list: async () => heads }
    const editions = editionStore(behind, desk.clock, account.appId)
    await runAttempt(desk, attempt, { until: 'confirmation' })
    const { draft } = await desk.edition()
    expect((await editions.between(date, date)).map((edition) => edition.draft)).toEqual([undefined])
    desk.twin.clock.move(16 * 60_000)
    await sweepDrafts({ editions, wechat: desk.client, clock: desk.clock })
    expect(await drafts()).toEqual([draft?.mediaId])
  })
})
