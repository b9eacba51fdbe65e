import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetObjectCommand, GetObjectRetentionCommand, S3Client } from '@aws-sdk/client-s3'
import readExcelFile from 'read-excel-file/node'
import { askMail, decideByMail, show, submit } from '../../local/demo/desk'
import { beijingToday, publish } from '../../local/demo/edition-desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, type Visitor } from '../../local/demo/visitor'
import { anApproved, aStack, aSubmission, listsCatchUp, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor
let editor: Visitor
let dir: string

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-archive-'))
  stack = await aStack()
  officer = await stack.signedIn('officer')
  editor = await stack.signedIn('editor')
}, 300_000)
afterAll(async () => {
  await stack?.stop()
  rmSync(dir, { recursive: true, force: true })
})

interface Listed {
  submissionId: string
  title: string
  result: string
  number: string
  seal: string
  ledger: { events: number; head: string }
}
interface Shown {
  entry: Listed
  bundles: { events: number }[]
  files: { path: string; kind: string; url: string; bytes: number }[]
}

const sealed = (who: Visitor, id: string, events = 1) =>
  eventually(`${id} to be sealed`, async () => {
    await stack.cloud.clock.move(60_000)
    const { entries } = await who.get<{ entries: Listed[] }>('/api/archive')
    return entries.find(({ submissionId, ledger }) => submissionId === id && ledger.events >= events)
  })

const verifier = join(__dirname, '..', '..', 'bin', 'qianfa-verify.mjs')
function verify(path: string, ...args: string[]) {
  const { status, stdout } = spawnSync(process.execPath, [verifier, path, '--json', ...args], {
    encoding: 'utf8',
  })
  return { status, bundles: (JSON.parse(stdout) as { bundles: { breaks: { file: string }[] }[] }).bundles }
}

const bytesAt = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer())

/** A file that a signed-in person downloads. */
const fileFrom = async (who: Visitor, path: string) => {
  const answer = await fetch(`${stack.cloud.url}${path}`, { headers: { cookie: who.cookie() } })
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
}

describe('the archive (article 11)', () => {
  it('seals what was published, hands it out, and one flipped bit is named', async () => {
    const photo = await photoLike({ bytes: 2_000_000, seed: 11 })
    const { id, title } = await anApproved(stack, officer, {}, photo)
    const date = beijingToday(stack.cloud.clock.now())
    await publish(editor, date, [id])
    await eventually('it to be published', async () =>
      (await show(officer, id)).submission.state === 'published' ? true : undefined,
    )
    const line = await sealed(officer, id)
    expect(line).toMatchObject({ title, result: 'published' })

    const shown = await officer.get<Shown>(`/api/archive/${id}`)
    const names = shown.files.map(({ path }) => path)
    expect(names).toEqual(
      expect.arrayContaining([
        'decisions.json',
        'ledger.jsonl',
        'mails.json',
        'people.json',
        'policy/2026-11.json',
        'published/wechat.json',
        'submission.json',
        'versions/0001.json',
      ]),
    )
    expect(shown.files.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['original', 'preview']))
    const original = shown.files.find(({ kind }) => kind === 'original')!
    expect((await bytesAt(original.url)).equals(Buffer.from(photo))).toBe(true)

    const json = async (path: string) =>
      JSON.parse(
        (await bytesAt(shown.files.find((file) => file.path === path)!.url)).toString('utf8'),
      ) as never
    const published: { url: string; readBack: { content: { title: string; content: string } } } =
      await json('published/wechat.json')
    expect(published.readBack.content).toMatchObject({ title, content: expect.stringContaining('智能阀门') })
    expect(published.url).toMatch(/^https?:/)
    const mails: { subject: string; text: string; to: string }[] = await json('mails.json')
    const ask = mails.find((mail) => mail.subject.includes('请审批') && mail.to.startsWith('wang.lei'))!
    expect(ask.text).toContain('******')
    expect(ask.text).not.toMatch(/\/d\/[\w-]{20,}/)

    const { tar } = await officer.get<{ tar: { url: string } }>(`/api/archive/${id}/bundle`)
    const path = join(dir, 'bundle.tar')
    writeFileSync(path, await bytesAt(tar.url))
    const hashes = ['--head', line.ledger.head, '--seal', line.seal]
    expect(verify(path, ...hashes)).toMatchObject({ status: 0, bundles: [{ breaks: [] }] })
    const bytes = readFileSync(path)
    const at = bytes.indexOf(photo.subarray(0, 64)) + 1_000_000
    bytes[at] = bytes[at]! ^ 4
    writeFileSync(path, bytes)
    expect(verify(path)).toMatchObject({ status: 1, bundles: [{ breaks: [{ file: original.path }] }] })

    const sheet = await officer.get<{ url: string; bytes: number }>(`/api/archive/${id}/sheet`)
    const printed = await bytesAt(sheet.url)
    expect(printed.subarray(0, 5).toString()).toBe('%PDF-')
    expect(printed.length).toBe(sheet.bytes)
    expect(await bytesAt((await officer.get<{ url: string }>(`/api/sheets?of=${id}`)).url)).toHaveLength(
      sheet.bytes,
    )
    const events = (await bytesAt(shown.files.find(({ kind }) => kind === 'edition')!.url)).toString('utf8')
    expect(events).toMatch(/TestSent[\s\S]*EditionConfirmed[\s\S]*EditionSent/)
    const month = date.slice(0, 7)
    const register = await fileFrom(editor, `/api/registers/${month}`)
    const sheets = await readExcelFile(register.bytes)
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['月度汇总', '台账'])
    const rows = sheets[1]!.data
    expect(rows.find((row) => row.includes(title))).toEqual(
      expect.arrayContaining([line.number, '市场部', '陈瑜', '已发布', line.ledger.head, line.seal]),
    )
  }, 400_000)

  it('seals a rejection as it stood, though it is revised at once, and both ends of a withdrawn second version', async () => {
    const { id, title } = await aSubmission(officer)
    await submit(officer, id)
    await decideByMail(await askMail(stack.as('unitHead'), title), { reject: '请补充地点' })
    await eventually('the rejection', async () =>
      (await show(officer, id)).submission.state === 'rejected' ? true : undefined,
    )
    await officer.post(`/api/submissions/${id}/revise`, { version: 1 })
    const first = await sealed(officer, id)
    expect(first.result).toBe('rejected')
    await submit(officer, id, 2)
    await askMail(stack.as('unitHead'), title, 1)
    await officer.post(`/api/submissions/${id}/withdraw`, { reason: '数据有误' })
    const second = await sealed(officer, id, first.ledger.events + 1)
    expect(second.result).toBe('withdrawn')
    const { bundles } = await officer.get<Shown>(`/api/archive/${id}`)
    expect(bundles.length).toBeGreaterThanOrEqual(2)
    const old = await officer.get<Shown>(`/api/archive/${id}?events=${first.ledger.events}`)
    expect(old.entry.result).toBe('rejected')
    const sheet = await officer.get<{ url: string }>(`/api/archive/${id}/sheet`)
    expect((await bytesAt(sheet.url)).subarray(0, 5).toString()).toBe('%PDF-')
  }, 300_000)

  it('is searched by unit, category, person and date, and shows a unit its own only', async () => {
    await listsCatchUp(stack)
    const { entries } = await editor.get<{ entries: Listed[] }>('/api/archive?unit=marketing&category=1')
    expect(entries.map(({ result }) => result).sort()).toEqual(['published', 'withdrawn'])
    const listed = async (question: string) =>
      (await editor.get<{ entries: Listed[] }>(`/api/archive?${question}`)).entries.length
    expect(await listed('person=zhou-heng')).toBe(1)
    expect(await listed('person=chen-yu&category=1')).toBe(2)
    expect(await listed('person=chen-yu&category=2')).toBe(0)
    const today = beijingToday(stack.cloud.clock.now())
    expect(await listed(`from=${today}&to=${today}`)).toBe(2)
    expect(await listed('from=2027-01-01')).toBe(0)

    const stranger = await stack.signedIn('otherOfficer')
    expect((await stranger.get<{ entries: Listed[] }>('/api/archive')).entries).toEqual([])
    await expect(stranger.get('/api/archive?unit=marketing')).rejects.toMatchObject({ status: 403 })
    for (const door of ['', '/bundle', '/sheet'])
      await expect(stranger.get(`/api/archive/${entries[0]!.submissionId}${door}`)).rejects.toMatchObject({
        status: 404,
      })
    expect(stack.cloud.denials()).toEqual([])
  }, 180_000)

  it('closes a month by the clock: register and volume of the company and of each unit are locked', async () => {
    const month = beijingToday(stack.cloud.clock.now()).slice(0, 7)
    const [year, number] = month.split('-').map(Number)
    const halfPastMidnight = Date.UTC(year!, number!, 1) - 8 * 3_600_000 + 30 * 60_000
    await stack.cloud.clock.move(halfPastMidnight + 60_000 - stack.cloud.clock.now())
    const { accessKeyId, secretAccessKey } = stack.cloud.credentialsOf('cloud')
    const s3 = new S3Client({
      endpoint: stack.cloud.gatewayUrl,
      region: 'ap-southeast-1',
      credentials: { accessKeyId, secretAccessKey },
      systemClockOffset: stack.cloud.clock.now() - Date.now(),
    })
    const bucket = stack.cloud.service.functions.find(({ key }) => key === 'closeMonth')?.environment[
      'ARCHIVE_BUCKET'
    ]
    const get = (unit: string) =>
      eventually(`the register of ${unit}`, async () => {
        const key = `_register/${month}/${unit}.xlsx`
        const answer = await s3
          .send(new GetObjectCommand({ Bucket: bucket, Key: key }))
          .catch((error: Error) => (error.name === 'NoSuchKey' ? undefined : Promise.reject(error)))
        if (!answer) return undefined
        const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket: bucket, Key: key }))
        return { lock: Retention?.Mode, bytes: await answer.Body!.transformToByteArray() }
      })
    const company = await get('company')
    expect(company.lock).toBe('GOVERNANCE')
    const [, register] = await readExcelFile(Buffer.from(company.bytes))
    expect(register!.data.flat()).toEqual(expect.arrayContaining(['已发布', '已撤回']))
    expect((await get('marketing')).bytes.length).toBeGreaterThan(1_000)
    expect(stack.cloud.denials()).toEqual([])
  }, 300_000)
})
