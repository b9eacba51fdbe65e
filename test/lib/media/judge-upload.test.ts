import { judgeMedia, type Judgement } from '../../../lib/media/judge-media'
import { judgeUpload, type ObjectCreated } from '../../../lib/media/judge-upload'
import { uploadKey } from '../../../lib/media/place'
import { removeMedia } from '../../../lib/media/remove-media'
import type { Person } from '../../../lib/people/person'
import type { Bucket } from '../../../lib/platform/bucket'
import { isRefusal } from '../../../lib/platform/refusal'
import type { Table } from '../../../lib/platform/table'
import type { Media } from '../../../lib/submission/media'
import { reviseSubmission } from '../../../lib/submission/revise-submission'
import { submissionStore } from '../../../lib/submission/store'
import { submitSubmission } from '../../../lib/submission/submit-submission'
import { wordListStore } from '../../../lib/wording/store'
import { padJpeg } from '../../../local/demo/photo'
import { chance, fixture } from '../../kit/media'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'
import { themeStore } from '../../../lib/theme/store'

/** More: SWAPS=10000 npx jest judge-upload */
const SWAPS = Number(process.env.SWAPS ?? 1_000)

const clock = { now: () => new Date('2026-11-23T02:00:00Z') }
const mediaId = '10000000-0000-4000-8000-000000000001'
const { content, ...blank } = aSubmission({ state: 'draft' })
const draft = { ...blank, content: { ...content, mediaIds: [mediaId] } }
const key = uploadKey('picture', draft.id, mediaId)
const officer = {
  ...{ id: draft.officerId, name: '陈瑜', email: 'chen-yu@co.example', unitId: draft.unitId, language: 'zh' },
  ...{ grants: [{ role: 'officer', unitId: draft.unitId, from: '2026-01-01' }], substitutes: [] },
} as unknown as Person

/** What one form brings in, by the version that S3 gives it: two good pictures, and one that is cut. */
const small = fixture('picture.jpg')
const objects = new Map<string, Buffer>([
  ['A', padJpeg(small, 1_200_000)],
  ['B', padJpeg(small, 1_300_000)],
  ['cut', padJpeg(small, 1_250_000).subarray(0, -2)],
])
const event = (versionId: string, sequencer: string): ObjectCreated => ({
  ...{ key, versionId, etag: `"${versionId}"`, sequencer },
  bytes: objects.get(versionId)?.length ?? 0,
})

/** Real verdicts, found once for each object. */
const verdicts = new Map<number, Promise<Judgement>>()
const judge: Parameters<typeof judgeUpload>[0]['judge'] = ({ reader, media }) => {
  const known = verdicts.get(reader.size) ?? judgeMedia({ reader, ...media })
  verdicts.set(reader.size, known)
  return known
}

/** Versions of previews, as S3 would keep them under one key. */
function bucketOf(turn: () => Promise<void>) {
  const previews = new Map<string, Uint8Array>()
  const bucket = {
    async read({ versionId = '', range }: { versionId?: string; range?: [number, number] }) {
      await turn()
      const bytes = objects.get(versionId) ?? Buffer.alloc(0)
      return range ? bytes.subarray(range[0], range[1] + 1) : bytes
    },
    async write({ body }: { body: Uint8Array }) {
      await turn()
      const versionId = `preview ${previews.size + 1}`
      previews.set(versionId, body)
      return { key: '', versionId, etag: '' }
    },
    abortMultipart: turn,
    tag: turn,
  }
  return { bucket: bucket as unknown as Bucket, previews }
}

/** The same table, each operation at a moment of its own. */
const slowed = (table: Table, turn: () => Promise<void>): Table =>
  new Proxy(table, {
    get:
      (from, name: keyof Table) =>
      async (...given: never[]) => {
        await turn()
        return (from[name] as (...all: never[]) => unknown)(...given)
      },
  })

async function given(turn: () => Promise<void> = async () => undefined) {
  const table = slowed(memoryTable(), turn)
  const submissions = submissionStore(table, clock)
  const { bucket, previews } = bucketOf(turn)
  await submissions.create(draft, { by: officer.id, type: 'SubmissionCreated', facts: {} })
  const media = {
    ...{ id: mediaId, submissionId: draft.id, kind: 'picture', fileName: '现场.jpg', key },
    ...{ contentType: 'image/jpeg', bytes: 1_200_000, state: 'uploading', findings: [], facts: {} },
    createdAt: clock.now().toISOString(),
  } as Media
  await submissions.saveMedia(media)
  const machine = { start: async () => undefined, stateOf: async () => 'none' as const }
  const people = { units: async () => [] }
  const room = {
    submissions,
    wordLists: wordListStore(table),
    themes: themeStore(table),
    people,
    machine,
    clock,
    bucket,
  }
  return {
    ...{ room, previews, table },
    arrive: judgeUpload({ submissions, bucket, judge }),
    submit: () =>
      submitSubmission(room)({
        ...{ submissionId: draft.id, version: 1, edits: 0, by: officer },
        agreed: { truth: true, unclassified: true },
      }),
    row: async () => submissions.mediaWithId(draft.id, mediaId),
    head: () => submissions.withId(draft.id),
    told: async () =>
      (await submissions.ledger(draft.id)).map(({ type, facts }) => [type, facts['versionId']]),
  }
}

test('a second object by the same form changes nothing that was accepted, and is told once', async () => {
  const { arrive, row, told } = await given()
  expect(await arrive(event('A', '01'))).toBe('accepted')
  const accepted = await row()
  expect(await arrive(event('B', '02'))).toBe('late')
  expect(await arrive(event('B', '02'))).toBe('late')
  expect(await arrive(event('A', '01'))).toBe('ignored')
  expect(await row()).toEqual(accepted)
  expect(await told()).toEqual([
    ['SubmissionCreated', undefined],
    ['MediaAccepted', 'A'],
    ['MediaLate', 'B'],
  ])
})

test('a refused file may be mended by the same form, as long as the draft is its author’s', async () => {
  const { arrive, row, room, told } = await given()
  expect(await arrive(event('cut', '01'))).toBe('refused')
  expect(await arrive(event('B', '02'))).toBe('accepted')
  expect(await row()).toMatchObject({ state: 'accepted', versionId: 'B' })
  const other = await given()
  expect(await other.arrive(event('cut', '01'))).toBe('refused')
  await other.room.submissions.change(draft.id, (submission) => ({
    submission: { ...submission, state: 'in-review' },
    happened: { by: 'system', type: 'ReviewStarted', facts: {} },
  }))
  expect(await other.arrive(event('B', '02'))).toBe('late')
  expect(await other.row()).toMatchObject({ state: 'refused', versionId: 'cut' })
  expect((await other.told()).at(-1)).toEqual(['MediaLate', 'B'])
  expect((await told()).at(-1)).toEqual(['MediaAccepted', 'B'])
  expect(await room.submissions.withId(draft.id)).toMatchObject({ state: 'draft' })
})

test('an older object never takes the place of a newer verdict', async () => {
  const { arrive, row } = await given()
  expect(await arrive(event('cut', '02'))).toBe('refused')
  expect(await arrive(event('A', '01'))).toBe('ignored')
  expect(await row()).toMatchObject({ state: 'refused', versionId: 'cut' })
})

test('verdict and ledger event are one: whatever write fails, both are there after the event comes again, or neither', async () => {
  for (let failing = 1; failing <= 3; failing++) {
    const { arrive, row, told, table } = await given()
    let writes = 0
    const transact = table.transact.bind(table)
    const dying: Table = { ...table, transact }
    dying.transact = async (all) => {
      if (++writes === failing) throw new Error('the process died')
      await transact(all)
      if (writes === failing - 1) throw new Error('the process died after writing')
    }
    const { bucket } = bucketOf(async () => undefined)
    const once = judgeUpload({ submissions: submissionStore(dying, clock), bucket, judge })
    await once(event('A', '01')).catch((error: Error) => expect(error.message).toMatch('the process died'))
    const [state, events] = [(await row())?.state, (await told()).map(([type]) => type)]
    expect(events.includes('MediaAccepted')).toBe(state === 'accepted')
    await arrive(event('A', '01'))
    expect((await told()).filter(([type]) => type === 'MediaAccepted')).toEqual([['MediaAccepted', 'A']])
  }
})

test('a file that was removed while it was judged does not come back', async () => {
  const { room, arrive, row } = await given()
  let meanwhile: () => Promise<unknown> = () =>
    removeMedia(room)({ submissionId: draft.id, mediaId, by: officer })
  const judging = judgeUpload({
    ...room,
    judge: async (upload) => {
      const once = meanwhile
      meanwhile = async () => undefined
      await once()
      return judge(upload)
    },
  })
  expect(await judging(event('A', '01'))).toBe('ignored')
  expect(await row()).toBeUndefined()
  expect(await arrive(event('A', '01'))).toBe('ignored')
})

test(`${SWAPS} swaps and late objects at random moments: what is pinned is what the row and its preview show`, async () => {
  const next = chance(2_026)
  const below = (limit: number) => Math.floor(next() * limit)
  const ends = { submitted: 0, late: 0, swapped: 0 }
  for (let round = 0; round < SWAPS; round++) {
    const turn = async () => {
      for (let ticks = below(6); ticks > 0; ticks--) await Promise.resolve()
    }
    const { arrive, submit, room, row, head, previews, told } = await given(turn)
    const pause = async () => {
      for (let ticks = below(160); ticks > 0; ticks--) await Promise.resolve()
    }
    const events = ['A', 'B', 'cut', 'A', 'B']
      .slice(0, 2 + below(4))
      .map((one) => event(one, `0${1 + below(6)}`))
    const acts = [
      ...events.map((one) => async () => arrive(one)),
      ...Array.from({ length: 1 + below(3) }, () => async () => submit()),
    ]
    const results = await Promise.allSettled(
      acts.map(async (act) => {
        await pause()
        return act()
      }),
    )
    for (const result of results)
      if (result.status === 'rejected' && !isRefusal(result.reason)) throw result.reason
    if (next() < 0.3)
      await Promise.allSettled(['A', 'B'].map((one) => arrive(event(one, `0${1 + below(9)}`))))
    const [submission, media] = [await head(), await row()]
    const accepted = (await told()).filter(([type]) => type === 'MediaAccepted')
    expect(accepted.length).toBe(media?.state === 'accepted' ? 1 : 0)
    ends.late += (await told()).filter(([type]) => type === 'MediaLate').length
    if (submission.state !== 'checking') continue
    ends.submitted++
    const [pin] = submission.pins
    expect(pin).toMatchObject({ versionId: media?.versionId, checksum: media?.checksum })
    const shown = previews.get(media?.preview?.versionId ?? '')
    const right = (await verdicts.get(Number(pin?.bytes)))?.preview
    expect(shown && right && Buffer.compare(shown, right)).toBe(0)
    if (media?.versionId === 'B') ends.swapped++
    await room.submissions.change(draft.id, (one) => ({
      submission: { ...one, state: 'rejected' },
      happened: { by: 'system', type: 'SubmissionRejected', facts: {} },
    }))
    await reviseSubmission(room)({ submissionId: draft.id, version: 1, by: officer })
    await Promise.allSettled(['A', 'B'].map((one) => arrive(event(one, '99'))))
    expect((await row())?.versionId).toBe(pin?.versionId)
  }
  // Each of these happened, or nothing was tried.
  expect(ends.submitted).toBeGreaterThan(SWAPS / 10)
  expect(ends.late).toBeGreaterThan(SWAPS / 10)
  expect(ends.swapped).toBeGreaterThan(SWAPS / 50)
}, 300_000)
