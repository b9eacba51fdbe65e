import { compose, messageIdOf } from '../channels/mail/compose'
import type { Letter } from '../channels/mail/mail'
import type { Person, Role } from '../people/person'
import { beijingMoment } from '../platform/beijing-time'
import type { Bilingual } from '../platform/refusal'
import { unpublishedNote } from '../policy/unpublished'
import { complaintStateNames, type Complaint } from './complaint'

type Kind =
  | 'news'
  | 'unanswered'
  | 'assign'
  | 'answer'
  | 'approve'
  | 'follow-up'
  | 'due-soon'
  | 'window'
  | 'further'
  | 'urged'

const heads: Record<Exclude<Kind, 'news'>, Bilingual> = {
  assign: { zh: '请分派客诉', en: 'please assign a complaint' },
  answer: { zh: '客诉已到期，请答复', en: 'a complaint is due, please answer' },
  approve: { zh: '请审定客诉答复', en: 'please approve the answer to a complaint' },
  'follow-up': { zh: '请回访客户', en: 'please call the customer back' },
  'due-soon': { zh: '客诉即将到期，请答复', en: 'a complaint is due soon, please answer' },
  window: {
    zh: '微信答复窗口即将关闭，之后只能电话或邮件答复',
    en: 'the window of WeChat closes soon; later only phone or mail can answer',
  },
  further: { zh: '客户补充了新情况，请查看', en: 'the customer wrote again, please look' },
  urged: { zh: '企管部催办，请尽快处理', en: 'the office urges you, please act' },
  unanswered: {
    zh: '客诉长期无人办理，已按“未答复”关闭',
    en: 'nobody handled this complaint; it is closed as unanswered',
  },
}
const newsHeads: Partial<Record<Complaint['state'], Bilingual>> = {
  registered: { zh: '新客诉，请分派', en: 'a new complaint, please assign it' },
  assigned: { zh: '客诉请办理', en: 'a complaint for your unit' },
  drafted: heads.approve,
}

const again: Bilingual = {
  zh: '客诉重新办理，请再答复',
  en: 'a complaint is open again, please answer anew',
}

/** Who may open a complaint; whoever is above them has the bulletin, which names no customer. */
const handlers: Role[] = ['editor', 'officer', 'unit-head', 'department-head', 'inspector']
const bulletin = (publicUrl: string) => ({
  link: `${publicUrl}/portal/complaints/bulletin`,
  label: { zh: '客诉月报', en: 'Bulletin of complaints' },
})

/** Why the date is so near. */
const windowFact = (until: string): [Bilingual, Bilingual] => {
  const closes = beijingMoment(new Date(until))
  return [
    { zh: '为什么这么急', en: 'Why so soon' },
    {
      zh: `微信答复窗口 ${closes.zh} 关闭，客户没有留电话`,
      en: `WeChat's window closes ${closes.en}, and the customer left no number`,
    },
  ]
}

/** To staff: number, unit and dates, never who the customer is or what was said; that is read at the desk, on record. */
export function complaintLetter(
  complaint: Complaint,
  person: Person,
  { kind, count = 0, key = '', publicUrl }: { kind: Kind; count?: number; key?: string; publicUrl: string },
): Letter {
  const { number, unitName, dueOn, dueBound, state, reopened } = complaint
  const news = state === 'assigned' && reopened > 0 ? again : newsHeads[state]
  const head = kind === 'news' ? (news ?? heads.answer) : heads[kind]
  const note = unpublishedNote(complaint.counted?.unpublished ?? [])
  return compose({
    to: person.email,
    name: person.name,
    language: person.language,
    messageId: messageIdOf(
      `complaint.${kind}`,
      person.email,
      complaint.id,
      state,
      complaint.unitId ?? '',
      reopened,
      complaint.followUps.filter(({ at }) => at !== undefined).length,
      count,
      ...(key ? [key] : []),
    ),
    thread: `complaint.${complaint.id}`,
    reminds: !['news', 'window', 'further', 'urged'].includes(kind),
    subject: { zh: `【签发】${head.zh}：${number}`, en: `[Qianfa] ${head.en}: ${number}` },
    blocks: [
      {
        facts: [
          [{ zh: '编号', en: 'Number' }, number],
          [{ zh: '状态', en: 'State' }, complaintStateNames[state]],
          ...(unitName ? [[{ zh: '单位', en: 'Unit' }, unitName] as [Bilingual, string]] : []),
          ...(dueOn ? [[{ zh: '答复期限', en: 'Answer until' }, dueOn] as [Bilingual, string]] : []),
          ...(dueBound && state !== 'answered' ? [windowFact(dueBound)] : []),
        ],
      },
      ...(note ? [{ say: note }] : []),
      person.grants.some(({ role }) => handlers.includes(role))
        ? { link: `${publicUrl}/portal/complaints/${complaint.id}`, label: { zh: '打开办理', en: 'Open it' } }
        : bulletin(publicUrl),
    ],
  })
}
