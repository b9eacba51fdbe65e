import JSZip from 'jszip'
import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { FunctionModel } from '../local/template/service'
import { failed, passed, type Check } from './check'
import type { Packaged } from './packaged'

const loader = join(__dirname, 'load-one.cjs')
const ownImages = join(__dirname, '..', 'node_modules', '@img')
/** What ELF calls the processors; the number stands at byte 18 of a binary. */
const elfMachines = { arm64: 0xb7, x86_64: 0x3e }
const thisMachine = process.arch === 'arm64' ? 'arm64' : 'x86_64'

async function unpack(zip: string, to: string): Promise<void> {
  const { files } = await JSZip.loadAsync(readFileSync(zip))
  for (const file of Object.values(files)) {
    if (file.dir) continue
    const path = join(to, file.name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, await file.async('nodebuffer'))
  }
}

/** Native packages of a function by name, with the folder they lie in: `.native/arm64/sharp/node_modules`. */
const nativeOf = ({ environment }: FunctionModel) =>
  (environment['NODE_PATH'] ?? '')
    .split(':')
    .filter(Boolean)
    .map((path) => {
      const folder = path.replace(/^\/var\/task\//, '')
      return { folder, name: folder.split('/').at(-2) ?? '' }
    })

const binariesBelow = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? binariesBelow(join(dir, entry.name))
      : entry.name.endsWith('.node')
        ? [join(dir, entry.name)]
        : [],
  )

/** Binaries for another processor load nowhere, and say so only when the first picture comes. */
function requireMachine(dir: string, architecture: Packaged['architecture']): void {
  const binaries = binariesBelow(dir)
  if (binaries.length === 0) throw new Error(`no binary in ${dir}`)
  for (const binary of binaries)
    if (readFileSync(binary).readUInt16LE(18) !== elfMachines[architecture])
      throw new Error(`${binary} is for another processor than ${architecture}`)
}

/**
 * Its own files only: unpacked away from the project, its own environment. Where the package is for another processor
 * than this machine's, its JavaScript runs with this machine's binaries, and its binaries are looked at instead.
 */
async function loadOne(model: FunctionModel, { dir, architecture }: Packaged, room: string): Promise<void> {
  const root = join(room, model.key)
  await unpack(join(dir, `${model.key}.zip`), root)
  const native = nativeOf(model)
  for (const { folder, name } of native) {
    if (!existsSync(join(root, folder, name))) throw new Error(`${name} is not in the package`)
    requireMachine(join(root, folder), architecture)
  }
  const paths = native.map(({ folder }) => join(root, folder))
  if (native.length > 0 && architecture !== thisMachine) paths.push(join(room, 'this-machine'))
  await promisify(execFile)(process.execPath, [loader], {
    cwd: root,
    timeout: 60_000,
    env: {
      ...model.environment,
      ...{ PATH: process.env['PATH'], TZ: ':UTC', AWS_REGION: 'ap-southeast-1', LAMBDA_TASK_ROOT: root },
      ...{ AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none', _HANDLER: model.handler },
      NODE_PATH: paths.join(':'),
      NATIVE: native.map(({ name }) => name).join(','),
    },
  })
  rmSync(root, { recursive: true })
}

const lastWords = (error: unknown) => {
  const { stderr, message } = error as Error & { stderr?: string }
  const line = stderr?.split('\n').find((text) => /^\S*Error\b/.test(text))
  return line ?? message
}

/** Loads every packaged function once; one failed check for each that does not load, named by its key. */
export async function loadPackages(packaged: Packaged): Promise<Check[]> {
  const room = mkdtempSync(join(tmpdir(), 'qianfa-load-'))
  mkdirSync(join(room, 'this-machine'))
  symlinkSync(ownImages, join(room, 'this-machine', '@img'))
  const waiting = [...packaged.functions]
  const broken: Check[] = []
  const work = async () => {
    for (let model = waiting.shift(); model; model = waiting.shift())
      try {
        await loadOne(model, packaged, room)
      } catch (error) {
        broken.push(failed(`package ${model.key}`, lastWords(error)))
      }
  }
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, work))
  } finally {
    rmSync(room, { recursive: true, force: true })
  }
  const all = packaged.functions.length
  return broken.length > 0
    ? broken
    : [
        passed(
          'packages',
          `${all} functions load with nothing but their own files (${packaged.architecture})`,
        ),
      ]
}
