import { mkdtempSync, rmSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleOf, known, unpack } from '../test/kit/bundle'
import { inTurn, ratioOf, type Ratio } from './side-by-side'

/** what an inspector may bring at once; to be proved within ten seconds */
const items = 10_000

interface Verifier {
  verify(path: string): { breaks: unknown[] }[]
}

/** Article 11: an inspector's whole folder in one go, against only reading and hashing the same files. */
export async function archive(): Promise<Ratio[]> {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-bench-archive-'))
  try {
    const paths: string[] = []
    for (let n = 0; n < items; n++) {
      const folder = join(dir, String(n % 100), String(n))
      const { files } = bundleOf(known(n))
      unpack(files, folder)
      for (const path of files.keys()) paths.push(join(folder, path))
    }
    const script = join(__dirname, '..', 'bin', 'qianfa-verify.mjs')
    const { verify } = (await import(pathToFileURL(script).href)) as Verifier
    const times = await inTurn(
      1,
      () => {
        const bundles = verify(dir)
        if (bundles.length !== items || bundles.some(({ breaks }) => breaks.length > 0))
          throw new Error('a bundle of the bench is broken')
      },
      () => paths.forEach((path) => createHash('sha256').update(readFileSync(path)).digest()),
    )
    return [
      ratioOf({
        bench: 'archive',
        what: `${items.toLocaleString('en')} bundles verified / their ${paths.length.toLocaleString('en')} files only hashed`,
        ...times,
        unit: 'ms',
      }),
    ]
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
