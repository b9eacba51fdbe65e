import type { ReadCalendar } from '../calendar/calendar'
import type { Outcome as WechatOutcome } from '../channels/wechat/outcome'
import type { Wechat } from '../channels/wechat/wechat'
import { holds, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { FieldCipher } from '../platform/field-cipher'
import { beijingMoment } from '../platform/beijing-time'
import { sha256 } from '../platform/ids'
import type { Waits } from '../matter/waiting'
import { Refusal, type Bilingual } from '../platform/refusal'
import { complaintRules, windowOf, type Trigger } from '../policy/complaint-rule'
import { addWorkingDays, beijingDate, beijingDayStart, type IsWorkingDay } from '../policy/working-days'
import { requireComplaintState, type Complaint, type Message } from './complaint'
import { requireHandler } from './rights'
import { complaintWait, type Complaints } from './store'

export interface AnswerNeeds {
  complaints: Complaints
  cipher: FieldCipher
  wechat: Pick<Wechat, 'answerReader'>
  waits: Waits
  clock: Clock
  calendar: ReadCalendar
}

const { window: ofMessage, menuWindow: ofMenu } = complaintRules
const allowed: Record<Trigger, Bilingual> = {
  message: {
    zh: `客户来信后 ${ofMessage.hours} 小时内发 ${ofMessage.messages} 条消息`,
    en: `${ofMessage.messages} messages within ${ofMessage.hours} hours of the customer's last one`,
  },
  menu: {
    zh: `客户点菜单后 ${ofMenu.minutes} 分钟内发 ${ofMenu.messages} 条消息（客户没有来信）`,
    en: `${ofMenu.messages} messages within ${ofMenu.minutes} minute of a tap on the menu; the customer has not written`,
  },
}

/** The window is shut: said before WeChat would say it, with what can be done instead. */
function shut(window: ReturnType<typeof windowOf>): Refusal {
  const { zh, en } = allowed[window.trigger]
  const [why, cause] =
    window.left === 0 ? ['已经用完', 'they are used up'] : ['时间已过', 'that time is over']
  return new Refusal(
    'WrongState',
    {
      zh: `微信只允许在${zh}，${why}；请改用电话或邮件答复，并登记`,
      en: `WeChat allows ${en}: ${cause}. Answer by phone or mail, and record it`,
    },
    { facts: { ...window } },
  )
}

/** Erased, because the customer unsubscribed: there is nobody left in WeChat to answer. */
const hasLeft = () =>
  new Refusal('WrongState', {
    zh: '客户已取消关注，微信里的资料已按规定删除，不能再从微信答复；请改用电话或邮件，并登记',
    en: 'the customer unsubscribed and their WeChat data were erased, so WeChat takes no answer; use phone or mail, and record it',
  })

const stateAfter = (outcome: WechatOutcome<object>): NonNullable<Message['state']> =>
  outcome.kind === 'done' ? 'sent' : outcome.kind === 'refused' ? 'refused' : 'unknown'

const messageIdOf = (chatId: string, key: string): string => sha256(`${chatId} ${key}`).slice(0, 32)

/**
 * One message of ours: budget and intent are one write, then WeChat is asked once. An unknown outcome stays unknown and
 * counts as sent. @throws Refusal `WrongState` when WeChat's window is shut
 */
export const sendMessage =
  ({ complaints, cipher, wechat, clock }: Omit<AnswerNeeds, 'waits' | 'calendar'>) =>
  async (given: {
    chatId: string
    key: string
    text: string
    by: string
  }): Promise<NonNullable<Message['state']>> => {
    const now = clock.now()
    const id = messageIdOf(given.chatId, given.key)
    const there = (await complaints.messages(given.chatId)).find((message) => message.id === id)
    // A run that finds its intent died on the way: it may have been sent.
    if (there) {
      if (there.state !== 'sending') return there.state ?? 'sent'
      await complaints.settleMessage(given.chatId, there, 'unknown')
      return 'unknown'
    }
    const message: Message = {
      ...{ id, from: 'company', at: now.toISOString(), text: given.text, state: 'sending', by: given.by },
    }
    const { chat } = await complaints.changeChat(given.chatId, async (before) => {
      if (!before?.sealedOpenId) throw hasLeft()
      const window = windowOf(before, now)
      if (!window.open) throw shut(window)
      return { chat: { ...before, sentSince: before.sentSince + 1 }, message }
    })
    const openId = await cipher.open(chat?.sealedOpenId ?? '', given.chatId)
    const state = stateAfter(await wechat.answerReader({ openId, text: given.text }))
    await complaints.settleMessage(given.chatId, message, state)
    return state
  }

/** When the customer is called back after an answer (回访). */
export const followUpsFrom = (answered: Date, isWorkingDay: IsWorkingDay): Complaint['followUps'] =>
  complaintRules.followUpDays.map((days) => ({
    dueOn: beijingDate(addWorkingDays(answered, days, isWorkingDay)),
  }))

/** Written by the unit; where the head has to approve it first, it waits. */
async function drafted(
  { complaints, cipher, clock }: AnswerNeeds,
  complaint: Complaint,
  text: string,
  by: Person,
) {
  const sealedAnswer = await cipher.seal(text, complaint.id)
  return complaints.change(complaint.id, (current) => {
    requireComplaintState(current, 'assigned', 'drafted')
    return {
      next: {
        ...current,
        state: 'drafted',
        sealedAnswer,
        draftedAt: clock.now().toISOString(),
        pressed: 0,
      },
      happened: { by: by.id, type: 'AnswerDrafted', facts: {} },
    }
  })
}

/** An answer that is on its way for longer died on it: WeChat's call and the function end well before. */
const answerTakesMs = 60_000

const isAnswering = ({ name, at, id }: NonNullable<Complaint['answering']>) =>
  new Refusal(
    'WrongState',
    {
      zh: `${name}正在答复这位客户（${beijingMoment(new Date(at)).zh}开始）；请一分钟后再看`,
      en: `${name} is answering this customer, since ${beijingMoment(new Date(at)).en}; look again in a minute`,
    },
    { facts: { by: id, since: at } },
  )

const hasAnswered = ({ name, at, id }: NonNullable<Complaint['answering']>) =>
  new Refusal(
    'WrongState',
    {
      zh: `${name}的答复已发给客户（${beijingMoment(new Date(at)).zh}），只是没有登记完；请按“电话”登记，写明这一点`,
      en: `${name}'s answer reached the customer (${beijingMoment(new Date(at)).en}) but was not recorded to the end; record it as told`,
    },
    { facts: { by: id, since: at } },
  )

/**
 * Whether the answer `answering` speaks of is over: one that died on its way is unknown, and never sent again.
 * @throws Refusal `WrongState` while it is on its way, and when other words than these are with the customer already
 */
async function requireOver(
  { complaints, clock }: AnswerNeeds,
  { chatId, answering }: Complaint,
  messageId: string,
): Promise<void> {
  if (!answering) return
  if (clock.now().getTime() - Date.parse(answering.at) < answerTakesMs) throw isAnswering(answering)
  const message = (await complaints.messages(chatId ?? '')).find(({ id }) => id === answering.messageId)
  if (message?.state === 'sent' && message.id !== messageId) throw hasAnswered(answering)
  if (message?.state === 'sending') await complaints.settleMessage(chatId ?? '', message, 'unknown')
}

/** Of two people who answer at once one is read by the customer; the other is told who and since when. */
async function beginAnswer(
  needs: AnswerNeeds,
  seen: Complaint,
  messageId: string,
  by: Person,
): Promise<void> {
  await requireOver(needs, seen, messageId)
  await needs.complaints.change(seen.id, (current) => {
    requireComplaintState(current, 'assigned', 'drafted')
    if (current.answering && current.answering.at !== seen.answering?.at) throw isAnswering(current.answering)
    const at = needs.clock.now().toISOString()
    return {
      next: { ...current, answering: { id: by.id, name: by.name, at, messageId } },
      happened: { by: by.id, type: 'AnswerBegun', facts: { messageId } },
    }
  })
}

/**
 * The words go out, or the complaint is free for the next answer. @throws Refusal with what is known of them when they
 * are not surely sent
 */
async function sendAnswer(
  needs: AnswerNeeds,
  complaint: Complaint,
  { chatId, text, by }: { chatId: string; text: string; by: Person },
): Promise<void> {
  const key = `answer ${complaint.id} ${complaint.reopened} ${sha256(text)}`
  const messageId = messageIdOf(chatId, key)
  await beginAnswer(needs, complaint, messageId, by)
  try {
    const state = await sendMessage(needs)({ chatId, key, text, by: by.id })
    if (state !== 'sent') throw notSure(state)
  } catch (error) {
    if (error instanceof Refusal)
      await needs.complaints.change(complaint.id, ({ answering, ...current }) =>
        answering?.messageId === messageId
          ? { next: current, happened: { by: by.id, type: 'AnswerNotSent', facts: { why: error.code } } }
          : undefined,
      )
    throw error
  }
}

export interface AnswerWish {
  complaintId: string
  text: string
  /** over WeChat, or by other means with what was said recorded */
  how: 'wechat' | 'phone' | 'mail'
  by: Person
}

/**
 * Article 4, 答复: by the unit it was assigned to or the office. Sent within WeChat's window, or told by phone or mail
 * and recorded; then the days of calling back are set.
 */
export const answerComplaint =
  (needs: AnswerNeeds) =>
  async ({ complaintId, text, how, by }: AnswerWish): Promise<Complaint> => {
    const { complaints, cipher, clock, calendar, waits } = needs
    const now = clock.now()
    const seen = await complaints.withId(complaintId)
    requireHandler(seen, by, now)
    requireComplaintState(seen, 'assigned', 'drafted')
    const isHead = seen.unitId !== undefined && holds(by, 'unit-head', beijingDate(now), seen.unitId)
    if (seen.needsApproval && !isHead) {
      const complaint = await drafted(needs, seen, text, by)
      // The head is told now that an answer waits, not when it is late.
      await waits.wake(complaintWait(complaintId))
      return complaint
    }
    if (how === 'wechat') {
      if (!seen.chatId)
        throw new Refusal('WrongState', {
          zh: '这件客诉不是从微信来的，请用电话或邮件答复并登记',
          en: 'this complaint did not come by WeChat; answer by phone or mail and record it',
        })
      // Also when they came back: what they say now is another complaint.
      if (seen.erased) throw hasLeft()
      await sendAnswer(needs, seen, { chatId: seen.chatId, text, by })
    }
    const sealedAnswer = await cipher.seal(text, complaintId)
    const { isWorkingDay, counted } = await calendar()
    const callBacks = followUpsFrom(now, isWorkingDay)
    const lastCall = callBacks.at(-1)
    const answered = await complaints.change(complaintId, (current) => {
      if (current.state === 'answered') return undefined
      requireComplaintState(current, 'assigned', 'drafted')
      const { answering: _over, ...rest } = current
      return {
        next: {
          ...rest,
          state: 'answered',
          sealedAnswer,
          pressed: 0,
          answeredAt: now.toISOString(),
          answers: [...current.answers, { at: now.toISOString(), dueOn: current.dueOn }],
          answeredBy: { id: by.id, name: by.name },
          answeredHow: how,
          followUps: [...current.followUps.filter(({ at }) => at !== undefined), ...callBacks],
          counted: lastCall && counted(now, beijingDayStart(lastCall.dueOn)),
        },
        happened: {
          by: by.id,
          type: 'ComplaintAnswered',
          facts: { how, onTime: beijingDate(now) <= (current.dueOn ?? '') },
        },
      }
    })
    await waits.wake(complaintWait(complaintId))
    return answered
  }

const notSure = (state: 'sending' | 'unknown' | 'refused') =>
  state === 'refused'
    ? new Refusal('ChannelRefused', {
        zh: '微信没有接受这条答复；请改用电话或邮件，并登记',
        en: 'WeChat did not take this answer; use phone or mail, and record it',
      })
    : new Refusal('SendUnknown', {
        zh: '不知道微信发出没有，系统不会重发。请在微信里查看：客户收到了，就按“电话”登记并注明；没收到，请换一种说法再发',
        en: 'nobody knows whether WeChat sent it; it is not sent again. If the customer has it, record it as told; if not, send other words',
      })
