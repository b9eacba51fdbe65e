import {
  IconArchive,
  IconBroadcast,
  IconBrandWeibo,
  IconCalendarEvent,
  IconChecklist,
  IconFiles,
  IconHeartbeat,
  IconInbox,
  IconScale,
  IconMessageReport,
  IconUserCheck,
  IconUsers,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Role } from '../../../lib/people/person'
import { isOne, type Me } from '../api/me'
import type { Bilingual } from '../language'

/** A desk of the portal: what stands in the menu, and who may open it; the service checks the same roles again. */
export interface Place {
  href: string
  icon: ReactNode
  name: Bilingual
  /** one of them is enough; none means everybody who is signed in */
  roles: Role[]
}

const size = 18

export const places: Place[] = [
  {
    href: '/submissions',
    icon: <IconFiles size={size} />,
    name: { zh: '稿件', en: 'Submissions' },
    roles: [],
  },
  {
    href: '/asks',
    icon: <IconChecklist size={size} />,
    name: { zh: '待我审批', en: 'Waiting for me' },
    roles: ['unit-head', 'office-reviewer', 'department-head', 'company-leader'],
  },
  {
    href: '/editions',
    icon: <IconCalendarEvent size={size} />,
    name: { zh: '期次', en: 'Editions' },
    roles: ['editor', 'department-head', 'office-reviewer', 'admin', 'company-leader', 'inspector'],
  },
  {
    href: '/loans',
    icon: <IconBroadcast size={size} />,
    name: { zh: '微博借用', en: 'Weibo loans' },
    roles: [
      'officer',
      'unit-head',
      'editor',
      'department-head',
      'office-reviewer',
      'admin',
      'company-leader',
      'inspector',
    ],
  },
  {
    href: '/weibo',
    icon: <IconBrandWeibo size={size} />,
    name: { zh: '微博', en: 'Weibo' },
    roles: ['editor', 'department-head', 'office-reviewer', 'admin', 'company-leader', 'inspector'],
  },
  {
    href: '/complaints',
    icon: <IconMessageReport size={size} />,
    name: { zh: '客诉', en: 'Complaints' },
    roles: ['editor', 'officer', 'unit-head', 'department-head', 'inspector'],
  },
  {
    href: '/requests',
    icon: <IconInbox size={size} />,
    name: { zh: '材料和报送', en: 'Material' },
    roles: ['officer', 'unit-head', 'editor', 'department-head', 'office-reviewer', 'admin', 'inspector'],
  },
  { href: '/archive', icon: <IconArchive size={size} />, name: { zh: '归档', en: 'Archive' }, roles: [] },
  {
    href: '/officers',
    icon: <IconUserCheck size={size} />,
    name: { zh: '本单位信息员', en: 'Officers' },
    roles: ['unit-head'],
  },
  {
    href: '/accounts',
    icon: <IconHeartbeat size={size} />,
    name: { zh: '平台账号', en: 'Platform accounts' },
    roles: ['admin', 'editor'],
  },
  {
    href: '/policy',
    icon: <IconScale size={size} />,
    name: { zh: '制度和词表', en: 'Rules and words' },
    roles: ['admin', 'editor'],
  },
  {
    href: '/company',
    icon: <IconUsers size={size} />,
    name: { zh: '单位和人员', en: 'Units and people' },
    roles: ['admin'],
  },
]

export const mayOpen = (me: Me, { roles }: Place): boolean => roles.length === 0 || isOne(me, ...roles)

/** The place a path of the portal belongs to: `/editions/2026-11-24` to `/editions`. */
export const placeOf = (path: string): Place | undefined =>
  places.find(({ href }) => path === href || path.startsWith(`${href}/`))
