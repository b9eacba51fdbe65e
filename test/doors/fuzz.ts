import fc from 'fast-check'
import type { HttpAnswer } from '../../lib/platform/http'
import { secrets, type Doors } from '../kit/doors'
import { casesOf, injected, type Case } from './cases'
import { people, rights, type Caller, type Member } from './rights'
import { marker, type Things } from './things'

/** Milliseconds of the processor that one answer may take. */
const mostCpuMs = 1_000

/** Values that leave in no answer. */
const hidden = [
  ...Object.values(secrets).flatMap((value) => [value, ...(value.match(/canary[\w-]+/g) ?? [])]),
  process.env['AWS_SECRET_ACCESS_KEY'] ?? 'canary-aws-secret-access-key-b7',
  'task-canary',
]

/** Whether what changed was this caller's to change by this door. */
function mayHaveChanged({ route, caller, sound }: Case, what: string): boolean {
  const { may, leaves } = rights[route]!
  if (sound) return true
  // When a session was used last is noted with whatever it asks.
  if (what.startsWith('SEEN#')) return caller in people
  if (leaves?.test(what)) return true
  return may !== 'anybody' && caller in people && may.includes(caller as Member)
}

/** Whether this caller may be told of the marketing unit’s things by this door. */
function mayBeTold({ route, caller }: Case): boolean {
  const { may, sees } = rights[route]!
  if (may === 'anybody') return sees === undefined || sees.length > 0
  return caller in people && (sees ?? may).includes(caller as Member)
}

/** What is wrong with an answer; empty when nothing is. */
function wrongWith(one: Case, answer: HttpAnswer, changed: string[]): string[] {
  const { statusCode = 0, headers = {}, body = '', cookies = [] } = answer
  const wrong: string[] = []
  if (!(statusCode >= 200 && statusCode < 500)) wrong.push(`status ${statusCode}`)
  const unentitled = changed.filter((what) => !mayHaveChanged(one, what))
  if (unentitled.length > 0) wrong.push(`changed without right: ${unentitled.join(', ')}`)
  const whole = [body, ...cookies, ...Object.values(headers).map(String)]
  if (body.includes(marker) && !mayBeTold(one)) wrong.push('tells what the caller may not read')
  if (hidden.some((secret) => whole.some((part) => part.includes(secret)))) wrong.push('tells a secret')
  if (Object.values(headers).some((value) => /[\r\n\0]/.test(String(value)))) wrong.push('breaks a header')
  if (headers['x-content-type-options'] !== 'nosniff') wrong.push('lacks its headers')
  const location = headers['location']
  if (location !== undefined && !/^\/(?!\/)/.test(String(location)))
    wrong.push(`leads away to ${String(location)}`)
  const isPage = String(headers['content-type']).startsWith('text/html')
  if (isPage && body.includes(injected)) wrong.push('writes what it was told into the page')
  return wrong
}

export interface Fuzzed {
  cases: number
  statuses: Record<number, number>
  mostCpuMs: number
  slowest: string
}

/**
 * Knocks `runs` times with requests of every kind, from a seed; after each the table is as before. Throws at the first
 * fault, with the smallest request that shows it. Time counts only where it is asked for: a busy machine says nothing.
 */
export async function fuzzDoors(given: {
  doors: Doors
  things: Things
  cookies: Record<Caller, string>
  seed: number
  runs: number
  timed: boolean
  fuzzed?: Fuzzed
}): Promise<Fuzzed> {
  const { doors, seed, runs, timed } = given
  const fuzzed: Fuzzed = given.fuzzed ?? { cases: 0, statuses: {}, mostCpuMs: 0, slowest: '' }
  doors.mark()
  const property = fc.asyncProperty(casesOf(given.things, given.cookies), async (one) => {
    doors.deeds.length = 0
    doors.asked.length = 0
    const before = process.cpuUsage()
    const answer = await doors.knock(one.knock)
    const { user, system } = process.cpuUsage(before)
    const ms = Math.round((user + system) / 1_000)
    const changed = [...doors.changed(), ...doors.deeds.map(({ what }) => what)]
    doors.undo()
    fuzzed.cases++
    if (!answer) return
    const status = answer.statusCode ?? 0
    fuzzed.statuses[status] = (fuzzed.statuses[status] ?? 0) + 1
    if (ms > fuzzed.mostCpuMs) Object.assign(fuzzed, { mostCpuMs: ms, slowest: one.route })
    const wrong = wrongWith(one, answer, changed)
    if (timed && ms > mostCpuMs) wrong.push(`took ${ms} ms of the processor`)
    if (wrong.length > 0) throw new Error(`${wrong.join('; ')} ${answer.body?.slice(0, 300) ?? ''}`)
  })
  await fc.assert(property, { seed, numRuns: runs, endOnFailure: false })
  return fuzzed
}
