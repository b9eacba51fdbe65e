import { everyDay } from '../../kit/calendar'
import { fakeCallbacks, fakeMachine } from '../../kit/machine'
import { approvalStore, openWrites } from '../../../lib/approval/store'
import type { Letter, Mail } from '../../../lib/channels/mail/mail'
import type { Weibo } from '../../../lib/channels/weibo/weibo'
import { emptyChain } from '../../../lib/ledger/event'
import type { Person } from '../../../lib/people/person'
import { peopleStore } from '../../../lib/people/store'
import { sha256 } from '../../../lib/platform/ids'
import type { Table } from '../../../lib/platform/table'
import { poolWrite, submissionStore } from '../../../lib/submission/store'
import { contentHashOf, type MediaPin, type Submission } from '../../../lib/submission/submission'
import type { Step } from '../../../lib/weibo-post/at'
import { beginPost } from '../../../lib/weibo-post/begin-post'
import { cancelPost, denyPost, returnPost, stopPost } from '../../../lib/weibo-post/end-post'
import { openPost } from '../../../lib/weibo-post/open-post'
import { pressEditor } from '../../../lib/weibo-post/press-editor'
import { awaitEditor, resumePost } from '../../../lib/weibo-post/wake'
import { waits } from '../../../lib/matter/waiting'
import { runWatch } from '../../kit/watched'
import { provePost } from '../../../lib/weibo-post/prove-post'
import { recordPost } from '../../../lib/weibo-post/record-post'
import { releasePost } from '../../../lib/weibo-post/release-post'
import { sendPost, type MayPost } from '../../../lib/weibo-post/send-post'
import { settlePost } from '../../../lib/weibo-post/settle-post'
import { postStore } from '../../../lib/weibo-post/store'
import { approvedTurn, aSubmission } from '../../kit/submission'
import { picture } from '../../local/wechat/given-twin'
import { givenWeibo } from '../../local/weibo/given-weibo'
import { givenTable } from '../edition/given-table'

/** Thrown in the place of a process that dies. */
export class Crash extends Error {}

/** Dies right after the effect of that number: a write to the table, or a call that posts. */
function crashPlan() {
  let count = 0
  let fatal = Infinity
  return {
    async after<T>(work: Promise<T>): Promise<T> {
      const value = await work
      if (++count === fatal) throw new Crash(`after effect ${count}`)
      return value
    },
    count: () => count,
    dieAfter(effect: number) {
      count = 0
      fatal = effect
    },
  }
}

const person = (id: string, name: string, unitId: string) => ({
  ...{ id, name, unitId, email: `${id}@jiangnan.example`, language: 'zh' as const },
})

/** Runs a step again after each crash, as the machine does. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Crash)) throw error
    }
}

/** The Weibo desk against a real table emulator and the twin over HTTP; mails are kept in a list. */
export async function givenPosts({ mayPost = {} }: { mayPost?: MayPost } = {}) {
  const weiboTwin = await givenWeibo()
  const given = await givenTable()
  const plan = crashPlan()
  let at = Date.parse('2026-11-23T02:00:00Z')
  const clock = { now: () => new Date(at) }
  const table: Table = {
    ...given.table,
    put: (row, when) => plan.after(given.table.put(row, when)),
    remove: (key, when) => plan.after(given.table.remove(key, when)),
    transact: (writes) => plan.after(given.table.transact(writes)),
  }
  const client = weiboTwin.client({ timeoutMs: 1_000 })
  const weibo: Weibo = { ...client, share: (share) => plan.after(client.share(share)) }
  const letters = new Map<string, Letter>()
  const mail: Mail = {
    async send(letter) {
      letters.set(letter.messageId, letter)
      return 'sent'
    },
  }
  const people = peopleStore(table)
  const submissions = submissionStore(table, clock)
  const approvals = approvalStore(table)
  const posts = postStore(table, clock)
  const objects = new Map<string, Uint8Array>()
  const bucket = {
    async read({ key, versionId }: { key: string; versionId?: string }) {
      const bytes = objects.get(`${key}@${versionId ?? ''}`)
      if (!bytes) throw new Error(`no object ${key}@${versionId ?? ''}`)
      return bytes
    },
    async write({ key, body }: { key: string; body: Uint8Array | string }) {
      objects.set(`${key}@`, Buffer.from(body))
      return { key, versionId: '', etag: '', bytes: body.length, contentType: '' }
    },
  }
  const { callbacks, woken } = fakeCallbacks()
  const { machine, started, end } = fakeMachine()
  const room = {
    ...{ posts, submissions, approvals, people, bucket, weibo, mail, clock, mayPost },
    publicUrl: 'https://qf.example.cn',
    waits: waits({ table, callbacks, clock }),
    machine,
    calendar: everyDay,
  }

  await people.saveUnit({ id: 'enterprise-management', name: '企业管理部', office: true })
  await people.saveUnit({ id: 'marketing', name: '市场部', office: false })
  for (const { role, ...one } of [
    { ...person('xu-wen', '许雯', 'enterprise-management'), role: 'editor' as const },
    { ...person('chen-yu', '陈瑜', 'marketing'), role: 'officer' as const },
  ]) {
    await people.save(one)
    await people.grant(one.id, { role, unitId: one.unitId, from: '2026-01-01' })
  }
  const editor = (await people.withId('xu-wen')) as Person

  let made = 0
  /** An approved submission in Weibo's pool. */
  async function approved(change: Partial<Submission['content']> = {}, pictures = 0): Promise<Submission> {
    const number = ++made
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
    const pins: MediaPin[] = []
    for (let nth = 1; nth <= pictures; nth++) {
      const { bytes } = await picture(60 + number, 40 + nth)
      const key = `in/picture/${id}/${nth}`
      objects.set(`${key}@v1`, bytes)
      pins.push({
        ...{
          id: `10000000-0000-4000-8000-${String(number * 100 + nth).padStart(12, '0')}`,
          kind: 'picture',
          key,
        },
        ...{
          fileName: `图${nth}.jpg`,
          versionId: 'v1',
          checksum: `sha256:${sha256(bytes)}`,
          bytes: bytes.length,
        },
      })
    }
    const content = {
      ...aSubmission().content,
      ...{
        title: `第${number}篇`,
        channels: ['weibo' as const],
        weiboText: `首批智能阀门通过验收，第 ${number} 处。`,
      },
      mediaIds: pins.map((pin) => pin.id),
      ...change,
    }
    const contentHash = contentHashOf(content, pins, '2026-11')
    const route: Submission['route'] = ['unit-head', 'department-head']
    await submissions.create(
      aSubmission({ id, content, pins, contentHash, state: 'approved', route, chain: emptyChain }),
      { by: 'system', type: 'SubmissionApproved', facts: {} },
    )
    for (const index of route.keys())
      await given.table.transact(
        openWrites(approvedTurn({ id, route, contentHash }, index, clock.now().toISOString()), []),
      )
    const submission = await submissions.withId(id)
    await given.table.transact([poolWrite(submission, 'weibo', clock.now().toISOString())])
    return submission
  }

  const verbs = {
    release: releasePost(room),
    open: openPost(room),
    begin: beginPost(room),
    send: sendPost(room),
    settle: settlePost(room),
    wait: awaitEditor(room),
    press: pressEditor(room),
    watch: () => runWatch(table, clock, { 'weibo-post': resumePost(room) }),
    prove: provePost(room),
    cancel: cancelPost(room),
    deny: denyPost(room),
    giveBack: returnPost(room),
    stop: stopPost(room),
    record: recordPost(room),
  }

  const move = (seconds: number) => {
    at += seconds * 1000
    weiboTwin.move(seconds * 1000)
  }

  /** Runs the machine until it has recorded the end, or waits for a person. */
  async function run(postId: string, attempt = 1): Promise<'recorded' | 'person'> {
    const step = { postId, attempt }
    let { next, waitSeconds }: Step = await again(() => verbs.begin(step))
    for (;;) {
      if (next === 'person') return 'person'
      if (next === 'record') {
        await again(() => verbs.record(step))
        return 'recorded'
      }
      if (next === 'look') move(waitSeconds)
      const verb = next === 'send' ? verbs.send : verbs.settle
      ;({ next, waitSeconds } = await again(() => verb(step)))
    }
  }

  const standing = () =>
    weiboTwin
      .twin()
      .state()
      .posts.filter(({ deletedAt }) => deletedAt === undefined)

  return {
    ...{
      room,
      posts,
      submissions,
      people,
      plan,
      verbs,
      editor,
      letters,
      woken,
      started,
      end,
      objects,
      table: given.table,
    },
    ...{ approved, run, move, standing, weiboTwin, bucket },
    release: (submission: Submission, byHand?: string) =>
      verbs.release({
        submissionId: submission.id,
        by: editor,
        ip: '211.156.0.1',
        ...(byHand && { byHand }),
      }),
    pooled: async () => (await submissions.pool('weibo')).items.map(({ id }) => id),
    async close() {
      await weiboTwin.close()
      await given.close()
    },
  }
}

export type GivenPosts = Awaited<ReturnType<typeof givenPosts>>
