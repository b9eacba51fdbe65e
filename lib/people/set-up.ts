import * as z from 'zod'
import type { Clock } from '../platform/clock'
import { sameSecret } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import { ConditionFailed } from '../platform/table'
import { roleNames } from '../policy/role-names'
import { beijingDate } from '../policy/working-days'
import type { Acts } from '../security/ledger'
import { Company } from './company'
import { inOneSeatEach } from './first-seats'
import { loadCompany } from './load-company'
import { isActive } from './person'
import type { People } from './store'

interface Needs {
  people: People
  secrets: Secrets
  clock: Clock
  acts: Acts
}

/** What a first form asks: enough to sign in, submit, approve and send; the rest is the administrator's. */
export const FirstCompany = Company.omit({ demo: true })
export type FirstCompany = z.infer<typeof FirstCompany>

/** Roles without which the first submission could not go all its way (article 11.1). */
const needed = ['officer', 'unit-head', 'office-reviewer', 'department-head', 'editor', 'admin'] as const

export const SetUpState = z.object({
  /** `open`: nothing is here yet · `demo`: the demo company would move out · `done`: the administrator's desk is next */
  state: z.enum(['open', 'demo', 'done']),
  name: z.string().optional(),
})
export type SetUpState = z.infer<typeof SetUpState>

export const setUpState =
  ({ people }: Pick<Needs, 'people'>) =>
  async (): Promise<SetUpState> => {
    const head = await people.company()
    if (!head) return { state: (await people.units()).length === 0 ? 'open' : 'done' }
    if (head.settingUp) return { state: head.demo ? 'demo' : 'open' }
    return { state: head.demo ? 'demo' : 'done', name: head.name }
  }

/** Its people can no longer sign in nor decide, their addresses are free, its units are gone; what was sent stays sent. */
async function moveOut({ people, clock }: Pick<Needs, 'people' | 'clock'>): Promise<void> {
  const today = beijingDate(clock.now())
  for (const unit of await people.units()) {
    for (const person of await people.ofUnit(unit.id)) {
      const { grants: _, substitutes: __, ...one } = person
      if (isActive(person, today)) await people.save({ ...one, leftOn: today })
      await people.freeAddress(person.email)
    }
    await people.removeUnit(unit.id)
  }
}

function requireComplete(company: FirstCompany): void {
  const held = new Set(company.units.flatMap((unit) => unit.people.flatMap(({ roles }) => roles)))
  const missing = needed.filter((role) => !held.has(role))
  if (missing.length > 0)
    throw new Refusal(
      'InvalidRequest',
      {
        zh: `还缺少这些角色，稿件走不完审批：${missing.map((role) => roleNames[role].zh).join('、')}`,
        en: `without these roles no submission gets through: ${missing.map((role) => roleNames[role].en).join(', ')}`,
      },
      { facts: { missing } },
    )
}

/** The door's own time is over by then: whoever began it no longer writes. */
const claimLastsMs = 60_000

const underWay = () =>
  new Refusal('WrongState', {
    zh: '公司正在设置中；如果上一次没有完成，请一分钟后再试',
    en: 'the company is being set up right now; if that broke off, try again in a minute',
  })

/**
 * Sets the company up, once; what broke off half way may be repeated. Whoever installed it proves so with the set-up code, which lies with the secrets; while
 * only the demo company is here it moves out first.
 */
export const setUp =
  (needs: Needs) =>
  async ({ code, company: typed }: { code: string; company: FirstCompany }): Promise<SetUpState> => {
    const { people, secrets, clock } = needs
    if (!sameSecret(code.trim(), await secrets.read('setup-code')))
      throw new Refusal('CodeWrong', {
        zh: '设置码不对：启动时显示在终端里，AWS 上在参数 setup-code 里',
        en: 'wrong set-up code: it is printed at the start, on AWS it is the parameter setup-code',
      })
    requireComplete(typed)
    const company = inOneSeatEach(typed)
    const before = await people.company()
    const { state, name } = await setUpState(needs)()
    const done = () =>
      new Refusal('WrongState', {
        zh: `公司${name ?? ''}已经设置好了，请由管理员在“单位和人员”里修改`,
        en: 'the company is set up already; its administrator changes it in “Units and people”',
      })
    if (state === 'done') throw done()
    const now = clock.now()
    if (before?.settingUp && now.getTime() - Date.parse(before.setUpAt) < claimLastsMs) throw underWay()
    try {
      // Whoever claims the head first sets up; the other is told so. It is done only once its people are written.
      await people.saveCompany(
        {
          name: company.name,
          demo: before?.demo ?? false,
          setUpAt: now.toISOString(),
          settingUp: true,
        },
        before,
      )
    } catch (error) {
      if (error instanceof ConditionFailed) throw underWay()
      throw error
    }
    // Also what an earlier attempt left half written.
    await moveOut(needs)
    await loadCompany(needs)({ ...company, demo: false }, 'CompanySetUp')
    return { state: 'done', name: company.name }
  }
