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
  /** working days after the answer at which the customer is asked again (回访) */
  followUpDays: [3, 15],
  /** WeChat's window: messages in the hours after the customer's last one (reference sheet, 9) */
  window: { messages: 5, hours: 48 },
  /** days after closing when the customer's data are erased; the figures stay */
  keepPersonalDays: 180,
} as const

export const isComplaint = (text: string): boolean => {
  const plain = text.normalize('NFKC').toLowerCase()
  return complaintRules.keywords.some((word) => plain.includes(word))
}

const hourMs = 3_600_000

/** What is left of WeChat's window: messages, and until when; closed when one of them is none. */
export function windowOf(
  chat: { lastMessageAt?: string; sentSince: number },
  now: Date,
): { left: number; until?: string; open: boolean } {
  if (chat.lastMessageAt === undefined) return { left: 0, open: false }
  const until = Date.parse(chat.lastMessageAt) + complaintRules.window.hours * hourMs
  const left = Math.max(0, complaintRules.window.messages - chat.sentSince)
  return { left, until: new Date(until).toISOString(), open: left > 0 && now.getTime() < until }
}
