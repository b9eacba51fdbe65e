import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { changed, root } from './bundle'
import { removals } from './removals'

jest.setTimeout(1_200_000)

/** `npm run faults -- …` as a person runs it; the last line says in JSON how many runs found what. */
function faults(...args: string[]): Promise<{ code: number; said: string; found: Record<string, number> }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'test/faults/main.ts'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    child.on('error', reject)
    child.on('exit', (code) => {
      const found = JSON.parse(said.trimEnd().split('\n').pop() || '{}') as Record<string, number>
      resolve({ code: code ?? 1, said, found })
    })
  })
}

const nothing = {
  ...{ 'double send': 0, 'day lost': 0, 'unknown left': 0, 'content differs': 0, 'record untrue': 0 },
}

test('every thirty-fifth of 11,500 runs: nothing is sent twice, lost, left unknown or other than approved', async () => {
  const { code, found } = await faults('--runs', '11500', '--every', '35')
  expect({ code, found }).toEqual({ code: 0, found: { runs: 329, ...nothing } })
})

test.each<[string, string, string[]]>([
  ['the conditional write of the claim', 'double send', ['--without', 'claim', '--level', 'race']],
  ['the intent before the call', 'double send', ['--without', 'intent', '--level', 'single']],
  ['the hash check', 'content differs', ['--without', 'hash-check', '--level', 'single', '--runs', '150']],
])('without %s it ends with a code and finds: %s', async (_thing, verdict, args) => {
  const { code, found } = await faults(...args)
  expect(code).toBe(1)
  expect(found[verdict]).toBeGreaterThan(0)
})

test('a run is the same every time by its seed', async () => {
  const [once, again] = await Promise.all([faults('--seed', '1234'), faults('--seed', '1234')])
  expect(once.said).toContain('⚡')
  expect(again.said).toBe(once.said)
})

test('each removal finds its text in the code exactly once', () => {
  for (const removal of Object.values(removals).flat()) {
    const source = readFileSync(join(root, removal.file), 'utf8')
    expect(changed(source, removal)).not.toBe(source)
  }
})
