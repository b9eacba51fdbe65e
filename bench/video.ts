import { execFileSync, spawn } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import mediaInfoFactory from 'mediainfo.js'
import { judgeMedia } from '../lib/media/judge-media'
import { countedReader, type RangeReader } from '../lib/media/range-reader'
import { inTurn, ratioOf, type Ratio } from './side-by-side'

const megabytes = 500
const rounds = 3

/** Grainy pictures, so that few of them make many bytes; the rest is the same again, copied. */
const kinds = [
  { name: 'clip.mp4', format: 'mp4', video: '-c:v mpeg4 -q:v 1', size: '1280x720' },
  { name: 'first.mp4', format: 'mp4', video: '-c:v mpeg4 -q:v 1 -movflags +faststart', size: '1280x720' },
  {
    name: 'fragments.mp4',
    format: 'mp4',
    video: '-c:v mpeg4 -q:v 1 -movflags +frag_keyframe+empty_moov+default_base_moof',
    size: '1280x720',
  },
  { name: 'clip.mov', format: 'mov', video: '-c:v mjpeg -q:v 1', size: '1280x720' },
  { name: 'clip.avi', format: 'avi', video: '-c:v mjpeg -q:v 1', size: '1280x720' },
  { name: 'clip.3gp', format: '3gp', video: '-c:v mpeg4 -q:v 1', size: '1280x720' },
  { name: 'clip.flv', format: 'flv', video: '-c:v flv1 -q:v 1', size: '1280x720' },
  { name: 'clip.wma', format: 'asf', video: '-c:v wmv2 -q:v 1', size: '1280x720' },
  { name: 'clip.rm', format: 'rm', video: '-c:v rv10 -q:v 1', size: '352x288' },
]

const ffmpeg = (args: string[]) => execFileSync('ffmpeg', ['-y', '-v', 'error', ...args])

function made(dir: string, { name, format, video, size }: (typeof kinds)[number]): string {
  const short = join(dir, `short-${name}`)
  const [codec, ...flags] = video.split(' -movflags ')
  const muxed = flags.flatMap((flag) => ['-movflags', flag])
  const grain = `testsrc2=size=${size}:rate=25:duration=1,noise=alls=90:allf=t`
  ffmpeg(['-f', 'lavfi', '-i', grain, ...codec!.split(' '), '-an', '-f', format, short])
  const times = Math.ceil((megabytes * 1_000_000) / statSync(short).size) - 1
  const whole = join(dir, name)
  ffmpeg(['-stream_loop', String(times), '-i', short, '-c', 'copy', ...muxed, '-f', format, whole])
  rmSync(short)
  return whole
}

/** A file behind an address that gives ranges, as S3 behind a presigned URL; counts what is sent. */
async function served(path: string) {
  const { size } = statSync(path)
  let sent = 0
  const server = createServer((request, response) => {
    const [, from = '0', to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? []
    const start = Number(from)
    const end = to ? Math.min(Number(to), size - 1) : size - 1
    response.writeHead(request.headers.range ? 206 : 200, {
      'content-length': end - start + 1,
      'accept-ranges': 'bytes',
      ...(request.headers.range && { 'content-range': `bytes ${start}-${end}/${size}` }),
    })
    const file = createReadStream(path, { start, end })
    file.on('data', (part) => void (sent += part.length))
    pipeline(file, response).catch(() => undefined) // whoever has seen enough hangs up
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/${basename(path)}`,
    size,
    /** bytes sent while `work` ran */
    async countedIn(work: () => Promise<unknown>): Promise<number> {
      sent = 0
      await work()
      return sent
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
type Served = Awaited<ReturnType<typeof served>>

const rangesOf = ({ url, size }: Served): RangeReader =>
  countedReader({
    size,
    async read(start, length) {
      const end = Math.min(start + length, size) - 1
      if (end < start) return new Uint8Array()
      const answer = await fetch(url, { headers: { range: `bytes=${start}-${end}` } })
      return new Uint8Array(await answer.arrayBuffer())
    },
  })

/** Not `spawnSync`: the server that it asks lives in this process. */
const ffprobe = (source: string) =>
  new Promise<number>((resolve, reject) => {
    const child = spawn('ffprobe', [
      ...['-v', 'error', '-show_entries', 'stream=codec_type', '-of', 'csv=p=0', source],
    ])
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (said += text))
    child.once('error', reject)
    child.once('close', () => resolve(said.split('\n').filter((line) => line.startsWith('video')).length))
  })

async function downloaded({ url }: Served, dir: string): Promise<number> {
  const copy = join(dir, 'download')
  const { body } = await fetch(url)
  await pipeline(body!, createWriteStream(copy))
  return ffprobe(copy)
}

async function byMediaInfo(of: Served): Promise<number> {
  const reader = rangesOf(of)
  const info = await mediaInfoFactory({
    format: 'object',
    locateFile: (name) => join(require.resolve('mediainfo.js'), '..', '..', name),
  })
  try {
    const read = await info.analyzeData(of.size, (length, offset) => reader.read(offset, length))
    return read.media?.track.filter((track) => track['@type'] === 'Video').length ?? 0
  } finally {
    info.close()
  }
}

/** Article 10.2: the largest video allowed, by ranges of a presigned address, against what anybody would take instead. */
export async function video(): Promise<Ratio[]> {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-bench-video-'))
  const rows: Ratio[] = []
  try {
    for (const kind of kinds) {
      const path = made(dir, kind)
      const one = await served(path)
      const judge = async () => {
        const { verdict, facts, findings } = await judgeMedia({
          ...{ reader: rangesOf(one), fileName: kind.name, contentType: '' },
        })
        if (verdict !== 'accepted' || facts.videoTracks !== 1)
          throw new Error(`${kind.name}: ${verdict} ${JSON.stringify([facts, findings])}`)
      }
      const ours = await one.countedIn(judge)
      const what = `${kind.name}, ${Math.round(one.size / 1e6)} MB`
      const others = {
        'ffprobe over ranges': { run: () => ffprobe(one.url), goal: 0.1 },
        'mediainfo.js over ranges': { run: () => byMediaInfo(one), goal: 1 },
      }
      for (const [name, { run, goal }] of Object.entries(others)) {
        let tracks = 0
        const bytes = await one.countedIn(async () => void (tracks = await run()))
        rows.push(
          ratioOf({
            ...{ bench: 'video', what: `${what}: bytes to judge it / ${name} (${tracks} video track)` },
            ...{ ours: ours / 1024, other: bytes / 1024, unit: 'KB', goal },
          }),
        )
      }
      rows.push(
        ratioOf({
          ...{ bench: 'video', what: `${what}: judging it / download and ffprobe`, unit: 'ms', goal: 0.1 },
          ...(await inTurn(rounds, judge, () => downloaded(one, dir))),
        }),
      )
      await one.close()
      rmSync(path)
    }
    return rows
  } finally {
    rmSync(dir, { recursive: true })
  }
}
