import type { Approvals } from '../approval/store'
import type { Receiver, Wechat } from '../channels/wechat/wechat'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import { approvedContent } from './approved'
import { askToConfirm, type ConfirmationPost } from './ask-to-confirm'
import type { AtAttempt } from './at'
import { builtAs } from './built-as'
import { requireSameDraft } from './draft-check'
import { isAt, type Edition } from './edition'
import type { Next } from './failing'
import { outlasting } from './outage'
import { secondsToNext } from '../question/wait'
import { confirmWait } from './reminders'
import type { Test } from './rows'
import type { Editions } from './store'
import { WechatBusy } from './wechat-answer'

interface Needs extends ConfirmationPost {
  editions: Editions
  submissions: Submissions
  approvals: Approvals
  wechat: Wechat
  clock: Clock
  /** WeChat IDs or openids */
  testers: string[]
}

/** Test sends an account has in a day (reference sheet, 6.4). */
export const testsADay = 100
/** Openids are 28 characters and begin with o; WeChat IDs have at most 20. */
const receiverOf = (tester: string): Receiver =>
  /^o[\w-]{27}$/.test(tester) ? { openId: tester } : { wechatId: tester }

async function testTo(needs: Needs, edition: Edition, mediaId: string, to: string): Promise<Test> {
  const { editions, wechat, clock } = needs
  const today = beijingDate(clock.now())
  const test: Test = { hash: edition.hash, mediaId, to, state: 'sending', at: clock.now().toISOString() }
  if ((await editions.countTest(today)) > testsADay)
    return {
      ...test,
      state: 'refused',
      said: {
        zh: `今天的 ${testsADay} 次测试发送已用完`,
        en: `the ${testsADay} test sends of today are used up`,
      },
    }
  await editions.saveTest(edition.date, test)
  const outcome = await wechat.testSend({ mediaId, to: receiverOf(to) })
  const done: Test =
    outcome.kind === 'done'
      ? { ...test, state: 'sent' }
      : outcome.kind === 'unknown'
        ? { ...test, state: 'unknown' }
        : { ...test, state: 'refused', said: outcome.refusal.advice }
  await editions.saveTest(edition.date, done)
  return done
}

/** Who has it on the phone, and since when: the latest of the sends, which may be of an earlier attempt. */
function requireTested(tests: Test[]): { at: string; to: string[] } {
  const sent = tests.filter((test) => test.state === 'sent')
  const at = sent
    .map((test) => test.at)
    .sort()
    .at(-1)
  if (at) return { at, to: sent.map((test) => test.to) }
  // The tester may have it or not: that proves nothing, so the step is tried again.
  if (tests.some((test) => test.state === 'unknown')) throw new WechatBusy('no test send was answered')
  throw new Refusal(
    'NotTested',
    {
      zh: '测试发送没有到达任何测试人，请按说明处理后重新开始',
      en: 'the test send reached no tester; see why and start again',
    },
    { facts: { tests: tests.map(({ to, state, said }) => ({ to, state, ...(said && { said }) })) } },
  )
}

/** 10.3: the named testers get the draft on their phones; then the editors are asked to confirm it by code. */
export const sendTest =
  (needs: Needs) =>
  async (at: AtAttempt): Promise<{ next: Next; waitSeconds: number }> => {
    const { editions, clock } = needs
    const result = await outlasting(needs)(at, async () => {
      const edition = await editions.withId(at.date)
      if (!isAt(edition, at.attempt, 'testing')) return { next: await onward(edition) }
      await approvedContent(needs)(edition)
      const mediaId = await requireSameDraft(needs.wechat, edition, () => builtAs(needs)(edition))
      const before = (await editions.tests(at.date)).filter(
        (test) => test.hash === edition.hash && test.mediaId === mediaId,
      )
      const tests = await Promise.all(
        needs.testers.map(async (to) => {
          const known = before.find((test) => test.to === to && test.state === 'sent')
          return known ?? testTo(needs, edition, mediaId, to)
        }),
      )
      const reached = requireTested(tests)
      const tested = await editions.change(at.date, (current) =>
        isAt(current, at.attempt, 'testing') && current.hash === edition.hash
          ? {
              next: {
                ...current,
                state: 'awaiting-confirmation',
                tested: { hash: current.hash, ...reached },
                outcome: undefined,
              },
              happened: {
                by: 'system',
                type: 'TestSent',
                facts: { attempt: at.attempt, hash: current.hash, mediaId, ...reached },
              },
            }
          : undefined,
      )
      return { next: await onward(tested) }
    })
    if ('waitSeconds' in result) return result
    const edition = await editions.withId(at.date)
    const { isWorkingDay } = await needs.calendar()
    return { next: result.next, waitSeconds: secondsToNext(confirmWait(edition, isWorkingDay), clock.now()) }

    /** A step repeated after a crash mails the same letters under their old Message-IDs. */
    async function onward(edition: Edition): Promise<Next> {
      if (isAt(edition, at.attempt, 'awaiting-confirmation')) await askToConfirm(needs)(edition)
      return isAt(edition, at.attempt, 'awaiting-confirmation', 'scheduled', 'claiming') ? 'wait' : 'close'
    }
  }
