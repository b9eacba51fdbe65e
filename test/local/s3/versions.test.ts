import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectRetentionCommand,
  type ObjectLockRetentionMode,
  type S3Client,
} from '@aws-sdk/client-s3'
import { closeStands, outcomeOf, someone, stand, type Stand } from './kit'

const dayMs = 86_400_000

let cloud: Stand
let client: S3Client
beforeEach(async () => {
  cloud = await stand({
    media: { versioned: true },
    archive: { objectLock: { mode: 'GOVERNANCE', days: 30 } },
    vault: { objectLock: { mode: 'COMPLIANCE', days: 30 } },
  })
  client = cloud.clientOf(someone)
})
afterEach(async () => {
  expect(cloud.log).toEqual([])
  await cloud.close()
})
afterAll(closeStands)

const put = async (Bucket: string, Body: string, more = {}) => {
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body, ...more }))
  return VersionId
}
const text = async (VersionId?: string, Bucket = 'media') => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId }))
  return Body?.transformToString()
}

describe('a versioned bucket', () => {
  it('keeps every version and reads each by its id', async () => {
    const first = await put('media', 'one')
    const second = await put('media', 'two')
    expect(await text()).toBe('two')
    expect(await text(first)).toBe('one')
    const head = await client.send(new HeadObjectCommand({ Bucket: 'media', Key: 'k', VersionId: first }))
    expect(head).toMatchObject({ VersionId: first, ContentLength: 3 })
    expect(second).not.toBe(first)
    expect(await outcomeOf(text('never-was'))).toBe('404 NoSuchVersion')
    expect(cloud.access.asked).toContain('Someone s3:GetObjectVersion arn:aws:s3:::media/k')
    expect((await client.send(new GetBucketVersioningCommand({ Bucket: 'media' }))).Status).toBe('Enabled')
  })

  it('hides by a marker, shows again without it, and forgets one version for good', async () => {
    const first = await put('media', 'one')
    const marked = await client.send(new DeleteObjectCommand({ Bucket: 'media', Key: 'k' }))
    expect(marked.DeleteMarker).toBe(true)
    await expect(text()).rejects.toMatchObject({
      name: 'NoSuchKey',
      $response: { headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marked.VersionId } },
    })
    expect(await outcomeOf(text(marked.VersionId))).toBe('405 MethodNotAllowed')
    expect((await client.send(new ListObjectsV2Command({ Bucket: 'media' }))).Contents).toBeUndefined()
    expect(await text(first)).toBe('one')

    await client.send(new DeleteObjectCommand({ Bucket: 'media', Key: 'k', VersionId: marked.VersionId }))
    expect(await text()).toBe('one')
    await client.send(new DeleteObjectCommand({ Bucket: 'media', Key: 'k', VersionId: first }))
    expect(await outcomeOf(text(first))).toBe('404 NoSuchVersion')
    expect(cloud.access.asked).toContain('Someone s3:DeleteObjectVersion arn:aws:s3:::media/k')
  })

  it('lists versions and markers, newest first, over pages', async () => {
    const first = await put('media', 'one')
    const second = await put('media', 'two')
    const { VersionId: marker } = await client.send(new DeleteObjectCommand({ Bucket: 'media', Key: 'k' }))
    const all = await client.send(new ListObjectVersionsCommand({ Bucket: 'media' }))
    expect(all.Versions).toMatchObject([
      { VersionId: second, IsLatest: false },
      { VersionId: first, IsLatest: false },
    ])
    expect(all.DeleteMarkers).toMatchObject([{ VersionId: marker, IsLatest: true }])

    const seen: (string | undefined)[] = []
    let at: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {}
    while (at) {
      const page: Awaited<ReturnType<typeof list>> = await list(at)
      seen.push(...[...(page.DeleteMarkers ?? []), ...(page.Versions ?? [])].map((each) => each.VersionId))
      at = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined
    }
    expect(seen).toEqual([marker, second, first])
  })
  const list = (at: object) =>
    client.send(new ListObjectVersionsCommand({ Bucket: 'media', MaxKeys: 1, ...at }))

  it('brings an old version back by copying it', async () => {
    const first = await put('media', 'one')
    await put('media', 'two')
    const copied = await client.send(
      new CopyObjectCommand({ Bucket: 'media', Key: 'k', CopySource: `media/k?versionId=${first}` }),
    )
    expect(copied.CopySourceVersionId).toBe(first)
    expect(await text()).toBe('one')
    expect(await text(copied.VersionId)).toBe('one')
  })
})

describe('object lock', () => {
  const erase = (Bucket: string, VersionId: string | undefined, more = {}) =>
    outcomeOf(client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId, ...more })))
  const retain = (Bucket: string, Mode: ObjectLockRetentionMode, days: number, more = {}) =>
    outcomeOf(
      client.send(
        new PutObjectRetentionCommand({
          Bucket,
          Key: 'k',
          Retention: { Mode, RetainUntilDate: new Date(cloud.clock.now() + days * dayMs) },
          ...more,
        }),
      ),
    )
  const bypass = { BypassGovernanceRetention: true }

  it('holds every new version for the days of the bucket, and lets it go after them', async () => {
    const version = await put('archive', 'kept')
    const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket: 'archive', Key: 'k' }))
    expect(Retention?.Mode).toBe('GOVERNANCE')
    expect(Number(Retention?.RetainUntilDate)).toBeGreaterThan(cloud.clock.now() + 29.9 * dayMs)
    const lock = await client.send(new GetObjectLockConfigurationCommand({ Bucket: 'archive' }))
    expect(lock.ObjectLockConfiguration?.Rule?.DefaultRetention).toEqual({ Mode: 'GOVERNANCE', Days: 30 })

    expect(await erase('archive', version)).toBe('403 AccessDenied')
    const { Errors } = await client.send(
      new DeleteObjectsCommand({
        Bucket: 'archive',
        Delete: { Objects: [{ Key: 'k', VersionId: version }] },
      }),
    )
    expect(Errors).toMatchObject([{ Code: 'AccessDenied', VersionId: version }])
    expect(await text(version, 'archive')).toBe('kept')
    expect(await erase('archive', undefined)).toBe('accepted')
    expect(await text(version, 'archive')).toBe('kept')

    // Signatures follow the clock of the client, which stays behind: the client corrects itself and tries again.
    cloud.clock.move(31 * dayMs)
    client = cloud.clientOf(someone, { systemClockOffset: 31 * dayMs })
    expect(await erase('archive', version)).toBe('accepted')
    expect(await outcomeOf(text(version, 'archive'))).toBe('404 NoSuchVersion')
  })

  it('in GOVERNANCE yields to the bypass of who may, and to nobody else', async () => {
    const version = await put('archive', 'kept')
    cloud.access.refused.add('s3:BypassGovernanceRetention')
    expect(await erase('archive', version, bypass)).toBe('403 AccessDenied')
    cloud.access.refused.clear()
    expect(await retain('archive', 'GOVERNANCE', 60)).toBe('accepted')
    expect(await retain('archive', 'GOVERNANCE', 59)).toBe('403 AccessDenied')
    expect(await retain('archive', 'GOVERNANCE', 59, bypass)).toBe('accepted')
    expect(await erase('archive', version, bypass)).toBe('accepted')
  })

  it('in COMPLIANCE yields to nobody', async () => {
    const version = await put('vault', 'kept')
    expect(await erase('vault', version, bypass)).toBe('403 AccessDenied')
    expect(await retain('vault', 'COMPLIANCE', 10, bypass)).toBe('403 AccessDenied')
    expect(await retain('vault', 'GOVERNANCE', 90, bypass)).toBe('403 AccessDenied')
    expect(await retain('vault', 'COMPLIANCE', 40)).toBe('accepted')
    expect(await text(version, 'vault')).toBe('kept')
  })

  it('takes the retention a writer asks for, and refuses one in the past or in a bucket without lock', async () => {
    const until = (days: number) => ({
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: new Date(cloud.clock.now() + days * dayMs),
    })
    await put('archive', 'kept', until(5))
    const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket: 'archive', Key: 'k' }))
    expect(Retention?.Mode).toBe('COMPLIANCE')
    expect(await outcomeOf(put('archive', 'x', until(-1)))).toBe('400 InvalidArgument')
    expect(await outcomeOf(put('media', 'x', until(5)))).toBe('400 InvalidRequest')
    expect(await retain('media', 'GOVERNANCE', 5)).toBe('400 InvalidRequest')
  })

  it('takes no body without a sum', async () => {
    client = cloud.clientOf(someone, { requestChecksumCalculation: 'WHEN_REQUIRED' })
    expect(await outcomeOf(put('archive', 'x'))).toBe('400 InvalidRequest')
    expect(await outcomeOf(put('media', 'x'))).toBe('accepted')
  })
})
