import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstBreak } from '../../../lib/ledger/event'
import type { Row, Table } from '../../../lib/platform/table'
import { cardOf } from '../../../lib/submission/card'
import { listSubmissions } from '../../../lib/submission/list-submissions'
import { poolWrite, submissionStore, unpoolWrite, type Submissions } from '../../../lib/submission/store'
import {
  contentHashOf,
  hasEnded,
  requireSameContent,
  type Submission,
} from '../../../lib/submission/submission'
import { laggingTable } from '../../kit/lagging-table'
import { memoryTable, type Rows } from '../../kit/memory-table'
import { aPin, aSubmission } from '../../kit/submission'

/** Rows as version 2967488 wrote them, whole heads in the list (test/fixtures/rows/README.md). */
const old = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'fixtures', 'rows', '2967488.json'), 'utf8'),
) as Row[]
const oldHeads = old.filter(({ sk, pk }) => sk === 'HEAD' && pk.startsWith('SUB#'))
const idIn = (state: string) => String(oldHeads.find((row) => row['state'] === state)?.['id'])

let rows: Rows
let table: Table
let submissions: Submissions
let now: number
const clock = { now: () => new Date((now += 1_000)) }
beforeEach(async () => {
  now = Date.parse('2026-11-30T01:00:00.000Z')
  rows = new Map()
  table = memoryTable(rows)
  submissions = submissionStore(table, clock)
  for (const row of old) await table.put(row)
})

const row = (id: string, sk: string) => rows.get(`SUB#${id}`)?.get(sk)
/** As DynamoDB counts it: names and values in UTF-8. */
const bytesOf = (value: unknown): number =>
  Array.isArray(value)
    ? 3 + value.reduce((sum: number, one) => sum + 1 + bytesOf(one), 0)
    : value !== null && typeof value === 'object'
      ? 3 +
        Object.entries(value).reduce(
          (sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + bytesOf(one),
          0,
        )
      : Buffer.byteLength(String(value))
const note = (text: string) => (submission: Submission) => ({
  submission: { ...submission, note: text },
  happened: { by: 'system', type: 'Noted', facts: {} },
})

describe('what version 2967488 wrote', () => {
  it('is read as it was: content, list, pool, what is owed to the archive', async () => {
    for (const head of oldHeads)
      expect((await submissions.withId(String(head['id']))).content).toEqual(head['content'])
    const { items } = await submissions.ofUnits(['marketing'])
    expect(items).toHaveLength(oldHeads.length)
    expect(items[0]).toEqual(cardOf(await submissions.withId(items[0]!.id)))
    const pool = await submissions.pool('weibo')
    expect(pool.items).toMatchObject([
      { id: idIn('approved'), title: '新一代智能阀门在西部管网投用之3', pictures: 0 },
    ])
    const dues = await submissions.archiveDue(clock.now(), 20)
    expect(dues.map(({ head }) => head.state).sort()).toEqual(['published', 'rejected', 'withdrawn'])
    expect(dues[0]?.head.content.body).toContain('智能阀门')
  })

  it('keeps every content hash: of heads and of each stored version', async () => {
    const hashed = oldHeads.filter((head) => head['contentHash'])
    expect(hashed.length).toBeGreaterThan(3)
    for (const head of hashed) {
      const submission = await submissions.withId(String(head['id']))
      requireSameContent(submission, String(head['contentHash']))
      const versions = await submissions.versions(submission.id)
      expect(versions.length).toBeGreaterThan(0)
      for (const one of versions)
        expect(contentHashOf(one.content, one.pins, one.policyVersion, one.removes)).toBe(one.contentHash)
    }
  })

  it('is taken apart by the next write: the head has no text and stands in no list, the text and the line do', async () => {
    const id = idIn('draft')
    const before = await submissions.withId(id)
    const changed = await submissions.change(id, note('看过了'))
    expect(changed.content).toEqual(before.content)
    expect(row(id, 'HEAD')).not.toHaveProperty('content')
    expect(row(id, 'HEAD')).not.toHaveProperty('gsi1pk')
    expect(row(id, 'TEXT')).toMatchObject({ content: before.content })
    expect(row(id, 'PLACE')).toMatchObject({
      title: before.content.title,
      gsi1pk: 'UNIT#marketing#SUBMISSIONS',
    })
    expect(await submissions.withId(id)).toEqual(changed)
    expect(firstBreak(await submissions.ledger(id))).toBeUndefined()
  })

  it('stands once in its list while some of it is moved and some is not', async () => {
    await submissions.change(idIn('draft'), note('看过了'))
    await submissions.change(idIn('withdrawn'), note('看过了'))
    const ids: string[] = []
    for (let cursor: string | undefined, first = true; first || cursor; first = false) {
      const page = await submissions.ofUnits(['marketing'], { limit: 2, cursor })
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    expect(ids.sort()).toEqual(oldHeads.map((head) => String(head['id'])).sort())
  })

  it('is sealed and postponed as before', async () => {
    const [due] = await submissions.archiveDue(clock.now(), 1)
    await submissions.postponeArchive(due!, new Date(now + 3_600_000))
    expect(await submissions.archiveDue(clock.now(), 20)).toHaveLength(2)
    const again = await submissions.archiveDue(new Date(now + 7_200_000), 20)
    expect(again.find(({ head }) => head.id === due!.head.id)?.head).toEqual(due!.head)
    for (const one of again) await submissions.archived(one)
    expect(await submissions.archiveDue(new Date(now + 7_200_000), 20)).toEqual([])
    expect(row(due!.head.id, 'ENDED')).toBeUndefined()
  })
})

describe('heads and texts', () => {
  const long = aSubmission({ content: { ...aSubmission().content, body: `<p>${'阀'.repeat(26_000)}</p>` } })
  const begin = (submission: Submission) =>
    submissions.create(submission, { by: 'chen-yu', type: 'SubmissionCreated', facts: {} })

  it('write the text only where it changed', async () => {
    const { id } = await begin(long)
    const text = row(id, 'TEXT')
    await submissions.change(id, note('看过了'))
    expect(row(id, 'TEXT')).toEqual(text)
    await submissions.change(id, (submission) => ({
      submission: { ...submission, content: { ...submission.content, title: '新标题' } },
      happened: { by: 'chen-yu', type: 'SubmissionEdited', facts: {} },
    }))
    expect(row(id, 'TEXT')).toMatchObject({ revision: 3, content: { title: '新标题' } })
    expect((await submissions.withId(id)).content.title).toBe('新标题')
  })

  it('are never put together from two moments: a write between the two reads is seen', async () => {
    const { id } = await begin(long)
    const edit = (title: string) =>
      submissions.change(id, (submission) => ({
        submission: { ...submission, content: { ...submission.content, title }, edits: submission.edits + 1 },
        happened: { by: 'chen-yu', type: 'SubmissionEdited', facts: {} },
      }))
    let between: (() => Promise<unknown>) | undefined = () => edit('第二次')
    const racing = submissionStore(
      {
        ...table,
        async get(key) {
          const write = key.sk === 'TEXT' ? between : undefined
          if (write) between = undefined
          await write?.()
          return table.get(key)
        },
      },
      clock,
    )
    const seen = await racing.withId(id)
    expect([seen.edits, seen.content.title]).toEqual([1, '第二次'])
  })

  it('are refused when the text is not the one the head names, however often it is read', async () => {
    const { id } = await begin(long)
    await table.put({ ...row(id, 'TEXT')!, revision: 7 })
    await expect(submissions.withId(id)).rejects.toThrow('does not fit its head')
  })

  it('fit a line of 1 KB with the longest title, reason, holders and removal there may be', async () => {
    const worst = aSubmission({
      content: { ...long.content, title: '标'.repeat(100), channels: ['wechat', 'weibo'] },
      state: 'in-review',
      note: '理'.repeat(500),
      holder: {
        tier: 'department-head',
        names: ['欧阳娜娜娜', '司马相如意', '诸葛孔明亮'],
        since: '2026-11-23T01:00:00.000Z',
      },
      removes: {
        submissionId: '0b8f5f0e-6f0b-5a52-8a3e-4f9e7d0c1b2a',
        version: 1,
        contentHash: 'a'.repeat(64),
        reason: '由'.repeat(500),
      },
    })
    const { id } = await begin(worst)
    const line = row(id, 'PLACE')!
    expect(bytesOf(line)).toBeLessThanOrEqual(1_024)
    expect(line['title']).toBe(worst.content.title)
    expect(String(line['note'])).toMatch(/^理+…$/)
    expect((await submissions.withId(id)).note).toBe(worst.note)
  })

  it('cost a list the same bytes for a body of a thousand characters and of eighty thousand', async () => {
    const listed = async (body: string) => {
      const own: Rows = new Map()
      let bytes = 0
      const inner = memoryTable(own)
      const store = submissionStore(
        {
          ...inner,
          async list(...asked) {
            const found = await inner.list(...asked)
            bytes += bytesOf(found)
            return found
          },
        },
        clock,
      )
      for (let n = 0; n < 30; n++)
        await store.create(
          { ...aSubmission({ content: { ...aSubmission().content, body } }), id: `submission-${n + 10}` },
          { by: 'chen-yu', type: 'SubmissionCreated', facts: {} },
        )
      expect((await store.ofUnits(['marketing'])).items).toHaveLength(30)
      return bytes
    }
    expect(await listed('阀'.repeat(80_000))).toBe(await listed('阀'.repeat(1_000)))
  })

  it('owe the archive the submission as it ended, also when it is revised before it is sealed', async () => {
    const { id } = await begin(aSubmission({ state: 'rejected' }))
    const ended = await submissions.withId(id)
    expect(hasEnded(ended)).toBe(true)
    await submissions.change(id, (submission) => ({
      submission: { ...submission, state: 'draft', content: { ...submission.content, title: '改过' } },
      happened: { by: 'chen-yu', type: 'SubmissionRevised', facts: {} },
    }))
    const [due] = (await submissions.archiveDue(new Date(now + 3_600_000), 20)).filter(
      ({ head }) => head.id === id,
    )
    expect(due?.head).toEqual(ended)
    expect(row(id, 'ARCHIVE-DUE')).not.toHaveProperty('head')
  })

  it('show the pool from its own rows, without reading a submission', async () => {
    const approved = aSubmission({ state: 'approved', pins: [aPin()] })
    await begin(approved)
    const write = poolWrite(approved, 'wechat', '2026-11-24T01:00:00.000Z')
    await table.transact([write])
    const get: Table['get'] = (key) =>
      key.sk.startsWith('POOL#') ? table.get(key) : Promise.reject(new Error('read'))
    const blind = submissionStore({ ...table, get }, clock)
    const { items } = await blind.pool('wechat', {
      limit: 1,
      cursor: (await submissions.pool('wechat', { limit: 1 })).next,
    })
    expect(items).toMatchObject([{ id: approved.id, pictures: 1, approvedAt: '2026-11-24T01:00:00.000Z' }])
  })
})

describe('a list of submissions', () => {
  const officer = {
    id: 'chen-yu',
    name: '陈宇',
    email: 'c@x.cn',
    unitId: 'marketing',
    language: 'zh' as const,
  }
  const person = {
    ...officer,
    grants: [{ role: 'officer' as const, unitId: 'marketing', from: '2026-01-01' }],
    substitutes: [],
  }
  const list = () =>
    listSubmissions({
      submissions,
      people: {
        units: () =>
          Promise.resolve([
            { id: 'marketing', name: '市场部' },
            { id: 'research', name: '研究院' },
          ]),
      } as never,
      clock,
    })

  it('is found by title, state, officer and date, over a page of one', async () => {
    const found = async (question: object) =>
      (await list()(person, question)).submissions.map(({ state }) => state)
    expect(await found({ title: '之5' })).toEqual(['withdrawn'])
    expect(await found({ states: 'draft,approved' })).toEqual(['approved', 'draft'])
    expect(await found({ officer: 'somebody-else' })).toEqual([])
    expect(await found({ from: '2026-11-03' })).toEqual([])
    expect((await found({ from: '2026-11-02', to: '2026-11-02' })).length).toBe(oldHeads.length)
    const first = await list()(person, { states: 'draft,approved', limit: 1 })
    const second = await list()(person, { states: 'draft,approved', limit: 1, cursor: first.next })
    expect(second.submissions.map(({ state }) => state)).toEqual(['draft'])
  })

  it('shows no other unit, also when it is asked for by name', async () => {
    await submissions.create(aSubmission({ unitId: 'research' }), {
      by: 'x',
      type: 'SubmissionCreated',
      facts: {},
    })
    expect((await list()(person, { unit: 'research' })).submissions).toEqual([])
    expect((await list()(person)).submissions.every(({ unitId }) => unitId === 'marketing')).toBe(true)
  })
})

it('what was taken out of the pool a moment ago stands in it no more, though the index still shows it', async () => {
  const behind = laggingTable()
  const { pool } = submissionStore(behind.table, clock)
  const approved = aSubmission({ state: 'approved' })
  await behind.table.transact([poolWrite(approved, 'wechat', clock.now().toISOString())])
  await behind.catchUp()
  expect((await pool('wechat')).items.map(({ id }) => id)).toEqual([approved.id])
  await behind.table.transact([unpoolWrite(approved.id, 'wechat')])
  expect(await behind.table.list('POOL#wechat')).toHaveLength(1)
  expect((await pool('wechat')).items).toEqual([])
})
