import type { Mail } from '../channels/mail/mail'
import { isOldRun, oneWait } from '../matter/runs'
import type { People } from '../people/store'
import { log } from '../platform/log'
import type { Machine } from '../platform/machine'
import { isRefusal } from '../platform/refusal'
import { complaintRules } from '../policy/complaint-rule'
import { escalation, rungAt, workingMoment } from '../policy/ladder'
import { addWorkingHours, endOfWork, startOfWork, type IsWorkingDay } from '../policy/working-days'
import { sendMessage, type AnswerNeeds } from './answer'
import { nextFollowUp, type Complaint } from './complaint'
import { releaseOpenChat } from './chat-of'
import { dueNow, noticesOf } from './notices'
import { leaders, readersOf, type Reader } from './readers'
import { eraseKept } from './erase'
import { complaintLetter } from './letters'
import { startComplaint } from './register'

export interface RunNeeds extends Omit<AnswerNeeds, 'waits'> {
  people: People
  mail: Mail
  publicUrl: string
}

export interface AtComplaint {
  complaintId: string
}

/** One of the runs of a complaint, and when it began. */
export interface AtRun extends AtComplaint {
  run: number
  startedAt: string
}

/** `look` comes again after `waitSeconds`, or sooner when a person acts on what was `seen`, the revision looked at. */
export interface Step {
  next: 'look' | 'renew' | 'done'
  waitSeconds: number
  seen: number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const secondsTo = (at: Date, now: Date) => Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 1000))

/** Said to the customer at once, in WeChat: taken, under which number, and how long it may take. */
const acknowledgement = ({ number }: Complaint): string =>
  `您好，您反映的问题已受理，编号 ${number}。我们会在 ${complaintRules.answerWithinDays} 个工作日内答复，如有补充请直接回复本消息。`

/** First step: one message to the customer, inside the window it opened. Never twice; unknown stays unknown. */
export const acknowledge =
  (needs: RunNeeds) =>
  async ({ complaintId }: AtComplaint): Promise<void> => {
    const { complaints } = needs
    const complaint = await complaints.withId(complaintId)
    if (complaint.acknowledged === undefined) {
      const acknowledged = complaint.chatId ? await tell(complaint.chatId, complaint) : 'none'
      await complaints.change(complaintId, (current) =>
        current.acknowledged === undefined
          ? {
              next: { ...current, acknowledged },
              happened: { by: 'system', type: 'CustomerTold', facts: { acknowledged } },
            }
          : undefined,
      )
    }

    async function tell(chatId: string, about: Complaint): Promise<NonNullable<Complaint['acknowledged']>> {
      try {
        const key = `acknowledge ${about.id}`
        const state = await sendMessage(needs)({ chatId, key, text: acknowledgement(about), by: 'system' })
        return state === 'sending' ? 'unknown' : state
      } catch (error) {
        if (!isRefusal(error)) throw error
        log.warn('not acknowledged', { complaintId, code: error.code })
        return 'refused'
      }
    }
  }

/** From when on a wait is pressed, and who hears of it. */
function waitOf(
  complaint: Complaint,
  isWorkingDay: IsWorkingDay,
):
  | {
      from: Date
      to: Reader[]
      what: 'assign' | 'answer' | 'approve' | 'follow-up'
    }
  | undefined {
  switch (complaint.state) {
    case 'registered':
      return {
        from: addWorkingHours(
          new Date(complaint.registeredAt),
          complaintRules.assignWithinHours,
          isWorkingDay,
        ),
        to: ['editors'],
        what: 'assign',
      }
    case 'assigned':
      return { from: endOfWork(complaint.dueOn!), to: ['officers', 'heads'], what: 'answer' }
    case 'drafted':
      return {
        from: addWorkingHours(
          new Date(complaint.draftedAt ?? complaint.updatedAt),
          complaintRules.assignWithinHours,
          isWorkingDay,
        ),
        to: ['heads', 'editors'],
        what: 'approve',
      }
    case 'answered': {
      const due = nextFollowUp(complaint)
      return due && { from: startOfWork(due.dueOn), to: ['editors', 'officers'], what: 'follow-up' }
    }
    case 'closed':
      return undefined
  }
}

const told: Partial<Record<Complaint['state'], Reader[]>> = {
  registered: ['editors'],
  assigned: ['officers', 'heads'],
  drafted: ['heads'],
}

/** Article 4: nobody answered, or called back, in all that time. It closes by that name, on record, and is told. */
async function giveUp(needs: RunNeeds, complaint: Complaint, waitedFor: string): Promise<Step> {
  const { complaints, clock, mail, publicUrl } = needs
  const closed = await complaints.change(complaint.id, (current) =>
    current.revision === complaint.revision
      ? {
          next: { ...current, state: 'closed', closedAs: 'unanswered', closedAt: clock.now().toISOString() },
          happened: { by: 'system', type: 'ComplaintUnanswered', facts: { for: waitedFor } },
        }
      : undefined,
  )
  if (closed.closedAs === 'unanswered') {
    await releaseOpenChat(complaints, closed)
    for (const person of await readersOf(needs, closed, ['editors', 'heads', ...leaders]))
      await mail.send(complaintLetter(closed, person, { kind: 'unanswered', publicUrl }))
  }
  return { next: 'look', waitSeconds: 1, seen: closed.revision }
}

/** What whoever has it now is told of, once. */
const newsOf = ({ state, unitId, reopened, dueOn }: Complaint): string =>
  [state, unitId, reopened, dueOn].join(' ')

/** Mailed first, then recorded: a crash in between says it twice, never not at all. */
async function tellNews(needs: RunNeeds, complaint: Complaint): Promise<boolean> {
  const { complaints, mail, publicUrl } = needs
  const news = newsOf(complaint)
  const to = told[complaint.state]
  if (!to || complaint.told === news) return false
  for (const person of await readersOf(needs, complaint, to))
    await mail.send(complaintLetter(complaint, person, { kind: 'news', publicUrl }))
  const after = await complaints.change(complaint.id, (current) =>
    newsOf(current) === news && current.told !== news
      ? { next: { ...current, told: news }, happened: { by: 'system', type: 'StaffTold', facts: {} } }
      : undefined,
  )
  return after.told === news
}

/** What is said before anything is late: mailed first, then recorded, as news is. Gives when the next is due. */
async function tellNotices(
  needs: RunNeeds,
  complaint: Complaint,
  isWorkingDay: IsWorkingDay,
): Promise<{ told: boolean; next: Date | undefined }> {
  const { complaints, mail, clock, publicUrl } = needs
  const now = clock.now()
  const chat = complaint.chatId === undefined ? undefined : await complaints.chat(complaint.chatId)
  const notices = noticesOf(complaint, chat, now, isWorkingDay)
  const due = dueNow(notices, now)
  for (const { kind, key, to } of due)
    for (const person of await readersOf(needs, complaint, to))
      await mail.send(complaintLetter(complaint, person, { kind, key, publicUrl }))
  const keys = notices.filter(({ at }) => at <= now).map(({ key }) => key)
  const after =
    keys.length > 0 &&
    (await complaints.change(complaint.id, (current) =>
      keys.every((key) => current.notified.includes(key))
        ? undefined
        : {
            next: { ...current, notified: [...new Set([...current.notified, ...keys])].slice(-20) },
            happened: {
              by: 'system',
              type: 'StaffTold',
              facts: { of: due.map(({ kind }) => kind).join(' ') },
            },
          },
    ))
  const next = notices.map(({ at }) => at).filter((at) => at > now)
  return {
    told: after !== false && keys.every((key) => after.notified.includes(key)),
    next: next.sort((a, b) => a.getTime() - b.getTime())[0],
  }
}

/**
 * Says what is new to whom it concerns, presses when a wait is over, and after the closing erases
 * what tells who the customer was.
 */
const look =
  (needs: RunNeeds) =>
  async ({ complaintId }: AtComplaint): Promise<Step> => {
    const { complaints, mail, clock, calendar, publicUrl } = needs
    const now = clock.now()
    const { isWorkingDay } = await calendar()
    const complaint = await complaints.withId(complaintId)
    let seen = complaint.revision
    if (complaint.state === 'closed') {
      const erase = new Date(
        Date.parse(complaint.closedAt ?? complaint.updatedAt) + complaintRules.keepPersonalDays * dayMs,
      )
      if (now < erase) return { next: 'look', waitSeconds: secondsTo(erase, now), seen }
      await eraseKept(needs)(complaint)
      return { next: 'done', waitSeconds: 1, seen }
    }
    // What this look writes itself is no reason to look again; what a person wrote meanwhile is.
    if (await tellNews(needs, complaint)) seen++
    const notices = await tellNotices(needs, complaint, isWorkingDay)
    if (notices.told) seen++
    const wait = waitOf(complaint, isWorkingDay)
    const until = (moment: Date) =>
      secondsTo(notices.next !== undefined && notices.next < moment ? notices.next : moment, now)
    if (!wait) return { next: 'look', waitSeconds: 86_400, seen }
    const end = workingMoment(wait.from, complaintRules.unansweredAfter, isWorkingDay)
    if (now >= end) return giveUp(needs, await complaints.withId(complaintId), wait.what)
    const next = (count: number) => rungAt(wait.from, count, isWorkingDay) ?? end
    let count = complaint.pressed
    if (now >= next(count)) {
      // Of several rungs that passed unseen only the last one speaks.
      while (now >= next(count + 1)) count++
      for (const person of await readersOf(needs, complaint, [
        ...wait.to,
        ...(escalation[count]?.also ?? []),
      ]))
        await mail.send(complaintLetter(complaint, person, { kind: wait.what, count, publicUrl }))
      count++
      const after = await complaints.change(complaintId, (current) =>
        current.state === complaint.state && current.pressed < count
          ? {
              next: { ...current, pressed: count },
              happened: { by: 'system', type: 'ComplaintPressed', facts: { for: wait.what, count } },
            }
          : undefined,
      )
      if (after.pressed === count) seen++
    }
    return { next: 'look', waitSeconds: until(next(count)), seen }
  }

/** Woken or timed out: looks, and lets the next run go on before this one ends of age. */
export const lookAtComplaint =
  (needs: RunNeeds) =>
  async ({ complaintId, startedAt }: AtRun): Promise<Step> => {
    const step = await look(needs)({ complaintId })
    if (step.next === 'done') return step
    const isOld = isOldRun(startedAt, needs.clock.now())
    return { ...step, next: isOld ? 'renew' : 'look', waitSeconds: oneWait(step.waitSeconds) }
  }

/** The next run; it finds the customer told and goes on looking. */
export const renewRun =
  ({ machine }: { machine: Machine }) =>
  ({ complaintId, run }: AtRun): Promise<void> =>
    startComplaint(machine)({ id: complaintId }, run + 1)
