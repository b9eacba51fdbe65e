import { compose, messageIdOf } from '../channels/mail/compose'
import type { Mail } from '../channels/mail/mail'
import { adminsOf } from '../people/office-staff'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import { beijingDate } from '../policy/working-days'
import type { Holidays } from './store'

/** The State Council gives notice of the next year in October or November. */
export const warnsFromMonth = 10
export const weekMs = 7 * 86_400_000

/** Years that ought to be published by this Beijing date and are not. */
export function missingYears(published: readonly number[], today: string): number[] {
  const [year = 0, month = 0] = today.split('-').map(Number)
  const wanted = month >= warnsFromMonth ? [year, year + 1] : [year]
  return wanted.filter((one) => !published.includes(one))
}

/**
 * Every morning, from October on: administrators are told once a week, in the day's letter of reminders, that a year
 * has no holidays yet. The metric counts the years.
 */
export const warnOfHolidays =
  ({
    holidays,
    mail,
    publicUrl,
    ...company
  }: {
    holidays: Holidays
    people: People
    mail: Mail
    clock: Clock
    publicUrl: string
  }) =>
  async (): Promise<{ missing: number[] }> => {
    const now = company.clock.now()
    const { years } = await holidays.newest()
    const missing = missingYears(
      years.map(({ year }) => year),
      beijingDate(now),
    )
    measure('HolidaysUnpublished', missing.length)
    if (missing.length === 0) return { missing }
    const week = Math.floor(now.getTime() / weekMs)
    const named = { zh: missing.join('、'), en: missing.join(' and ') }
    for (const admin of await adminsOf(company))
      await mail.send(
        compose({
          ...{ to: admin.email, name: admin.name, language: admin.language },
          messageId: messageIdOf('holidays', admin.email, week, named.zh),
          reminds: true,
          subject: {
            zh: `【签发】请公布 ${named.zh} 年的节假日安排`,
            en: `[Qianfa] please publish the holidays of ${named.en}`,
          },
          blocks: [
            {
              say: {
                zh: `系统里还没有 ${named.zh} 年的节假日和调休。涉及这一年的期限暂按法定节假日计算，并逐一注明；请照国务院办公厅的通知公布，公布前可以先看哪些期限会顺延。`,
                en: `The holidays and make-up days of ${named.en} are not in the system yet. Deadlines in it count by the days of the law and say so. Publish them by the notice of the State Council; before that you are shown which deadlines move.`,
              },
            },
            { link: `${publicUrl}/portal/holidays`, label: { zh: '节假日', en: 'Holidays' } },
          ],
        }),
      )
    return { missing }
  }
