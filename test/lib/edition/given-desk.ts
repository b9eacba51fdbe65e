import { testCipher } from '../../kit/cipher'
import { fakeMachine } from '../../kit/machine'
import { runWatch } from '../../kit/watched'
import { approvalStore, openWrites } from '../../../lib/approval/store'
import { encrypt } from '../../../lib/channels/wechat/callback/aes'
import { signatureOf } from '../../../lib/channels/wechat/callback/signature'
import type { Letter, Mail } from '../../../lib/channels/mail/mail'
import { articlePages } from '../../../lib/channels/wechat/article-page'
import type { WechatSettings } from '../../../lib/channels/wechat/create-wechat'
import type { Wechat } from '../../../lib/channels/wechat/wechat'
import { buildDraft } from '../../../lib/edition/build-draft'
import { cancelEdition } from '../../../lib/edition/cancel-edition'
import { claimDay } from '../../../lib/edition/claim-day'
import { closeSend } from '../../../lib/edition/close-send'
import { composeEdition } from '../../../lib/edition/compose-edition'
import { confirmEdition } from '../../../lib/edition/confirm-edition'
import { handOver } from '../../../lib/edition/hand-over'
import { massSend } from '../../../lib/edition/mass-send'
import { overrideSend } from '../../../lib/edition/override-send'
import { pressConfirmer } from '../../../lib/edition/press-confirmer'
import { proveSend } from '../../../lib/edition/prove-send'
import { hearPush } from '../../../lib/edition/hear-push'
import { recordSend } from '../../../lib/edition/record-send'
import { sendTest } from '../../../lib/edition/send-test'
import { settleSend } from '../../../lib/edition/settle-send'
import { startSend } from '../../../lib/edition/start-send'
import type { Outbox } from '../../../lib/outbox/outbox'
import { editionStore } from '../../../lib/edition/store'
import { resumeEdition } from '../../../lib/edition/resume-edition'
import { awaitConfirmation, awaitResult } from '../../../lib/edition/wake'
import { waits } from '../../../lib/matter/waiting'
import { peopleStore } from '../../../lib/people/store'
import type { Person } from '../../../lib/people/person'
import { companyCalendar } from '../../../lib/calendar/store'
import { actOnKept } from '../../../lib/push/act-on-pushes'
import { receivePush } from '../../../lib/push/receive-push'
import { pushStore } from '../../../lib/push/store'
import { randomIds, sha256 } from '../../../lib/platform/ids'
import type { Callbacks } from '../../../lib/platform/machine'
import type { Table } from '../../../lib/platform/table'
import { emptyChain } from '../../../lib/ledger/event'
import { poolWrite, submissionStore } from '../../../lib/submission/store'
import { contentHashOf, type MediaPin, type Submission } from '../../../lib/submission/submission'
import type { AccountKind } from '../../../lib/policy/policy'
import { account, givenTwin, picture } from '../../local/wechat/given-twin'
import { approvedTurn, aSubmission } from '../../kit/submission'
import { givenTable, type GivenTable } from './given-table'

/** The Beijing date of the standing clock. */
export const date = '2026-11-23'

/** A push of WeChat's as the callback verb gets it in safe mode: sealed, and signed at that moment. */
export function sealed(message: string, now: Date) {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const random = new Uint8Array(16)
  const encrypted = encrypt(account.encodingAesKey, { message, appId: account.appId, random })
  const msg_signature = signatureOf(account.token, timestamp, '7', encrypted)
  return {
    query: { encrypt_type: 'aes', timestamp, nonce: '7', msg_signature },
    body: `<xml><Encrypt>${encrypted}</Encrypt></xml>`,
    account: { appId: account.appId, token: account.token, encodingAesKeys: [account.encodingAesKey] },
  }
}

/** Thrown in the place of a process that dies. */
export class Crash extends Error {}

/** Dies right after the effect of that number: a write to the table, or a call to WeChat. */
function crashPlan() {
  let count = 0
  let fatal = Infinity
  const after = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work
    if (++count === fatal) throw new Crash(`after effect ${count}`)
    return value
  }
  return {
    after,
    count: () => count,
    dieAfter(effect: number) {
      count = 0
      fatal = effect
    },
  }
}

type Plan = ReturnType<typeof crashPlan>

const crashingTable = (table: Table, { after }: Plan): Table => ({
  ...table,
  put: (row, when) => after(table.put(row, when)),
  remove: (key, when) => after(table.remove(key, when)),
  increment: (key, attribute, by) => after(table.increment(key, attribute, by)),
  transact: (writes) => after(table.transact(writes)),
})

const crashingWechat = (wechat: Wechat, { after }: Plan): Wechat => ({
  ...wechat,
  uploadArticlePicture: (file) => after(wechat.uploadArticlePicture(file)),
  addMaterial: (type, file) => after(wechat.addMaterial(type, file)),
  addDraft: (articles) => after(wechat.addDraft(articles)),
  testSend: (preview) => after(wechat.testSend(preview)),
  massSend: (send) => after(wechat.massSend(send)),
  deleteMassSend: (sent) => after(wechat.deleteMassSend(sent)),
})

const person = (id: string, name: string, unitId: string) => ({
  id,
  name,
  email: `${id}@jiangnan.example`,
  unitId,
  language: 'zh' as const,
})

/** The editor's desk against a real table emulator and the WeChat twin over HTTP; mails are kept in a list. */
export async function givenDesk({
  kind = 'subscription',
  testers = ['tester_li'],
  clientOf = () => ({}),
  openTable = givenTable,
}: {
  kind?: AccountKind
  testers?: string[]
  /** settings of the WeChat client other than those of the tests */
  clientOf?: (table: Table) => Partial<WechatSettings>
  openTable?: () => Promise<Omit<GivenTable, 'dynamodb'>>
} = {}) {
  const twin = await givenTwin()
  const given = await openTable()
  const plan = crashPlan()
  const clock = { now: () => new Date(twin.clock.now()) }
  const table = crashingTable(given.table, plan)
  const submissions = submissionStore(table, clock)
  const approvals = approvalStore(table)
  const people = peopleStore(table)
  const editions = editionStore(table, clock, account.appId)
  const client = twin.client({ timeoutMs: 1_500, ...clientOf(given.table) })
  const wechat = crashingWechat(client, plan)
  const letters = new Map<string, Letter>()
  const mail: Mail & Pick<Outbox, 'write'> = {
    async send(letter) {
      letters.set(letter.messageId, letter)
      return 'sent'
    },
    async write(letter) {
      await mail.send(letter)
      return []
    },
  }
  const woken: string[] = []
  const wakes: Callbacks['succeed'] = async (taskToken) => {
    woken.push(taskToken)
    return 'delivered'
  }
  /** a test may let `succeed` fail and put `wakes` back */
  const callbacks: Callbacks = { succeed: wakes }
  const { machine, started, end } = fakeMachine()
  const objects = new Map<string, Uint8Array>()
  const bucket = {
    async read({ key, versionId }: { key: string; versionId?: string }) {
      const bytes = objects.get(`${key}@${versionId}`)
      if (!bytes) throw new Error(`no object ${key}@${versionId}`)
      return bytes
    },
  }
  const desk = {
    ...{ editions, submissions, approvals, people, mail, clock, machine, bucket, wechat, kind },
    waits: waits({ table, callbacks, clock }),
    testers,
    calendar: companyCalendar(table),
    pages: articlePages({ timeoutMs: 2_000 }),
    baseUrl: twin.url,
    uploadsAtOnce: 48,
    ids: randomIds,
    secrets: { read: async () => 'a key of the tests' },
  }

  await people.saveUnit({ id: 'enterprise-management', name: '企业管理部', office: true })
  await people.saveUnit({ id: 'marketing', name: '市场部', office: false })
  const staff = [
    { ...person('xu-wen', '许雯', 'enterprise-management'), role: 'editor' as const },
    { ...person('song-an', '宋安', 'enterprise-management'), role: 'admin' as const },
    { ...person('he-jun', '何俊', 'enterprise-management'), role: 'department-head' as const },
    { ...person('chen-yu', '陈瑜', 'marketing'), role: 'officer' as const },
  ]
  for (const { role, ...one } of staff) {
    await people.save(one)
    await people.grant(one.id, { role, unitId: one.unitId, from: '2026-01-01' })
  }
  const editor = (await people.withId('xu-wen')) as Person

  let made = 0
  /** An approved submission in the pool, with that many small pictures, or with these, and videos. */
  async function approved(
    change: Partial<Submission['content']> = {},
    pictures: number | Uint8Array[] = 0,
    videos = 0,
  ): Promise<Submission> {
    const number = ++made
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
    const pins: MediaPin[] = []
    const count = typeof pictures === 'number' ? pictures : pictures.length
    for (let at = 1; at <= count; at++) {
      const given = typeof pictures === 'number' ? undefined : pictures[at - 1]
      const bytes = given ?? (await picture(60 + number, 40 + at)).bytes
      const pin = {
        id: `10000000-0000-4000-8000-${String(number * 100 + at).padStart(12, '0')}`,
        kind: 'picture' as const,
        fileName: `图${at}.jpg`,
        key: `in/picture/${id}/${at}`,
        versionId: 'v1',
        checksum: `sha256:${sha256(bytes)}`,
        bytes: bytes.length,
      }
      objects.set(`${pin.key}@v1`, bytes)
      pins.push(pin)
    }
    for (let at = 1; at <= videos; at++)
      pins.push({
        id: `20000000-0000-4000-8000-${String(number * 100 + at).padStart(12, '0')}`,
        ...{ kind: 'video' as const, fileName: `视频${at}.mp4`, key: `in/video/${id}/${at}` },
        ...{ versionId: 'v1', checksum: `etag:${at}`, bytes: 1_000_000 },
      })
    const content = {
      ...aSubmission().content,
      title: `第${number}篇`,
      mediaIds: pins.map((pin) => pin.id),
      ...change,
    }
    const contentHash = contentHashOf(content, pins, '2026-11')
    const route = ['unit-head', 'office-review', 'department-head'] as const
    await submissions.create(
      aSubmission({
        id,
        content,
        pins,
        contentHash,
        state: 'approved',
        route: [...route],
        chain: emptyChain,
      }),
      { by: 'system', type: 'SubmissionApproved', facts: {} },
    )
    for (const index of route.keys())
      await given.table.transact(
        openWrites(
          approvedTurn({ id, route: [...route], contentHash }, index, clock.now().toISOString()),
          [],
        ),
      )
    const submission = await submissions.withId(id)
    await given.table.transact([poolWrite(submission, 'wechat', clock.now().toISOString())])
    return submission
  }

  const pushes = pushStore(table, account.appId, testCipher)
  const receive = receivePush({ pushes, clock })
  const room = { pushes, clock, act: hearPush(desk) }

  const verbs = {
    compose: composeEdition(desk),
    start: startSend(desk),
    confirm: confirmEdition(desk),
    cancel: cancelEdition(desk),
    override: overrideSend(desk),
    buildDraft: buildDraft(desk),
    sendTest: sendTest(desk),
    awaitConfirmation: awaitConfirmation(desk),
    pressConfirmer: pressConfirmer(desk),
    claimDay: claimDay(desk),
    handOver: handOver(desk),
    prove: proveSend(desk),
    massSend: massSend(desk),
    awaitResult: awaitResult(desk),
    settleSend: settleSend(desk),
    recordSend: recordSend(desk),
    closeSend: closeSend(desk),
    /** kept by the door, then acted on as the stream of the table would have it */
    receivePush: async (request: Parameters<typeof receive>[0]) => {
      const believed = await receive(request)
      await actOnKept(room)((await pushes.waiting(100)).map(({ id }) => id))
      return believed
    },
    watch: () => runWatch(table, clock, { edition: resumeEdition(desk) }),
  }

  /** The code in the newest mail to the editor that has one. */
  function code(): string {
    const found = [...letters.values()]
      .reverse()
      .map((letter) => /确认码：(\d{6})/.exec(letter.text)?.[1])
      .find((one) => one !== undefined)
    if (!found) throw new Error('no code was mailed')
    return found
  }

  /** Hands the twin's pushes to the callback verb, as WeChat would over HTTP. */
  async function deliverPushes(): Promise<void> {
    await new Promise((next) => setTimeout(next, 60))
    for (const push of twin.callback.pushes.splice(0))
      await verbs.receivePush({
        query: Object.fromEntries(push.query),
        body: push.body,
        account: { appId: account.appId, token: account.token, encodingAesKeys: [account.encodingAesKey] },
      })
  }

  return {
    ...{
      desk,
      twin,
      table: given.table,
      clock,
      editions,
      submissions,
      people,
      letters,
      woken,
      wakes,
      callbacks,
      started,
      end,
    },
    ...{ plan, verbs, editor, approved, code, deliverPushes, client, dynamo: given.client, objects },
    edition: () => editions.withId(date),
    async close() {
      await twin.close()
      await given.close()
    },
  }
}

export type GivenDesk = Awaited<ReturnType<typeof givenDesk>>
