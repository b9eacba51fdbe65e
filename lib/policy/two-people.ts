import type { ActType } from './acts'
import type { Bilingual } from './finding'

/** What of an act says whether one person may do it alone. */
export interface Weighed {
  type: ActType
  before?: Record<string, unknown> | undefined
  after?: Record<string, unknown> | undefined
  facts?: Record<string, unknown> | undefined
}

/** Working days in which the second person answers; then substitutes, whoever presses, and the end. */
export const secondAnswersWithin = { workingDays: 2 }
/** After breaking the glass so much working time passes in which anybody who was told may refuse. */
export const glassWaitsFor = { workingHours: 4 }

const roleOf = ({ facts }: Weighed) => facts?.['role']

/** The day of leaving goes away or comes later: somebody is let in again. */
const letsBackIn = ({ before, after }: Weighed): boolean => {
  const [was, is] = [before?.['leftOn'], after?.['leftOn']]
  return was !== undefined && (is === undefined || String(is) > String(was))
}

/** With the reason, in the order they are named; the first that fits is told. */
const list: { why: Bilingual; is: (act: Weighed, concernsHead: boolean) => boolean }[] = [
  {
    why: {
      zh: '谁收这个邮箱的邮件，谁就能以本人身份登录和审批',
      en: 'whoever reads this mailbox signs in and decides as the person',
    },
    is: ({ type, before }) => type === 'PersonSaved' && before?.['email'] !== undefined,
  },
  {
    why: { zh: '台账和邮件里都用这个姓名', en: 'records and mails show this name' },
    is: ({ type, before }) => type === 'PersonSaved' && before?.['name'] !== undefined,
  },
  {
    why: { zh: '已离职的人重新获得权限', en: 'somebody who left has their rights again' },
    is: (act) => act.type === 'PersonSaved' && letsBackIn(act),
  },
  {
    why: { zh: '角色决定能办什么事', en: 'a role is a right' },
    is: ({ type }) => type === 'RoleGranted',
  },
  {
    why: {
      zh: '企管部负责人是最后一道批准（第十一条）',
      en: 'the head of the department is the last approval (article 11)',
    },
    is: (act, concernsHead) =>
      (act.type === 'RoleEnded' && roleOf(act) === 'department-head') ||
      (act.type === 'PersonSaved' && concernsHead && act.after?.['leftOn'] !== undefined),
  },
  {
    why: { zh: '代理人能以他人名义审批', en: 'a substitute decides in another’s place' },
    is: ({ type }) => type === 'SubstituteNamedFor',
  },
  {
    why: {
      zh: '平台账号决定内容以谁的名义、发给谁',
      en: 'the account decides in whose name, and to whom, the company speaks',
    },
    is: ({ type, after }) => type === 'WeiboAuthorised' && after?.['uid'] !== undefined,
  },
  {
    why: {
      zh: '设置和密钥决定内容发到哪里、谁能登录',
      en: 'settings and secrets decide where words go and who gets in',
    },
    is: ({ type }) => type === 'SettingsConfirmed',
  },
  {
    why: {
      zh: '一次改变多人，或其中有角色、邮箱、姓名的变更',
      en: 'it changes many people at once, or roles, addresses or names among it',
    },
    is: ({ type, facts }, concernsHead) =>
      type === 'RosterImported' &&
      (Number(facts?.['needsTwo']) > 0 || (concernsHead && Number(facts?.['leavingPeople']) > 0)),
  },
  {
    why: { zh: '稿分用于考核各单位和个人', en: 'units and people are assessed by points' },
    is: ({ type }) => type === 'PointsPublished',
  },
  {
    why: { zh: '词表决定哪些内容发不出去（第八条）', en: 'the list says what does not go out (article 8)' },
    is: ({ type }) => type === 'WordListPublished',
  },
  {
    why: {
      zh: '版式里的固定文字和二维码印在每一篇文章里（第七条）',
      en: 'its fixed words and QR code stand in every article (article 7)',
    },
    is: ({ type }) => type === 'ThemePublished',
  },
]

/**
 * Why an act takes a second pair of eyes: it could let one person act as another. Nothing for what one administrator does
 * alone, above all taking away, which never waits, but for the head of 企管部. `concernsHead`: it is about one.
 */
export const whyTwo = (act: Weighed, concernsHead: boolean): Bilingual | undefined =>
  list.find(({ is }) => is(act, concernsHead))?.why
