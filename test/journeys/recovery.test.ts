import { DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '../../local/cloud/clock'
import { startCloud } from '../../local/cloud/start-cloud'
import type { Cloud } from '../../local/cloud/cloud'
import { askMail, decideByMail, show, submit } from '../../local/demo/desk'
import { beijingToday, publish } from '../../local/demo/edition-desk'
import { photoLike } from '../../local/demo/photo'
import { codeIn, eventually, linkIn, visitor, type ReadMail, type Visitor } from '../../local/demo/visitor'
import type { Template } from '../../local/template/template'
import { exportStage, importObjects, importRows, readManifest } from '../../operations/move'
import { bringBackObjects } from '../../operations/recover'
import Adopted from '../../resources/adopted.cjs'
import { proveArchive, reached } from '../kit/archive-at'
import { addresses, anApproved, aStack, aSubmission, type Stack } from '../kit/cloud'

const restored = 'qianfa-local-Restored'
/** What AWS makes beside the table when one is restored: empty here, and filled with what was exported. */
const withSpare = ({ Resources }: Template) => {
  const { Table } = Resources
  Resources['Restored'] = { Type: Table!.Type, Properties: { ...Table!.Properties, TableName: restored } }
}
const adopting = (template: Template) =>
  Adopted.adopt(template, {
    Table: {
      name: restored,
      stream: `arn:aws:dynamodb:ap-southeast-1:000000000000:table/${restored}/stream/local`,
    },
  })
const secretNames = [
  ...['link-key', 'page-key', 'letter-key', 'session-key', 'setup-code', 'complaint-key', 'push-key'],
  ...['wechat', 'weibo'],
]

let work: string
let stack: Stack
let clouds: Cloud[] = []
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'qianfa-recovery-'))
  stack = await aStack({ mutateTemplate: withSpare })
}, 300_000)
afterAll(async () => {
  for (const cloud of clouds) await cloud.stop()
  await stack?.stop()
  rmSync(work, { recursive: true, force: true })
})

const officerOf = async (cloud: Cloud): Promise<Visitor> => {
  const officer = visitor(cloud.url, addresses.officer)
  await officer.signIn()
  return officer
}

/** Composes, confirms, sends, and waits until the article lies sealed in the archive. */
async function sendAndSeal(cloud: Cloud, id: string): Promise<void> {
  const editor = visitor(cloud.url, addresses.editor)
  await editor.signIn()
  const today = beijingToday(cloud.clock.now())
  await publish(editor, today, [id])
  await eventually(`${id} to be sealed`, async () => {
    await cloud.clock.move(60_000)
    const { entries } = await editor.get<{ entries: { submissionId: string }[] }>('/api/archive')
    return entries.some(({ submissionId }) => submissionId === id) ? true : undefined
  })
}

/** The link of an old mail, on whatever machine answers now. */
async function decideAt(cloud: Cloud, mail: ReadMail): Promise<number> {
  const link = `${cloud.url}${new URL(linkIn(mail)).pathname}`
  const page = await (await fetch(link)).text()
  const nonce = /name="nonce"\s+value="([^"]+)"/.exec(page)?.[1] ?? ''
  const body = new URLSearchParams({ nonce, choice: 'approve', code: codeIn(mail) })
  return (await fetch(link, { method: 'POST', body })).status
}

const toTheEnd = async (cloud: Cloud, officer: Visitor, id: string, title: string) => {
  for (const who of ['reviewer', 'departmentHead'] as const)
    await decideByMail(await askMail(visitor(cloud.url, addresses[who]), title), { approve: true })
  await eventually('the approval', async () =>
    (await show(officer, id)).submission.state === 'approved' ? true : undefined,
  )
}

test('a table that was spoilt is restored beside itself, the stack takes it by its name, hidden files are shown again, and what waited goes on', async () => {
  const { cloud } = stack
  const officer = await officerOf(cloud)
  const { id: sealed } = await anApproved(stack, officer, {}, await photoLike({ bytes: 1_500_000, seed: 71 }))
  await sendAndSeal(cloud, sealed)
  const open = await aSubmission(officer)
  await submit(officer, open.id)
  const mail = await askMail(stack.as('unitHead'), open.title)
  await cloud.events.idle()

  const folder = join(work, 'then')
  const at = reached(cloud)
  expect((await exportStage(at, 'local', folder)).rows).toBeGreaterThan(50)
  await cloud.clock.move(60_000)
  // The harm: every second row of the submissions is gone, and every picture is hidden.
  const table = new DynamoDBClient(at.reach)
  const { Items = [] } = await table.send(new ScanCommand({ TableName: at.outputs['TableName'] }))
  for (const { pk, sk } of Items.filter((row) => row['pk']?.S?.startsWith('SUB#')))
    await table.send(new DeleteItemCommand({ TableName: at.outputs['TableName'], Key: { pk: pk!, sk: sk! } }))
  const s3 = new S3Client({ ...at.reach, forcePathStyle: true })
  const Bucket = at.outputs['MediaBucketName']!
  const keys = async () =>
    ((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key = '' }) => Key)
  const before = await keys()
  for (const Key of before) await s3.send(new DeleteObjectCommand({ Bucket, Key }))
  expect(await keys()).toEqual([])
  await expect(show(officer, open.id)).rejects.toMatchObject({ status: 404 })

  await importRows({ ...at, outputs: { ...at.outputs, TableName: restored } }, folder)
  expect(await bringBackObjects(s3, Bucket, at.now)).toEqual({ shownAgain: before.length, writtenAgain: 0 })
  expect(await keys()).toEqual(before)
  await cloud.stop()
  const port = Number(new URL(cloud.url).port)
  const again = await startCloud({ dir: stack.dir, port, mutateTemplate: adopting })
  clouds = [again]

  expect(reached(again).outputs['TableName']).toBe(restored)
  expect(await decideAt(again, mail)).toBe(200)
  // The token of the waiting machine may be younger than the moment that was restored: then the machine looks by itself.
  await again.clock.move(20 * 60_000)
  await toTheEnd(again, officer, open.id, open.title)
  expect(await show(officer, sealed)).toMatchObject({ submission: { state: 'published' } })
  expect(await proveArchive(again)).toMatchObject({ status: 0, bundles: [expect.anything()] })
  expect(again.denials()).toEqual([])
}, 600_000)

test('a whole stage moves to another place and back: an old link decides, what was approved is sent, and the archive proves itself', async () => {
  const [here] = clouds as [Cloud]
  const officer = await officerOf(here)
  const approved = await anApproved(
    { as: (who) => visitor(here.url, addresses[who]) },
    officer,
    {},
    await photoLike({ bytes: 1_500_000, seed: 72 }),
  )
  const open = await aSubmission(officer)
  await submit(officer, open.id)
  const mail = await askMail(visitor(here.url, addresses.unitHead), open.title)
  await here.events.idle()

  let n = 0
  const move = async (from: Cloud): Promise<Cloud> => {
    const folder = join(work, `moved-${++n}`)
    await exportStage(reached(from), 'local', folder)
    const dir = join(work, `place-${n}`)
    const clock = createClock({ startAt: new Date(from.clock.now()) })
    const secrets = Object.fromEntries(secretNames.map((name) => [name, from.secret(name)]))
    const to = await startCloud({ dir, port: 0, clock, secrets, env: { MOVED: 'yes' } })
    clouds.push(to)
    const { objects, rows } = await readManifest(folder)
    expect(await importObjects(reached(to), folder)).toBe(objects)
    await to.events.idle()
    expect(await importRows(reached(to), folder)).toBe(rows)
    await expect(importRows(reached(to), folder)).rejects.toThrow('holds a company already')
    return to
  }

  const there = await move(here)
  const officerThere = await officerOf(there)
  expect(await proveArchive(there)).toMatchObject({ status: 0, bundles: [expect.anything()] })
  // Its execution stayed behind: the watch starts it anew, with the decisions that were taken.
  expect(await decideAt(there, mail)).toBe(200)
  await there.clock.move(20 * 60_000)
  await toTheEnd(there, officerThere, open.id, open.title)
  await there.clock.move(24 * 3_600_000)
  await sendAndSeal(there, approved.id)
  // A version that this place never gave is asked for by its name first: S3 says 403 to whoever may not list.
  expect(there.denials().filter(({ action }) => action !== 's3:ListBucket')).toEqual([])

  const back = await move(there)
  const officerBack = await officerOf(back)
  expect((await proveArchive(back)).bundles).toHaveLength(2)
  expect(await proveArchive(back)).toMatchObject({ status: 0 })
  // Files of the bundle are named by versions that no bucket of this place ever gave.
  const { files } = await officerBack.get<{ files: { kind: string; url: string; bytes: number }[] }>(
    `/api/archive/${approved.id}`,
  )
  const original = files.find(({ kind }) => kind === 'original')!
  expect((await (await fetch(original.url)).arrayBuffer()).byteLength).toBe(original.bytes)
}, 900_000)
