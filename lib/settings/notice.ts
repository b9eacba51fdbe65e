import { compose, messageIdOf } from '../channels/mail/compose'
import type { Outbox } from '../outbox/outbox'
import { lookAgain } from '../matter/look-again'
import { everybodyWith } from '../people/office-staff'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { measure } from '../platform/log'
import type { Bilingual } from '../platform/refusal'
import type { ActType } from '../policy/acts'
import { isSecret, watchedTitles } from '../policy/watched-settings'
import { theSystem, type Named } from '../security/act'
import type { Acts } from '../security/ledger'
import { noticed, taken, type Settings } from './settings'
import type { SettingsStore } from './store'

interface Needs {
  settings: SettingsStore
  /** marks of what is in use, by name */
  inUse: (salt: string) => Promise<Record<string, string>>
  /** whether anybody could be the second person: not while a company is set up */
  anybody: () => Promise<boolean>
  people: People
  acts: Pick<Acts, 'record'>
  mail: Pick<Outbox, 'write'>
  clock: Clock
  ids: Ids
  publicUrl: string
}

const titleOf = (name: string): Bilingual => watchedTitles[name] ?? { zh: name, en: name }
/** As the record names it. */
export const namedSettings = (names: string[]): Named => ({
  id: names.join(' '),
  name: names.map((name) => titleOf(name).zh).join('、'),
})

/** Of a setting what stood and stands; of a secret nothing. */
const change = (settings: Settings, name: string, mark: string) =>
  isSecret(name) ? {} : { before: { [name]: settings.confirmed[name] }, after: { [name]: mark } }

const types = {
  turned: 'SettingTurned',
  alone: 'SettingAlone',
  back: 'SettingBack',
} as const satisfies Record<string, ActType>

/**
 * Compares what is in use with what two people know of. What was changed without them is an act of the record, an alarm
 * while it stands, and a letter to leaders, head and administrators; what is seen for the first time is taken as it is.
 */
export const noticeSettings = (needs: Needs) => async (): Promise<{ alone: string[] }> => {
  const { settings, acts, clock, mail, ids } = needs
  const begun = await settings.find()
  const salt = begun?.salt ?? ids.secret()
  const marks = await needs.inUse(salt)
  const isAlone = !(await needs.anybody())
  await first()
  for (const [name, mark] of Object.entries(marks)) await lookAgain(() => look(name, mark))
  const alone = Object.keys((await settings.find())?.alone ?? {})
  measure('SettingsAlone', alone.length)
  return { alone }

  /** Names that no version looked at before. */
  async function first(): Promise<void> {
    const names = Object.keys(marks).filter((name) => begun?.confirmed[name] === undefined)
    if (names.length === 0) return
    const from = begun ?? { salt, confirmed: {}, alone: {}, announced: {}, revision: 0 }
    const next = names.reduce((all, name) => taken(all, name, marks[name]!), from as Settings)
    await acts.record(
      { type: 'SettingsFirstSeen', by: theSystem, about: namedSettings(names), facts: { alone: true } },
      (rows) => settings.save(begun, next, rows),
    )
  }

  async function look(name: string, mark: string): Promise<void> {
    const now = clock.now()
    const seen = await settings.find()
    const found = seen && noticed(seen, name, mark, now)
    if (!found) return
    const adopts = found.what === 'alone' && isAlone
    const next = adopts ? taken(seen, name, mark) : found.next
    const letters =
      found.what === 'alone' && !adopts
        ? await Promise.all((await told()).map((reader) => mail.write(aloneLetter(reader))))
        : []
    await acts.record(
      {
        ...{ type: types[found.what], by: theSystem, about: namedSettings([name]) },
        ...change(seen, name, mark),
        ...(adopts && { facts: { alone: true } }),
      },
      (rows) => settings.save(seen, next, [...rows, ...letters.flat()]),
    )

    function aloneLetter({ email: to, name: reader, language }: Person) {
      const title = titleOf(name)
      const value = isSecret(name)
        ? []
        : [
            [{ zh: '原来 → 现在', en: 'before → now' }, `${seen?.confirmed[name]} → ${mark}`] as [
              Bilingual,
              string,
            ],
          ]
      return compose({
        ...{ to, name: reader, language },
        messageId: messageIdOf('setting-alone', to, name, now.toISOString()),
        subject: {
          zh: `【签发】未经复核的更换：${title.zh}`,
          en: `[Qianfa] changed without a second person: ${title.en}`,
        },
        blocks: [
          {
            say: {
              zh: '负责部署的人更换了下面的内容，事先没有两个人确认。请当面或电话问清。',
              en: 'Whoever deploys changed this, and no two people had confirmed it. Ask them, in person.',
            },
          },
          { facts: [[{ zh: '更换', en: 'Changed' }, title], ...value] },
          {
            note: {
              zh: '属实的，由一位管理员在“变更复核”提请确认，另一位确认；不属实的，请立即换回，并更换可能泄露的密钥。换成另一个公众号或接口地址的，确认之前不会向那里发送任何内容。',
              en: 'If it is right, one administrator proposes it on the page of changes by two and another confirms; if not, change it back at once. To another WeChat account or address nothing is sent until then.',
            },
          },
          { link: `${needs.publicUrl}/portal/changes`, label: { zh: '变更复核', en: 'Changes by two' } },
        ],
      })
    }
  }

  async function told(): Promise<Person[]> {
    const roles = ['company-leader', 'department-head', 'admin'] as const
    const all = (await Promise.all(roles.map((role) => everybodyWith(role)(needs)))).flat()
    return all.filter((one, at) => all.findIndex(({ id }) => id === one.id) === at)
  }
}
