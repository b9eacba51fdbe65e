import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '../..')
const parts = [
  'serverless.yml',
  'package.json',
  'tsconfig.json',
  'functions',
  'lib',
  'resources',
  'statemachines',
  'web',
]
const made: string[] = []

/** A fresh clone of this project as it stands, with its packages installed; nothing built. */
export function givenProject(): string {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-project-'))
  made.push(dir)
  for (const part of parts)
    cpSync(join(root, part), join(dir, part), {
      recursive: true,
      filter: (path) => path !== join(root, 'web', 'dist'),
    })
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'))
  return dir
}

export const removeProjects = () =>
  made.splice(0).forEach((dir) => rmSync(dir, { recursive: true, force: true }))

/** This machine's processor as Lambda calls it. */
export const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64'

/** What `resources/native.mjs` would fetch for this machine's processor, from what is installed. */
export function takeNative(dir: string): void {
  const to = join(dir, '.native', architecture, 'sharp', 'node_modules')
  mkdirSync(to, { recursive: true })
  for (const name of ['sharp', '@img', 'detect-libc', 'semver'])
    cpSync(join(root, 'node_modules', name), join(to, name), { recursive: true, dereference: true })
}

/** A command in the project's directory: its exit status and all that it printed. */
export const inProject = (dir: string, ...args: string[]): Promise<{ status: number; said: string }> =>
  new Promise((tell) => {
    const env = { PATH: process.env['PATH'], HOME: dir, CI: '1', SLS_NOTIFICATIONS_MODE: 'off' }
    execFile(process.execPath, args, { cwd: dir, env, maxBuffer: 1 << 26 }, (error, out, err) =>
      tell({ status: typeof error?.code === 'number' ? error.code : error ? 1 : 0, said: `${out}\n${err}` }),
    )
  })

export const framework = join('node_modules', 'serverless', 'bin', 'serverless.js')
