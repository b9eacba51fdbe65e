import { log, measure } from '../platform/log'
import type { Bilingual } from '../platform/refusal'
import type { Clock } from '../platform/clock'
import { watchWrite, type Submissions } from '../submission/store'

/** Why an approval cannot go on just now, in words for the officer; what it was for an administrator is in the log. */
const reasons: Record<string, Bilingual> = {
  NothingToAsk: {
    zh: '下一级现在没有可以审批的人：职务空缺，或在任者都参与过这篇稿件。已有的签字都保留；管理员任命后，审批自动继续',
    en: 'nobody can decide the next step just now: the post is vacant, or everybody in it had a hand in this. All signatures stand; once somebody is named, the approval goes on by itself',
  },
}
const broken: Bilingual = {
  zh: '系统遇到故障，审批暂停。已有的签字都保留，系统会自动重试，管理员也可以让它立即继续',
  en: 'something broke and the approval has paused. All signatures stand; it is tried again by itself, and an administrator can have it go on at once',
}

const minuteMs = 60_000
/** 2, 4, 8 … minutes, at most six hours: what is mended meanwhile goes on soon, what is not costs little. */
const retryMs = (times: number) => Math.min(2 ** times, 360) * minuteMs
/** A vacant post is looked for every ten minutes: whoever is named is asked soon. */
export const vacantMs = 10 * minuteMs

/**
 * Invariant 10: what breaks pauses. The submission keeps its state, its place and its signatures, says why, alarms, and
 * goes on in a next run: by itself, or by one act of an administrator (`resume-approval.ts`).
 * `trouble` is the name of the error the machine caught.
 */
export const pauseApproval =
  ({ submissions, clock }: { submissions: Submissions; clock: Clock }) =>
  async ({
    submissionId,
    version,
    trouble,
  }: {
    submissionId: string
    version: number
    trouble: string
  }): Promise<{ outcome: 'paused'; removes: boolean }> => {
    const code = /^\w[\w.]{0,60}$/.test(trouble) ? trouble : 'NothingToAsk'
    log.error('approval paused', { submissionId, version, trouble: code })
    const now = clock.now()
    const paused = await submissions.change(submissionId, (current) => {
      if (current.version !== version || !['checking', 'in-review'].includes(current.state)) return undefined
      const times = (current.paused?.times ?? 0) + 1
      const retry = new Date(now.getTime() + (code in reasons ? vacantMs : retryMs(times)))
      return {
        submission: {
          ...current,
          paused: { at: current.paused?.at ?? now.toISOString(), why: reasons[code] ?? broken, times },
        },
        happened: { by: 'system', type: 'ApprovalPaused', facts: { version, trouble: code, times } },
        writes: [watchWrite(submissionId, now, retry)],
      }
    })
    measure('ApprovalPaused', 1)
    return { outcome: 'paused', removes: paused.removes !== undefined }
  }
