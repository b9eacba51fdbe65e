import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { judgePicture } from '../../../lib/media/judge-picture'
import { judgeMedia } from '../../../lib/media/judge-media'
import { bufferReader } from '../../../lib/media/range-reader'
import { sniff } from '../../../lib/media/sniff'
import { chance, fixture } from '../../kit/media'

/** More rounds: FUZZ=10000 npx jest fuzz */
const ROUNDS = Number(process.env.FUZZ ?? 400)

const seeds = readdirSync(join(__dirname, '../../fixtures/media')).filter(
  (name) => /\.\w+$/.test(name) && !/\.(md|sh)$/.test(name),
)

/** Cuts, flips, overwrites lengths, repeats and drops stretches; headers more often than content. */
function damaged(bytes: Buffer, next: () => number): Buffer {
  const below = (limit: number) => Math.floor(next() * limit)
  const place = (limit: number) => (next() < 0.6 ? below(Math.min(limit, 900)) : below(limit))
  let hurt = Buffer.from(bytes)
  for (let wounds = 1 + below(5); wounds > 0 && hurt.length > 8; wounds--) {
    const at = place(hurt.length - 8)
    const kind = below(6)
    if (kind === 0) hurt = hurt.subarray(0, at)
    if (kind === 1) hurt[at] = below(256)
    if (kind === 2) hurt.writeUInt32BE([0, 1, 7, 8, 0x7fffffff, 0xffffffff][below(6)] ?? 0, at)
    if (kind === 3) hurt.writeBigUInt64LE([0n, 24n, 2n ** 31n, 2n ** 63n, 2n ** 64n - 1n][below(5)] ?? 0n, at)
    if (kind === 4) hurt = Buffer.concat([hurt.subarray(0, at), hurt.subarray(at + 1 + below(40))])
    if (kind === 5)
      hurt = Buffer.concat([hurt.subarray(0, at), hurt.subarray(place(at + 1), at), hurt.subarray(at)])
  }
  return hurt
}

it('sees every fixture', () => {
  expect(seeds.length).toBe(19)
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
