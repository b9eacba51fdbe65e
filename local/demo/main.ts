import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '../cloud/clock'
import { startCloud } from '../cloud/start-cloud'
import {
  askMail,
  create,
  decideByMail,
  show,
  submit,
  uploadPicture,
  uploadVideo,
  use,
  verdictOn,
} from './desk'
import { beijingToday, compose, confirm, confirmationCode, edition, send, twinOf } from './edition-desk'
import { photoLike } from './photo'
import { seed } from './seed'
import { eventually, Refused, visitor, type Visitor } from './visitor'

const begun = Date.now()
/** Progress for people goes to the error stream: standard output holds the one JSON line. */
const tell = (line: string) =>
  console.error(`${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`)

const title = '智能阀门在西部管网投用'
const body = `<h2>首批投用</h2><p>十一月二十日，公司自主研发的<strong>智能阀门</strong>在西部管网通过验收，运行平稳。</p>
<p>项目团队克服高寒环境，用时四十五天完成安装调试。</p>`

async function write(officer: Visitor): Promise<string> {
  const { id } = await create(officer, {
    title,
    body,
    source: '市场部',
    category: 1,
    channels: ['wechat'],
    mediaIds: [],
  })
  tell(`陈瑜 wrote a draft: ${title}`)
  const photo = await photoLike({
    bytes: 3_000_000,
    seed: 20261123,
    gps: true,
  })
  const picture = await uploadPicture(officer, id, '投用现场.jpg', photo)
  const clip = readFileSync(join(__dirname, '../../test/fixtures/media/clip.mp4'))
  const video = await uploadVideo(officer, id, {
    name: '运行画面.mp4',
    type: 'video/mp4',
    bytes: clip.length,
    read: (start, length) => Promise.resolve(clip.subarray(start, start + length)),
  })
  for (const [what, mediaId] of [
    ['a photo of 3 MB', picture],
    ['a video', video],
  ] as const) {
    const { state, findings } = await verdictOn(officer, id, mediaId)
    tell(`${what}: ${state}${findings.map((finding) => `, ${finding.rule}`).join('')}`)
    if (state !== 'accepted') throw new Error(`${what} was ${state}`)
  }
  tell('the video stays out: WeChat’s API sends none, and an edition with one is sent by hand')
  await use(officer, id, [picture])
  await submit(officer, id)
  tell('submitted, both statements signed')
  return id
}

async function approve(url: string): Promise<void> {
  for (const [name, address] of [
    ['王磊, unit head', 'wang.lei@jiangnan.example'],
    ['林静, office reviewer', 'lin.jing@jiangnan.example'],
    ['周衡, department head', 'zhou.heng@jiangnan.example'],
  ] as const) {
    const { status } = await decideByMail(await askMail(visitor(url, address), title), { approve: true })
    if (status !== 200) throw new Error(`${name} could not approve: ${status}`)
    tell(`${name}: opened the mail, typed the code, approved`)
  }
}

const reasonOf = (attempt: PromiseSettledResult<unknown>): string =>
  attempt.status === 'fulfilled'
    ? 'taken'
    : attempt.reason instanceof Refused
      ? attempt.reason.code
      : String(attempt.reason)

/** One story from submission to reader, on a stack of its own that leaves nothing behind. */
async function story(dir: string): Promise<void> {
  // A working day, ten in the morning in Beijing: the story is the same whenever it is told.
  const clock = createClock({ file: join(dir, 'clock'), startAt: new Date('2026-11-24T02:00:00Z') })
  const cloud = await startCloud({
    dir,
    port: 0,
    root: join(__dirname, '../..'),
    clock,
    log: (line) => tell(line),
  })
  try {
    await seed(cloud)
    tell(`the stack runs on ${cloud.url}`)
    const officer = visitor(cloud.url, 'chen.yu@jiangnan.example')
    const editor = visitor(cloud.url, 'xu.wen@jiangnan.example')
    await officer.signIn()
    await editor.signIn()
    const id = await write(officer)
    await approve(cloud.url)
    await eventually('the approval', async () =>
      (await show(officer, id)).submission.state === 'approved' ? true : undefined,
    )

    const today = beijingToday(cloud.clock.now())
    const seen = (await editor.mails()).length
    await compose(editor, today, [id])
    await send(editor, today)
    const waiting = await edition(editor, today, ['awaiting-confirmation', 'failed'])
    if (waiting.state === 'failed') throw new Error(waiting.outcome?.said.zh ?? 'the edition failed')
    tell(
      `许雯 composed the edition of ${today}; the test is on ${(await twinOf(cloud.url)).previews.length} phone(s)`,
    )
    const code = await confirmationCode(editor, seen)
    const rivals = await Promise.allSettled([
      confirm(editor, today, waiting.hash, code),
      confirm(editor, today, waiting.hash, code),
      send(editor, today),
    ])
    tell(`confirmed, confirmed again and sent again in the same moment: ${rivals.map(reasonOf).join(', ')}`)
    const sent = await edition(editor, today, ['sent', 'failed', 'unknown'])
    const second = await Promise.allSettled([send(editor, today)])
    tell(`sending once more: ${second.map(reasonOf).join()}`)
    const published = await eventually('the submission to be published', async () =>
      (await show(officer, id)).submission.state === 'published' ? 1 : undefined,
    )
    const { massSends, previews } = await twinOf(cloud.url)
    tell(`readers have it: ${sent.result?.articles[0]?.url ?? ''}`)
    const seconds = Math.round((Date.now() - begun) / 100) / 10
    console.log(
      JSON.stringify({
        published,
        massSends: massSends.length,
        testSends: previews.length,
        secondSend: second.map(reasonOf)[0],
        denials: cloud.denials().length,
        seconds,
      }),
    )
    if (massSends.length !== 1) throw new Error(`${massSends.length} mass sends`)
  } finally {
    await cloud.stop()
  }
}

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-demo-'))
  try {
    await story(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
