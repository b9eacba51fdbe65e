import { machines, until, type Functions } from '../local/step-functions/given-machine'
import { removeTemporaryDirs } from '../local/kit'
import { readMachine } from './read-machine'

const { given, closeAll } = machines()
afterEach(closeAll)
afterAll(removeTemporaryDirs)

const { substituted } = readMachine('settle-complaint')
const states = substituted.States as unknown as Record<string, object>
const daySeconds = 86_400

/** The machine as deployed, with a step that looks as told and says `done` at the end. */
async function walked(looks: { next: string; waitSeconds?: number; seen?: number }[]) {
  const payloads: Record<string, unknown>[] = []
  const ComplaintStep: Functions[string] = (payload) => {
    payloads.push(payload)
    if (payload['step'] === 'look') return { waitSeconds: 1, seen: 1, ...(looks.shift() ?? { next: 'done' }) }
    return undefined
  }
  const machine = await given(states, { ComplaintStep }, { more: { StartAt: substituted.StartAt } })
  const arn = await machine.start({ complaintId: 'c', run: 1 })
  return { ...machine, arn, payloads, steps: () => payloads.map(({ step }) => step).join(' ') }
}

test('every look is told the run and when it began, and a wait what was seen', async () => {
  const machine = await walked([{ next: 'look', waitSeconds: 90 * daySeconds, seen: 7 }])
  await until(() => machine.payloads.length === 3)
  const [told, looked, waits] = machine.payloads
  expect(told).toEqual({ step: 'acknowledge', complaintId: 'c', run: 1, startedAt: expect.any(String) })
  expect(looked).toEqual({ ...told, step: 'look' })
  expect(waits).toMatchObject({ ...told, step: 'wait', seen: 7 })
  machine.clock.move(90 * daySeconds * 1000)
  expect((await machine.ended(machine.arn)).status).toBe('SUCCEEDED')
  expect(machine.steps()).toBe('acknowledge look wait look')
  expect(new Set(machine.payloads.map(({ startedAt }) => startedAt)).size).toBe(1)
})

test('a person who acts ends the wait', async () => {
  const machine = await walked([{ next: 'look', waitSeconds: daySeconds }])
  await until(() => machine.payloads.length === 3)
  await machine.succeed(String(machine.payloads[2]?.['taskToken']))
  expect((await machine.ended(machine.arn)).status).toBe('SUCCEEDED')
  expect(machine.steps()).toBe('acknowledge look wait look')
})

test('a run that is old hands over to the next and ends', async () => {
  const machine = await walked([{ next: 'renew' }])
  expect((await machine.ended(machine.arn)).status).toBe('SUCCEEDED')
  expect(machine.steps()).toBe('acknowledge look renew')
  expect(machine.payloads[2]).toMatchObject({ complaintId: 'c', run: 1 })
})
