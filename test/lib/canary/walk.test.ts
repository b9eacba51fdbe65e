import { GetObjectTaggingCommand } from '@aws-sdk/client-s3'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beginWalk, endWalk } from '../../../lib/canary/walk'
import { judgeMedia } from '../../../lib/media/judge-media'
import { judgeUpload } from '../../../lib/media/judge-upload'
import { uploadKey } from '../../../lib/media/place'
import { s3Bucket } from '../../../lib/platform/bucket'
import { derivedUuid } from '../../../lib/platform/ids'
import { canaryId } from '../../../lib/submission/canary'
import { submissionStore } from '../../../lib/submission/store'
import { fakeMachine } from '../../kit/machine'
import { memoryTable, type Rows } from '../../kit/memory-table'
import { closeStands, someone, stand } from '../../local/s3/kit'

/** A service that answers every door as somebody without rights finds it, or breaks. */
function service() {
  const answers: Record<string, [number, string]> = {
    '/sign-in': [200, '<form'],
    '/assets/style.css': [200, '{'],
    '/portal': [200, '<script'],
    '/api/setup': [200, '{'],
    '/api/me': [401, 'NotSignedIn'],
    [`/d/${'A'.repeat(43)}`]: [404, '<html'],
    '/wechat/callback': [403, ''],
  }
  const server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ''] ?? [500, '']
    response.writeHead(status, { 'x-content-type-options': 'nosniff' }).end(body)
  })
  return { server, answers }
}

const { server, answers } = service()
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(async () => {
  server.close()
  await closeStands()
})

async function given() {
  const at = await stand({ media: { versioned: true, events: true } })
  const bucket = s3Bucket('media', at.clientOf(someone, { requestChecksumCalculation: 'WHEN_REQUIRED' }))
  const clock = { now: () => new Date('2026-11-24T02:07:00Z') }
  const rows: Rows = new Map()
  const table = memoryTable(rows)
  const submissions = submissionStore(table, clock)
  const { machine, started, end: ended } = fakeMachine()
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const needs = { ...{ table, submissions, bucket, machine, clock, publicUrl } }
  const key = uploadKey('picture', canaryId, derivedUuid('media', canaryId))
  return {
    ...{ started, submissions },
    begin: beginWalk(needs),
    end: endWalk(needs),
    tags: async () =>
      (await at.clientOf(someone).send(new GetObjectTaggingCommand({ Bucket: 'media', Key: key }))).TagSet,
    /** As storage tells of the upload and its judge decides. */
    async judged() {
      const stored = (await bucket.head({ key }))!
      return judgeUpload({
        ...{ submissions, bucket },
        judge: ({ reader, media }) => judgeMedia({ reader, ...media }),
      })({ ...stored, sequencer: '01' })
    },
    ended: () => ended('canary-2026-11-24T02'),
    left: () => [...rows.values()].flatMap((partition) => [...partition.values()]),
  }
}

it('goes its way and leaves nothing behind', async () => {
  const { begin, judged, end, ended, started, submissions, left, tags } = await given()
  await begin()
  ended()
  expect(await judged()).toBe('refused')
  // By this tag the bucket forgets what was refused.
  expect(await tags()).toEqual([{ Key: 'verdict', Value: 'refused' }])
  // No unit of the company has it in its list, and no run of its machine finds anything to ask.
  expect((await submissions.ofUnits(['marketing', 'office'])).items).toEqual([])
  expect(await submissions.withId(canaryId)).toMatchObject({ state: 'draft', content: { channels: [] } })
  expect(started).toEqual(['canary-2026-11-24T02'])
  expect(await end()).toEqual([])
  expect(left()).toEqual([])
})

it('says what did not happen: no verdict, a machine that hangs, a door that breaks', async () => {
  const { begin, end, left } = await given()
  const well = answers['/api/me']!
  answers['/api/me'] = [502, 'Bad Gateway']
  await begin()
  answers['/api/me'] = well
  expect(await end()).toEqual([
    'GET /api/me: answers 502, not 401: Bad Gateway',
    'an upload got no verdict',
    'a run of the machine is running',
  ])
  expect(left()).toEqual([])
})

it('says so when it was never set out', async () => {
  const { end } = await given()
  expect(await end()).toEqual(['it was not set out'])
})

it('begins anew over what a walk that died left', async () => {
  const { begin, judged, end, ended } = await given()
  await begin()
  await begin()
  ended()
  await judged()
  expect(await end()).toEqual([])
})
