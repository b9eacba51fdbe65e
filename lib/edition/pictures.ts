import sharp from 'sharp'
import type { Wechat } from '../channels/wechat/wechat'
import { forWechat } from '../media/preview'
import type { Bucket } from '../platform/bucket'
import { sha256 } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { middleCrop } from '../article/cover'
import type { MediaPin } from '../submission/submission'
import { codeSquares } from '../theme/code-picture'
import type { Picture } from './rows'
import type { Editions } from './store'
import { answered } from './wechat-answer'

/** Pictures held at a time; they are decoded one by one (`lib/media/decode.ts`). Uploading is held by `uploadsAtOnce` only. */
export const decodersAtOnce = 4

/** A gate that lets `places` through at a time. */
function gate(places: number) {
  const waiting: (() => void)[] = []
  let free = places
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

/** Where a submission has no picture: WeChat wants a cover for every article. */
const plainCover = () =>
  sharp({ create: { width: 900, height: 383, channels: 3, background: '#e8e4dc' } })
    .jpeg()
    .toBuffer()

/** A QR code of about 400 px, its squares sharp. */
function codeJpeg(says: string): Promise<Uint8Array> {
  const squares = codeSquares(says)
  const side = squares.length
  const grey = Buffer.from(squares.flatMap((row) => row.map((dark) => (dark ? 0 : 255))))
  const scale = Math.ceil(400 / side)
  return sharp(grey, { raw: { width: side, height: side, channels: 1 } })
    .resize(side * scale, side * scale, { kernel: 'nearest' })
    .jpeg({ quality: 90 })
    .toBuffer()
}

/**
 * Pictures of one edition at WeChat. They are read at the pinned version, proven to be the approved bytes, re-encoded
 * below 1 MB without metadata, and uploaded once per checksum and account.
 */
export function wechatPictures(needs: {
  editions: Editions
  bucket: Pick<Bucket, 'read'>
  wechat: Wechat
  /** calls to WeChat under way at a time */
  uploadsAtOnce: number
}) {
  const { editions, bucket, wechat } = needs
  const decoding = gate(decodersAtOnce)
  const uploading = gate(needs.uploadsAtOnce)
  const known = new Map<string, Promise<unknown>>()

  const once = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const running = known.get(key) ?? work()
    known.set(key, running)
    return running as Promise<T>
  }

  /** The copy that was made when the picture was accepted; of what is older, the original made smaller now. */
  async function publicCopy(pin: MediaPin): Promise<Uint8Array> {
    const { key, versionId, checksum } = pin.copy ?? pin
    const bytes = await bucket.read({ key, versionId })
    if (`sha256:${sha256(bytes)}` !== checksum)
      throw new Refusal(
        'ContentChanged',
        {
          zh: `图片“${pin.fileName}”与批准时不一致，已停止`,
          en: `the picture “${pin.fileName}” is not the one that was approved; stopped`,
        },
        { facts: { mediaId: pin.id } },
      )
    return pin.copy ? bytes : forWechat(bytes)
  }

  /** Pictures at WeChat are known by the bytes they were uploaded with. */
  const checksumOf = (pin: MediaPin) => pin.copy?.checksum ?? pin.checksum
  const copyOf = (pin: MediaPin) => once(`copy ${checksumOf(pin)}`, () => decoding(() => publicCopy(pin)))

  const cached = (use: 'article' | 'cover', checksum: string, upload: () => Promise<Picture>) =>
    once(`${use} ${checksum}`, async () => {
      const there = await editions.picture(use, checksum)
      if (there) return there
      const picture = await upload()
      await editions.savePicture(use, checksum, picture)
      return picture
    })

  async function uploadCover(checksum: string, read: () => Promise<Uint8Array>) {
    const picture = await cached('cover', checksum, async () => {
      const bytes = await read()
      const { width, height } = await sharp(bytes).metadata()
      const file = { name: 'cover.jpg', contentType: 'image/jpeg' as const, bytes }
      const { mediaId } = answered(await uploading(() => wechat.addMaterial('image', file)))
      return {
        mediaId,
        crop235: middleCrop(width, height, 2.35),
        crop1: middleCrop(width, height, 1),
      }
    })
    if (!picture.mediaId) throw new Error(`the cover ${checksum} was stored without its media id`)
    return { ...picture, mediaId: picture.mediaId }
  }

  const coverChecksum = (pin: MediaPin | undefined) => (pin ? checksumOf(pin) : 'plain')

  return {
    /** The address that survives inside an article. */
    async inArticle(pin: MediaPin): Promise<string> {
      const picture = await cached('article', checksumOf(pin), async () => {
        const bytes = await copyOf(pin)
        const file = { name: `${pin.id}.jpg`, contentType: 'image/jpeg' as const, bytes }
        return answered(await uploading(() => wechat.uploadArticlePicture(file)))
      })
      if (!picture.url) throw new Error(`the picture ${pin.checksum} was stored without its address`)
      return picture.url
    },

    /** The picture of a QR code, made of what it says: readers press it to follow. */
    async code(says: string): Promise<string> {
      const picture = await cached('article', `code:${sha256(says)}`, async () => {
        const file = { name: 'code.jpg', contentType: 'image/jpeg' as const, bytes: await codeJpeg(says) }
        return answered(await uploading(() => wechat.uploadArticlePicture(file)))
      })
      if (!picture.url) throw new Error('the picture of a QR code was stored without its address')
      return picture.url
    },

    /** The cover: its picture, or a plain one where there is none. */
    cover: (pin: MediaPin | undefined): Promise<Picture & { mediaId: string }> =>
      uploadCover(coverChecksum(pin), () => (pin ? copyOf(pin) : plainCover())),

    /** Someone deleted it in WeChat's console: the next try uploads it again. */
    forgetCover: (pin: MediaPin | undefined): Promise<void> =>
      editions.forgetPicture('cover', coverChecksum(pin)),
  }
}

export type WechatPictures = ReturnType<typeof wechatPictures>
