import type { ActType, Said } from './acts'
import type { Bilingual } from './finding'
import { beijingDate, beijingDayStart, type IsWorkingDay } from './working-days'

/** What an act has to tell to be judged. */
export interface Judged extends Said {
  type: string
  at: string
  by: { id: string }
}

const hourMs = 3_600_000
/** Beijing hours outside of which nobody is expected to administer; wider than the office's. */
const early = 7
const late = 21
/** More acts than this of one person in one day are a campaign, not the day's work. */
const manyADay = 20

const isAtOddHours = ({ at }: Judged, isWorkingDay: IsWorkingDay): boolean => {
  const moment = new Date(at)
  const date = beijingDate(moment)
  const hour = (moment.getTime() - beijingDayStart(date).getTime()) / hourMs
  return !isWorkingDay(date) || hour < early || hour >= late
}

const isOf = (...types: ActType[]) => {
  const names: string[] = types
  return ({ type }: Judged) => names.includes(type)
}

const deciding = ['unit-head', 'office-reviewer', 'department-head', 'company-leader', 'editor', 'admin']

interface Unusual {
  why: Bilingual
  is: (act: Judged, isWorkingDay: IsWorkingDay) => boolean
}

/** What the head of 企管部 reads of every week, each with the reason: the one place that says so. */
const list: Unusual[] = [
  {
    why: { zh: '登录邮箱被更改', en: 'the address a person signs in with changed' },
    is: (act) => isOf('PersonSaved')(act) && act.before?.['email'] !== undefined,
  },
  {
    why: { zh: '已离职人员被恢复，或离职日期推后', en: 'somebody who left is back, or leaves later' },
    is: (act) => {
      const [was, is] = [act.before?.['leftOn'], act.after?.['leftOn']]
      return isOf('PersonSaved')(act) && was !== undefined && (is === undefined || String(is) > String(was))
    },
  },
  {
    why: {
      zh: '授予了能审批、发布或管理的角色',
      en: 'a role that decides, publishes or administers was given',
    },
    is: (act) => isOf('RoleGranted')(act) && deciding.includes(String(act.facts['role'])),
  },
  {
    why: {
      zh: '能审批、发布或管理的角色被取消',
      en: 'a role that decides, publishes or administers was ended',
    },
    is: (act) => isOf('RoleEnded')(act) && deciding.includes(String(act.facts['role'])),
  },
  {
    why: { zh: '紧急变更，未经复核', en: 'the glass was broken: nobody confirmed' },
    is: (act) => isOf('GlassBroken')(act) || act.facts['forced'] !== undefined,
  },
  {
    why: { zh: '当时没有第二个人可以复核', en: 'there was nobody else to confirm it' },
    is: (act) => act.facts['alone'] !== undefined,
  },
  {
    why: { zh: '复核未通过或无人复核', en: 'a proposed change was not confirmed' },
    is: isOf('ProposalRefused', 'ProposalExpired', 'ProposalFailed'),
  },
  {
    why: { zh: '由安装者直接写入，无人复核', en: 'written by whoever installs, seen by nobody else' },
    is: isOf('CompanyLoaded', 'CompanySetUp'),
  },
  {
    why: { zh: '词表有词条被删除或修改', en: 'words were taken off the list or changed' },
    is: ({ facts, ...act }) =>
      isOf('WordListPublished')({ facts, ...act }) &&
      (Number(facts['removed']) > 0 || Number(facts['changed']) > 0),
  },
  {
    why: {
      zh: '节假日表决定所有期限，也决定紧急变更何时生效',
      en: 'holidays decide every deadline, and when an urgent change takes effect',
    },
    is: isOf('HolidaysPublished'),
  },
  {
    why: { zh: '微博账号更换', en: 'another Weibo account' },
    is: (act) => isOf('WeiboAuthorised')(act) && act.before?.['uid'] !== undefined,
  },
  {
    why: {
      zh: '平台账号设置或密钥未经复核被更换',
      en: 'a setting or secret changed without a second person',
    },
    is: isOf('SettingAlone'),
  },
  {
    why: { zh: '有人在试登录验证码', en: 'somebody tries sign-in codes' },
    is: isOf('SignInGuessed', 'SignInClosed'),
  },
  {
    why: { zh: '强制退出了他人的登录', en: 'somebody was signed out by an administrator' },
    is: isOf('SessionsEnded'),
  },
  {
    why: { zh: '发生在夜间或休息日', en: 'at night or on a day off' },
    is: (act, isWorkingDay) => act.by.id !== 'system' && isAtOddHours(act, isWorkingDay),
  },
]

const many: Bilingual = {
  zh: `同一人一天内操作超过 ${manyADay} 次`,
  en: `more than ${manyADay} acts of one person in a day`,
}

/** Of these acts, the unusual ones with all that is unusual about each; in the order given. */
export function unusualOf<T extends Judged>(
  acts: T[],
  isWorkingDay: IsWorkingDay,
): { act: T; why: Bilingual[] }[] {
  const dayOf = ({ by, at }: Judged) => `${by.id} ${beijingDate(new Date(at))}`
  const counts = new Map<string, number>()
  for (const act of acts) counts.set(dayOf(act), (counts.get(dayOf(act)) ?? 0) + 1)
  return acts
    .map((act) => ({
      act,
      why: [
        ...list.filter(({ is }) => is(act, isWorkingDay)).map(({ why }) => why),
        ...(act.by.id !== 'system' && (counts.get(dayOf(act)) ?? 0) > manyADay ? [many] : []),
      ],
    }))
    .filter(({ why }) => why.length > 0)
}
