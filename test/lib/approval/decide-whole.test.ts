import { createSubmission } from '../../../lib/submission/create-submission'
import { submissionPk } from '../../../lib/submission/store'
import { submitSubmission } from '../../../lib/submission/submit-submission'
import { givenCompany, type Company } from '../../kit/company'
import { aSubmission } from '../../kit/submission'

const picture = '7f1c4f57-9c1e-4a69-9d66-1b1a7f0d2c3e'
const made = (what: string) => ({ key: `${what}/${picture}.jpg`, versionId: `${what}-1`, bytes: 900 })
const row = (submissionId: string) => ({
  ...{ id: picture, submissionId, kind: 'picture', fileName: '阀门.jpg', contentType: 'image/jpeg' },
  ...{ bytes: 2_000_000, key: `in/picture/${picture}`, state: 'accepted', versionId: 'v1', findings: [] },
  ...{ checksum: 'sha256:one', facts: {}, createdAt: '2026-11-23T01:00:00.000Z' },
  ...{ preview: made('preview'), copy: made('copy') },
})

/** In review with a picture, whose files the bucket has as far as `sizes` says. */
async function inReview(sizes: Map<string, number>): Promise<{ company: Company; id: string }> {
  const company = await givenCompany()
  const head = async ({ key }: { key: string }) =>
    sizes.has(key) ? { bytes: sizes.get(key), versionId: 'v', contentType: '' } : undefined
  Object.assign(company.room.bucket, { head })
  const by = await company.who('chen-yu')
  const content = { ...aSubmission().content, mediaIds: [picture] }
  const { id, edits } = await createSubmission(company.room)({
    ...{ content, by, requestKey: 'one', office: false },
  })
  await company.table.put({ ...row(id), pk: submissionPk(id), sk: `MEDIA#${picture}` })
  const agreed = { truth: true, unclassified: true } as const
  await submitSubmission(company.room)({ submissionId: id, version: 1, edits, agreed, by })
  await company.verbs.begin({ submissionId: id, version: 1 })
  await company.verbs.open({ submissionId: id, version: 1, index: 0 })
  return { company, id }
}

const whole = new Map([
  [`in/picture/${picture}`, 2_000_000],
  [made('preview').key, 900],
  [made('copy').key, 900],
])

describe('a decision is taken only on what can be shown exactly (invariant 9)', () => {
  it.each([
    ['the original is gone', `in/picture/${picture}`, undefined],
    ['the preview is gone', made('preview').key, undefined],
    ['what readers get is gone', made('copy').key, undefined],
    ['another file has its place', made('copy').key, 901],
  ])('refused, and nothing is stored, where %s', async (_, key, bytes) => {
    const sizes = new Map(whole)
    const { company, id } = await inReview(sizes)
    if (bytes === undefined) sizes.delete(key)
    else sizes.set(key, bytes)
    for (const choice of ['approve', 'reject'] as const)
      await expect(company.decides('wang-lei', id, 0, choice)).rejects.toMatchObject({
        code: 'ContentChanged',
        facts: { missing: ['阀门.jpg'] },
      })
    expect((await company.approvals.turn(id, 1, 0))?.decision).toBeUndefined()
    expect(await company.types(id)).not.toContain('TierApproved')
    // As soon as it can be read again, the same link decides.
    for (const [name, size] of whole) sizes.set(name, size)
    await company.decides('wang-lei', id, 0)
    expect((await company.approvals.turn(id, 1, 0))?.decision).toMatchObject({ kind: 'approved' })
  })
})
