import { confirmEdition } from '../../../lib/edition/confirm-edition'
import { buildDraft } from '../../../lib/edition/build-draft'
import { learn } from '../../../lib/edition/keep-send'
import { massSend } from '../../../lib/edition/mass-send'
import { settleSend } from '../../../lib/edition/settle-send'
import type { Outcome } from '../../../lib/channels/wechat/outcome'
import { done } from '../../local/wechat/given-twin'
import { date, givenDesk, type GivenDesk } from './given-desk'
import { runAttempt, settle, start } from './run-attempt'

jest.setTimeout(180_000)

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const lapsed: Outcome<never> = {
  kind: 'refused',
  refusal: {
    ...{ errcode: 48001, errmsg: 'api unauthorized', stage: 'call', class: 'administrator' },
    advice: { zh: '认证已过期', en: 'certification has lapsed' },
  },
}

/** One article, tested and confirmed, up to the moment before WeChat is asked. */
async function ready(): Promise<{ date: string; attempt: number }> {
  const { id } = await desk.approved()
  await desk.verbs.compose({ date, submissionIds: [id], by: desk.editor })
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'mass-send' })
  return { date, attempt }
}

/** Somebody in WeChat's console rewrites the first article of a draft. */
async function rewrite(mediaId: string): Promise<void> {
  const { wechat } = desk.desk
  const [article] = done(await wechat.getDraft(mediaId)).articles
  done(
    await wechat.updateDraft({
      mediaId,
      index: 0,
      article: { ...article!, content: '<p>没有人批准过的话。</p>' },
    }),
  )
}

test('a start that is refused after the edition was taken ends with its reason and can be started again', async () => {
  const { id } = await desk.approved()
  await desk.verbs.compose({ date, submissionIds: [id], by: desk.editor })
  const row = (await desk.table.get({ pk: `SUB#${id}`, sk: 'TEXT' }))!
  await desk.table.put({ ...row, content: { ...(row['content'] as object), body: '<p>别的内容</p>' } })
  await expect(start(desk)).rejects.toMatchObject({ code: 'ContentChanged' })
  expect(desk.started).toEqual([])
  expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'ContentChanged' } })
  await desk.table.put(row)
  expect(await runAttempt(desk, await start(desk))).toBe('sent')
})

test('a draft changed between being made and being looked at is not tested, confirmed or sent', async () => {
  const { id } = await desk.approved()
  await desk.verbs.compose({ date, submissionIds: [id], by: desk.editor })
  const attempt = await start(desk)
  const { wechat } = desk.desk
  const changing = {
    ...wechat,
    async addDraft(articles: Parameters<typeof wechat.addDraft>[0]) {
      const added = await wechat.addDraft(articles)
      await rewrite(done(added).mediaId)
      return added
    },
  }
  expect(await buildDraft({ ...desk.desk, wechat: changing })({ date, attempt })).toMatchObject({
    next: 'close',
  })
  expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'ContentChanged' } })
})

test('a refusal that is written while the settler already repeats the call frees no day', async () => {
  const at = await ready()
  const { wechat } = desk.desk
  let asked: () => void = () => undefined
  const isAsked = new Promise<void>((resolve) => (asked = resolve))
  let answer: () => void = () => undefined
  const mayAnswer = new Promise<void>((resolve) => (answer = resolve))
  const first = massSend({
    ...desk.desk,
    wechat: {
      ...wechat,
      async massSend() {
        asked()
        await mayAnswer
        return lapsed
      },
    },
  })(at)
  await isAsked
  desk.twin.clock.move(61_000)
  const looked = await settleSend({
    ...desk.desk,
    wechat: {
      ...wechat,
      async massSend(send) {
        answer()
        await first
        return wechat.massSend(send)
      },
    },
  })(at)
  expect(await desk.edition()).not.toMatchObject({ state: 'failed' })
  expect(await desk.editions.claimOf(date)).toBeDefined()
  expect(await settle(desk, at.attempt, looked)).toBe('sent')
  expect((await desk.twin.state()).massSends).toHaveLength(1)
})

test('an article that a slow step left in sending after its attempt had failed can be sent again that day', async () => {
  const { id } = await desk.approved()
  await desk.verbs.compose({ date, submissionIds: [id], by: desk.editor })
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'mass-send' })
  await desk.twin.fault({ endpoint: '/cgi-bin/message/mass/sendall', how: 'errcode', errcode: 48001 })
  await desk.verbs.massSend({ date, attempt })
  await desk.verbs.closeSend({ date, attempt })
  await desk.submissions.change(id, (submission) => ({
    submission: { ...submission, state: 'sending' },
    happened: { by: 'system', type: 'SendingStarted', facts: { date } },
  }))
  await desk.verbs.compose({ date, submissionIds: [id], by: desk.editor })
  expect(await runAttempt(desk, await start(desk))).toBe('sent')
  expect((await desk.submissions.withId(id)).state).toBe('published')
})

test('a lost call is not repeated with a draft that somebody changed since; a person is asked', async () => {
  const at = await ready()
  await desk.twin.fault({ endpoint: '/cgi-bin/message/mass/sendall', how: 'timeout', when: 'before' })
  await desk.verbs.massSend(at)
  await rewrite((await desk.edition()).draft!.mediaId)
  desk.twin.clock.move(61_000)
  expect(await desk.verbs.settleSend(at)).toMatchObject({ next: 'wait' })
  expect(await desk.edition()).toMatchObject({ state: 'unknown', outcome: { code: 'DraftChanged' } })
  expect((await desk.twin.state()).massSends).toEqual([])
  const by = desk.editor
  await desk.verbs.override({ ...at, outcome: 'not-sent', reason: '后台没有记录', by })
  expect(await runAttempt(desk, await start(desk))).toBe('sent')
})

test('a day that ended is not claimed for the edition that was confirmed for it', async () => {
  const { id } = await desk.approved()
  await desk.verbs.compose({ date, submissionIds: [id], by: desk.editor })
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'claim' })
  desk.twin.clock.move(24 * 3_600_000)
  expect(await desk.verbs.claimDay({ date, attempt })).toEqual({ next: 'close' })
  expect(await desk.editions.claimOf(date)).toBeUndefined()
  expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'WrongState' } })
})

test('an edition that changes between the look and the confirmation is not confirmed', async () => {
  const { id } = await desk.approved()
  await desk.verbs.compose({ date, submissionIds: [id], by: desk.editor })
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'confirmation' })
  const { editions } = desk
  const { hash } = await desk.edition()
  const overtaken = {
    ...editions,
    async withId(of: string) {
      const seen = await editions.withId(of)
      await editions.change(of, (current) => ({
        next: { ...current, hash: 'f'.repeat(64) },
        happened: { by: 'somebody', type: 'EditionComposed', facts: {} },
      }))
      return seen
    },
  }
  await expect(
    confirmEdition({ ...desk.desk, editions: overtaken })({ date, hash, code: desk.code(), by: desk.editor }),
  ).rejects.toMatchObject({ code: 'ContentChanged' })
  expect(await desk.edition()).toMatchObject({ state: 'awaiting-confirmation' })
})

test('a cancelled edition gives its day back in the same moment, before its machine notices', async () => {
  const at = await ready()
  expect(await desk.editions.claimOf(date)).toMatchObject({ date })
  await desk.verbs.cancel({ date, reason: '领导要求', by: desk.editor })
  expect(await desk.editions.claimOf(date)).toBeUndefined()
  expect(await desk.verbs.massSend(at)).toMatchObject({ next: 'close' })
})

test('what another step learnt while the settler was asking stands: a msg_id is not lost to a look that began before', async () => {
  const at = await ready()
  await desk.twin.fault({ endpoint: '/cgi-bin/message/mass/sendall', how: 'timeout', when: 'before' })
  await desk.verbs.massSend(at)
  const { wechat } = desk.desk
  const learnt = {
    ...wechat,
    // A draft that cannot be read leaves the settler with nothing, while a slow call is answered after all.
    async getDraft(): Promise<Outcome<never>> {
      await learn({ editions: desk.editions, now: desk.clock.now }, at, (send) => ({
        send: { ...send, state: 'accepted', msgId: '4711', revision: send.revision + 1 },
      }))
      return { kind: 'unknown', cause: 'timeout', detail: 'no answer' }
    },
  }
  desk.twin.clock.move(61_000)
  expect(await settleSend({ ...desk.desk, wechat: learnt })(at)).toMatchObject({ next: 'wait' })
  expect(await desk.editions.send(await desk.edition(), at.attempt)).toMatchObject({
    ...{ state: 'accepted', msgId: '4711' },
  })
})
