import { build } from 'esbuild'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const root = join(__dirname, '..', '..')
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const functions = readdirSync(join(root, 'functions')).flatMap((area) => {
  const file = join(root, 'functions', area, 'functions.yml')
  if (!existsSync(file)) return []
  const doors = (parse(readFileSync(file, 'utf8')) ?? {}) as Record<
    string,
    { secrets?: string[]; writes?: string[] }
  >
  return Object.entries(doors).map(([name, { secrets = [], writes = [] }]) => ({
    ...{ area, name, secrets, writes },
  }))
})

/** The names of secrets that stand in each function's bundle, what nothing in it reaches left out. */
async function namesInBundles(): Promise<Map<string, string[]>> {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(
      functions.map(({ area, name }) => [name, join(root, 'functions', area, `${kebab(name)}.ts`)]),
    ),
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs', minifySyntax: true, outdir: 'out' },
    packages: 'external',
  })
  return new Map(
    outputFiles.map(({ path, text }) => [
      path.replace(/^.*[\\/]/, '').replace(/\.js$/, ''),
      [...new Set([...text.matchAll(/\.read\("([a-z-]+)"\)/g)].map((found) => found[1]!))].sort(),
    ]),
  )
}

test('no function may read a secret its code does not name', async () => {
  const named = await namesInBundles()
  expect(named.size).toBe(functions.length)
  expect([...named.values()].flat().length).toBeGreaterThan(50)
  const beyond = functions.flatMap(({ name, secrets }) =>
    secrets.filter((secret) => !named.get(name)?.includes(secret)).map((secret) => `${name} ${secret}`),
  )
  expect(beyond).toEqual([])
})

test('the mail server’s password is the letters’ alone, and no page of before the sign-in reads a secret of a channel', () => {
  const readers = (secret: string) =>
    functions.filter(({ secrets }) => secrets.includes(secret)).map(({ name }) => name)
  // Beside whoever uses it, the watch that compares what lies there; it has no door and no channel.
  const watch = 'watchSettings'
  expect(readers('mail-url')).toEqual(['sendLetters', watch])
  expect(readers('setup-code')).toEqual(['setupDesk', watch])
  expect(readers('oidc-client-secret')).toEqual(['companySignIn', watch])
  expect(readers('page-key')).toEqual(['showDecision', 'takeDecision', watch])
  // Who shows a decision, or writes a letter, can make no link and no code of one.
  expect(readers('link-key').length).toBeLessThan(18)
  expect(readers('link-key')).not.toContain('showDecision')
  const ofPages = functions.filter(({ area }) => area === 'pages').flatMap(({ secrets }) => secrets)
  expect(
    ofPages.filter((secret) => !/^((link|page|letter|session)-key|oidc-client-secret)$/.test(secret)),
  ).toEqual([])
})

test('whoever writes letters can seal them', () => {
  const writers = functions.filter(({ writes }) => writes.includes('outbox'))
  expect(writers.length).toBeGreaterThan(20)
  expect(writers.filter(({ secrets }) => !secrets.includes('letter-key')).map(({ name }) => name)).toEqual([])
})
