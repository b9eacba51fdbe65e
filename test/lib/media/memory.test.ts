import { buildSync } from 'esbuild'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { parse } from 'yaml'
import { decodersAtOnce } from '../../../lib/edition/pictures'
import { bigVideo } from '../../../local/demo/big-video'
import { fixture } from '../../kit/media'

const root = resolve(__dirname, '../../..')
const MB = 1_048_576

/** Memory of a function as it is deployed, in bytes. */
function configured(area: string, name: string): number {
  const text = readFileSync(join(root, 'functions', area, 'functions.yml'), 'utf8')
  const { memorySize } = (parse(text) as Record<string, { memorySize: number }>)[name] ?? { memorySize: 0 }
  return memorySize * MB
}

let folder: string
let heavy: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qianfa-memory-'))
  buildSync({
    entryPoints: [join(root, 'test/kit/media-in-memory.ts')],
    outfile: join(folder, 'run.cjs'),
    ...{ bundle: true, platform: 'node', format: 'cjs', minify: true, external: ['sharp'] },
  })
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(root, 'node_modules/sharp'), join(folder, 'node_modules/sharp'))
  // The heaviest that the rules let in: 49.9 megapixels, all of whose coefficients a decoder has to hold.
  const coarse = sharp({
    create: {
      ...{ width: 1080, height: 722, channels: 3, background: 'grey' },
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
  heavy = join(folder, 'heavy.jpg')
  const jpeg = await sharp(await coarse.png().toBuffer())
    .resize(8640, 5780, { kernel: 'cubic', fit: 'fill' })
    .jpeg({ progressive: true, quality: 20, chromaSubsampling: '4:4:4' })
    .toBuffer()
  expect(jpeg.length).toBeGreaterThan(4 * MB)
  expect(jpeg.length).toBeLessThan(5 * MB)
  writeFileSync(heavy, jpeg)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

async function peak(...args: string[]): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'run.cjs'), ...args])
  return Number(stdout)
}

it.each([
  ['validatePicture', 'media', 'judge picture', '1'],
  ['buildDraft', 'edition', 'copies', String(decodersAtOnce)],
  ['postStep', 'weibo', 'copies', '1'],
])(
  '%s holds less than seven tenths of its memory with the heaviest picture',
  async (name, area, what, times) => {
    const held = await peak(what, heavy, times)
    expect(held).toBeGreaterThan(50 * MB)
    expect(held).toBeLessThan(configured(area, name) * 0.7)
  },
  120_000,
)

it('validateVideo holds less than seven tenths of its memory with the longest video', async () => {
  const path = join(folder, 'long.mp4')
  await bigVideo(path, 500 * MB, fixture('clip.mp4'))
  expect(await peak('judge video', path)).toBeLessThan(configured('media', 'validateVideo') * 0.7)
})
