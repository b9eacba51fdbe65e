import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'qianfa-lint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The linter as `npm run lint:openapi` runs it, with whom it would have asked on the network. */
const lint = (file: string) =>
  new Promise<{ code: number; said: string; asked: string }>((resolve) => {
    const told = join(folder, 'asked')
    const cli = join(root, 'node_modules', '@redocly', 'cli', 'bin', 'cli.js')
    const watched = ['--require', join(root, 'test', 'kit', 'no-network.cjs'), cli, 'lint', file]
    execFile(
      process.execPath,
      watched,
      { cwd: root, env: { ...process.env, TOLD_NETWORK: told } },
      (error, out, said) =>
        resolve({
          code: error ? Number(error.code) : 0,
          said: `${out}${said}`,
          asked: existsSync(told) ? readFileSync(told, 'utf8') : '',
        }),
    )
  })

it('docs/openapi.json passes every recommended rule of a public linter, which asks nobody on the network', async () => {
  const { code, said, asked } = await lint('docs/openapi.json')
  expect(said).not.toMatch(/\b(error|warning) /i)
  expect([code, asked]).toEqual([0, ''])
})
