import * as z from 'zod'
import { canonicalJson, sha256 } from '../platform/ids'
import { articleBody, type ArticleDropped } from './article-body'
import type { Media } from './media'
import type { Content } from './content'
import { Derivative, MediaPin, type Submission } from './submission'

const Said = z.object({ zh: z.string(), en: z.string() })

/**
 * What readers get of one version, made once when it is submitted and never again: preview, decision page, draft at
 * WeChat, post on Weibo, public page and archive show this and nothing else (invariant 9).
 */
export const Rendition = z.object({
  format: z.literal(1),
  title: z.string(),
  digest: z.string().optional(),
  source: z.string(),
  /** behind 阅读原文 */
  originalUrl: z.string().optional(),
  unitName: z.string(),
  /** the article's HTML in its look, the line of source in it, each picture at the address `pictureAt` makes of its id */
  html: z.string(),
  /** what was written and readers do not get */
  dropped: z.array(z.object({ kind: z.string(), what: z.string(), why: Said, count: z.number() })),
  /** no `mediaId`: a plain one, because the article has no picture. Crops as `X1_Y1_X2_Y2`, in shares of its sides */
  cover: z.object({
    mediaId: z.string().optional(),
    crop235: z.string().optional(),
    crop1: z.string().optional(),
  }),
  /** pictures and videos in the author's order, with the exact bytes of the original, its preview and its public copy */
  media: z.array(MediaPin),
  weibo: z.object({ text: z.string(), pictures: z.array(z.string()) }).optional(),
})
export type Rendition = z.infer<typeof Rendition>

const host = 'https://picture.invalid/'

/** The address that stands for a picture until it is known where it will be looked at. */
export const pictureAt = (id: string): string => `${host}${id}`
/** The picture such an address stands for. */
export const pictureIdAt = (address: string): string | undefined =>
  address.startsWith(host) ? address.slice(host.length) : undefined

const pictureTag = /(<img\b[^>]*?\ssrc=")https:\/\/picture\.invalid\/([\w-]+)(")/g

/** The article with its pictures at these addresses. */
export const htmlWith = (
  { html }: Pick<Rendition, 'html'>,
  addressOf: (id: string) => string | undefined,
): string =>
  html.replace(pictureTag, (_, before: string, id: string, after: string) => {
    const address = addressOf(id) ?? ''
    return `${before}${address.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}${after}`
  })

/** The middle of the picture at that ratio of width to height, as `X1_Y1_X2_Y2`. */
export function middleCrop(width: number, height: number, ratio: number): string {
  const seen = width / height
  const [x, y] = seen > ratio ? [(1 - ratio / seen) / 2, 0] : [0, (1 - seen / ratio) / 2]
  const at = (value: number) => String(Number(value.toFixed(6)))
  return [x, y, 1 - x, 1 - y].map(at).join('_')
}

/** Sides of a picture as it is seen: a phone may store it lying, with an orientation of 5 to 8. */
function cropsOf({ facts }: Media): { crop235?: string; crop1?: string } {
  const [width, height] = [Number(facts['width']), Number(facts['height'])]
  if (!(width > 0 && height > 0)) return {}
  const [wide, high] = Number(facts['orientation'] ?? 1) >= 5 ? [height, width] : [width, height]
  return { crop235: middleCrop(wide, high, 2.35), crop1: middleCrop(wide, high, 1) }
}

/** Of an accepted file the bytes that were judged, and what was made of them. */
export const pinOf = (media: Media): MediaPin[] =>
  media.versionId && media.checksum
    ? [
        {
          id: media.id,
          kind: media.kind,
          fileName: media.fileName,
          key: media.key,
          versionId: media.versionId,
          checksum: media.checksum,
          bytes: Number(media.facts['bytes'] ?? media.bytes),
          ...(media.preview && { preview: Derivative.parse(media.preview) }),
          ...(media.copy && { copy: Derivative.parse(media.copy) }),
        },
      ]
    : []

/** Renders a content with the files it pins; `media` are their rows, for the crops of the cover. */
export function renditionOf(given: {
  content: Content
  pins: MediaPin[]
  media: Media[]
  unitName: string
}): Rendition {
  const { content, pins, media, unitName } = given
  const pictures = pins.filter(({ kind }) => kind === 'picture')
  const { html, dropped } = articleBody({
    body: content.body,
    ...(content.theme !== undefined && { theme: content.theme }),
    source: content.source,
    unitName,
    ...(content.originalUrl !== undefined && { originalUrl: content.originalUrl }),
    ...(content.repost && { repost: content.repost }),
    pictures: pictures.map(({ id }) => ({ id, url: pictureAt(id) })),
    videos: pins.filter(({ kind }) => kind === 'video'),
  })
  const cover = pictures[0]
  const row = cover && media.find(({ id, versionId }) => id === cover.id && versionId === cover.versionId)
  return {
    format: 1,
    title: content.title,
    ...(content.digest !== undefined && { digest: content.digest }),
    source: content.source,
    ...(content.originalUrl && { originalUrl: content.originalUrl }),
    unitName,
    html,
    dropped: dropped.map(({ kind, what, why, count }: ArticleDropped) => ({ kind, what, why, count })),
    cover: { ...(cover && { mediaId: cover.id }), ...(row && cropsOf(row)) },
    media: pins,
    ...(content.channels.includes('weibo') && {
      weibo: { text: content.weiboText ?? '', pictures: pictures.map(({ id }) => id) },
    }),
  }
}

/** The bytes of a rendition: what is kept, hashed and archived. */
export const renditionText = (rendition: Rendition): string => canonicalJson(rendition)
export const renditionHashOf = (rendition: Rendition): string => sha256(renditionText(rendition))

/** Whose version holds the rendition: a removal shows what readers have. */
export const renditionPlace = ({
  id,
  version,
  removes,
}: Pick<Submission, 'id' | 'version' | 'removes'>): { id: string; version: number } =>
  removes ? { id: removes.submissionId, version: removes.version } : { id, version }
