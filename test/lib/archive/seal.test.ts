import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { approvalStore } from '../../../lib/approval/store'
import { originalPath } from '../../../lib/archive/bundle'
import { sealBundle } from '../../../lib/archive/seal-bundle'
import { sealDue } from '../../../lib/archive/seal-due'
import { archiveStore } from '../../../lib/archive/store'
import { letterStore } from '../../../lib/channels/mail/letter-store'
import { append, emptyChain } from '../../../lib/ledger/event'
import { editionStore } from '../../../lib/edition/store'
import { peopleStore } from '../../../lib/people/store'
import { s3Bucket } from '../../../lib/platform/bucket'
import { canonicalJson, sha256 } from '../../../lib/platform/ids'
import type { Table } from '../../../lib/platform/table'
import { s3Vault, type Vault } from '../../../lib/platform/vault'
import { submissionStore, versionWrite } from '../../../lib/submission/store'
import type { State } from '../../../lib/submission/submission'
import { aSubmission } from '../../kit/submission'
import { closeStands, someone, stand } from '../../local/s3/kit'
import { givenTable, type GivenTable } from '../edition/given-table'

let given: GivenTable
beforeAll(async () => {
  given = await givenTable()
})
afterAll(() => Promise.all([given.close(), closeStands()]))

let stories = 0

/** A submission and the archive room around it; the clock stands until it is moved, writes can be made to fail. */
async function aRoom() {
  const id = `story-${++stories}`
  const time = { now: Date.parse('2026-11-23T02:00:00Z') + stories * 86_400_000 }
  const clock = { now: () => new Date(time.now) }
  let effects = 0
  let fatal = Infinity
  const after = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work
    if (++effects === fatal) throw new Error(`died after effect ${effects}`)
    return value
  }
  const files = new Map<string, string>()
  const vault: Vault = {
    write: ({ key, body }) => {
      files.set(key, body.toString())
      return after(Promise.resolve({ versionId: `v${files.size}`, sha256: sha256(body) }))
    },
    copy: () => Promise.reject(new Error('no media in this story')),
  }
  const dying: Table = {
    ...given.table,
    put: (row, when) => after(given.table.put(row, when)),
    remove: (key, when) => after(given.table.remove(key, when)),
    transact: (writes) => after(given.table.transact(writes)),
  }
  const submissions = submissionStore(given.table, clock)
  const archive = archiveStore(given.table)
  const run = (
    table: Table = given.table,
    store = submissionStore(table, clock),
    copied?: string,
    kept = vault,
  ) => {
    const seal = sealBundle({
      submissions: store,
      approvals: approvalStore(table),
      people: peopleStore(table),
      letters: letterStore(table),
      editionLedger: (date) => editionStore(table, clock, 'wx-story').ledger(date),
      archive: archiveStore(table),
      vault: copied ? { ...vault, copy: () => Promise.resolve({ versionId: 'c1', sha256: copied }) } : kept,
      mediaBucket: 'media',
    })
    return { due: sealDue({ submissions: store, clock, seal }), seal }
  }
  await submissions.create(aSubmission({ id }), { by: 'chen-yu', type: 'SubmissionCreated', facts: {} })
  const become = (state: State) =>
    submissions.change(id, (submission) => ({
      submission: { ...submission, state },
      happened: { by: 'system', type: 'Became', facts: { state } },
    }))
  const linesOf = async (list: string) =>
    (await archive.inList(list, { from: '2026', to: '2028', limit: 100 })).items.filter(
      ({ submissionId }) => submissionId === id,
    )
  return {
    id,
    time,
    files,
    submissions,
    archive,
    become,
    run,
    linesOf,
    dying,
    dieAfter: (effect: number) => {
      effects = 0
      fatal = effect
    },
    effects: () => effects,
  }
}

const minute = 60_000
const at = '2026-11-23T02:00:00.000Z'

describe('sealing', () => {
  it.each(['published', 'rejected', 'withdrawn', 'expired', 'unused', 'failed'] as const)(
    'is owed for what is %s, due a minute later, once',
    async (state) => {
      const room = await aRoom()
      await room.become(state)
      expect(await room.run().due()).toEqual({ sealed: 0, failed: 0 })
      room.time.now += minute
      expect(await room.run().due()).toEqual({ sealed: 1, failed: 0 })
      expect(await room.run().due()).toEqual({ sealed: 0, failed: 0 })
      expect(await room.archive.find(room.id)).toMatchObject({ result: state, ledger: { events: 2 } })
      expect([...room.files.keys()].filter((key) => key.endsWith('manifest.json'))).toHaveLength(1)
    },
  )

  it('takes an original that the media bucket has let go of from the bundle that holds it', async () => {
    const room = await aRoom()
    const at = await stand({ media: { versioned: true }, archive: { versioned: true } })
    const client = at.clientOf(someone, { requestChecksumCalculation: 'WHEN_REQUIRED' })
    const photo = Buffer.from('a photo')
    const media = s3Bucket('media', client)
    const { key, versionId, bytes } = await media.write({
      key: 'in/picture/s/1',
      body: photo,
      contentType: 'image/jpeg',
    })
    const pin = {
      ...{ id: '1', kind: 'picture' as const, fileName: '现场.jpg', bytes, key, versionId },
      ...{ checksum: `sha256:${sha256(photo)}`, contentType: 'image/jpeg' },
    }
    const seal = room.run(undefined, undefined, undefined, s3Vault('archive', client))
    const published = () =>
      room.submissions.change(room.id, (submission) => {
        const next = { ...submission, state: 'published' as const, pins: [pin] }
        return {
          submission: next,
          happened: { by: 'system', type: 'Became', facts: {} },
          writes: [versionWrite({ ...next, contentHash: 'h' })],
        }
      })
    await published()
    room.time.now += minute
    expect(await seal.due()).toEqual({ sealed: 1, failed: 0 })
    await client.send(new DeleteObjectCommand({ Bucket: 'media', Key: key, VersionId: versionId }))
    await published()
    room.time.now += minute
    expect(await seal.due()).toEqual({ sealed: 1, failed: 0 })
    const bundles = await room.archive.bundles(room.id)
    const held = await Promise.all(
      bundles.map(({ prefix }) => s3Bucket('archive', client).read({ key: `${prefix}${originalPath(pin)}` })),
    )
    expect(held.map((body) => Buffer.from(body).toString())).toEqual(['a photo', 'a photo'])
  })

  it('is not owed for what is still on its way', async () => {
    const room = await aRoom()
    for (const state of ['in-review', 'approved', 'scheduled', 'sending'] as const) await room.become(state)
    room.time.now += minute
    expect(await room.run().due()).toEqual({ sealed: 0, failed: 0 })
  })

  it('holds the end as it was, though the submission moved on before it was sealed', async () => {
    const room = await aRoom()
    await room.become('rejected')
    await room.become('draft')
    room.time.now += minute
    await room.run().due()
    expect(await room.archive.find(room.id)).toMatchObject({ result: 'rejected', ledger: { events: 2 } })
    const ledger = [...room.files].find(([key]) => key.endsWith('ledger.jsonl'))![1]
    expect(ledger.trim().split('\n')).toHaveLength(2)
  })

  it('is owed again for each change after the end: a bundle more, and searches find the newer line', async () => {
    const room = await aRoom()
    await room.become('published')
    room.time.now += minute
    await room.run().due()
    await room.become('published')
    room.time.now += minute
    await room.run().due()
    expect((await room.archive.bundles(room.id)).map(({ ledger }) => ledger.events)).toEqual([2, 3])
    expect((await room.linesOf('ARCHIVED#ALL#ANY')).map(({ ledger }) => ledger.events)).toEqual([3])
    expect(await room.linesOf('ARCHIVED#marketing#PERSON#chen-yu')).toHaveLength(1)
  })

  it('survives a death after any effect: run again, one bundle is recorded, listed, and nothing is owed', async () => {
    const counted = await aRoom()
    await counted.become('published')
    counted.time.now += minute
    counted.dieAfter(Infinity)
    const [due] = await counted.submissions.archiveDue(new Date(counted.time.now), 20)
    await counted.run(counted.dying).seal(due!)
    const all = counted.effects()
    expect(all).toBeGreaterThan(6)
    await counted.submissions.archived(due!)
    for (let effect = 1; effect <= all; effect++) {
      const room = await aRoom()
      await room.become('published')
      room.time.now += minute
      room.dieAfter(effect)
      const [owed] = await room.submissions.archiveDue(new Date(room.time.now), 20)
      await expect(room.run(room.dying).seal(owed!)).rejects.toThrow('died')
      expect(await room.run().due()).toEqual({ sealed: 1, failed: 0 })
      const [entry, ...more] = await room.archive.bundles(room.id)
      expect(more).toEqual([])
      expect(await room.linesOf('ARCHIVED#ALL#ANY')).toEqual([entry])
      expect(await room.submissions.archiveDue(new Date(room.time.now), 20)).toEqual([])
    }
  }, 180_000)

  it('puts off what cannot be sealed, says so, and goes on with the others', async () => {
    const room = await aRoom()
    await room.become('published')
    await given.table.put({
      ...(await given.table.partition(`SUB#${room.id}`, 'EVENT#'))[0]!,
      facts: { forged: true },
    })
    const other = await aRoom()
    other.time.now = room.time.now
    await other.become('published')
    room.time.now += minute
    expect(await room.run().due()).toEqual({ sealed: 1, failed: 1 })
    expect(await room.run().due()).toEqual({ sealed: 0, failed: 0 })
    room.time.now += 15 * minute
    expect(await room.run().due()).toEqual({ sealed: 0, failed: 1 })
    expect(await room.archive.find(room.id)).toBeUndefined()
    await given.table.remove({ pk: `SUB#${room.id}`, sk: 'ARCHIVE-DUE' })
  })
})

describe('a bundle', () => {
  const owed = async ({ id, submissions }: Awaited<ReturnType<typeof aRoom>>) => {
    const head = await submissions.withId(id)
    return { head, seq: head.chain.seq, gsi1sk: head.updatedAt }
  }

  it('is refused of a ledger that ends otherwise than its head says', async () => {
    const room = await aRoom()
    await room.become('published')
    const due = await owed(room)
    const chain = { ...due.head.chain, hash: 'f'.repeat(64) }
    const { seal } = room.run()
    await expect(seal({ ...due, head: { ...due.head, chain } })).rejects.toThrow('is broken')
    await expect(seal(due)).resolves.toBeDefined()
  })

  it('is refused where the file that lies there is not the one that was approved', async () => {
    const room = await aRoom()
    await room.become('published')
    const due = await owed(room)
    const pin = {
      ...{ id: 'm1', kind: 'picture' as const, fileName: '阀门.jpg', key: 'in/picture/m1', versionId: 'v1' },
      ...{ checksum: 'sha256:approved', bytes: 9 },
    }
    const { submissions } = room
    const withPicture = {
      ...submissions,
      versions: () => Promise.resolve([{ ...aSubmission({ id: room.id, pins: [pin] }), version: 1 }]),
    } as unknown as typeof submissions
    const sealed = (sha256: string) => room.run(undefined, withPicture, sha256).seal(due)
    await expect(sealed('another')).rejects.toThrow('is not the file that was approved')
    await expect(sealed('approved')).resolves.toBeDefined()
  })

  it('carries the events of the edition it went out with, and the names of everybody in them', async () => {
    const room = await aRoom()
    const { id, submissions } = room
    await given.table.put({ pk: 'COMPANY', sk: 'HEAD', name: '江南精工', demo: true, setUpAt: at })
    await given.table.put({
      ...{ pk: 'PERSON#xu-wen', sk: 'HEAD', id: 'xu-wen', name: '许雯', email: 'xu@jiangnan.example' },
      ...{ unitId: 'enterprise-management', seats: [], language: 'zh', revision: 1 },
    })
    const confirmed = { by: 'xu-wen', type: 'EditionConfirmed', facts: { attempt: 1 } }
    const { event } = append(emptyChain, confirmed, new Date(at))
    await given.table.put({ ...event, pk: 'EDITION#wx-story#2026-11-23', sk: 'EVENT#000001' })
    await submissions.change(id, (submission) => ({
      submission: { ...submission, editionDate: '2026-11-23' },
      happened: { by: 'system', type: 'SubmissionScheduled', facts: {} },
    }))
    await room.become('published')
    await room.run().seal(await owed(room))
    const file = (name: string) => [...room.files].find(([key]) => key.endsWith(name))![1]
    expect(file('editions/2026-11-23.jsonl')).toBe(`${canonicalJson(event)}\n`)
    expect(JSON.parse(file('people.json'))).toContainEqual(expect.objectContaining({ name: '许雯' }))
    expect(JSON.parse(file('manifest.json'))).toMatchObject({ company: '江南精工' })
  })
})
