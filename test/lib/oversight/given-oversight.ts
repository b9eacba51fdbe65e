import { offeredAccounts } from '../../../lib/channels/weibo/account-store'
import { createOutbox, letterCipher } from '../../../lib/outbox/outbox'
import { outboxStore } from '../../../lib/outbox/store'
import { breakGlass } from '../../../lib/oversight/break-glass'
import type { Change } from '../../../lib/oversight/change'
import { listProposals } from '../../../lib/oversight/list'
import { proposalAnswering } from '../../../lib/oversight/proposal-answering'
import { proposalQuestion } from '../../../lib/oversight/proposal-question'
import { propose } from '../../../lib/oversight/propose'
import { proposalStore } from '../../../lib/oversight/store'
import { resumeProposal } from '../../../lib/oversight/wake'
import { withdrawProposal } from '../../../lib/oversight/withdraw'
import { ownOf, type Person, type Role } from '../../../lib/people/person'
import { rosterStore } from '../../../lib/people/roster-store'
import { peopleStore } from '../../../lib/people/store'
import { pointsStore } from '../../../lib/points/store'
import { randomIds } from '../../../lib/platform/ids'
import { questionDoor } from '../../../lib/question/door'
import { askStore } from '../../../lib/question/store'
import { actsLedger } from '../../../lib/security/ledger'
import { settingsStore } from '../../../lib/settings/store'
import { wordListStore } from '../../../lib/wording/store'
import { shipped } from '../../kit/calendar'
import { memoryTable } from '../../kit/memory-table'
import { runWatch } from '../../kit/watched'
import { themeStore } from '../../../lib/theme/store'

export type Staff = Record<string, Role[]>

/** One administrator, the head of 企管部, a leader of the company, and two who write and decide. */
export const oneAdmin: Staff = {
  'song-an': ['admin'],
  'zhou-heng': ['unit-head', 'department-head'],
  'lin-jing': ['office-reviewer'],
  'wu-gang': ['company-leader'],
  'chen-yu': ['officer'],
  'wang-lei': ['unit-head'],
}

/** Proposals over a table in memory, with a clock that is set, letters in the outbox, and links that are followed. */
export async function givenOversight(staff: Staff = oneAdmin) {
  let now = new Date('2026-11-23T02:00:00.000Z')
  const clock = { now: () => now }
  const table = memoryTable()
  const people = peopleStore(table)
  const secrets = { read: async (name: string) => `the ${name} of the tests` }
  const room = {
    ...{ people, clock, secrets, ids: randomIds, publicUrl: 'https://qianfa.example' },
    proposals: proposalStore(table, clock),
    acts: actsLedger(table, clock),
    wordLists: wordListStore(table),
    themes: themeStore(table),
    settings: settingsStore(table),
    rosters: rosterStore(table),
    points: pointsStore(table),
    weiboAccounts: offeredAccounts(table),
    asks: askStore(table),
    calendar: async () => shipped,
    mail: createOutbox({ table, secrets, clock }),
  }
  await people.saveUnit({ id: 'office', name: '企管部', office: true })
  await people.saveUnit({ id: 'marketing', name: '市场部', office: false })
  for (const [id, roles] of Object.entries(staff)) {
    const unitId = ['chen-yu', 'wang-lei'].includes(id) ? 'marketing' : 'office'
    await people.save({ id, name: id, email: `${id}@co.example`, unitId, language: 'zh' })
    for (const role of roles) await people.grant(id, { role, unitId, from: '2026-01-01' })
  }
  const who = async (id: string): Promise<Person> => (await people.withId(id))!
  const outbox = outboxStore(table, letterCipher(secrets, clock))
  const letters = async () =>
    Promise.all(
      [...(await outbox.waiting(500)), ...(await outbox.reminders(500))].map(({ messageId }) =>
        outbox.wordsOf(messageId),
      ),
    )
  const door = questionDoor({
    ...room,
    question: proposalQuestion(room),
    answering: proposalAnswering(room),
  })
  const proposing = propose(room)
  const lettersTo = async (address: string) => (await letters()).filter(({ to }) => to === address)

  return {
    ...{ room, table, people, who, letters, lettersTo, door },
    at: (iso: string) => void (now = new Date(iso)),
    later: (ms: number) => void (now = new Date(now.getTime() + ms)),
    propose: async (change: Change, by = 'song-an') => proposing({ change, by: await who(by) }),
    /** Another address, as the form of the portal sends it. */
    move: async (id: string, email: string, by = 'song-an') =>
      proposing({
        change: { kind: 'person', person: { ...ownOf(await who(id)), email } },
        by: await who(by),
      }),
    withdraw: async (proposalId: string, by = 'song-an') =>
      withdrawProposal(room)({ proposalId, by: await who(by) }),
    glass: async (proposalId: string, reason = '负责人出差失联', by = 'song-an') =>
      breakGlass(room)({ proposalId, reason, by: await who(by) }),
    list: async () => (await listProposals(room)({})).items,
    watch: () =>
      runWatch(table, clock, { proposal: resumeProposal({ ...room, askOthers: async () => undefined }) }),
    acts: async () => (await room.acts.page()).items,
    /** Answers as the person would: opens the newest link of their mail, types the code. */
    async answer(id: string, choice: 'approve' | 'reject', reason?: string) {
      const mails = (await lettersTo(`${id}@co.example`)).filter(({ text }) => text.includes('/d/'))
      const { text } = mails.at(-1)!
      const token = /\/d\/([\w-]{43})/.exec(text)![1]!
      const code = /验证码：(\d{6})/.exec(text)![1]!
      const shown = await door.show(token)
      const nonce = /name="nonce" value="([^"]+)"/.exec(shown.body!)![1]!
      const body = { nonce, choice, code, answers: [], ...(reason && { reason }) }
      return { shown: shown.body!, took: await door.take({ path: { token }, body }) }
    },
  }
}
