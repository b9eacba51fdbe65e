import { tierAsks } from '../approval/ask'
import type { Approvals } from '../approval/store'
import { missingYears } from '../calendar/warn-of-holidays'
import type { Holidays } from '../calendar/store'
import type { WeiboAccount } from '../channels/weibo/account-store'
import type { ComplaintLists } from '../complaint/store'
import { failuresOf } from '../edition/check'
import type { Editions } from '../edition/store'
import { loanAsks } from '../loan/ask'
import type { ReturningMailboxes } from '../outbox/store'
import type { Messengers } from '../messenger/store'
import type { WaitingLetter } from '../outbox/waiting-letter'
import { proposalAsks } from '../oversight/store'
import { holds, isActive, roles, type Person } from '../people/person'
import { listReturnedMail } from '../people/returned-mail'
import type { People } from '../people/store'
import { beijingMoment } from '../platform/beijing-time'
import type { Clock } from '../platform/clock'
import { windowOf } from '../policy/complaint-rule'
import { beijingDate } from '../policy/working-days'
import type { Probes } from '../probe/store'
import type { Asks } from '../question/store'
import { warningOf } from '../weibo-post/token-warning'
import { substitutions, trouble, twoSeats, vacancies, type Trouble } from './check-up'

export interface LookNeeds {
  people: People
  asks: Asks
  approvals: Pick<Approvals, 'decidedBy'>
  mailboxes: ReturningMailboxes
  holidays: Pick<Holidays, 'newest'>
  editions: Pick<Editions, 'checked'>
  probes: Pick<Probes, 'newest'>
  complaints: ComplaintLists
  weiboAccount: () => Promise<WeiboAccount | undefined>
  troubledLetters: (since: string) => Promise<WaitingLetter[]>
  messengers: Pick<Messengers, 'ways'>
  clock: Clock
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** A daily look that is older than this did not happen. */
const looksEveryMs = 36 * hourMs
/** What waits for somebody who left longer ago than this was moved or has expired. */
const leftWithinMs = 60 * dayMs
const windowClosesWithinMs = 24 * hourMs

/** Everybody of the company, those who left included, as the check-up looks at them. */
export async function wholeCompany({ people, clock }: Pick<LookNeeds, 'people' | 'clock'>) {
  const units = await people.units()
  const of = await Promise.all(units.map(({ id }) => people.ofUnit(id)))
  return { units, people: of.flat(), today: beijingDate(clock.now()) }
}

/** Questions that wait for this person; at most a page of each kind is counted. */
export async function waitingFor({ asks }: Pick<LookNeeds, 'asks'>, personId: string): Promise<number> {
  const pages = await Promise.all([
    asks.waitingFor(tierAsks, personId),
    asks.waitingFor(loanAsks, personId),
    asks.waitingFor(proposalAsks, personId),
  ])
  return pages.reduce((sum, { items }) => sum + items.length, 0)
}

async function ofPeople(needs: LookNeeds, everybody: Person[], today: string): Promise<Trouble[]> {
  const now = needs.clock.now()
  const lately = beijingDate(new Date(now.getTime() - leftWithinMs))
  const left = everybody.filter((one) => !isActive(one, today) && (one.leftOn ?? '') >= lately)
  const stillAsked = await Promise.all(
    left.map(async ({ id, name }) => ({ name, count: await waitingFor(needs, id) })),
  )
  const returned = await listReturnedMail(needs)()
  const unseen = await Promise.all(
    everybody
      .filter((one) => roles.some((role) => holds(one, role, today)))
      .filter(({ id }) => !returned.some(({ personId }) => personId === id))
      .map(async (one) => {
        if (await needs.people.lastSeen(one.id)) return []
        const { items } = await needs.approvals.decidedBy(one.id, { limit: 1 })
        return items.length > 0 ? [] : [one.name]
      }),
  )
  const silent = unseen.flat()
  return [
    ...stillAsked
      .filter(({ count }) => count > 0)
      .map(({ name, count }) =>
        trouble(
          'left',
          true,
          `${name}已离职，仍有 ${count} 件事在等其处理；请为其岗位任命接替的人。`,
          `${name} has left and is still asked ${count} things; name a successor.`,
        ),
      ),
    ...returned.map(({ name, since }) =>
      trouble(
        'address',
        true,
        `发给${name}的邮件自 ${beijingMoment(new Date(since)).zh} 起被退回，请更正邮箱。`,
        `Mail to ${name} comes back since ${beijingMoment(new Date(since)).en}; correct the address.`,
      ),
    ),
    // One line for all of them: in a company that has just begun it is nearly everybody.
    ...(silent.length > 0
      ? [
          trouble(
            'address',
            false,
            `${silent.length} 人从未登录，也没有审批过：${silent.join('、')}。请核对他们的邮箱。`,
            `${silent.length} of the staff never signed in nor decided anything: ${silent.join(', ')}. Check their addresses.`,
          ),
        ]
      : []),
  ]
}

async function ofPlatforms(needs: LookNeeds): Promise<Trouble[]> {
  const now = needs.clock.now()
  const [checked, weibo, probes] = await Promise.all([
    needs.editions.checked('wechat'),
    needs.weiboAccount(),
    needs.probes.newest({ limit: 1 }),
  ])
  const at = '/accounts'
  const stale = checked !== undefined && now.getTime() - Date.parse(checked.at) > looksEveryMs
  const refused = probes.items[0]?.permissions.filter(({ state }) => state === 'refused') ?? []
  const token = weibo && warningOf(weibo, now)
  return [
    ...failuresOf(checked).map(({ zh, en }) => trouble('platform', true, zh, en, at)),
    ...(stale
      ? [
          trouble(
            'platform',
            false,
            `微信公众号自 ${beijingMoment(new Date(checked.at)).zh} 起没有检查过。`,
            `WeChat was not looked at since ${beijingMoment(new Date(checked.at)).en}.`,
            at,
          ),
        ]
      : []),
    ...(refused.length > 0
      ? [
          trouble(
            'platform',
            false,
            `上次探测时，微信拒绝了 ${refused.length} 个接口：${refused.map(({ path }) => path).join('、')}。`,
            `At the last probe WeChat refused ${refused.length} calls: ${refused.map(({ path }) => path).join(', ')}.`,
            at,
          ),
        ]
      : []),
    ...(token
      ? [
          token === 'expired' || token === 'revoked'
            ? trouble(
                'platform',
                true,
                '微博授权已失效，请重新授权。',
                'Weibo’s authorisation is over; authorise again.',
                at,
              )
            : trouble(
                'platform',
                false,
                `微博授权将在 ${token} 天内到期，请重新授权。`,
                `Weibo’s authorisation ends within ${token} days; authorise again.`,
                at,
              ),
        ]
      : []),
  ]
}

/** Complaints that can be answered over WeChat for less than a day still. */
async function closingWindows({ complaints, clock }: LookNeeds): Promise<Trouble[]> {
  const now = clock.now()
  const { items } = await complaints.newest({ limit: 50 })
  const open = items.filter(({ state, chatId }) => chatId && !['answered', 'closed'].includes(state))
  const found = await Promise.all(
    open.map(async ({ id, number, chatId }) => {
      const chat = await complaints.chat(chatId!)
      const window = chat && windowOf(chat, now)
      if (!window?.open || window.until === undefined) return []
      if (Date.parse(window.until) - now.getTime() > windowClosesWithinMs) return []
      const until = beijingMoment(new Date(window.until))
      return [
        trouble(
          'window',
          true,
          `客诉 ${number} 的微信回复窗口 ${until.zh} 关闭，之后只能打电话或发邮件。`,
          `WeChat’s window of complaint ${number} closes ${until.en}; after it there is only phone and mail.`,
          `/complaints/${id}`,
        ),
      ]
    }),
  )
  return found.flat()
}

async function ofLetters({ troubledLetters, clock }: LookNeeds): Promise<Trouble[]> {
  const letters = await troubledLetters(new Date(clock.now().getTime() - 7 * dayMs).toISOString())
  if (letters.length === 0) return []
  const waiting = letters.filter(({ state }) => state === 'waiting').length
  const lost = letters.length - waiting
  const to = [...new Set(letters.map((one) => one.to))].slice(0, 10).join('、')
  return [
    trouble(
      'letters',
      waiting > 0,
      `一周内有 ${lost} 封邮件没有送达，现有 ${waiting} 封多次尝试仍未发出（${to}）。`,
      `${lost} letters of the last week did not arrive, ${waiting} were tried more than once and still wait (${to}).`,
    ),
  ]
}

async function ofMessengers({ messengers }: LookNeeds): Promise<Trouble[]> {
  const refusing = (await messengers.ways()).filter(({ trouble }) => trouble)
  return refusing.map(({ name, trouble: why }) =>
    trouble(
      'messenger',
      false,
      `消息渠道“${name}”拒收：${why?.said ?? ''}。邮件照常发出。`,
      `The messenger “${name}” refuses notices: ${why?.said ?? ''}. Mail goes out as ever.`,
      '/accounts',
    ),
  )
}

/** The company's check-up: what stands in the way of its work, the serious first. */
export const lookAtCompany = (needs: LookNeeds) => async (): Promise<Trouble[]> => {
  const company = await wholeCompany(needs)
  const { years } = await needs.holidays.newest()
  const missing = missingYears(
    years.map(({ year }) => year),
    company.today,
  )
  const found = [
    ...vacancies(company),
    ...twoSeats(company),
    ...substitutions(company),
    ...(await ofPeople(needs, company.people, company.today)),
    ...(await ofPlatforms(needs)),
    ...(await closingWindows(needs)),
    ...(await ofLetters(needs)),
    ...(await ofMessengers(needs)),
    ...missing.map((year) =>
      trouble(
        'holidays',
        false,
        `${year} 年的节假日尚未公布。`,
        `The holidays of ${year} are not published.`,
        '/holidays',
      ),
    ),
  ]
  return found.sort((one, other) => Number(other.serious) - Number(one.serious))
}
