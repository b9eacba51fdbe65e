import type { Delivery } from '../../../lib/channels/mail/smtp'
import type { Table } from '../../../lib/platform/table'
import { givenOutbox, Killed, letterTo } from './given-outbox'

const minute = 60_000
const hour = 60 * minute
const later = (everybody = true): Delivery => ({ kind: 'later', said: '421 busy', everybody })

describe('a letter in the outbox', () => {
  it('leaves at once, is kept without its code, and what it said is gone from the outbox', async () => {
    const given = givenOutbox()
    await given.outbox.send(letterTo('wang@a.example'))
    expect(JSON.stringify([...given.rows.values()].map((rows) => [...rows.values()]))).not.toContain('482913')
    await given.worker.written(['ask.wang'])
    expect(given.arrived).toEqual([letterTo('wang@a.example')])
    expect(await given.kept()).toMatchObject([
      { messageId: 'ask.wang', text: '验证码：******', outcome: 'sent' },
    ])
    expect(await given.table.get({ pk: 'OUTBOX#ask.wang', sk: 'WORDS' })).toBeUndefined()
    expect(await given.store.waiting(10)).toEqual([])
  })

  it('is one letter a Message-ID: by a step that runs again, in a transaction, and after it left', async () => {
    const given = givenOutbox()
    const letter = letterTo('wang@a.example')
    const sameRow = { pk: 'SUB#1', sk: 'HEAD' }
    await given.outbox.send(letter)
    await given.outbox.send({ ...letter, text: 'another' })
    await given.table.transact([
      { put: sameRow },
      ...(await given.outbox.write({ ...letter, text: 'a third' })),
    ])
    await given.worker.due()
    await given.outbox.send(letter)
    await given.table.transact([{ put: sameRow }, ...(await given.outbox.write(letter))])
    given.pass(hour)
    await given.worker.due()
    expect(given.arrived).toEqual([letter])
  })

  it('is written with what it tells or not at all', async () => {
    const given = givenOutbox()
    const writes = await given.outbox.write(letterTo('wang@a.example'))
    const failing = given.table.transact([
      { check: { pk: 'SUB#1', sk: 'HEAD' }, when: { expression: 'attribute_exists(pk)' } },
      ...writes,
    ])
    await expect(failing).rejects.toThrow()
    await given.worker.due()
    expect(given.arrived).toEqual([])
    await given.table.transact(writes)
    await given.worker.due()
    expect(given.arrived).toHaveLength(1)
  })

  it('waits for a mail server that is down for a day, with pauses of a quarter of an hour at most', async () => {
    const given = givenOutbox()
    given.server.answer = () => later()
    for (const name of ['wang', 'li', 'zhao']) await given.outbox.send(letterTo(`${name}@a.example`))
    for (let minutes = 0; minutes < 24 * 60; minutes++) {
      await given.worker.due()
      given.pass(minute)
    }
    const waiting = await given.store.waiting(10)
    expect(waiting).toHaveLength(3)
    for (const { due } of waiting)
      expect(Date.parse(due) - given.clock.now().getTime()).toBeLessThanOrEqual(15 * minute)
    given.server.answer = () => ({ kind: 'sent' })
    given.pass(15 * minute)
    await given.worker.due()
    expect(given.arrived.map(({ messageId }) => messageId).sort()).toEqual(['ask.li', 'ask.wang', 'ask.zhao'])
  })

  it('asks a closed server once a sweep and not once a letter', async () => {
    const given = givenOutbox()
    let asked = 0
    given.server.answer = () => (asked++, later())
    for (let n = 0; n < 40; n++) await given.outbox.send(letterTo(`p${n}@a.example`))
    await given.worker.due()
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThanOrEqual(8)
  })

  it('lets nobody wait for a mailbox that is put off alone', async () => {
    const given = givenOutbox()
    given.server.answer = ({ to }) => (to.startsWith('full') ? later(false) : { kind: 'sent' })
    for (const name of ['full', 'full2', 'full3', 'full4', 'full5', 'wang'])
      await given.outbox.send(letterTo(`${name}@a.example`))
    await given.worker.due()
    expect(given.arrived.map(({ to }) => to)).toEqual(['wang@a.example'])
  })

  it('is given up by its own deadline', async () => {
    const given = givenOutbox()
    const deadline = new Date(given.clock.now().getTime() + 10 * minute).toISOString()
    await given.outbox.send(letterTo('wang@a.example', { deadline }))
    given.server.answer = () => later()
    await given.worker.due()
    given.server.answer = () => ({ kind: 'sent' })
    given.pass(11 * minute)
    await given.worker.due()
    expect(given.arrived).toEqual([])
    expect(await given.store.withId('ask.wang')).toMatchObject({ state: 'expired' })
    expect(await given.table.get({ pk: 'OUTBOX#ask.wang', sk: 'WORDS' })).toBeUndefined()
  })

  it('may have arrived: it is handed over once more under its Message-ID, and no third time', async () => {
    const given = givenOutbox()
    given.server.answer = () => ({ kind: 'unknown' })
    await given.outbox.send(letterTo('wang@a.example'))
    for (let n = 0; n < 5; n++) {
      await given.worker.due()
      given.pass(hour)
    }
    expect(given.arrived).toHaveLength(2)
    expect(await given.kept()).toMatchObject([{ outcome: 'unknown' }])
  })

  it('was in doubt and then refused for certain: a new doubt is counted anew', async () => {
    const given = givenOutbox()
    const answers: Delivery[] = [{ kind: 'unknown' }, later(), { kind: 'unknown' }, { kind: 'sent' }]
    given.server.answer = () => answers.shift()!
    await given.outbox.send(letterTo('wang@a.example'))
    for (let n = 0; n < 4; n++) {
      await given.worker.due()
      given.pass(hour)
    }
    expect(await given.store.withId('ask.wang')).toMatchObject({ state: 'sent' })
  })

  it('is sent by one of two workers that look at the same moment', async () => {
    const given = givenOutbox()
    await given.outbox.send(letterTo('wang@a.example'))
    await Promise.all([given.worker.due(), given.worker.written(['ask.wang']), given.worker.due()])
    expect(given.arrived).toHaveLength(1)
  })

  it('stands in no other letter’s way when it cannot be read', async () => {
    const given = givenOutbox()
    for (const name of ['broken', 'wang', 'li']) await given.outbox.send(letterTo(`${name}@a.example`))
    await given.table.put({ pk: 'OUTBOX#ask.broken', sk: 'WORDS', sealed: 'o1.AAAA' })
    await given.worker.due()
    expect(given.arrived.map(({ to }) => to).sort()).toEqual(['li@a.example', 'wang@a.example'])
    given.pass(8 * 24 * hour)
    await given.worker.due()
    expect(await given.store.withId('ask.broken')).toMatchObject({ state: 'expired' })
  })
})

describe('a mailbox that refuses for good', () => {
  it('is known from its first letter until it takes one again', async () => {
    const given = givenOutbox()
    given.server.answer = () => ({ kind: 'refused', said: '550 no such mailbox' })
    const since = given.clock.now().toISOString()
    await given.outbox.send(letterTo('Wang@a.example'))
    await given.worker.due()
    given.pass(hour)
    await given.outbox.send(letterTo('wang@A.example', { messageId: 'second' }))
    await given.worker.due()
    expect(await given.mailboxes.all()).toEqual([
      {
        ...{ address: 'wang@a.example', since, letters: 2, said: '550 no such mailbox' },
        lastAt: given.clock.now().toISOString(),
      },
    ])
    expect(await given.kept()).toEqual([])
    expect(given.cameBack.map(({ messageId }) => messageId)).toEqual(['ask.Wang', 'second'])
    given.server.answer = () => ({ kind: 'sent' })
    await given.outbox.send(letterTo('wang@a.example', { messageId: 'third' }))
    await given.worker.due()
    expect(await given.mailboxes.ofAddress('WANG@a.example')).toBeUndefined()
    expect(given.arrived.map(({ messageId }) => messageId)).toEqual(['third'])
  })
})

/** A table whose process dies at its `nth` write: before it is done, or after it and before anybody hears. */
const dyingAt = (table: Table, nth: number, when: 'before' | 'after'): Table => {
  let writes = 0
  const dying = async <T>(perform: () => Promise<T>): Promise<T> => {
    if (++writes !== nth) return perform()
    if (when === 'after') await perform()
    throw new Killed()
  }
  return {
    ...table,
    put: (row, condition) => dying(() => table.put(row, condition)),
    transact: (all) => dying(() => table.transact(all)),
  }
}

describe('a worker that is killed', () => {
  it.each([1, 2, 3].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
    'at write %i, %s it: the letter is not lost, and twice only if nobody could know',
    async (nth, when) => {
      const given = givenOutbox()
      await given.outbox.send(letterTo('wang@a.example'))
      await given.workerOn(dyingAt(given.table, nth, when)).written(['ask.wang'])
      given.pass(2 * minute)
      await given.worker.due()
      given.pass(hour)
      await given.worker.due()
      // Only a death between the letter's arrival and the record of it can send it again.
      expect(given.arrived).toHaveLength(nth === 3 && when === 'before' ? 2 : 1)
      expect(await given.store.withId('ask.wang')).toMatchObject({ state: 'sent' })
      expect(await given.kept()).toHaveLength(1)
    },
  )

  it.each(['onNoted', 'onTaken'] as const)(
    'again and again %s hands it over twice at most and records it',
    async (moment) => {
      const given = givenOutbox()
      given.server[moment] = () => Promise.reject(new Killed())
      await given.outbox.send(letterTo('wang@a.example'))
      for (let n = 0; n < 6; n++) {
        await given.worker.due()
        given.pass(2 * minute)
      }
      expect(given.arrived).toHaveLength(moment === 'onTaken' ? 2 : 0)
      expect(await given.store.withId('ask.wang')).toMatchObject({ state: 'unknown' })
      expect(await given.kept()).toMatchObject([{ outcome: 'unknown' }])
    },
  )

  it('before the handing over, any number of times, loses nothing', async () => {
    const given = givenOutbox()
    await given.outbox.send(letterTo('wang@a.example'))
    for (let n = 0; n < 8; n++) {
      await given.workerOn(dyingAt(given.table, 2, 'before')).due()
      given.pass(2 * minute)
    }
    expect(given.arrived).toEqual([])
    await given.worker.due()
    expect(given.arrived).toHaveLength(1)
  })
})
