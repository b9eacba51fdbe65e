import { judgeUpload } from '../../../lib/media/judge-upload'
import { tellRefused } from '../../../lib/media/tell-refused'
import type { Letter } from '../../../lib/channels/mail/mail'
import { createOutbox } from '../../../lib/outbox/outbox'
import { peopleStore } from '../../../lib/people/store'
import type { Bucket } from '../../../lib/platform/bucket'
import type { Table } from '../../../lib/platform/table'
import { findingOf } from '../../../lib/policy/rule-book'
import type { Media } from '../../../lib/submission/media'
import { submissionStore } from '../../../lib/submission/store'
import { aSubmission } from '../../kit/submission'
import { givenTable, type GivenTable } from '../edition/given-table'

const clock = { now: () => new Date('2026-11-23T02:00:00Z') }
const mediaId = '10000000-0000-4000-8000-000000000001'
const submission = aSubmission({ state: 'draft' })
const key = `in/video/${submission.id}/${mediaId}`
const event = { key, versionId: 'v1', etag: '"e"', bytes: 5, sequencer: '01' }

let given: GivenTable
let letters: Letter[]
beforeEach(async () => {
  given = await givenTable()
  letters = []
  const people = peopleStore(given.table)
  await people.saveUnit({ id: submission.unitId, name: '市场部', office: false })
  await people.save({
    id: submission.officerId,
    name: '陈瑜',
    email: 'chen-yu@jiangnan.example',
    unitId: submission.unitId,
    language: 'zh',
  })
  const submissions = submissionStore(given.table, clock)
  await submissions.create(submission, { by: submission.officerId, type: 'SubmissionCreated', facts: {} })
  const media: Media = {
    ...{ id: mediaId, submissionId: submission.id, kind: 'video', fileName: '现场.mp4', key },
    ...{ contentType: 'video/mp4', bytes: 5, state: 'uploading', findings: [], facts: {} },
    createdAt: clock.now().toISOString(),
  } as Media
  await submissions.saveMedia(media)
})
afterEach(() => {
  tagged = []
  return given.close()
})

/** the tags of objects that the bucket is to forget */
let tagged: object[] = []
const judging = (verdict: 'refused' | 'accepted' = 'refused', table: Table = given.table) => {
  const submissions = submissionStore(table, clock)
  const outbox = createOutbox({ table, secrets: { read: async () => 'a key of the tests' }, clock })
  return judgeUpload({
    submissions,
    bucket: { tag: async (object) => void tagged.push(object.tags) } as Pick<Bucket, 'tag'> as Bucket,
    judge: async () => ({
      verdict,
      findings: verdict === 'refused' ? [findingOf('video.too-large', { limit: 1, seen: 5 })] : [],
      facts: { container: 'mp4', bytes: 5 },
    }),
    tellRefused: tellRefused({
      submissions,
      people: peopleStore(table),
      outbox: {
        write: (letter) => {
          letters.push(letter)
          return outbox.write(letter)
        },
      },
    }),
  })
}
const waiting = () => given.table.list('OUTBOX')

test('an officer who left is mailed the rule and the remedy of a refused video once; an accepted one is no mail', async () => {
  expect(await judging()(event)).toBe('refused')
  expect(await judging()(event)).toBe('ignored')
  expect(await waiting()).toHaveLength(1)
  expect(letters[0]).toMatchObject({ to: 'chen-yu@jiangnan.example' })
  expect(letters[0]?.text).toContain('现场.mp4')
  expect(tagged).toEqual([{ verdict: 'refused' }])
  await judging('accepted')({ ...event, versionId: 'v2', sequencer: '02' })
  expect(await waiting()).toHaveLength(1)
})

test('a verdict that cannot be written leaves no letter, and the next try writes both', async () => {
  const down: Table = { ...given.table, transact: async () => Promise.reject(new Error('the table is away')) }
  await expect(judging('refused', down)(event)).rejects.toThrow('the table is away')
  expect(await waiting()).toHaveLength(0)
  expect(await judging()(event)).toBe('refused')
  expect(await waiting()).toHaveLength(1)
})
