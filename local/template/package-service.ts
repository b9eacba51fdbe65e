import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { takeLock } from '../cloud/lock'
import type { Template } from './template'

export interface PackagedService {
  /** directory in which handlers stand as the template names them */
  code: string
  template: Template
  /** stack name, `<service>-<stage>` */
  stack: string
}

const sources = [
  'serverless.yml',
  'functions',
  'lib',
  'statemachines',
  'resources',
  'web/build.mjs',
  'web/src',
  'package-lock.json',
  'tsconfig.json',
]

const bundler = join(__dirname, 'bundle-together.cjs')

const filesBelow = (path: string): string[] =>
  !existsSync(path)
    ? []
    : statSync(path).isDirectory()
      ? readdirSync(path)
          .sort()
          .flatMap((name) => (name === 'node_modules' ? [] : filesBelow(join(path, name))))
      : [path]

const hashOf = (root: string, options: string[]): string => {
  const hash = createHash('sha256').update(readFileSync(bundler)).update(JSON.stringify(options))
  for (const file of sources.flatMap((source) => filesBelow(join(root, source))))
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** Runs the framework CLI offline: no account is asked and no credential of this machine is seen. */
const runCli = (root: string, to: string, options: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const cli = join(dirname(require.resolve('serverless/package.json')), 'bin', 'serverless.js')
    const env = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      SLS_NOTIFICATIONS_MODE: 'off',
      CI: '1',
      QIANFA_CODE_DIR: join(to, 'code'),
    }
    execFile(
      process.execPath,
      ['--require', bundler, cli, 'package', '--package', join(to, 'compiled'), ...options],
      { cwd: root, env, maxBuffer: 1 << 26 },
      (error, out, err) =>
        error ? reject(new Error(`serverless package failed:\n${out}\n${err}`)) : resolve(),
    )
  })

/** Builds the portal where there is one; functions carry it. */
const buildWeb = (root: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const builder = join(root, 'web', 'build.mjs')
    if (!existsSync(builder)) return resolve()
    execFile(process.execPath, [builder], { cwd: root }, (error, out, err) =>
      error ? reject(new Error(`building the portal failed:\n${out}\n${err}`)) : resolve(),
    )
  })

const build = async (root: string, target: string, options: string[]): Promise<void> => {
  const making = `${target}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  await buildWeb(root)
  await runCli(root, making, options)
  renameSync(making, target)
}

/**
 * The service of `root` compiled by the framework, from the cache when its sources did not change.
 * The cache is `<root>/.qianfa/build/<hash>`; older builds are removed. Below `root`, so that what a bundle leaves
 * to a layer resolves from the project's own node_modules. `options` are the framework's, e.g. `--param=egress=nat`.
 */
export async function packageService(root: string, options: string[] = []): Promise<PackagedService> {
  const builds = join(root, '.qianfa', 'build')
  mkdirSync(builds, { recursive: true })
  const target = join(builds, hashOf(root, options))
  while (!existsSync(target)) {
    const lock = takeLock(join(builds, 'lock'))
    if (!lock) await sleep(100)
    else
      try {
        if (!existsSync(target)) await build(root, target, options)
        removeOld(builds, target)
      } finally {
        lock.release()
      }
  }
  const read = (name: string): unknown => JSON.parse(readFileSync(join(target, 'compiled', name), 'utf8'))
  const template = read('cloudformation-template-update-stack.json') as Template
  const state = read('serverless-state.json') as { service: { service: string; provider: { stage: string } } }
  return {
    code: join(target, 'code'),
    template,
    stack: `${state.service.service}-${state.service.provider.stage}`,
  }
}

/** Another stack may still run from a recent build, so the last few stay. */
const removeOld = (builds: string, current: string): void => {
  const old = readdirSync(builds)
    .map((name) => join(builds, name))
    .filter((path) => path !== current && statSync(path).isDirectory())
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  for (const path of old.slice(5)) rmSync(path, { recursive: true, force: true })
}
