import { windowOf } from '../policy/complaint-rule'
import { beijingDate, beijingDayStart, startOfWork, type IsWorkingDay } from '../policy/working-days'
import type { Chat, Complaint } from './complaint'
import type { Reader } from './readers'

/** Said once, at its moment, to whoever has the complaint: nothing is late yet. */
export interface Notice {
  /** the same key is the same notice, however often it is looked for */
  key: string
  kind: 'due-soon' | 'window' | 'further' | 'urged'
  at: Date
  to: Reader[]
}

const hourMs = 3_600_000
/** WeChat's window closes in silence: hours before it at which it is told. */
export const windowWarnings = [24, 6]

const holders: Record<Complaint['state'], Reader[]> = {
  registered: ['editors'],
  assigned: ['officers', 'heads'],
  drafted: ['officers', 'heads'],
  answered: ['officers', 'editors'],
  closed: [],
}

/** The working day before the answer is due, those who are to give it. */
function dueSoon({ state, dueOn, registeredAt }: Complaint, isWorkingDay: IsWorkingDay): Notice[] {
  if (state !== 'assigned' || dueOn === undefined) return []
  let day = beijingDayStart(dueOn)
  do day = new Date(day.getTime() - 24 * hourMs)
  while (!isWorkingDay(beijingDate(day)))
  const at = startOfWork(beijingDate(day))
  // One that is due on the very next day was just told with its date.
  return at.getTime() - Date.parse(registeredAt) < 24 * hourMs
    ? []
    : [{ key: `due-soon ${dueOn}`, kind: 'due-soon', at, to: ['officers'] }]
}

/** Until then an answer can go over WeChat; after it, only by phone or mail. */
function closingWindow(complaint: Complaint, chat: Chat | undefined, now: Date): Notice[] {
  if (!['registered', 'assigned', 'drafted'].includes(complaint.state) || !chat) return []
  const { open, until, trigger } = windowOf(chat, now)
  if (!open || until === undefined || trigger !== 'message') return []
  return windowWarnings.map((hours) => ({
    key: `window ${until} ${hours}`,
    kind: 'window',
    at: new Date(Date.parse(until) - hours * hourMs),
    to: holders[complaint.state],
  }))
}

/** The acknowledgement asks customers to add what is missing: whoever has it hears that they did, once a day. */
function further({ state, furtherAt }: Complaint): Notice[] {
  if (furtherAt === undefined || state === 'closed') return []
  const at = new Date(furtherAt)
  return [{ key: `further ${beijingDate(at)}`, kind: 'further', at, to: holders[state] }]
}

/** The office urges by hand whose turn it is, at once. */
function urged({ state, urgedAt }: Complaint): Notice[] {
  const to: Partial<Record<Complaint['state'], Reader[]>> = {
    assigned: ['officers', 'heads'],
    drafted: ['heads'],
    answered: ['officers'],
  }
  return urgedAt === undefined || !to[state]
    ? []
    : [{ key: `urged ${urgedAt}`, kind: 'urged', at: new Date(urgedAt), to: to[state] }]
}

/** Everything to be told of this complaint, past or still to come, that was not told yet. */
export const noticesOf = (
  complaint: Complaint,
  chat: Chat | undefined,
  now: Date,
  isWorkingDay: IsWorkingDay,
): Notice[] =>
  [
    ...dueSoon(complaint, isWorkingDay),
    ...closingWindow(complaint, chat, now),
    ...further(complaint),
    ...urged(complaint),
  ].filter(({ key }) => !complaint.notified.includes(key))

/** Of several warnings about one window that are due together only the last one speaks. */
export const dueNow = (notices: Notice[], now: Date): Notice[] => {
  const due = notices.filter(({ at }) => at <= now)
  return due.filter(
    ({ kind }, index) => kind !== 'window' || !due.slice(index + 1).some((one) => one.kind === kind),
  )
}
