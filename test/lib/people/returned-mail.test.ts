import type { Letter } from '../../../lib/channels/mail/mail'
import { returningMailboxes } from '../../../lib/outbox/store'
import { listReturnedMail, returnedAmong, tellReturnedMail } from '../../../lib/people/returned-mail'
import { peopleStore } from '../../../lib/people/store'
import { givenOutbox, letterTo } from '../outbox/given-outbox'

const hour = 3_600_000
const day = 24 * hour

async function givenCompany() {
  const given = givenOutbox()
  const people = peopleStore(given.table)
  await people.saveUnit({ id: 'office', name: '企管部', office: true })
  const join = (id: string, email = `${id}@a.example`) =>
    people.save({ id, name: id, email, unitId: 'office', language: 'zh' })
  for (const id of ['wang', 'li', 'song']) await join(id)
  await people.grant('song', { role: 'admin', unitId: 'office', from: '2026-01-01' })
  const letters: Letter[] = []
  const needs = { people, clock: given.clock, mailboxes: returningMailboxes(given.table) }
  let count = 0
  return {
    ...{ ...given, ...needs, join, letters },
    list: listReturnedMail(needs),
    among: returnedAmong(needs),
    tell: tellReturnedMail({
      ...{ ...needs, publicUrl: 'https://q.example' },
      mail: { send: async (letter) => void letters.push(letter) },
    }),
    async comesBack(to: string) {
      given.server.answer = () => ({ kind: 'refused', said: '550 no such mailbox' })
      await given.outbox.send(letterTo(to, { messageId: `n${++count}` }))
      await given.worker.due()
      given.server.answer = () => ({ kind: 'sent' })
    },
  }
}

describe('a person whose mail comes back', () => {
  it('is named with the moment of the first letter, and no longer once the address is another', async () => {
    const given = await givenCompany()
    const since = given.clock.now().toISOString()
    await given.comesBack('wang@a.example')
    given.pass(hour)
    await given.comesBack('wang@a.example')
    expect(await given.list()).toMatchObject([{ personId: 'wang', since, letters: 2 }])
    expect(await given.among(['li', 'wang', 'wang'])).toEqual([{ personId: 'wang', name: 'wang', since }])
    await given.join('wang', 'wang.new@a.example')
    expect([await given.list(), await given.among(['wang'])]).toEqual([[], []])
  })

  it('is told to administrators once a day, while letters come back, and not for ever', async () => {
    const given = await givenCompany()
    expect(await given.tell()).toEqual({ returned: 0 })
    await given.comesBack('wang@a.example')
    await given.tell()
    await given.tell()
    expect(new Set(given.letters.map(({ messageId }) => messageId)).size).toBe(1)
    expect(given.letters[0]).toMatchObject({ to: 'song@a.example' })
    expect(given.letters[0]!.text).toContain('wang@a.example')
    given.pass(day + hour)
    expect(await given.tell()).toEqual({ returned: 0 })
    await given.comesBack('wang@a.example')
    expect(await given.tell()).toEqual({ returned: 1 })
    expect(new Set(given.letters.map(({ messageId }) => messageId)).size).toBe(2)
  })
})
