import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { bigVideo } from '../../local/demo/big-video'
import { sendForm, show, submit, uploadPicture, verdictOn } from '../../local/demo/desk'
import { padJpeg, photoLike } from '../../local/demo/photo'
import { eventually, Refused, type Visitor } from '../../local/demo/visitor'
import { fixture } from '../kit/media'
import { aStack, aSubmission, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor
let small: Buffer

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  small = await photoLike({ width: 800, height: 600, seed: 1 })
}, 300_000)
afterAll(() => stack?.stop())

interface Begun {
  media: { id: string; key: string }
  form?: { url: string; fields: Record<string, string> }
}
interface Detail {
  rule: string
  article: string
  limit: number
  seen: number
  message: { zh: string; en: string }
  remedy: { zh: string; en: string }
}

const claim = (id: string, fileName: string, bytes: number) =>
  officer.post<Begun>(`/api/submissions/${id}/media`, { fileName, bytes })

const refusal = async (work: Promise<unknown>): Promise<Detail> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Refused)
  expect((error as Refused).status).toBe(422)
  const detail = ((error as Refused).body as { error: { details: Detail[] } }).error.details[0]
  if (!detail) throw new Error('the refusal has no detail')
  for (const text of [detail.message.zh, detail.message.en, detail.remedy.zh, detail.remedy.en])
    expect(text).not.toBe('')
  return detail
}

/** Puts an object where only the validator stands between it and the submission. */
async function putPastTheDoors(
  key: string,
  body: Buffer | string,
  bytes: number,
  contentType: string,
): Promise<void> {
  const { accessKeyId, secretAccessKey } = stack.cloud.credentialsOf('cloud')
  const client = new S3Client({
    endpoint: stack.cloud.gatewayUrl,
    region: 'ap-southeast-1',
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    systemClockOffset: stack.cloud.clock.now() - Date.now(),
  })
  const bucket = stack.cloud.service.functions.find((one) => one.key === 'beginUpload')?.environment[
    'MEDIA_BUCKET'
  ]
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: typeof body === 'string' ? createReadStream(body) : body,
      ContentLength: bytes,
      ContentType: contentType,
    }),
  )
  client.destroy()
}

describe('article 10.2, pictures larger than 1 MB and smaller than 5 MB, both exclusive', () => {
  it.each([
    [1_048_576, 'picture.too-small'],
    [5_242_880, 'picture.too-large'],
  ])('refuses %d bytes at signing, by rule', async (bytes, rule) => {
    const { id } = await aSubmission(officer)
    expect(await refusal(claim(id, 'a.jpg', bytes))).toMatchObject({ rule, article: '10.2', seen: bytes })
  })

  it.each([
    [1_048_576, 400, 'EntityTooSmall'],
    [1_048_577, 201, 'PostResponse'],
    [5_242_879, 201, 'PostResponse'],
    [5_242_880, 400, 'EntityTooLarge'],
  ])('answers %d bytes at storage with %d', async (bytes, status, word) => {
    const { id } = await aSubmission(officer)
    const { form } = await claim(id, 'a.jpg', 2_000_000)
    const sent = await sendForm(form as NonNullable<typeof form>, padJpeg(small, bytes))
    expect(sent).toMatchObject({ status, text: expect.stringContaining(word) })
  })

  it.each([
    [1_048_576, 'refused', 'picture.too-small'],
    [1_048_577, 'accepted', undefined],
    [5_242_879, 'accepted', undefined],
    [5_242_880, 'refused', 'picture.too-large'],
  ])(
    'judges %d bytes at acceptance as %s',
    async (bytes, state, rule) => {
      const { id } = await aSubmission(officer)
      const { media } = await claim(id, 'a.jpg', 2_000_000)
      await putPastTheDoors(media.key, padJpeg(small, bytes), bytes, 'image/jpeg')
      const verdict = await verdictOn(officer, id, media.id)
      expect({
        state: verdict.state,
        rule: verdict.findings.find((one) => one.severity === 'refuse')?.rule,
      }).toEqual({ state, rule })
    },
    40_000,
  )

  it('does not let a submission with a refused picture through', async () => {
    const { id } = await aSubmission(officer)
    const { media } = await claim(id, 'a.jpg', 2_000_000)
    await putPastTheDoors(media.key, padJpeg(small, 1_048_576), 1_048_576, 'image/jpeg')
    await verdictOn(officer, id, media.id)
    const { submission } = await show(officer, id)
    await officer.put(`/api/submissions/${id}`, {
      edits: submission.edits,
      content: { ...submission.content, mediaIds: [media.id] },
    })
    expect(await refusal(submit(officer, id))).toMatchObject({ rule: 'picture.too-small', article: '10.2' })
  }, 120_000)
})

describe('article 10.2, videos of at most 500 MB, inclusive', () => {
  it('takes 524,288,000 bytes at signing and refuses one more', async () => {
    const { id } = await aSubmission(officer)
    expect((await claim(id, 'a.mp4', 524_288_000)).media.id).toBeTruthy()
    expect(await refusal(claim(id, 'a.mp4', 524_288_001))).toMatchObject({
      rule: 'video.too-large',
      article: '10.2',
      limit: 524_288_000,
      seen: 524_288_001,
    })
  })

  it('binds each part to its bytes: storage refuses a longer one', async () => {
    const { id } = await aSubmission(officer)
    const { media } = await claim(id, 'a.mp4', 1_000)
    const { parts } = await officer.post<{ parts: { url: string; bytes: number }[] }>(
      `/api/submissions/${id}/media/${media.id}/parts`,
      { partNumbers: [1] },
    )
    expect(parts[0]?.bytes).toBe(1_000)
    const longer = await fetch(parts[0]?.url ?? '', { method: 'PUT', body: new Uint8Array(1_001) })
    expect(longer.status).toBe(403)
  })

  it.each([
    [524_288_000, 'accepted', undefined],
    [524_288_001, 'refused', 'video.too-large'],
  ])(
    'judges %d bytes at acceptance as %s, reading at most 256 KB in less than 128 MB of memory',
    async (bytes, state, rule) => {
      const { id } = await aSubmission(officer)
      const { media } = await claim(id, 'a.mp4', 524_288_000)
      const path = join(stack.dir, `${bytes}.mp4`)
      await bigVideo(path, bytes, fixture('clip.mp4'))
      await putPastTheDoors(media.key, path, bytes, 'video/mp4')
      const verdict = await verdictOn(officer, id, media.id)
      expect({
        state: verdict.state,
        rule: verdict.findings.find((one) => one.severity === 'refuse')?.rule,
      }).toEqual({ state, rule })
      const bucket = stack.cloud.service.functions[0]?.environment['MEDIA_BUCKET'] ?? ''
      const reads = stack.cloud.s3.reads(bucket, media.key)
      expect(reads.requests).toBeGreaterThan(0)
      expect(reads.bytes).toBeLessThanOrEqual(262_144)
      // The verdict is read before the function that wrote it has told the officer and ended.
      await eventually('the end of the function', async () =>
        stack.cloud.stats('validateVideo').invocations > 0 ? true : undefined,
      )
      const { peakRssBytes } = stack.cloud.stats('validateVideo')
      expect(peakRssBytes).toBeGreaterThan(10_000_000)
      expect(peakRssBytes).toBeLessThan(128 * 1_048_576)
    },
    60_000,
  )
})

describe('article 10.2, Weibo texts of at most 140 characters', () => {
  it('takes 140 and refuses 141 at submitting', async () => {
    const fits = await aSubmission(officer, { channels: ['weibo'], weiboText: '阀'.repeat(140) })
    expect((await submit(officer, fits.id)).submission.state).toBe('checking')
    const over = await aSubmission(officer, { channels: ['weibo'], weiboText: '阀'.repeat(141) })
    expect(await refusal(submit(officer, over.id))).toMatchObject({ article: '10.2', limit: 140, seen: 141 })
  })
})

describe('events of the bucket', () => {
  it('may come twice and in the wrong order: one verdict, the newest bytes', async () => {
    const { id } = await aSubmission(officer)
    stack.cloud.events.disturb({ twice: true, reverse: 2 })
    try {
      const pictures = await Promise.all(
        [1_500_000, 1_600_000].map((bytes) =>
          uploadPicture(officer, id, `${bytes}.jpg`, padJpeg(small, bytes)),
        ),
      )
      for (const mediaId of pictures) await verdictOn(officer, id, mediaId)
      await stack.cloud.events.idle()
      const { ledger } = await officer.get<{ ledger: { type: string }[] }>(`/api/submissions/${id}`)
      expect(ledger.filter((event) => event.type === 'MediaAccepted')).toHaveLength(2)
    } finally {
      stack.cloud.events.disturb({})
    }
  }, 120_000)
})
