import {
  IconArchive,
  IconBroadcast,
  IconBrandWeibo,
  IconCalendarEvent,
  IconCalendarTime,
  IconChartBar,
  IconChecklist,
  IconFiles,
  IconHeartbeat,
  IconHistory,
  IconInbox,
  IconKey,
  IconReportAnalytics,
  IconScale,
  IconSun,
  IconMessageReport,
  IconPalette,
  IconUserCheck,
  IconUsers,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react'
import type { Me } from '../../../lib/api/people'
import type { Role } from '../../../lib/people/person'
import type { Bilingual } from '../../../lib/platform/refusal'

/** A desk of the portal: what stands in the menu, and who may open it; the service checks the same roles again. */
export interface Place {
  href: string
  icon: Icon
  name: Bilingual
  /** one of them is enough; none means everybody who is signed in */
  roles: Role[]
}

export const places: Place[] = [
  { href: '/today', icon: IconSun, name: { zh: '今日', en: 'Today' }, roles: [] },
  {
    href: '/submissions',
    icon: IconFiles,
    name: { zh: '稿件', en: 'Submissions' },
    roles: [],
  },
  {
    href: '/asks',
    icon: IconChecklist,
    name: { zh: '待我审批', en: 'My decisions' },
    roles: ['unit-head', 'office-reviewer', 'department-head', 'company-leader'],
  },
  {
    href: '/editions',
    icon: IconCalendarEvent,
    name: { zh: '期次', en: 'Editions' },
    roles: ['editor', 'department-head', 'office-reviewer', 'admin', 'company-leader', 'inspector'],
  },
  {
    href: '/loans',
    icon: IconBroadcast,
    name: { zh: '微博借用', en: 'Weibo loans' },
    // Whoever is named as a borrower may open the loan, with or without a role.
    roles: [],
  },
  {
    href: '/weibo',
    icon: IconBrandWeibo,
    name: { zh: '微博', en: 'Weibo' },
    roles: ['editor', 'department-head', 'office-reviewer', 'admin', 'company-leader', 'inspector'],
  },
  {
    href: '/complaints',
    icon: IconMessageReport,
    name: { zh: '客诉', en: 'Complaints' },
    roles: ['editor', 'officer', 'unit-head', 'department-head', 'inspector'],
  },
  {
    href: '/requests',
    icon: IconInbox,
    name: { zh: '材料和报送', en: 'Material' },
    roles: ['officer', 'unit-head', 'editor', 'department-head', 'office-reviewer', 'admin', 'inspector'],
  },
  {
    href: '/complaints/bulletin',
    icon: IconReportAnalytics,
    name: { zh: '客诉月报', en: 'Bulletin of complaints' },
    roles: ['editor', 'department-head', 'office-reviewer', 'company-leader', 'inspector', 'admin'],
  },
  { href: '/figures', icon: IconChartBar, name: { zh: '统计', en: 'Figures' }, roles: [] },
  { href: '/archive', icon: IconArchive, name: { zh: '归档', en: 'Archive' }, roles: [] },
  {
    href: '/officers',
    icon: IconUserCheck,
    name: { zh: '本单位信息员', en: 'Officers' },
    roles: ['unit-head'],
  },
  {
    href: '/accounts',
    icon: IconHeartbeat,
    name: { zh: '平台账号', en: 'Platform accounts' },
    roles: ['admin', 'editor'],
  },
  {
    href: '/looks',
    icon: IconPalette,
    name: { zh: '文章版式', en: 'Look of articles' },
    roles: ['admin', 'editor'],
  },
  {
    href: '/policy',
    icon: IconScale,
    name: { zh: '制度和词表', en: 'Rules and words' },
    roles: ['admin', 'editor'],
  },
  {
    href: '/holidays',
    icon: IconCalendarTime,
    name: { zh: '节假日', en: 'Holidays' },
    roles: ['admin', 'editor'],
  },
  {
    href: '/company',
    icon: IconUsers,
    name: { zh: '单位和人员', en: 'Units and people' },
    roles: ['admin'],
  },
  {
    href: '/changes',
    icon: IconUsersGroup,
    name: { zh: '变更复核', en: 'Changes by two' },
    roles: ['admin', 'editor', 'department-head', 'company-leader', 'inspector'],
  },
  {
    href: '/record',
    icon: IconHistory,
    name: { zh: '操作记录', en: 'Record of changes' },
    roles: ['admin', 'inspector', 'department-head'],
  },
  { href: '/me', icon: IconKey, name: { zh: '我的登录', en: 'My sign-in' }, roles: [] },
]

export const mayOpen = (me: Pick<Me, 'roles'>, { roles }: Place): boolean =>
  roles.length === 0 || roles.some((role) => me.roles.includes(role))

/** The place a path of the portal belongs to: `/editions/2026-11-24` to `/editions`; the longer address comes first. */
export const placeOf = (path: string): Place | undefined =>
  places
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .reduce<Place | undefined>(
      (found, place) => (found && found.href.length >= place.href.length ? found : place),
      undefined,
    )
