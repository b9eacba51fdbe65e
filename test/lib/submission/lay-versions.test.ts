import type { Person } from '../../../lib/people/person'
import type { Bucket } from '../../../lib/platform/bucket'
import { layVersions } from '../../../lib/submission/lay-versions'
import { submissionStore, versionWrite } from '../../../lib/submission/store'
import type { Submission } from '../../../lib/submission/submission'
import { memoryTable } from '../../kit/memory-table'
import { aPin, aSubmission } from '../../kit/submission'

const clock = { now: () => new Date('2026-11-24T02:00:00Z') }
const reader = (unitId: string): Person => ({
  ...{ id: `of ${unitId}`, name: '读者', unitId, email: 'a@jiangnan.example', language: 'zh' },
  ...{ substitutes: [], grants: [] },
})
const bucket = {
  presignRead: ({ key, versionId }: { key: string; versionId: string }) =>
    Promise.resolve(`https://bucket.example/${key}?v=${versionId}`),
} as unknown as Bucket

const version = (number: number, change: Partial<Submission> = {}) => {
  const plain = aSubmission()
  return aSubmission({
    version: number,
    content: { ...plain.content, body: `<p>第 ${number} 版</p>` },
    statement: { by: 'chen-yu', name: '陈瑜', at: `2026-11-2${number}T01:00:00.000Z`, wording: '2026-11' },
    ...change,
  })
}

async function aDesk(now: Submission, submitted: Submission[]) {
  const table = memoryTable(new Map())
  const submissions = submissionStore(table, clock)
  await submissions.create(now, { by: 'chen-yu', type: 'SubmissionCreated', facts: {} })
  await table.transact(submitted.map(versionWrite))
  const lay = layVersions({ submissions, bucket, clock })
  return (before?: number, after?: number, by = reader('marketing')) =>
    lay({ submissionId: now.id, before, after, by })
}

const preview = { key: 'preview/x', versionId: 'p1', bytes: 200_000 }

describe('two versions side by side', () => {
  it('are the newest two unless others are asked for, what is being written among them', async () => {
    const lay = await aDesk(version(3, { state: 'draft' }), [version(1), version(2)])
    const { versions, before, after } = await lay()
    expect(versions).toEqual([
      { version: 1, draft: false, at: '2026-11-21T01:00:00.000Z', by: '陈瑜' },
      { version: 2, draft: false, at: '2026-11-22T01:00:00.000Z', by: '陈瑜' },
      { version: 3, draft: true },
    ])
    expect([before?.content.body, after?.content.body]).toEqual(['<p>第 2 版</p>', '<p>第 3 版</p>'])
    const chosen = await lay(1, 3)
    expect([chosen.before?.version, chosen.after?.version]).toEqual([1, 3])
  })

  it('show the pictures that were frozen with each, by links of their previews', async () => {
    const pins = [aPin({ preview }), aPin({ id: 'film', kind: 'video', fileName: 'a.mov' })]
    const lay = await aDesk(version(2, { state: 'in-review' }), [version(1, { pins }), version(2)])
    const { before, after } = await lay()
    expect(before?.media.map(({ fileName, url }) => [fileName, url])).toEqual([
      ['valve.jpg', 'https://bucket.example/preview/x?v=p1'],
      ['a.mov', undefined],
    ])
    expect(after?.media).toEqual([])
  })

  it('are for readers, and of versions that there are', async () => {
    const lay = await aDesk(version(1, { state: 'in-review' }), [version(1)])
    await expect(lay(1, 7)).rejects.toMatchObject({ name: 'NotFound' })
    await expect(lay(undefined, undefined, reader('research'))).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('are none while nothing was submitted and nothing is written', async () => {
    const lay = await aDesk(version(1, { state: 'checking' }), [])
    expect(await lay()).toEqual({ versions: [] })
  })
})
