import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Identity } from '../../../local/aws/access'
import {
  assumed,
  closeStands,
  nobody,
  outcomeOf,
  outcomeOfFetch,
  region,
  someone,
  stand,
  type Stand,
} from './kit'

let cloud: Stand
let client: S3Client
beforeAll(async () => {
  cloud = await stand({ plain: {} })
  client = cloud.clientOf(someone, { requestChecksumCalculation: 'WHEN_REQUIRED' })
  await client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'a.txt', Body: 'text' }))
})
afterEach(() => {
  cloud.access.refused.clear()
  expect(cloud.log).toEqual([])
})
afterAll(closeStands)

const get = new GetObjectCommand({ Bucket: 'plain', Key: 'a.txt' })

describe('who signs wrongly is refused', () => {
  it.each([
    [
      'an unknown key',
      { accessKeyId: 'AKIAFORGED', secretAccessKey: 'secret of someone' },
      '403 InvalidAccessKeyId',
    ],
    ['a wrong secret', { accessKeyId: 'AKIASOMEONE', secretAccessKey: 'guess' }, '403 SignatureDoesNotMatch'],
  ])('%s', async (_what, credentials, outcome) => {
    const forger = cloud.clientOf(someone, { credentials })
    expect(await outcomeOf(forger.send(get))).toBe(outcome)
    expect(
      await outcomeOf(forger.send(new PutObjectCommand({ Bucket: 'plain', Key: 'forged', Body: 'x' }))),
    ).toBe(outcome)
    expect(await outcomeOf(client.send(new GetObjectCommand({ Bucket: 'plain', Key: 'forged' })))).toBe(
      '404 NoSuchKey',
    )
  })

  it('no signature at all', async () => {
    expect(await outcomeOfFetch(await fetch(`${cloud.url}/plain/a.txt`))).toBe('403 AccessDenied')
    const put = await fetch(`${cloud.url}/plain/a.txt`, { method: 'PUT', body: 'x' })
    expect(await outcomeOfFetch(put)).toBe('403 AccessDenied')
  })

  it('another region, told by name', async () => {
    const astray = cloud.clientOf(someone, { region: 'us-east-1' })
    await expect(astray.send(get)).rejects.toThrow(`the region 'us-east-1' is wrong; expecting '${region}'`)
  })

  it('a body changed on the way, because its hash is signed', async () => {
    const honest = client.config.requestHandler
    type Sent = Parameters<typeof honest.handle>
    const changed = cloud.clientOf(someone, {
      requestChecksumCalculation: 'WHEN_REQUIRED',
      requestHandler: {
        handle: (request: Sent[0], options: Sent[1]) =>
          honest.handle(Object.assign(request, { body: 'XXXX' }), options),
      },
    })
    const put = new PutObjectCommand({ Bucket: 'plain', Key: 'a.txt', Body: 'text' })
    expect(await outcomeOf(changed.send(put))).toBe('400 XAmzContentSHA256Mismatch')
  })
})

describe('credentials of a while, as functions have them', () => {
  const { sessionToken, ...bare } = assumed
  const wrong = { ...assumed, sessionToken: 'token of another' }

  it('sign with their session token, and are refused without it or with another', async () => {
    expect(await outcomeOf(cloud.clientOf(assumed).send(get))).toBe('accepted')
    expect(await outcomeOf(cloud.clientOf(bare).send(get))).toBe('403 InvalidAccessKeyId')
    expect(await outcomeOf(cloud.clientOf(wrong).send(get))).toBe('400 InvalidToken')
    expect(await outcomeOf(cloud.clientOf({ ...someone, sessionToken }).send(get))).toBe('400 InvalidToken')
  })

  it('sign their session token into an address', async () => {
    const outcome = async (identity: Identity) =>
      outcomeOfFetch(await fetch(await getSignedUrl(cloud.clientOf(identity), get, { expiresIn: 60 })))
    expect(await outcome(assumed)).toBe('accepted')
    expect(await outcome(bare)).toBe('403 InvalidAccessKeyId')
    expect(await outcome(wrong)).toBe('400 InvalidToken')
    const url = await getSignedUrl(cloud.clientOf(assumed), get, { expiresIn: 60 })
    const shortened = url.replace(/&X-Amz-Security-Token=[^&]+/, '')
    expect(shortened).not.toBe(url)
    expect(await outcomeOfFetch(await fetch(shortened))).toBe('403 InvalidAccessKeyId')
  })
})

describe('presigned URLs', () => {
  const urlOf = (seconds = 60) => getSignedUrl(client, get, { expiresIn: seconds })

  it('open for whoever holds them, and keep what was signed into them', async () => {
    const url = await getSignedUrl(
      client,
      new GetObjectCommand({
        Bucket: 'plain',
        Key: 'a.txt',
        ResponseContentType: 'image/jpeg',
        ResponseContentDisposition: 'inline',
      }),
      { expiresIn: 60 },
    )
    const answer = await fetch(url)
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    expect(await answer.text()).toBe('text')
    expect(await outcomeOfFetch(await fetch(url.replace('image%2Fjpeg', 'text%2Fhtml')))).toBe(
      '403 SignatureDoesNotMatch',
    )
  })

  it.each([
    ['another key', (url: string) => url.replace('a.txt', 'b.txt'), {}, '403 SignatureDoesNotMatch'],
    ['another method', (url: string) => url, { method: 'DELETE' }, '403 SignatureDoesNotMatch'],
    [
      'a longer life',
      (url: string) => url.replace('Expires=60', 'Expires=600'),
      {},
      '403 SignatureDoesNotMatch',
    ],
    ['an added parameter', (url: string) => `${url}&versionId=null`, {}, '403 SignatureDoesNotMatch'],
    ['an added header', (url: string) => url, { headers: { 'x-amz-meta-a': '1' } }, '403 AccessDenied'],
  ])('do not open with %s', async (_what, change, init, outcome) => {
    expect(await outcomeOfFetch(await fetch(change(await urlOf()), init))).toBe(outcome)
  })

  it('expire by the clock of the cloud', async () => {
    const url = await urlOf(60)
    expect(await outcomeOfFetch(await fetch(url))).toBe('accepted')
    const late = await stand({ plain: {} })
    late.clock.move(62_000)
    const expired = await getSignedUrl(late.clientOf(someone), get, { expiresIn: 60 })
    const answer = await fetch(expired)
    expect(answer.headers.get('date')).toBe(
      new Date(Math.floor(late.clock.now() / 1000) * 1000).toUTCString(),
    )
    expect(await outcomeOfFetch(answer)).toBe('403 AccessDenied')
    await late.close()
  })

  it('take a PUT of the signed length only', async () => {
    const url = await getSignedUrl(
      client,
      new PutObjectCommand({ Bucket: 'plain', Key: 'sized', ContentLength: 4 }),
      { expiresIn: 60, signableHeaders: new Set(['host', 'content-length']) },
    )
    const put = async (body: string) => outcomeOfFetch(await fetch(url, { method: 'PUT', body }))
    expect(await put('fives')).toBe('403 SignatureDoesNotMatch')
    expect(await put('two')).toBe('403 SignatureDoesNotMatch')
    expect(await put('four')).toBe('accepted')
  })

  it('take no body without a length', async () => {
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: 'plain', Key: 'endless' }))
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('text'))
        controller.close()
      },
    })
    const init = { method: 'PUT', body, duplex: 'half' } as RequestInit
    expect(await outcomeOfFetch(await fetch(url, init))).toBe('411 MissingContentLength')
  })

  it('are authorised at use as the one who signed', async () => {
    const url = await getSignedUrl(cloud.clientOf(nobody), get, { expiresIn: 60 })
    const answer = await fetch(url)
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain(
      'assumed-role/Nobody is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::plain/a.txt',
    )
  })
})

describe('what may be done is asked with the action AWS would check', () => {
  it('on the object, and on the bucket for a listing', async () => {
    cloud.access.asked.length = 0
    await client.send(get)
    await client.send(new ListObjectsV2Command({ Bucket: 'plain' }))
    await client.send(new PutObjectCommand({ Bucket: 'plain', Key: '新', Body: 'x', Tagging: 'a=b' }))
    expect(cloud.access.asked).toEqual([
      'Someone s3:GetObject arn:aws:s3:::plain/a.txt',
      'Someone s3:ListBucket arn:aws:s3:::plain',
      'Someone s3:PutObject arn:aws:s3:::plain/新',
      'Someone s3:PutObjectTagging arn:aws:s3:::plain/新',
    ])
  })

  it('answers 403 for a missing key to who may not list', async () => {
    const missing = { Bucket: 'plain', Key: 'missing' }
    expect(await outcomeOf(client.send(new GetObjectCommand(missing)))).toBe('404 NoSuchKey')
    cloud.access.refused.add('s3:ListBucket')
    expect(await outcomeOf(client.send(new GetObjectCommand(missing)))).toBe('403 AccessDenied')
    expect(await outcomeOf(client.send(new HeadObjectCommand(missing)))).toMatch(/^403/)
  })

  it('stores nothing for who may not', async () => {
    cloud.access.refused.add('s3:PutObject')
    const put = new PutObjectCommand({ Bucket: 'plain', Key: 'not allowed', Body: 'x' })
    expect(await outcomeOf(client.send(put))).toBe('403 AccessDenied')
    cloud.access.refused.clear()
    expect(await outcomeOf(client.send(new GetObjectCommand({ Bucket: 'plain', Key: 'not allowed' })))).toBe(
      '404 NoSuchKey',
    )
  })
})
