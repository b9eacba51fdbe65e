import type { Mail } from '../channels/mail/mail'
import { editorsOf } from '../people/office-staff'
import { holds, type Person } from '../people/person'
import type { People } from '../people/store'
import { log } from '../platform/log'
import { isRefusal } from '../platform/refusal'
import { complaintRules } from '../policy/complaint-rule'
import { policy } from '../policy/policy'
import { addWorkingHours, beijingDate, beijingDayStart, type IsWorkingDay } from '../policy/working-days'
import { sendMessage, type AnswerNeeds } from './answer'
import { nextFollowUp, type Complaint } from './complaint'
import { eraseKept } from './erase'
import { complaintLetter } from './letters'

export interface RunNeeds extends Omit<AnswerNeeds, 'callbacks'> {
  people: People
  mail: Mail
  publicUrl: string
}

export interface AtComplaint {
  complaintId: string
}

/** `look` comes again after `waitSeconds`, or sooner when a person acts. */
export interface Step {
  next: 'look' | 'done'
  waitSeconds: number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const secondsTo = (at: Date, now: Date) => Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 1000))
const endOfWork = (date: string) =>
  new Date(beijingDayStart(date).getTime() + policy.workingHours.closes * hourMs)
const startOfWork = (date: string) =>
  new Date(beijingDayStart(date).getTime() + policy.workingHours.opens * hourMs)

/** Said to the customer at once, in WeChat: taken, under which number, and how long it may take. */
const acknowledgement = ({ number }: Complaint): string =>
  `您好，您反映的问题已受理，编号 ${number}。我们会在 ${complaintRules.answerWithinDays} 个工作日内答复，如有补充请直接回复本消息。`

/** First step: one message to the customer, inside the window it opened. Never twice; unknown stays unknown. */
export const acknowledge =
  (needs: RunNeeds) =>
  async ({ complaintId }: AtComplaint): Promise<Step> => {
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
    return { next: 'look', waitSeconds: 1 }

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

/** Moments at which a wait is pressed, and who hears of it; the last repeats every working day. */
function waitOf(
  complaint: Complaint,
  isWorkingDay: IsWorkingDay,
):
  | {
      from: Date
      to: ('editors' | 'officers' | 'heads')[]
      what: 'assign' | 'answer' | 'approve' | 'follow-up'
    }
  | undefined {
  const since = new Date(complaint.updatedAt)
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
      return { from: endOfWork(complaint.dueOn!), to: ['officers', 'heads', 'editors'], what: 'answer' }
    case 'drafted':
      return {
        from: addWorkingHours(since, complaintRules.assignWithinHours, isWorkingDay),
        to: ['heads'],
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

async function readersOf(
  { people, clock }: RunNeeds,
  complaint: Complaint,
  to: ('editors' | 'officers' | 'heads')[],
): Promise<Person[]> {
  const today = beijingDate(clock.now())
  const { unitId } = complaint
  const holding = async (role: 'officer' | 'unit-head') =>
    unitId === undefined
      ? []
      : (await people.holding(role, unitId)).filter((person) => holds(person, role, today, unitId))
  const found = await Promise.all(
    to.map((who) =>
      who === 'editors'
        ? editorsOf({ people, clock })
        : holding(who === 'officers' ? 'officer' : 'unit-head'),
    ),
  )
  const all = found.flat()
  return all.filter((person, at) => all.findIndex(({ id }) => id === person.id) === at)
}

const told: Partial<Record<Complaint['state'], ('editors' | 'officers' | 'heads')[]>> = {
  registered: ['editors'],
  assigned: ['officers', 'heads'],
  drafted: ['heads'],
}

/**
 * Woken or timed out: says what is new to whom it concerns, presses when a wait is over, and after the closing erases
 * what tells who the customer was. Letters keep their Message-IDs, so a repeat says nothing twice.
 */
export const lookAtComplaint =
  (needs: RunNeeds) =>
  async ({ complaintId }: AtComplaint): Promise<Step> => {
    const { complaints, mail, clock, isWorkingDay, publicUrl } = needs
    const now = clock.now()
    const complaint = await complaints.withId(complaintId)
    if (complaint.state === 'closed') {
      const erase = new Date(
        Date.parse(complaint.closedAt ?? complaint.updatedAt) + complaintRules.keepPersonalDays * dayMs,
      )
      if (now < erase) return { next: 'look', waitSeconds: secondsTo(erase, now) }
      await eraseKept(needs)(complaint)
      return { next: 'done', waitSeconds: 1 }
    }
    for (const person of await readersOf(needs, complaint, told[complaint.state] ?? []))
      await mail.send(complaintLetter(complaint, person, { kind: 'news', publicUrl }))
    const wait = waitOf(complaint, isWorkingDay)
    if (!wait) return { next: 'look', waitSeconds: 86_400 }
    // Pressed at the moment itself, then once a working day (nine hours).
    const next = (count: number) => addWorkingHours(wait.from, count * 9, isWorkingDay)
    let count = complaint.pressed
    if (now >= next(count)) {
      for (const person of await readersOf(needs, complaint, wait.to))
        await mail.send(complaintLetter(complaint, person, { kind: wait.what, count, publicUrl }))
      count++
      while (now >= next(count)) count++
      await complaints.change(complaintId, (current) =>
        current.state === complaint.state && current.pressed < count
          ? {
              next: { ...current, pressed: count },
              happened: { by: 'system', type: 'ComplaintPressed', facts: { for: wait.what, count } },
            }
          : undefined,
      )
    }
    return { next: 'look', waitSeconds: secondsTo(next(count), now) }
  }
