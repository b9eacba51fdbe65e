import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readService } from '../local/template/read-service'
import type { FunctionModel } from '../local/template/service'
import type { Template } from '../local/template/template'
import Watching from '../resources/watching.cjs'
import { frameworkArguments, type Target } from './target'

/** What `npm run package` left behind, read. */
export interface Packaged {
  /** directory of the zips and the templates */
  dir: string
  /** of the service and of what watches it, as one */
  template: Template
  functions: FunctionModel[]
  architecture: 'arm64' | 'x86_64'
}

const run = promisify(execFile)

/** Native parts, the portal, then every function: the only order in which a package is whole. */
export async function makePackages(root: string, target: Target): Promise<Packaged> {
  const architecture = target.params['architecture'] ?? 'arm64'
  const node = (...args: string[]) => run(process.execPath, args, { cwd: root, maxBuffer: 1 << 26 })
  await node('resources/native.mjs', '--architecture', architecture)
  await node('web/build.mjs')
  await node(
    join('node_modules', 'serverless', 'bin', 'serverless.js'),
    'package',
    ...frameworkArguments(target),
  )
  return readPackages(join(root, '.serverless'))
}

/** @throws Error when nothing was packaged there */
export function readPackages(dir: string): Packaged {
  const file = join(dir, 'cloudformation-template-update-stack.json')
  if (!existsSync(file)) throw new Error(`${dir} holds no template: npm run package makes it`)
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Template
  const template = Watching.joined(read(file), read(join(dir, Watching.fileName)))
  const { functions } = readService(template, 'packaged', 'https://packaged.invalid')
  const [one] = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function')
  const [architecture] = (one?.Properties?.['Architectures'] as Packaged['architecture'][] | undefined) ?? []
  return { dir, template, functions, architecture: architecture ?? 'x86_64' }
}
