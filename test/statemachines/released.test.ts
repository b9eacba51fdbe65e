import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { calledBy, releasedMachines, releasedVersions } from '../kit/released'
import { machineNames, readMachine, type Machine } from './read-machine'

const root = join(__dirname, '..', '..')
const pascal = (key: string) => key[0]!.toUpperCase() + key.slice(1)
const functionKeys = readdirSync(join(root, 'functions'))
  .map((area) => join(root, 'functions', area, 'functions.yml'))
  .filter((file) => existsSync(file))
  .flatMap((file) => Object.keys(parse(readFileSync(file, 'utf8')) as object).map(pascal))

/** What a machine sends to each function it calls, and to each step of one that has several. */
const sentBy = (machine: Machine): [name: string, fields: string[]][] =>
  Object.values(machine.States)
    .filter(({ Type }) => Type === 'Task')
    .map(({ Arguments }) => [
      [/\$\{(\w+)Arn\}/.exec(Arguments?.FunctionName ?? '')?.[1], Arguments?.Payload['step']]
        .join(' ')
        .trim(),
      Object.keys(Arguments?.Payload ?? {}).sort(),
    ])

test('releases are kept whole: every machine of each', () => {
  expect(releasedVersions.length).toBeGreaterThan(1)
  for (const version of releasedVersions) expect(Object.keys(releasedMachines(version))).toEqual(machineNames)
})

/** What today’s machines always send and an earlier release did not, with what stands in for it. */
const optionalSince: Record<string, string> = {
  waitSeconds: 'lib/matter/waiting.ts, Parked: a day',
  'SettleSend.startedAt': 'functions/edition/settle-send.ts: optional, earlier machines do not say',
  'PostStep press.startedAt':
    'functions/weibo/post-step.ts: optional; a post without it is pressed from its own time',
}

// docs/decisions/0071: executions of a release go on for up to a year, and call the code that is deployed.
describe.each(releasedVersions)('executions of %s', (version) => {
  const released = releasedMachines(version)

  it.each(machineNames)('%s: call functions that are still there', (name) => {
    const called = calledBy(released[name]!)
    expect(called.length).toBeGreaterThan(0)
    expect(called.filter((key) => !functionKeys.includes(key))).toEqual([])
  })

  it.each(machineNames)('%s: send what today’s machine sends too, so that the step takes it', (name) => {
    const today = new Map<string, string[][]>()
    for (const [key, fields] of sentBy(readMachine(name).machine))
      today.set(key, [...(today.get(key) ?? []), fields])
    for (const [key, fields] of sentBy(parse(released[name]!) as Machine)) {
      // A field that came since is one the step can do without; one that it needs is sent by all of today's states.
      const needed = (today.get(key) ?? []).reduce((all, one) => all.filter((field) => one.includes(field)))
      expect([
        key,
        needed.filter(
          (field) => !fields.includes(field) && !optionalSince[field] && !optionalSince[`${key}.${field}`],
        ),
      ]).toEqual([...[key, []]])
    }
  })
})
