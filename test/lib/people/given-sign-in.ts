import type { Letter } from '../../../lib/channels/mail/mail'
import { sessions } from '../../../lib/people/session'
import { confirmSignIn, startSignIn } from '../../../lib/people/sign-in'
import { signInStore } from '../../../lib/people/sign-in-store'
import { peopleStore } from '../../../lib/people/store'
import { dailyCounts } from '../../../lib/platform/daily-count'
import type { Table } from '../../../lib/platform/table'
import { randomIds } from '../../../lib/platform/ids'
import { actsLedger } from '../../../lib/security/ledger'
import { memoryTable } from '../../kit/memory-table'

/** A company of one, browsers with cookies, mail in a list, and a clock that is set. */
export async function givenSignIn(table: Table = memoryTable()) {
  let now = new Date('2026-11-24T01:00:00Z')
  const clock = { now: () => now }
  const people = peopleStore(table)
  await people.saveUnit({ id: 'office', name: '企管部', office: true })
  await people.save({
    ...{ id: 'song-an', name: '宋安', email: 'song@co.example', unitId: 'office', language: 'zh' },
  })
  const letters: Letter[] = []
  const outage = { mail: false }
  /** what waits for its moment; `undefined`: nothing waits, every moment has come */
  const waiting: { ms: number; go: () => void }[] = []
  const held = { on: false }
  const room = {
    ...{
      people,
      clock,
      ids: randomIds,
      signIns: signInStore(table),
      counts: dailyCounts(table),
      acts: actsLedger(table, clock),
    },
    secrets: { read: async (name: string) => `the ${name} of the tests` },
    mail: {
      send: async (letter: Letter) => {
        if (outage.mail) throw new Error('no server')
        letters.push(letter)
        return 'sent' as const
      },
    },
    pause: (ms: number) =>
      held.on ? new Promise<void>((go) => void waiting.push({ ms, go })) : Promise.resolve(),
  }
  const opened = sessions(room)
  const start = startSignIn(room)
  const confirm = confirmSignIn({ ...room, sessions: opened })

  /** A browser of its own at an address; it keeps what it is given. */
  const browser = (sourceIp = '203.0.113.7') => {
    const cookies: Record<string, string> = {}
    return {
      cookies,
      ask: async (email = 'song@co.example') => {
        const { browser: name } = await start({ email, cookies, sourceIp })
        cookies['qianfa_browser'] = name
      },
      type: async (code: string, email = 'song@co.example') => {
        const { session, known } = await confirm({ email, code, cookies, sourceIp, agent: 'a browser' })
        cookies['qianfa_known'] = known
        return session
      },
    }
  }
  return {
    ...{ room, people, letters, outage, held, waiting, browser, sessions: opened, table },
    codes: () =>
      letters.flatMap(({ text }) => {
        const code = /(?<!\d)\d{10}(?!\d)/.exec(text)?.[0]
        return code === undefined ? [] : [code]
      }),
    later: (ms: number) => void (now = new Date(now.getTime() + ms)),
  }
}

export const said = async (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => 'yes',
    (error: { code?: string; said?: unknown; facts?: unknown }) => ({
      ...{ code: error.code, said: error.said, facts: error.facts },
    }),
  )
