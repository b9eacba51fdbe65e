import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  askMail,
  decideByMail,
  show,
  submit,
  uploadPicture,
  uploadVideo,
  use,
  verdictOn,
} from '../../local/demo/desk'
import { beijingToday, compose, edition, send, showEdition } from '../../local/demo/edition-desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, type Visitor } from '../../local/demo/visitor'
import { aStack, aSubmission, type Stack } from '../kit/cloud'
import { twinStage } from '../kit/twin-stage'

let stack: Stack
let officer: Visitor
let editor: Visitor
let twin: ReturnType<typeof twinStage>

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  editor = await stack.signedIn('editor')
  twin = twinStage(stack.cloud.url)
}, 300_000)
afterAll(() => stack?.stop())

interface Hand {
  articles: { title: string; author: string; html: string; files: { kind: string; url: string }[] }[]
}

async function anApprovedVideo() {
  const { id, title } = await aSubmission(officer)
  const clip = readFileSync(join(__dirname, '../fixtures/media/clip.mp4'))
  const picture = await uploadPicture(officer, id, '现场.jpg', await photoLike({ bytes: 1_500_000, seed: 5 }))
  const video = await uploadVideo(officer, id, {
    ...{ name: '运行画面.mp4', type: 'video/mp4', bytes: clip.length },
    read: (start, length) => Promise.resolve(clip.subarray(start, start + length)),
  })
  for (const one of [picture, video]) await verdictOn(officer, id, one)
  await use(officer, id, [picture, video])
  await submit(officer, id)
  for (const who of ['unitHead', 'reviewer', 'departmentHead'] as const)
    await decideByMail(await askMail(stack.as(who), title), { approve: true })
  await eventually(`${title} to be approved`, async () =>
    (await show(officer, id)).submission.state === 'approved' ? true : undefined,
  )
  return { id, title, clip }
}

const inConsole = async ({ articles }: Hand, change: (html: string) => string, videos: number) => {
  await twin.change('manual-send', {
    articles: articles.map(({ title, author, html }) => ({ title, author, html: change(html), videos })),
  })
  return (await twin.state()).handSends.at(-1)!.urls
}

it('a video goes to readers by hand: exact bytes to the editor, a wrong article refused, the right one published, one send that day', async () => {
  const { id, title, clip } = await anApprovedVideo()
  const today = beijingToday(stack.cloud.clock.now())
  await compose(editor, today, [id])
  await send(editor, today)
  await edition(editor, today, ['by-hand'])
  await eventually('the letter that asks', async () =>
    (await editor.mails()).find(({ subject }) => subject.includes('请人工群发')),
  )
  const hand = await editor.get<Hand>(`/api/editions/${today}/hand`)
  const video = hand.articles[0]!.files.find(({ kind }) => kind === 'video')!
  expect(Buffer.from(await (await fetch(video.url)).arrayBuffer()).equals(clip)).toBe(true)
  await expect(officer.get(`/api/editions/${today}/hand`)).rejects.toMatchObject({ status: 403 })
  await expect(send(editor, today)).rejects.toMatchObject({ status: 409, code: 'DayAlreadyClaimed' })

  const wrong = await inConsole(hand, (html) => html.replace('首批智能阀门', '首批智能水表'), 1)
  await expect(editor.post(`/api/editions/${today}/prove`, { addresses: wrong })).rejects.toMatchObject({
    code: 'ContentChanged',
    body: { error: { details: [{ message: { zh: expect.stringContaining('水表') } }] } },
  })
  expect((await showEdition(editor, today)).edition?.state).toBe('by-hand')

  const right = await inConsole(hand, (html) => html, 1)
  await editor.post(`/api/editions/${today}/prove`, { addresses: right })
  expect(await edition(editor, today, ['sent'])).toMatchObject({ result: { articles: [{ url: right[0] }] } })
  const { submission } = await eventually('the submission to be published', async () => {
    const shown = await show(officer, id)
    return shown.submission.state === 'published' ? shown : undefined
  })
  expect(submission.content.title).toBe(title)
  const { massSends, previews, drafts } = await twin.state()
  expect([massSends, previews, drafts]).toEqual([[], [], []])
  const { ledger } = await showEdition(editor, today)
  expect(ledger.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['HandPrepared', 'DayClaimed', 'HandAsked', 'HandProven', 'SendRecorded']),
  )
}, 400_000)

it('nobody says anything: at the deadline it is unknown and told, until a person says that it was not sent', async () => {
  const { id } = await anApprovedVideo()
  await stack.cloud.clock.move(24 * 3_600_000)
  await editor.signIn()
  const date = beijingToday(stack.cloud.clock.now())
  await compose(editor, date, [id])
  await send(editor, date)
  await edition(editor, date, ['by-hand'])
  for (let day = 0; day < 3 && (await showEdition(editor, date)).edition?.state === 'by-hand'; day++) {
    await stack.cloud.clock.move(12 * 3_600_000)
    await editor.signIn()
    await eventually('the machine to look', async () => {
      const { ledger } = await showEdition(editor, date)
      return ledger.some(({ type }) => ['HandReminded', 'HandExpired'].includes(type)) ? true : undefined
    })
  }
  await edition(editor, date, ['unknown'])
  await eventually('the letter that asks to say', async () =>
    (await editor.mails()).find(({ subject }) => subject.includes('人工群发没有回音')),
  )
  await editor.post(`/api/editions/${date}/override`, {
    ...{ attempt: 1, outcome: 'not-sent', reason: '后台没有发表记录' },
  })
  await edition(editor, date, ['failed'])
  expect((await showEdition(editor, date)).claim).toBeNull()
}, 400_000)
