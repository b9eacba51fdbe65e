import {
  cpSync,
  constants,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { between, oneOf } from '../faults/random'

/**
 * Files without which nothing is lost: of one start only, notes of LevelDB for people, and the lists of lengths and sums,
 * which prove and hold nothing.
 */
const ofNoWeight =
  /^(lock|logs\/|company-loaded)|\/(LOG|LOG\.old|LOCK)$|\.(new|tmp|read)$|kept\.jsonl$|\.lengths\.jsonl$|\.length$|\/incoming\//

interface Hurt {
  file: string
  how: string
}

const filesIn = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !ofNoWeight.test(relative(dir, file)) && statSync(file).size > 0)
    .sort()

/** As long as a log of the tables was when its last write was acknowledged; what is behind it was promised to nobody. */
function acknowledgedOf(file: string): number {
  if (!/\/tables\/\d+\.log$/.test(file)) return statSync(file).size
  const list = join(file, '..', '..', 'tables.kept.jsonl')
  const lengths = readFileSync(list, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, log, bytes] = /"log":"(\d+\.log)","bytes":(\d+)/.exec(line) ?? []
      return log && file.endsWith(`/${log}`) ? [Number(bytes)] : []
    })
  return lengths.at(-1) ?? 0
}

const kindOf = (dir: string, file: string) =>
  relative(dir, file)
    .replace(/[0-9a-f-]{20,}|\d+/g, '#')
    .replace(/^s3\/[^/]+/, 's3')

/** Changes eight bytes of a file, or cuts it; each kind of file is as likely, or the large ones would be hit always. */
export function damage(dir: string, random: () => number): Hurt | undefined {
  const files = filesIn(dir)
  const kind = oneOf(random, [...new Set(files.map((file) => kindOf(dir, file)))])
  const file = oneOf(
    random,
    files.filter((one) => kindOf(dir, one) === kind),
  )
  const bytes = acknowledgedOf(file)
  if (bytes < 16) return undefined
  if (random() < 0.3) {
    const to = between(random, 0, bytes - 2)
    truncateSync(file, to)
    return { file, how: `cut at byte ${to} of ${bytes}` }
  }
  const text = readFileSync(file)
  const at = between(random, 0, Math.max(0, bytes - 8))
  for (let byte = at; byte < Math.min(at + 8, bytes); byte++) text[byte]! ^= between(random, 1, 255)
  writeFileSync(file, text)
  return { file, how: `eight bytes at ${at} of ${bytes}` }
}

/** A copy of everything, to be put back when a damage was judged. */
export function copyOf(dir: string): { putBack(): void; drop(): void } {
  const copy = `${dir}.copy`
  rmSync(copy, { recursive: true, force: true })
  cpSync(dir, copy, { recursive: true, mode: constants.COPYFILE_FICLONE, preserveTimestamps: true })
  return {
    putBack() {
      rmSync(dir, { recursive: true, force: true })
      renameSync(copy, dir)
    },
    drop: () => rmSync(copy, { recursive: true, force: true }),
  }
}
