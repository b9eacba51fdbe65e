import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { judgeMedia } from '../lib/media/judge-media'
import { bufferReader } from '../lib/media/range-reader'
import type { Finding } from '../lib/policy/finding'
import { damaged } from '../test/kit/damaged'
import { chance } from '../test/kit/media'

/*
 * `npm run compare:media`: files of real encoders and damaged copies of them, judged by us and by ffmpeg, which must be
 * installed. Ends with 1 where we refuse a whole file for another reason than a rule of the regulation, or accept one
 * that ffprobe cannot open. What these words mean: docs/decisions/0063-cannot-be-opened.md.
 */

const pictures = ['-f', 'lavfi', '-i', 'testsrc=size=176x144:rate=12:duration=1.5']
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100:duration=1.5']

/** What can be put into a container, and the habits of the tools that write it; every pair is a file. */
interface Kind {
  extension: string
  format: string
  video: string[]
  audio: string[]
  habits: string[]
}

const h264 = '-c:v libx264 -preset ultrafast'
const mpeg4 = '-c:v mpeg4'
const none = '-an'

const kinds: Kind[] = [
  {
    extension: 'mp4',
    format: 'mp4',
    video: [h264, `${h264} -bf 2 -g 5`, mpeg4, '-c:v libx265 -preset ultrafast -tag:v hvc1', '-c:v mjpeg'],
    audio: [none, '-c:a aac', '-c:a libmp3lame', '-c:a ac3'],
    habits: [
      '',
      '-movflags +faststart',
      '-movflags +frag_keyframe+empty_moov',
      '-movflags +frag_keyframe+empty_moov+default_base_moof -frag_duration 300000',
      '-movflags +dash+frag_keyframe+global_sidx',
      '-brand mp42 -movflags +use_metadata_tags -metadata comment=见附件',
      '-movflags +negative_cts_offsets -write_tmcd 1',
      '-movie_timescale 90000 -use_editlist 0',
    ],
  },
  {
    extension: 'mov',
    format: 'mov',
    video: [h264, mpeg4, '-c:v mjpeg', '-c:v prores_ks', '-c:v qtrle -pix_fmt rgb24'],
    audio: [none, '-c:a aac', '-c:a pcm_s16le'],
    habits: ['', '-movflags +faststart', '-movflags +frag_keyframe+empty_moov', '-timecode 00:00:01:00'],
  },
  {
    extension: '3gp',
    format: '3gp',
    video: [h264, mpeg4, '-c:v h263'],
    audio: [none, '-c:a aac'],
    habits: ['', '-movflags +faststart'],
  },
  {
    extension: 'avi',
    format: 'avi',
    video: [mpeg4, '-c:v msmpeg4', '-c:v mjpeg', h264, '-c:v rawvideo', '-c:v huffyuv', '-c:v ffv1'],
    audio: [none, '-c:a libmp3lame', '-c:a pcm_s16le', '-c:a ac3'],
    habits: ['', '-write_channel_mask 0 -reserve_index_space 4096'],
  },
  {
    extension: 'flv',
    format: 'flv',
    video: ['-c:v flv', h264, '-c:v flashsv'],
    audio: [none, '-c:a libmp3lame', '-c:a aac', '-c:a adpcm_swf'],
    habits: ['', '-flvflags add_keyframe_index', '-flvflags no_duration_filesize'],
  },
  {
    extension: 'wma',
    format: 'asf',
    video: ['-vn', '-c:v wmv2', '-c:v msmpeg4'],
    audio: ['-c:a wmav2', '-c:a wmav1', '-c:a libmp3lame'],
    habits: ['', '-packet_size 1600'],
  },
  {
    extension: 'rm',
    format: 'rm',
    video: ['-c:v rv10', '-c:v rv20'],
    audio: [none, '-c:a ac3', '-c:a real_144 -ar 8000 -ac 1'],
    habits: [''],
  },
]

/** Runs ffmpeg; whether it said nothing against the file. */
function quiet(tool: 'ffmpeg' | 'ffprobe', args: string[]): boolean {
  const ran = spawnSync(tool, ['-hide_banner', '-v', 'error', ...args], { encoding: 'utf8' })
  if (ran.error) throw new Error('ffmpeg is not installed', { cause: ran.error })
  return ran.status === 0 && ran.stderr.trim() === ''
}

const decodesWhole = (path: string) => quiet('ffmpeg', ['-xerror', '-i', path, '-f', 'null', '-'])

/** Checksums of all pictures and sounds that come out of it, nothing where ffmpeg says anything against the file. */
function contentOf(path: string): string | undefined {
  const asked = ['-hide_banner', '-v', 'error', '-xerror', '-i', path, '-map', '0:v?', '-map', '0:a?']
  const ran = spawnSync('ffmpeg', [...asked, '-f', 'framecrc', '-'], { encoding: 'utf8' })
  if (ran.status !== 0 || ran.stderr.trim() !== '') return undefined
  return ran.stdout.replace(/^#.*\n/gm, '')
}

/** A decoder gets at least one frame out of it. */
function opens(path: string): boolean {
  const frames = spawnSync('ffprobe', [
    '-v',
    'quiet',
    '-show_entries',
    'frame=media_type',
    '-of',
    'csv',
    path,
  ])
  return frames.stdout.includes('frame')
}

/** Reasons that the regulation gives (article 10.2), whatever a player makes of the file. */
const ofTheRegulation = /^(picture|video)\.|^media\.(extension|content-type|container)$/

async function judged(path: string): Promise<Finding[]> {
  const { findings } = await judgeMedia({
    reader: bufferReader(readFileSync(path)),
    fileName: path,
    contentType: '',
  })
  return findings.filter(({ severity }) => severity === 'refuse')
}

function* recipes() {
  for (const { extension, format, video, audio, habits } of kinds)
    for (const pictured of video)
      for (const heard of audio)
        for (const habit of habits)
          yield { extension, args: [...`${pictured} ${heard} ${habit}`.trim().split(/\s+/), '-f', format] }
}

async function main([wanted = '300', seed = '1']: string[]): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-ffprobe-'))
  const next = chance(Number(seed))
  const made = [...recipes()]
    .map((recipe) => ({ ...recipe, order: next() }))
    .sort((a, b) => a.order - b.order)
  const found = {
    whole: 0,
    wholeRefused: 0,
    byRegulation: 0,
    damaged: 0,
    unopened: 0,
    unopenedAccepted: 0,
    /** damaged where no decoder looks, and refused: told, and not held against the readers */
    harmlessRefused: 0,
    skipped: 0,
  }
  try {
    for (const { extension, args } of made) {
      if (found.whole + found.damaged >= Number(wanted)) break
      const path = join(dir, `whole.${extension}`)
      if (!quiet('ffmpeg', ['-y', ...pictures, ...sound, ...args, path]) || !decodesWhole(path)) {
        found.skipped++ // this build of ffmpeg cannot write it, or not cleanly
        continue
      }
      found.whole++
      const reasons = await judged(path)
      const wrong = reasons.filter(({ rule }) => !ofTheRegulation.test(rule))
      if (wrong.length > 0) {
        found.wholeRefused++
        console.error('refused though it plays:', extension, args.join(' '), JSON.stringify(wrong))
      } else if (reasons.length > 0) found.byRegulation++

      const hurt = join(dir, `damaged${extname(path)}`)
      writeFileSync(hurt, damaged(readFileSync(path), next))
      found.damaged++
      const against = await judged(hurt)
      if (opens(hurt)) {
        const refused = against.some(({ rule }) => !ofTheRegulation.test(rule))
        if (refused && contentOf(hurt) === contentOf(path)) found.harmlessRefused++
        continue
      }
      found.unopened++
      if (against.length > 0) continue
      found.unopenedAccepted++
      console.error('accepted though it cannot be opened:', extension, args.join(' '))
      execFileSync('cp', [hurt, join(tmpdir(), `qianfa-accepted-${found.unopenedAccepted}.${extension}`)])
    }
    console.log(JSON.stringify(found))
    if (found.wholeRefused + found.unopenedAccepted > 0) process.exitCode = 1
  } finally {
    rmSync(dir, { recursive: true })
  }
}

void main(process.argv.slice(2))
