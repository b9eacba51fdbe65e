import { renderHomePage, type Tile } from '../pages/home-page'
import type { SignedIn } from '../pages/layout'
import { beijingDate } from '../policy/working-days'
import { holds, roles, type Person, type Role, type Unit } from './person'

export const roleNames: Record<Role, { zh: string; en: string }> = {
  officer: { zh: '信息员', en: 'information officer' },
  'unit-head': { zh: '单位负责人', en: 'unit head' },
  'office-reviewer': { zh: '企管办审核人', en: 'office reviewer' },
  'department-head': { zh: '企管部负责人', en: 'department head' },
  'company-leader': { zh: '公司领导', en: 'company leader' },
  editor: { zh: '文字编辑员', en: 'editor' },
  admin: { zh: '系统管理员', en: 'administrator' },
  inspector: { zh: '检查人员', en: 'inspector' },
}

const portal: Tile = {
  href: '/portal',
  label: { zh: '工作台', en: 'Portal' },
  note: { zh: '写稿、审批、编排、群发', en: 'write, approve, compose, send' },
}

const onOneMachine: Tile[] = [
  {
    href: '/mailbox',
    label: { zh: '邮箱', en: 'Mailbox' },
    note: { zh: '演示公司所有人的来信', en: 'everybody’s mail in the demo company' },
  },
  {
    href: '/phone',
    label: { zh: '手机', en: 'Phone' },
    note: { zh: '读者和测试人在微信里看到的', en: 'what readers and testers see in WeChat' },
  },
  {
    href: '/weibo',
    label: { zh: '微博', en: 'Weibo' },
    note: { zh: '读者在微博看到的', en: 'what readers see on Weibo' },
  },
  {
    href: '/dashboard',
    label: { zh: '看板', en: 'Dashboard' },
    note: { zh: '与 CloudWatch 相同的看板', en: 'the dashboard CloudWatch shows' },
  },
]

/** The bar every signed-in page carries. */
export const signedInAs = (person: Person, units: Unit[], today: string): SignedIn => ({
  name: person.name,
  unitName: units.find((unit) => unit.id === person.unitId)?.name ?? person.unitId,
  signOutUrl: '/sign-out',
  nav: [
    { href: '/portal/submissions', label: { zh: '稿件', en: 'Submissions' } },
    ...(holds(person, 'editor', today)
      ? [{ href: '/portal/editions', label: { zh: '期次', en: 'Edition' } }]
      : []),
  ],
})

export function homePage(given: {
  person: Person | undefined
  units: Unit[]
  today: Date
  oneMachine: boolean
}): string {
  const { person, units, oneMachine } = given
  const today = beijingDate(given.today)
  return renderHomePage({
    language: person?.language ?? 'zh',
    company: units.find((unit) => unit.office)?.name ?? '',
    signInUrl: '/sign-in',
    ...(person && {
      signedIn: {
        ...signedInAs(person, units, today),
        roles: roles.filter((role) => holds(person, role, today)).map((role) => roleNames[role]),
      },
    }),
    tiles: [...(person ? [portal] : []), ...(oneMachine ? onOneMachine : [])],
  })
}
