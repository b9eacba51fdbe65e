import { renderHomePage, type Tile } from '../pages/home-page'
import type { SignedIn } from '../pages/layout'
import { roleNames } from '../policy/role-names'
import { beijingDate } from '../policy/working-days'
import { holds, roles, type Person, type Role, type Unit } from './person'

const portal: Tile = {
  href: '/portal',
  label: { zh: '工作台', en: 'Portal' },
  note: { zh: '写稿、审批、编排、群发', en: 'write, approve, compose, send' },
}

const setUp: Tile = {
  href: '/portal/setup',
  label: { zh: '建立公司', en: 'Set up' },
  note: {
    zh: '单位、人员和职责；设置码在终端里',
    en: 'units, people and roles; the code is in the terminal',
  },
}

const onOneMachine: Tile[] = [
  {
    href: '/mailbox',
    label: { zh: '邮箱', en: 'Mailbox' },
    note: { zh: '本机发出的全部邮件', en: 'every mail this machine sends' },
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

/** What each role of the demo company does first, in the order of an item's way. */
const firstThings: [Role, Tile['note']][] = [
  ['officer', { zh: '写一篇稿件，放上照片，送审', en: 'write an article with photographs and submit it' }],
  ['unit-head', { zh: '在邮箱里打开审批邮件，点两下', en: 'open the mail that asks, decide in two taps' }],
  ['office-reviewer', { zh: '接着审核把关', en: 'review it next' }],
  ['department-head', { zh: '批准', en: 'approve it' }],
  ['editor', { zh: '编成当天一期，测试，群发', en: 'compose the day’s edition, test it, send it' }],
  ['admin', { zh: '管理人员、词表和平台账号', en: 'keep people, words and accounts' }],
  ['inspector', { zh: '查存档', en: 'look into the archive' }],
]

/** One person for each role of the demo company, nobody twice: a way in for whoever sees it for the first time. */
export function demoTiles(everybody: Person[], today: Date, language: 'zh' | 'en'): Tile[] {
  const day = beijingDate(today)
  const chosen: Person[] = []
  /** Of several the one with fewest roles, whose card then says all of it; a unit head of the officer's own unit. */
  const burden = ({ grants, unitId }: Person) => grants.length * 2 + (unitId === chosen[0]?.unitId ? 0 : 1)
  return firstThings.flatMap(([role, note]) => {
    const [person] = everybody
      .filter((one) => holds(one, role, day) && !chosen.includes(one))
      .sort((a, b) => burden(a) - burden(b))
    if (!person) return []
    chosen.push(person)
    const { zh, en } = roleNames[role]
    return {
      href: `/sign-in?${new URLSearchParams({ email: person.email, ...(language === 'en' && { lang: 'en' }) })}`,
      label: { zh: `${person.name} · ${zh}`, en: `${person.name} · ${en}` },
      note,
    }
  })
}

export function homePage(given: {
  person: Person | undefined
  units: Unit[]
  today: Date
  oneMachine: boolean
  /** its name; empty before one is set up */
  company: string
  /** of the browser, while nobody is signed in */
  language: 'zh' | 'en'
  people?: Tile[]
  /** nothing is set up: the first thing to do is that */
  isEmpty?: boolean
}): string {
  const { person, units, oneMachine } = given
  const language = person?.language ?? given.language
  const today = beijingDate(given.today)
  return renderHomePage({
    language,
    company: given.company,
    signInUrl: `/sign-in?lang=${language}`,
    ...(!person && { otherUrl: language === 'en' ? '/?lang=zh' : '/?lang=en', people: given.people }),
    ...(person && {
      signedIn: {
        ...signedInAs(person, units, today),
        roles: roles.filter((role) => holds(person, role, today)).map((role) => roleNames[role]),
      },
    }),
    tiles: [
      ...(person ? [portal] : []),
      ...(given.isEmpty ? [setUp] : []),
      ...(oneMachine ? onOneMachine : []),
    ],
  })
}
