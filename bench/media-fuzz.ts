import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { judgeMedia } from '../lib/media/judge-media'
import { judgePicture } from '../lib/media/judge-picture'
import { bufferReader, VIDEO_READ_BUDGET } from '../lib/media/range-reader'
import { damaged } from '../test/kit/damaged'
import { chance } from '../test/kit/media'

/*
 * Judges damaged copies of every media fixture: `npx tsx bench/media-fuzz.ts 1000000 [seed]`. Ends with 1 where a
 * judgement throws, reads more of a video than it may, or takes more than two seconds of the processor.
 */

const folder = join(__dirname, '../test/fixtures/media')
const seeds = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(jpg|mp4|mov|3gp|avi|flv|wma|rm|rmvb)$/.test(name))
  .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))

async function main([rounds = '100000', seed = '1']: string[]) {
  const next = chance(Number(seed))
  const found = { mutants: 0, refused: 0, crashes: 0, mostBytes: 0, mostCpuMs: 0, slowest: '' }
  const begun = Date.now()
  for (; found.mutants < Number(rounds); found.mutants++) {
    const { name, bytes } = seeds[found.mutants % seeds.length]!
    const mutant = damaged(bytes, next)
    const reader = bufferReader(mutant)
    // Of the processor, so that a busy machine says nothing about the code.
    const before = process.cpuUsage()
    try {
      const { findings } = name.endsWith('.jpg')
        ? await judgePicture(mutant)
        : await judgeMedia({ reader, fileName: name, contentType: '' })
      if (findings.some(({ severity }) => severity === 'refuse')) found.refused++
    } catch (error) {
      found.crashes++
      console.error(name, `mutant ${found.mutants} of seed ${seed}`, error)
    }
    const { user, system } = process.cpuUsage(before)
    const ms = Math.round((user + system) / 1_000)
    if (ms > found.mostCpuMs) Object.assign(found, { mostCpuMs: ms, slowest: name })
    found.mostBytes = Math.max(found.mostBytes, reader.bytesRead())
    if (found.mutants % 50_000 === 49_999) console.log(JSON.stringify(found))
  }
  console.log(JSON.stringify({ ...found, seconds: Math.round((Date.now() - begun) / 1000) }))
  if (found.crashes > 0 || found.mostBytes > VIDEO_READ_BUDGET || found.mostCpuMs > 2_000)
    process.exitCode = 1
}

void main(process.argv.slice(2))
