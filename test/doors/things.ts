import { messengerStore } from '../../lib/messenger/store'
import { letterCipher } from '../../lib/outbox/outbox'
import { actsLedger } from '../../lib/security/ledger'
import { emptyChain } from '../../lib/ledger/event'
import type { Turn } from '../../lib/approval/approval'
import { tierAsks } from '../../lib/approval/ask'
import { openWrites, turnWait } from '../../lib/approval/store'
import type { Entry } from '../../lib/archive/entry'
import { archiveStore } from '../../lib/archive/store'
import { chatIdOf, complaintStore } from '../../lib/complaint/store'
import { complaintStates, type Complaint } from '../../lib/complaint/complaint'
import { editionHashOf, editionStates, type Edition } from '../../lib/edition/edition'
import { editionStore, sendWrite } from '../../lib/edition/store'
import { loanAsks } from '../../lib/loan/ask'
import { loanStates } from '../../lib/loan/loan'
import { loanStore } from '../../lib/loan/store'
import { waits } from '../../lib/matter/waiting'
import { loadCompany } from '../../lib/people/load-company'
import { peopleStore } from '../../lib/people/store'
import { s3Bucket } from '../../lib/platform/bucket'
import { CipherKeys, fieldCipher } from '../../lib/platform/field-cipher'
import { derivedUuid, sha256 } from '../../lib/platform/ids'
import type { Table } from '../../lib/platform/table'
import { linkHashOf, newAsk, tokenOf } from '../../lib/question/ask'
import { askStore } from '../../lib/question/store'
import { requestStates } from '../../lib/request/request'
import { requestStore } from '../../lib/request/store'
import { settingsStore } from '../../lib/settings/store'
import { startStore } from '../../lib/start/store'
import { poolWrite, submissionStore, versionWrite } from '../../lib/submission/store'
import { hashNow, states, type Submission } from '../../lib/submission/submission'
import { postIdOf, postStates } from '../../lib/weibo-post/post'
import { postStore } from '../../lib/weibo-post/store'
import type { Company } from '../../lib/people/company'
import { secrets, type Doors } from '../kit/doors'
import { approvedTurn, aSubmission } from '../kit/submission'
import { aLoan } from '../lib/loan/given-loan'

/** A word in every thing of the marketing unit: who may not see it must not be told it. */
export const marker = '暗号蓝鲸'

const demo: Company = {
  name: '江南精工股份有限公司',
  demo: false,
  units: [
    {
      ...{ id: 'enterprise-management', name: '企业管理部', office: true },
      people: (
        [
          ['lin-jing', ['office-reviewer']],
          ['zhou-heng', ['department-head']],
          ['xu-wen', ['editor']],
          ['song-an', ['admin']],
          ['gu-ming', ['inspector']],
          ['tang-zong', ['company-leader']],
        ] as const
      ).map(([id, roles]) => personOf(id, [...roles])),
    },
    {
      ...{ id: 'marketing', name: '市场部', office: false },
      people: [
        personOf('chen-yu', ['officer']),
        personOf('wang-lei', ['unit-head']),
        personOf('shi-yi', []),
        personOf('left-one', ['officer']),
        personOf('moved-one', ['officer']),
      ],
    },
    {
      ...{ id: 'research', name: '研发中心', office: false },
      people: [personOf('li-na', ['officer']), personOf('zhao-qiang', ['unit-head'])],
    },
  ],
}

function personOf(id: string, roles: Company['units'][number]['people'][number]['roles']) {
  return { id, name: id, email: `${id}@jiangnan.example`, language: 'zh' as const, roles }
}

/** A Tuesday, ten in the morning in Beijing. */
export const now = new Date('2026-11-24T02:00:00.000Z')
const iso = now.toISOString()

const linkKey = secrets['link-key']
const named = (id: string) => ({ id, name: id })

/** One thing a route's path names, in a state. */
export interface Thing {
  state: string
  /** path parameters */
  path: Record<string, string>
  [more: string]: unknown
}

/** A company with one thing of the marketing unit in every state there is, straight through the stores. */
export async function givenThings(doors: Pick<Doors, 'table' | 'objects' | 'clock'>) {
  const { table, clock } = doors
  const people = peopleStore(table)
  await loadCompany({ people, clock, acts: actsLedger(table, clock) })(demo)
  const looked = { salt: 'salt', confirmed: {}, alone: {}, announced: {}, revision: 0 }
  await settingsStore(table).save(undefined, looked)
  const all = await submissionsIn(table, clock)
  return {
    people,
    things: {
      submission: all,
      media: await mediaIn(table, clock, doors.objects, all),
      removal: await removalIn(table, clock),
      link: await linksIn(table, clock),
      loan: await loansIn(table, clock),
      post: await postsIn(table, clock),
      complaint: await complaintsIn(table, clock),
      chat: await chatsIn(table, clock),
      request: await requestsIn(table, clock),
      edition: await editionsIn(table, clock),
      start: await startsIn(table),
      archive: await archivedIn(table, clock, doors.objects),
      messenger: await messengerIn(table),
    } satisfies Record<string, Thing[]>,
  }
}

export type Things = Awaited<ReturnType<typeof givenThings>>['things']
type Clock = Doors['clock']

/** A group robot of the company. */
async function messengerIn(table: Table): Promise<Thing[]> {
  const id = derivedUuid('thing', 'messenger')
  const way = { id, kind: 'wecom-robot' as const, name: '值班群', addedBy: 'lu-min', addedAt: iso }
  const { addWrite } = messengerStore(
    table,
    letterCipher({ read: async () => secrets['letter-key'] }, { now: () => now }),
  )
  await table.transact([await addWrite(way, { kind: 'wecom-robot', key: 'a-key-of-tests' })])
  return [{ state: 'kept', path: { wayId: id } }]
}

/** A submission as it would stand in that state, with the rows that belong to it. */
async function aThing(
  table: Table,
  clock: Clock,
  name: string,
  change: Partial<Submission>,
): Promise<Submission> {
  const id = derivedUuid('thing', name)
  const state = change.state ?? 'draft'
  const bare = aSubmission({ id, chain: emptyChain, revision: 0, ...change })
  const content: Submission['content'] = {
    ...{ ...bare.content, title: `${marker} ${name}`, channels: ['wechat', 'weibo'] },
    weiboText: `${marker} 首批智能阀门通过验收。`,
  }
  const route: Submission['route'] =
    state === 'draft' ? [] : ['unit-head', 'office-review', 'department-head']
  const written: Submission = { ...bare, content, route }
  const signed: Submission =
    state === 'draft'
      ? written
      : {
          ...written,
          contentHash: hashNow(written),
          statement: { by: 'chen-yu', name: '陈瑜', at: iso, wording: '2026-11' },
        }
  const submissions = submissionStore(table, clock)
  const created = await submissions.create(signed, { by: 'chen-yu', type: 'SubmissionCreated', facts: {} })
  if (state === 'draft') return created
  await table.transact([versionWrite(created)])
  const wasApproved = ['approved', 'scheduled', 'sending', 'published', 'failed', 'removing', 'removed']
  if (wasApproved.includes(state))
    for (const index of route.keys()) await table.transact(openWrites(approvedTurn(created, index, iso), []))
  if (state === 'approved')
    await table.transact(
      created.content.channels.map((channel) => poolWrite(created, channel, clock.now().toISOString())),
    )
  return created
}

async function submissionsIn(table: Table, clock: Clock): Promise<Thing[]> {
  const all: Thing[] = []
  for (const state of states) {
    const one = await aThing(table, clock, `submission ${state}`, {
      state,
      ...(state === 'published' && {
        publications: [{ channel: 'wechat', id: '1000001', url: 'https://mp.weixin.qq.com/s/a', at: iso }],
      }),
    })
    if (state === 'in-review') await openTurn(table, clock, one)
    all.push({ state, path: { submissionId: one.id }, version: one.version, edits: one.edits })
  }
  return all
}

const openTurn = async (table: Table, clock: Clock, submission: Submission) => {
  const turn: Turn = {
    ...{ submissionId: submission.id, version: 1, index: 0, tier: 'unit-head' },
    ...{
      contentHash: submission.contentHash!,
      openedAt: iso,
      deadline: '2026-11-25T09:00:00.000Z',
      moments: [],
      passed: 0,
    },
    revision: 1,
  }
  const who = { personId: 'wang-lei', round: 1, nonce: `nonce of ${submission.id}` }
  const ask = newAsk(tierAsks, turn, who, linkKey)
  await table.transact(openWrites(turn, [ask]))
  const machine = waits({ table, callbacks: { succeed: () => Promise.resolve('gone') }, clock })
  await machine.keep(
    { ...turnWait(turn), taskToken: `task-canary-${submission.id}`, waitSeconds: 3600 },
    () => Promise.resolve(undefined),
  )
  return { token: tokenOf(tierAsks, linkKey, ask), ask }
}

/** Of the draft: one file of each state; and the same file in what is no draft any more. */
async function mediaIn(
  table: Table,
  clock: Clock,
  objects: Doors['objects'],
  all: Thing[],
): Promise<Thing[]> {
  const submissions = submissionStore(table, clock)
  const bucket = s3Bucket('qianfa-doors-media')
  const things: Thing[] = []
  for (const state of ['uploading', 'checking', 'accepted', 'refused'] as const)
    for (const of of all.filter((one) => ['draft', 'in-review', 'published'].includes(one.state))) {
      const submissionId = of.path['submissionId']!
      const id = derivedUuid('media', submissionId, state)
      const key = `in/video/${submissionId}/${id}`
      objects.set(key, { body: Buffer.from('a video'), contentType: 'video/mp4' })
      await submissions.saveMedia({
        ...{
          id,
          submissionId,
          kind: 'video',
          fileName: `${marker}.mp4`,
          contentType: 'video/mp4',
          bytes: 7,
          key,
        },
        ...{ state, findings: [], facts: {}, createdAt: iso, partBytes: 8_388_608 },
        ...(state === 'uploading' && {
          uploadId: await bucket.beginMultipart({ key, contentType: 'video/mp4' }),
        }),
      })
      things.push({
        state: of.state === 'draft' ? state : `${state} ${of.state}`,
        path: { submissionId, mediaId: id },
      })
    }
  return things
}

/** A block that the marketing unit keeps. */
async function startsIn(table: Table): Promise<Thing[]> {
  const [owner, id] = ['marketing', derivedUuid('start', 'doors')]
  const by = named('chen-yu')
  await startStore(table).save({ kind: 'block', id, owner, name: marker, by, at: iso, body: '<p>电话</p>' })
  return [{ state: 'kept', path: { owner, startId: id } }]
}

/** A published article whose removal every tier approved and that was begun: the editor may say that it is gone. */
async function removalIn(table: Table, clock: Clock): Promise<Thing[]> {
  const target = await aThing(table, clock, 'removal target', {
    state: 'published',
    publications: [{ channel: 'wechat', url: 'https://mp.weixin.qq.com/s/b', at: iso }],
    removal: { submissionId: derivedUuid('thing', 'removal itself'), number: 1 },
  })
  await aThing(table, clock, 'removal itself', {
    state: 'removing',
    removes: {
      submissionId: target.id,
      version: 1,
      contentHash: target.contentHash!,
      reason: `${marker} 有误`,
    },
    deletion: { intendedAt: iso, tries: 1, doubtful: false },
  })
  return [{ state: 'begun', path: { submissionId: target.id } }]
}

/** Links of mails: a tier's and a loan's, still open, decided, locked, and of nothing. */
async function linksIn(table: Table, clock: Clock): Promise<Thing[]> {
  const open = async (name: string) =>
    openTurn(table, clock, await aThing(table, clock, name, { state: 'in-review' }))
  const locked = await open('turn locked')
  for (let tries = 0; tries < 5; tries++)
    await table.increment({ pk: `LINK#${linkHashOf(locked.token)}`, sk: 'HEAD' }, 'attempts', 1)
  const over = await aThing(table, clock, 'turn over', { state: 'withdrawn' })
  const loans = loanStore(table, clock)
  const deadline = '2026-11-25T09:00:00.000Z'
  const loan = await loans.create({
    next: aLoan({ ...loanOf('link'), state: 'applied', wait: { deadline, moments: [], passed: 0 } }),
    happened: { by: 'chen-yu', type: 'LoanApplied', facts: {} },
  })
  const head = { personId: 'zhou-heng', round: 1, nonce: 'nonce of the loan' }
  const asked = newAsk(loanAsks, { loanId: loan.id, deadline }, head, linkKey)
  await askStore(table).ask(loanAsks, asked)
  return [
    { state: 'open', path: { token: (await open('turn open')).token } },
    { state: 'locked', path: { token: locked.token } },
    { state: 'over', path: { token: (await openTurn(table, clock, over)).token } },
    { state: 'loan', path: { token: tokenOf(loanAsks, linkKey, asked) } },
    { state: 'unknown', path: { token: 'A'.repeat(43) } },
  ]
}

const loanOf = (name: string) => ({
  id: derivedUuid('loan', name),
  event: `${marker} ${name}`,
  appliedAt: iso,
  revision: 0,
  chain: emptyChain,
})

async function loansIn(table: Table, clock: Clock): Promise<Thing[]> {
  const loans = loanStore(table, clock)
  const things: Thing[] = []
  for (const state of loanStates) {
    const next = aLoan({ ...loanOf(state), state })
    await loans.create({ next, happened: { by: 'chen-yu', type: 'LoanApplied', facts: {} } })
    things.push({ state, path: { loanId: next.id } })
  }
  return things
}

/** As a person's word ends a post. */
const ended = { cancelled: 'Cancelled', refused: 'FoundNotPosted' }

async function postsIn(table: Table, clock: Clock): Promise<Thing[]> {
  const posts = postStore(table, clock)
  const things: Thing[] = []
  for (const state of postStates) {
    const name = `post ${state}`
    const id = postIdOf(derivedUuid('thing', name), 1)
    const of = await aThing(table, clock, name, { state: 'published', postId: id })
    await posts.create({
      next: {
        ...{ id, unitId: 'marketing', unitName: '市场部', officerId: 'chen-yu', title: of.content.title },
        under: { kind: 'approval', submissionId: of.id, version: 1, contentHash: of.contentHash! },
        ...{ text: of.content.weiboText!, media: [], way: 'hand', byHand: [], state, attempt: 1 },
        ...{ releasedBy: named('xu-wen'), releasedAt: iso, ip: '192.0.2.7', looks: 0, updatedAt: iso },
        ...(state in ended && { recordedAt: iso }),
        ...(state in ended && {
          outcome: { code: ended[state as keyof typeof ended], said: { zh: '', en: '' } },
        }),
        ...(state === 'posted' && { standing: { url: 'https://weibo.com/1/a', at: iso, known: 'person' } }),
        ...{ revision: 0, chain: emptyChain },
      },
      happened: { by: 'xu-wen', type: 'PostReleased', facts: {} },
    })
    things.push({ state, path: { postId: id, mediaId: derivedUuid('no media') } })
  }
  return things
}

const chatId = (name: string) => chatIdOf('wx-doors', name)

function complaintsOn(table: Table, clock: Clock) {
  const cipher = fieldCipher(() => Promise.resolve(CipherKeys.parse(JSON.parse(secrets['complaint-key']))))
  return { cipher, complaints: complaintStore(table, clock, cipher) }
}

async function complaintsIn(table: Table, clock: Clock): Promise<Thing[]> {
  const { cipher, complaints } = complaintsOn(table, clock)
  const things: Thing[] = []
  for (const state of complaintStates) {
    const id = derivedUuid('complaint', state)
    const next: Complaint = {
      ...{ id, number: `K-${state}`, source: 'phone', state, registeredAt: iso, registeredBy: 'xu-wen' },
      sealed: await cipher.seal(JSON.stringify({ words: `${marker} 阀门漏水` }), id),
      ...(state !== 'registered' && { unitId: 'marketing', unitName: '市场部', dueOn: '2026-12-01' }),
      ...(state === 'drafted' && { sealedAnswer: await cipher.seal(marker, id), draftedAt: iso }),
      ...{ needsApproval: state === 'drafted', reopened: 0, pressed: 0 },
      tags: [],
      answers: [],
      notified: [],
      followUps: state === 'answered' ? [{ dueOn: '2026-12-01' }] : [],
      ...(state === 'closed' && { closedAt: iso }),
      ...{ updatedAt: iso, revision: 0, chain: emptyChain },
    }
    await complaints.create({ next, happened: { by: 'xu-wen', type: 'ComplaintRegistered', facts: {} } })
    things.push({ state, path: { complaintId: id } })
  }
  return things
}

async function chatsIn(table: Table, clock: Clock): Promise<Thing[]> {
  const { cipher, complaints } = complaintsOn(table, clock)
  const id = chatId('a follower')
  await complaints.changeChat(id, async () => ({
    chat: {
      ...{ id, sealedOpenId: await cipher.seal('oFollower', id), lastMessageAt: iso, trigger: 'message' },
      ...{ sentSince: 0, complaintIds: [], revision: 0 },
    },
    message: { id: 'a1', from: 'customer', at: iso, text: `${marker} 你好` },
  }))
  return [
    { state: 'no complaint', path: { chatId: id } },
    { state: 'unknown', path: { chatId: chatId('nobody') } },
  ]
}

async function requestsIn(table: Table, clock: Clock): Promise<Thing[]> {
  const requests = requestStore(table, clock)
  const things: Thing[] = []
  for (const state of requestStates) {
    const id = derivedUuid('request', state)
    await requests.create({
      next: {
        ...{ id, unitId: 'marketing', unitName: '市场部', subject: `${marker} ${state}`, details: '', state },
        ...{ dueOn: '2026-12-01', askedBy: named('xu-wen'), askedAt: iso, round: 1, updatedAt: iso },
        ...{ revision: 0, chain: emptyChain },
      },
      happened: { by: 'xu-wen', type: 'MaterialAsked', facts: {} },
    })
    things.push({ state, path: { requestId: id } })
  }
  return things
}

async function editionsIn(table: Table, clock: Clock): Promise<Thing[]> {
  const editions = editionStore(table, clock, 'wx-doors')
  const things: Thing[] = []
  for (const [index, state] of editionStates.entries()) {
    const date = `2026-12-${String(index + 1).padStart(2, '0')}`
    const of = await aThing(table, clock, `edition ${state}`, { state: 'scheduled', editionDate: date })
    const items = [
      {
        ...{
          submissionId: of.id,
          version: 1,
          title: of.content.title,
          unitId: 'marketing',
          unitName: '市场部',
        },
        contentHash: of.contentHash!,
      },
    ]
    const bare = { account: 'wx-doors', date, round: 1, items }
    const hash = editionHashOf(bare)
    const attempt = state === 'composing' ? 0 : 1
    const edition: Edition = {
      ...{ ...bare, hash, attempt, state, leaving: [], strange: [], reminded: 0, by: named('xu-wen') },
      ...{ sendAt: `${date}T01:00:00.000Z`, createdAt: iso, updatedAt: iso, revision: 0, chain: emptyChain },
      ...(attempt > 0 && {
        tested: { hash, at: iso, to: ['tester-editor'] },
        startedBy: { ...named('xu-wen'), at: iso },
      }),
      ...(state === 'by-hand' && { byHand: [{ zh: '有视频', en: 'a video' }] }),
    }
    const sending = ['claiming', 'sending', 'by-hand', 'unknown'].includes(state)
    await editions.create({
      next: edition,
      happened: { by: 'xu-wen', type: 'EditionComposed', facts: {} },
      writes: sending
        ? [
            sendWrite(edition, undefined, {
              ...{
                attempt: 1,
                hash,
                clientMsgId: sha256(date).slice(0, 32),
                mediaId: 'media',
                state: state === 'by-hand' ? 'by-hand' : 'unknown',
                ...(state === 'by-hand' && {
                  hand: { deadline: '2026-12-31T01:00:00.000Z', moments: [], passed: 0 },
                }),
              },
              ...{ intendedAt: '2026-11-24T00:00:00.000Z', calledAt: '2026-11-24T00:00:00.000Z', repeats: 0 },
              ...{
                reposts: [],
                draftChanged: false,
                looks: 0,
                heard: 0,
                nudged: 0,
                reminded: 0,
                deleted: false,
                reopened: 0,
              },
              revision: 1,
            }),
          ]
        : [],
    })
    things.push({ state, path: { date }, hash, submissionId: of.id })
  }
  return [...things, { state: 'none', path: { date: '2026-12-30' }, hash: 'a'.repeat(64), submissionId: '' }]
}

/** A sealed bundle with an empty manifest, as the archive has it. */
async function archivedIn(table: Table, clock: Clock, objects: Doors['objects']): Promise<Thing[]> {
  const archive = archiveStore(table)
  const of = await aThing(table, clock, 'archived', { state: 'published' })
  const entry: Entry = {
    ...{ submissionId: of.id, number: '202611-00000001', unitId: 'marketing', unitName: '市场部' },
    ...{
      title: of.content.title,
      category: 1,
      channels: ['wechat'],
      officer: named('chen-yu'),
      decisions: [],
    },
    ...{ result: 'published', publications: [], endedAt: iso, prefix: `marketing/2026/${of.id}/` },
    ...{ manifestVersionId: 'v1', ledger: { events: 1, head: 'head' }, seal: 'seal', files: 0, bytes: 0 },
  }
  await archive.enlist(await archive.record(entry))
  const keep = (path: string, value: unknown) => {
    const body = Buffer.from(path.endsWith('.jsonl') ? '' : JSON.stringify(value))
    objects.set(`${entry.prefix}${path}`, { body, contentType: 'application/json' })
    return { path, bytes: body.length, sha256: sha256(body), versionId: 'v1' }
  }
  keep('manifest.json', {
    ...{ format: 'qianfa-archive-1', submissionId: of.id, unit: { id: 'marketing', name: '市场部' } },
    ...{ title: of.content.title, state: 'published', version: 1, policyVersion: '2026-11', sealedAt: iso },
    ...{ ledger: entry.ledger, seal: 'seal' },
    files: [
      { kind: 'decisions', ...keep('decisions.json', []) },
      { kind: 'people', ...keep('people.json', []) },
      { kind: 'ledger', ...keep('ledger.jsonl', undefined) },
    ],
  })
  return [{ state: 'sealed', path: { submissionId: of.id } }]
}
