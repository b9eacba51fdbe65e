import type { ReadCalendar } from '../calendar/calendar'
import { compose, messageIdOf } from '../channels/mail/compose'
import type { Mail } from '../channels/mail/mail'
import { adminsOf, headsOf } from '../people/office-staff'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Bilingual } from '../platform/refusal'
import { unusualOf } from '../policy/unusual-acts'
import { beijingDate, beijingDayStart } from '../policy/working-days'
import type { Act } from '../security/act'
import type { ReadActs } from '../security/ledger'
import { sentenceOf } from './words'

interface Needs {
  people: People
  acts: ReadActs
  mail: Mail
  clock: Clock
  calendar: ReadCalendar
  publicUrl: string
  /** what stands in the way of the company's work today */
  checkUp: () => Promise<{ said: Bilingual }[]>
}

const dayMs = 86_400_000
/** A letter is read, not searched: the rest stands in the record. */
const listsAtMost = 50

/** The Beijing week before the one of `now`: from Monday to Monday, both instants. */
function weekBefore(now: Date): { from: Date; to: Date } {
  const today = beijingDayStart(beijingDate(now))
  const weekday = (new Date(today.getTime() + 8 * 3_600_000).getUTCDay() + 6) % 7
  const to = new Date(today.getTime() - weekday * dayMs)
  return { from: new Date(to.getTime() - 7 * dayMs), to }
}

/** Newest first, read page by page until the week is over. */
async function actsOf(acts: ReadActs, from: string, to: string): Promise<Act[]> {
  const found: Act[] = []
  let cursor: string | undefined
  do {
    const page = await acts.page({ limit: 100, ...(cursor && { cursor }) })
    found.push(...page.items.filter(({ at }) => at >= from && at < to))
    cursor = (page.items.at(-1)?.at ?? from) < from ? undefined : page.next
  } while (cursor)
  return found
}

/**
 * On working days, called once in the morning: the head of 企管部 and the administrators read what stands in the way of the
 * company's work, what was unusual in the week before, and how long the record is and with which hash it ends, so that a
 * record that is made anew later differs from the letter. Once a person and week, as things stand on its first working
 * day; a week without acts in which nothing is wrong has no letter.
 */
export const tellUnusual =
  ({ mail, calendar, publicUrl, checkUp, ...needs }: Needs) =>
  async (): Promise<{ acts: number; unusual: number; troubles: number }> => {
    const now = needs.clock.now()
    const { isWorkingDay } = await calendar()
    if (!isWorkingDay(beijingDate(now))) return { acts: 0, unusual: 0, troubles: 0 }
    const { from, to } = weekBefore(now)
    const acts = await actsOf(needs.acts, from.toISOString(), to.toISOString())
    const troubles = await checkUp()
    const newest = acts[0]
    if (newest === undefined && troubles.length === 0) return { acts: 0, unusual: 0, troubles: 0 }
    const unusual = unusualOf(acts, isWorkingDay)
    const [first, last] = [beijingDate(from), beijingDate(new Date(to.getTime() - 1))]
    const readers = [...(await headsOf(needs)), ...(await adminsOf(needs))]
    for (const head of readers.filter((one, at) => readers.findIndex(({ id }) => id === one.id) === at))
      await mail.send(
        compose({
          ...{ to: head.email, name: head.name, language: head.language },
          messageId: messageIdOf('unusual-acts', head.email, first),
          subject: {
            zh: `【签发】每周提醒：公司体检 ${troubles.length} 项，操作记录 ${unusual.length} 项需留意`,
            en: `[Qianfa] the week: ${troubles.length} of the company’s check-up, ${unusual.length} of the record to look at`,
          },
          blocks: [
            ...(troubles.length > 0
              ? [
                  {
                    say: {
                      zh: `公司体检：下列 ${troubles.length} 项会或可能会让工作停下。`,
                      en: `The company’s check-up: these ${troubles.length} stop the work, or may.`,
                    },
                  },
                  { list: troubles.slice(0, listsAtMost).map(({ said }) => said) },
                ]
              : []),
            {
              say: {
                zh: `${first} 至 ${last} 共有 ${acts.length} 项涉及权限、账号和词表的操作，其中 ${unusual.length} 项需要您留意。`,
                en: `From ${first} to ${last} there were ${acts.length} acts about rights, accounts and words; ${unusual.length} of them are for you to look at.`,
              },
            },
            ...(unusual.length > 0
              ? [{ list: unusual.slice(0, listsAtMost).map(({ act, why }) => sentenceOf(act, why)) }]
              : []),
            ...(newest
              ? [
                  {
                    facts: [
                      [
                        { zh: '到第几条为止，哈希', en: 'Up to line, hash' },
                        `${newest.id}，${newest.hash ?? ''}`,
                      ] as [Bilingual, string],
                    ],
                  },
                ]
              : []),
            { link: `${publicUrl}/portal/today`, label: { zh: '打开“今日”', en: 'Open “Today”' } },
            { link: `${publicUrl}/portal/record`, label: { zh: '操作记录', en: 'Record of changes' } },
          ],
        }),
      )
    return { acts: acts.length, unusual: unusual.length, troubles: troubles.length }
  }
