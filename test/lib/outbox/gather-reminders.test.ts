import { compose } from '../../../lib/channels/mail/compose'
import { letterStore } from '../../../lib/channels/mail/letter-store'
import { givenOutbox } from './given-outbox'

const minute = 60_000
const hour = 60 * minute

const reminderTo = (to: string, about: string, more: { worthUntil?: Date } = {}) =>
  compose({
    ...{ to, name: to, language: 'zh', messageId: `reminder.${about}.${to}`, thread: `submission.${about}` },
    reminds: true,
    subject: { zh: `催办：${about}`, en: `reminder: ${about}` },
    blocks: [
      { code: '482913', label: { zh: '验证码', en: 'Code' } },
      { say: { zh: `请处理 ${about}`, en: `please see to ${about}` } },
    ],
    ...more,
  })

/** Monday 30 November 2026, ten in the morning in Beijing; `until` moves minute by minute as the sweep does. */
const given = () => {
  const outbox = givenOutbox()
  return {
    ...outbox,
    async until(beijing: string) {
      const end = Date.parse(`${beijing}:00+08:00`)
      while (outbox.clock.now().getTime() < end) {
        await outbox.gather()
        await outbox.worker.due()
        outbox.pass(5 * minute)
      }
    },
    remind: (to: string, ...about: string[]) =>
      Promise.all(about.map((one) => outbox.outbox.send(reminderTo(to, one)))),
    subjects: () => outbox.arrived.map(({ to, subject }) => `${to} ${subject}`),
  }
}

it('leaves in one letter a person, whatever presses them that morning, each copy in its own thread without its code', async () => {
  const { remind, until, arrived, table } = given()
  await remind('wang@a.example', 'a', 'b', 'c')
  await remind('li@a.example', 'a')
  await until('2026-11-30T12:00')
  expect(arrived.map(({ to }) => to).sort()).toEqual(['li@a.example', 'wang@a.example'])
  const digest = arrived.find(({ to }) => to.startsWith('wang'))!
  expect(digest.subject).toBe('【签发】2026-11-30 待办提醒 3 项')
  for (const about of ['a', 'b', 'c']) {
    expect(digest.text).toContain(`请处理 ${about}`)
    const kept = await letterStore(table).ofThread(`submission.${about}`)
    const own = kept.find(({ to }) => to.startsWith('wang'))!
    expect(own.text).toContain('******')
    expect(own.text).not.toContain('482913')
  }
})

it('is the reminder itself when there is one, under its own Message-ID', async () => {
  const { remind, until, arrived } = given()
  await remind('li@a.example', 'a')
  await until('2026-11-30T11:00')
  expect(arrived).toMatchObject([{ messageId: 'reminder.a.li@a.example', subject: '催办：a' }])
})

it('never leaves twice a day: what comes later waits for the next working day', async () => {
  const { remind, until, subjects } = given()
  await remind('wang@a.example', 'a')
  await until('2026-11-30T11:00')
  await remind('wang@a.example', 'b')
  await until('2026-11-30T15:00')
  await remind('wang@a.example', 'c', 'a')
  await until('2026-12-01T09:00')
  expect(subjects()).toEqual(['wang@a.example 催办：a'])
  await until('2026-12-01T11:00')
  expect(subjects()).toEqual(['wang@a.example 催办：a', 'wang@a.example 【签发】2026-12-01 待办提醒 2 项'])
})

it('leaves nobody’s mailbox awake at night or on a day off', async () => {
  const { remind, until, subjects } = given()
  await until('2026-12-04T19:00')
  await remind('wang@a.example', 'a')
  await until('2026-12-07T10:00')
  expect(subjects()).toEqual([])
  await until('2026-12-07T11:00')
  expect(subjects()).toEqual(['wang@a.example 催办：a'])
})

it('says nothing of what is no longer worth a reminder', async () => {
  const { outbox, clock, until, subjects, store } = given()
  await until('2026-11-30T19:00')
  await outbox.send(reminderTo('wang@a.example', 'a', { worthUntil: new Date(clock.now().getTime() + hour) }))
  await outbox.send(reminderTo('wang@a.example', 'b'))
  await until('2026-12-01T11:00')
  expect(subjects()).toEqual(['wang@a.example 催办：b'])
  expect(await store.withId('reminder.a.wang@a.example')).toMatchObject({ state: 'expired' })
})

it('is written once by two sweeps at the same moment, and by a step that runs again', async () => {
  const { remind, gather, worker, arrived, pass } = given()
  await remind('wang@a.example', 'a', 'b')
  pass(15 * minute)
  await Promise.all([gather(), gather(), gather()])
  await remind('wang@a.example', 'a', 'b')
  await gather()
  await worker.due()
  expect(arrived).toHaveLength(1)
})

it('takes forty at a time and leaves none behind for good', async () => {
  const { remind, until, subjects, store } = given()
  await remind('wang@a.example', ...Array.from({ length: 55 }, (_, n) => `m${n}`))
  await until('2026-12-01T11:00')
  expect(subjects()).toEqual([
    'wang@a.example 【签发】2026-11-30 待办提醒 40 项',
    'wang@a.example 【签发】2026-12-01 待办提醒 15 项',
  ])
  expect(await store.reminders(100)).toEqual([])
})
