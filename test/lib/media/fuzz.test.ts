import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { judgePicture } from '../../../lib/media/judge-picture'
import { judgeMedia } from '../../../lib/media/judge-media'
import { bufferReader } from '../../../lib/media/range-reader'
import { sniff } from '../../../lib/media/sniff'
import { damaged } from '../../kit/damaged'
import { chance, fixture } from '../../kit/media'

/** More rounds: FUZZ=10000 npx jest fuzz; a million of all fixtures: npm run fuzz:media */
const ROUNDS = Number(process.env.FUZZ ?? 400)

const seeds = readdirSync(join(__dirname, '../../fixtures/media')).filter(
  (name) => /\.\w+$/.test(name) && !/\.(md|sh)$/.test(name),
)

it('sees every fixture', () => {
  expect(seeds.length).toBe(23)
})

it.each(seeds)(
  `judges ${ROUNDS} damaged copies of %s without throwing and within its reads`,
  async (name) => {
    const next = chance(name.length * 7919 + name.charCodeAt(0) + 3)
    const original = fixture(name)
    let refused = 0
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = damaged(original, next)
      const reader = bufferReader(bytes)
      const { verdict, findings } = await judgeMedia({ reader, fileName: name, contentType: '' })
      expect(reader.bytesRead()).toBeLessThanOrEqual(262_144)
      expect(verdict === 'refused').toBe(findings.some(({ severity }) => severity === 'refuse'))
      if (verdict === 'refused') refused++
    }
    expect(refused).toBeGreaterThan(ROUNDS / 10)
  },
  120_000,
)

it('judges damaged pictures by every check, the decoder included, without throwing', async () => {
  const next = chance(11)
  for (let round = 0; round < ROUNDS; round++) {
    const { findings } = await judgePicture(damaged(fixture('picture.jpg'), next))
    for (const { message } of findings) expect(message.zh.length).toBeGreaterThan(0)
  }
}, 300_000)

it('sniffs noise of any length without throwing', () => {
  const next = chance(13)
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(Array.from({ length: Math.floor(next() * 66) }, () => Math.floor(next() * 256)))
    expect(sniff(bytes).name).not.toBe('')
  }
})
