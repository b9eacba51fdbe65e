import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { judgeMedia, type Judgement } from '../../lib/media/judge-media'
import { bufferReader } from '../../lib/media/range-reader'

const folder = join(__dirname, '../fixtures/media')

/** A file of test/fixtures/media. */
export const fixture = (name: string): Buffer => readFileSync(join(folder, name))

export const judge = (bytes: Uint8Array, fileName: string, contentType = ''): Promise<Judgement> =>
  judgeMedia({ reader: bufferReader(bytes), fileName, contentType })

/** Rules of the findings, in their order. */
export const rulesOf = ({ findings }: Judgement): string[] => findings.map(({ rule }) => rule)

/** The finding of a rule; fails the test when there is none. */
export function findingIn(judgement: Judgement, rule: string) {
  const finding = judgement.findings.find((each) => each.rule === rule)
  if (!finding) throw new Error(`no ${rule} among ${rulesOf(judgement).join(', ') || 'no findings'}`)
  return finding
}

/** Reproducible chance for fuzzing: xorshift32, numbers in [0, 1). */
export function chance(seed: number): () => number {
  let state = seed || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4_294_967_296
  }
}
