import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost, type PresignedPost } from '@aws-sdk/s3-presigned-post'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../kit'
import { assumed, closeStands, nobody, outcomeOf, outcomeOfFetch, someone, stand, type Stand } from './kit'

const least = 10
const most = 20

let cloud: Stand
let client: S3Client
beforeAll(async () => {
  cloud = await stand({ media: { versioned: true, events: true } })
  client = cloud.clientOf(someone)
})
afterEach(() => expect(cloud.log).toEqual([]))
afterAll(closeStands)

const offer = (key: string, signer = client, more: Partial<Parameters<typeof createPresignedPost>[1]> = {}) =>
  createPresignedPost(signer, {
    Bucket: 'media',
    Key: key,
    Expires: 300,
    Conditions: [
      ['content-length-range', least, most],
      ['eq', '$Content-Type', 'image/jpeg'],
      ['starts-with', '$x-amz-meta-name', 'pic'],
    ],
    Fields: { 'Content-Type': 'image/jpeg', success_action_status: '201' },
    ...more,
  })

interface Form {
  fields?: Record<string, string | undefined>
  bytes?: number
  fileName?: string
}

async function send({ url, fields }: PresignedPost, form: Form = {}): Promise<Response> {
  const body = new FormData()
  const all = { ...fields, 'x-amz-meta-name': 'picture', ...form.fields }
  for (const [name, value] of Object.entries(all)) if (value !== undefined) body.append(name, value)
  body.append('file', new Blob([Buffer.alloc(form.bytes ?? least, 7)]), form.fileName ?? '照片.jpg')
  return fetch(url, { method: 'POST', body })
}

const stored = (Key: string) => outcomeOf(client.send(new GetObjectCommand({ Bucket: 'media', Key })))

describe('an upload by form', () => {
  it('is answered as its policy asks, with version and place', async () => {
    const answer = await send(await offer('in/上传 1.jpg'))
    expect(answer.status).toBe(201)
    const text = await answer.text()
    expect(text).toContain('<Key>in/上传 1.jpg</Key>')
    const found = await client.send(new HeadObjectCommand({ Bucket: 'media', Key: 'in/上传 1.jpg' }))
    expect(found).toMatchObject({
      ContentType: 'image/jpeg',
      ContentLength: least,
      Metadata: { name: 'picture' },
      VersionId: answer.headers.get('x-amz-version-id'),
      ETag: answer.headers.get('etag'),
    })
    expect(cloud.events.at(-1)?.detail.reason).toBe('PostObject')
  })

  it('carries the session token of whoever signed for a while', async () => {
    const signed = await offer('of a while', cloud.clientOf(assumed))
    expect(signed.fields['X-Amz-Security-Token']).toBe(assumed.sessionToken)
    expect((await send(signed)).status).toBe(201)
    const without = { fields: { 'X-Amz-Security-Token': undefined } }
    expect(await outcomeOfFetch(await send(signed, without))).toBe('403 InvalidAccessKeyId')
    const another = { fields: { 'X-Amz-Security-Token': 'token of another' } }
    expect(await outcomeOfFetch(await send(signed, another))).toBe('400 InvalidToken')
  })

  it('is answered 204 when the policy asks for nothing', async () => {
    const post = await offer('plain', client, { Fields: { 'Content-Type': 'image/jpeg' } })
    expect((await send(post)).status).toBe(204)
  })

  it.each([
    [least - 1, '400 EntityTooSmall'],
    [least, 'accepted'],
    [most, 'accepted'],
    [most + 1, '400 EntityTooLarge'],
    [3_000_000, '400 EntityTooLarge'],
  ])('of %d bytes, 10 to 20 allowed: %s', async (bytes, outcome) => {
    const key = `sized/${bytes}`
    expect(await outcomeOfFetch(await send(await offer(key), { bytes }))).toBe(outcome)
    expect(await stored(key)).toBe(outcome === 'accepted' ? 'accepted' : '404 NoSuchKey')
  })

  it.each<[string, Form, string]>([
    ['another key', { fields: { key: 'elsewhere' } }, '403 AccessDenied'],
    ['another type', { fields: { 'Content-Type': 'text/html' } }, '403 AccessDenied'],
    ['another begin', { fields: { 'x-amz-meta-name': 'movie' } }, '403 AccessDenied'],
    ['a field left out', { fields: { 'x-amz-meta-name': undefined } }, '403 AccessDenied'],
    ['another bucket', { fields: { bucket: 'other' } }, '403 AccessDenied'],
    ['another status', { fields: { success_action_status: '200' } }, '403 AccessDenied'],
    ['a field that no condition covers', { fields: { 'x-amz-meta-extra': '1' } }, '403 AccessDenied'],
    [
      'a cache field that no condition covers',
      { fields: { 'cache-control': 'no-store' } },
      '403 AccessDenied',
    ],
    ['a field to be ignored', { fields: { 'x-ignore-csrf': '1' } }, 'accepted'],
    ['another signature', { fields: { 'X-Amz-Signature': '0'.repeat(64) } }, '403 SignatureDoesNotMatch'],
    ['no signature', { fields: { 'X-Amz-Signature': undefined } }, '403 AccessDenied'],
    ['no policy', { fields: { Policy: undefined } }, '403 AccessDenied'],
    [
      'another policy',
      { fields: { Policy: Buffer.from('{}').toString('base64') } },
      '403 SignatureDoesNotMatch',
    ],
    ['no key', { fields: { key: undefined } }, '400 InvalidArgument'],
  ])('with %s: %s', async (what, form, outcome) => {
    const key = `with ${what}`
    expect(await outcomeOfFetch(await send(await offer(key), form))).toBe(outcome)
    if (outcome !== 'accepted') {
      expect(await stored(key)).toBe('404 NoSuchKey')
      expect(await stored('elsewhere')).toBe('404 NoSuchKey')
    }
  })

  it('behind its time is refused', async () => {
    const late = await stand({ media: {} })
    const post = await offer('late', late.clientOf(someone))
    late.clock.move(280_000)
    expect(await outcomeOfFetch(await send(post))).toBe('accepted')
    late.clock.move(21_000)
    expect(await outcomeOfFetch(await send(post))).toBe('403 AccessDenied')
    await late.close()
  })

  it('counts as done by the one who signed its policy, when it comes', async () => {
    const answer = await send(await offer('of nobody', cloud.clientOf(nobody)))
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('s3:PutObject on resource: arn:aws:s3:::media/of nobody')
  })

  it('may name its key after the file, but only as its policy allows', async () => {
    const post = await offer('user/${filename}')
    expect(await outcomeOfFetch(await send(post, { fileName: 'a.jpg' }))).toBe('accepted')
    expect(await stored('user/a.jpg')).toBe('accepted')
  })

  it.each(['acl', 'success_action_redirect', 'x-amz-storage-class'])(
    'with %s is refused by name',
    async (field) => {
      const post = await offer('unknown', client, {
        Fields: { 'Content-Type': 'image/jpeg', [field]: 'private' },
      })
      const answer = await send(post)
      expect(answer.status).toBe(501)
      expect(await answer.text()).toContain(field)
    },
  )

  it('cut off behind its file keeps nothing', async () => {
    const { url, fields } = await offer('cut off')
    const text = Object.entries({ ...fields, 'x-amz-meta-name': 'picture' })
      .map(([name, value]) => `--B\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('')
    const file = `--B\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n${'x'.repeat(least)}`
    const post = async (end: string) =>
      outcomeOfFetch(
        await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'multipart/form-data; boundary=B' },
          body: text + file + end,
        }),
      )
    expect(await post('')).toBe('400 MalformedPOSTRequest')
    expect(await post('\r\n--B\r\n')).toBe('400 MalformedPOSTRequest')
    expect(await stored('cut off')).toBe('404 NoSuchKey')
    expect(await post('\r\n--B--\r\n')).toBe('accepted')
  })

  it('leaves no half-written file behind', async () => {
    await eventually(() =>
      readdirSync(join(cloud.dir, 'media', 'incoming')).length === 0 ? true : undefined,
    )
  })
})
