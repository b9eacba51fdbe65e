/** Article 4: 客诉受理、答复、回访, in numbers; where the regulation is silent these are ours (docs/policy.md). */
export const complaintRules = {
  /** words by which a customer's message is taken for a complaint at once */
  keywords: [
    '投诉',
    '举报',
    '维权',
    '退款',
    '赔偿',
    '太差',
    '骗人',
    '欺骗',
    '质量问题',
    '没人管',
    'complaint',
  ],
  /** key of the menu entry that opens a complaint */
  menuKey: 'COMPLAINT',
  /** working days a unit has to answer */
  answerWithinDays: 5,
  /** working hours an unassigned complaint may lie */
  assignWithinHours: 4,
  /** working days after which a wait that nobody ended closes the complaint by name */
  unansweredAfter: 20,
  /** working days after the answer at which the customer is asked again (回访) */
  followUpDays: [3, 15],
  /** WeChat's window: messages in the hours after the customer's last one (reference sheet, 9) */
  window: { messages: 5, hours: 48 },
  /** WeChat's window after a tap on the menu, which is no message */
  menuWindow: { messages: 3, minutes: 1 },
  /** hours before that window closes by which an answer that can only go by WeChat is due */
  windowMarginHours: 2,
  /** days after closing when the customer's data are erased; the figures stay */
  keepPersonalDays: 180,
} as const

export const isComplaint = (text: string): boolean => {
  const plain = text.normalize('NFKC').toLowerCase()
  return complaintRules.keywords.some((word) => plain.includes(word))
}

/** What opens WeChat's window: words, pictures and the like, or a tap on the menu. */
export const triggers = ['message', 'menu'] as const
export type Trigger = (typeof triggers)[number]

interface Opened {
  /** when the customer opened the window last, and by what */
  lastMessageAt?: string
  trigger?: Trigger
  /** our messages since */
  sentSince: number
}

const minuteMs = 60_000
const windows: Record<Trigger, { messages: number; lastsMs: number }> = {
  message: {
    messages: complaintRules.window.messages,
    lastsMs: complaintRules.window.hours * 60 * minuteMs,
  },
  menu: {
    messages: complaintRules.menuWindow.messages,
    lastsMs: complaintRules.menuWindow.minutes * minuteMs,
  },
}

/** What is left of WeChat's window: messages, and until when; closed when one of them is none. */
export function windowOf(
  { lastMessageAt, trigger = 'message', sentSince }: Opened,
  now: Date,
): { left: number; until?: string; open: boolean; trigger: Trigger } {
  if (lastMessageAt === undefined) return { left: 0, open: false, trigger }
  const { messages, lastsMs } = windows[trigger]
  const until = Date.parse(lastMessageAt) + lastsMs
  const left = Math.max(0, messages - sentSince)
  return { left, until: new Date(until).toISOString(), open: left > 0 && now.getTime() < until, trigger }
}

/**
 * WeChat's window after the customer did something at `at`. A message opens it anew; a tap on the menu opens its short
 * one only where none of a message is open: it neither shortens nor renews that.
 */
export function openedBy(before: Opened | undefined, trigger: Trigger, at: string): Opened {
  const fresh = { lastMessageAt: at, trigger, sentSince: 0 }
  if (before?.lastMessageAt === undefined) return fresh
  if (trigger === 'menu' && before.trigger !== 'menu' && windowOf(before, new Date(at)).open) {
    const { lastMessageAt, sentSince } = before
    return { lastMessageAt, trigger: 'message', sentSince }
  }
  const isLate = before.lastMessageAt > at && (before.trigger ?? 'message') === trigger
  return isLate ? { ...fresh, lastMessageAt: before.lastMessageAt } : fresh
}

/**
 * A number that can be called: a mobile of 11 digits, a landline with its area code, 400/800, or one of another country
 * with its `+`. Spaces, hyphens, brackets and full-width digits are as people write them.
 */
export function isPhoneNumber(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/[\s\-()]/g, '')
  return /^((\+|00)86)?(1[3-9]\d{9}|0\d{2,3}[2-9]\d{6,7}|[48]00\d{7})(转\d{1,6})?$|^\+(?!86)\d{7,15}$/.test(
    plain,
  )
}
