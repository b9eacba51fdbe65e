import * as z from 'zod'
import type { ReadCalendar } from '../calendar/calendar'
import { beijingMoment } from '../platform/beijing-time'
import type { Clock } from '../platform/clock'
import type { FieldCipher } from '../platform/field-cipher'
import { Refusal } from '../platform/refusal'
import { lastDayInWindow } from '../policy/complaint-due'
import { complaintRules, windowOf } from '../policy/complaint-rule'
import { outOfReach } from '../policy/horizon'
import { personalNumbersIn } from '../policy/personal-data'
import { addWorkingDays, beijingDate } from '../policy/working-days'
import { Customer, type Chat, type Complaint, type Message } from './complaint'
import type { Complaints } from './store'

interface Needs {
  complaints: Complaints
  cipher: FieldCipher
  clock: Clock
  calendar: ReadCalendar
}

/** An answer has to go by WeChat, so it is due by `dueOn`, a Beijing date: the window closes at `until`. */
export const Bound = z.object({ dueOn: z.iso.date(), until: z.iso.datetime() })
export type Bound = z.infer<typeof Bound>

/** What the customer left with a complaint, where anything is kept of it. */
export const customerOf = async (
  cipher: FieldCipher,
  { id, sealed }: Complaint,
): Promise<Customer | undefined> =>
  sealed === undefined ? undefined : Customer.parse(JSON.parse(await cipher.open(sealed, id)))

/** What is known of a complaint's conversation; asked for as far as it is needed. */
interface Conversation {
  chat: Chat | undefined
  customer: () => Promise<Customer | undefined>
  messages: () => Promise<Message[]>
}

/** The customer left a number, so that WeChat is not the only way to them. */
async function canBeCalled(known: Conversation): Promise<boolean> {
  const customer = await known.customer()
  if (customer?.phone) return true
  const said = (await known.messages()).filter(({ from }) => from === 'customer')
  return [customer?.words ?? '', ...said.map(({ text }) => text)].some((text) =>
    personalNumbersIn(text).some(({ rule }) => rule === 'screen.mobile-number'),
  )
}

/** What binds the due date of a complaint now; nothing once its window is shut, or where a number is known. */
export const boundBy =
  ({ clock, calendar }: Pick<Needs, 'clock' | 'calendar'>) =>
  async (known: Conversation): Promise<Bound | undefined> => {
    const now = clock.now()
    const { open, until, trigger } = windowOf(known.chat ?? { sentSince: 0 }, now)
    if (!open || until === undefined || trigger !== 'message') return undefined
    if (await canBeCalled(known)) return undefined
    const dueOn = lastDayInWindow(new Date(until), now, (await calendar()).isWorkingDay)
    return dueOn === undefined ? undefined : { dueOn, until }
  }

const boundOf =
  (needs: Needs) =>
  async (complaint: Complaint): Promise<Bound | undefined> => {
    const { complaints, cipher } = needs
    const { chatId, erased } = complaint
    if (chatId === undefined || erased) return undefined
    return boundBy(needs)({
      chat: await complaints.chat(chatId),
      customer: () => customerOf(cipher, complaint),
      messages: () => complaints.messages(chatId),
    })
  }

const afterWindow = (dueOn: string, bound: Bound) => {
  const closes = beijingMoment(new Date(bound.until))
  return new Refusal(
    'InvalidRequest',
    {
      zh: `客户没有留电话，微信答复窗口 ${closes.zh} 关闭，之后答复不了：期限最晚为 ${bound.dueOn}，不能是 ${dueOn}。另有办法联系客户的，请勾选“不经微信也能答复”`,
      en: `the customer left no number and WeChat's window closes ${closes.en}: ${bound.dueOn} is the latest date, ${dueOn} is not. If they can be reached otherwise, say so`,
    },
    { facts: { dueOn, latest: bound.dueOn } },
  )
}

/**
 * Until when the answer is due, counted from now: as a person said, or by working days, and within WeChat's window
 * where there is no other way to the customer. @throws Refusal `InvalidRequest` for a date that is out of reach
 */
export const dueFor =
  (needs: Needs) =>
  async (
    complaint: Complaint,
    wish: { dueOn?: string | undefined; otherwise?: boolean | undefined },
  ): Promise<Pick<Complaint, 'dueOn' | 'dueBound' | 'counted'> & { dueOn: string }> => {
    const now = needs.clock.now()
    const bound = wish.otherwise ? undefined : await boundOf(needs)(complaint)
    if (wish.dueOn !== undefined) {
      const reason = outOfReach(wish.dueOn, now)
      if (reason) throw new Refusal('InvalidRequest', reason, { facts: { dueOn: wish.dueOn } })
      if (bound && wish.dueOn > bound.dueOn) throw afterWindow(wish.dueOn, bound)
      return { dueOn: wish.dueOn, dueBound: undefined, counted: undefined }
    }
    const { isWorkingDay, counted } = await needs.calendar()
    const usual = addWorkingDays(now, complaintRules.answerWithinDays, isWorkingDay)
    return bound && bound.dueOn < beijingDate(usual)
      ? { dueOn: bound.dueOn, dueBound: bound.until, counted: undefined }
      : { dueOn: beijingDate(usual), dueBound: undefined, counted: counted(now, usual) }
  }
