import * as z from 'zod'
import { coverRatios, middleCrop, sidesOf, type CropName } from '../article/cover'
import { themeOf } from '../article/theme'
import { canonicalJson, sha256 } from '../platform/ids'
import { codePicture } from '../theme/code-picture'
import { companyThemeId, drawnIn } from '../theme/drawn-in'
import type { ThemeVersion } from '../theme/store'
import { articleBody, type ArticleDropped } from './article-body'
import type { Media } from './media'
import { onWeibo, RenderedCover, type Content, type Cover } from './content'
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
  cover: RenderedCover,
  /** the look it is drawn in; `number`: the version of the company's own. Absent in older rows */
  theme: z.object({ id: z.string(), name: Said, number: z.number().int().optional() }).optional(),
  /** what the QR code below it says; its picture is made of nothing else */
  code: z.string().optional(),
  /** pictures and videos in the author's order, with the exact bytes of the original, its preview and its public copy */
  media: z.array(MediaPin),
  weibo: z.object({ text: z.string(), pictures: z.array(z.string()) }).optional(),
})
export type Rendition = z.infer<typeof Rendition>

const host = 'https://picture.invalid/'

/** The pictures that stand in the article: one that is the cover only is none of them. */
export const picturesIn = ({ html, media }: Pick<Rendition, 'html' | 'media'>): MediaPin[] =>
  media.filter(({ kind, id }) => kind === 'picture' && html.includes(pictureAt(id)))

/** The picture of the list of the day; none where the article has a plain one. */
export const coverOf = ({ media, cover }: Pick<Rendition, 'media' | 'cover'>): MediaPin | undefined =>
  media.find(({ id }) => id === cover.mediaId)

/** The address that stands for a picture until it is known where it will be looked at. */
export const pictureAt = (id: string): string => `${host}${id}`
/** The picture such an address stands for. */
export const pictureIdAt = (address: string): string | undefined =>
  address.startsWith(host) ? address.slice(host.length) : undefined

const pictureTag = /(<img\b[^>]*?\ssrc=")https:\/\/picture\.invalid\/([\w-]+)(")/g

/** Stands for the picture of the QR code, which is no file of the submission. */
export const codeId = 'code'

/** The article with its pictures at these addresses; a QR code without one is drawn in its place. */
export const htmlWith = (
  { html, code }: Pick<Rendition, 'html' | 'code'>,
  addressOf: (id: string) => string | undefined,
): string =>
  html.replace(pictureTag, (_, before: string, id: string, after: string) => {
    const address = addressOf(id) ?? (id === codeId && code ? codePicture(code) : '')
    return `${before}${address.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}${after}`
  })

/** The crops of the cover: by hand where they were, else the middle of the picture. */
function cropsOf(row: Media | undefined, chosen: Cover | undefined): { crop235?: string; crop1?: string } {
  const sides = row && sidesOf(row.facts)
  const crop = (name: CropName) =>
    chosen?.[name] ?? (sides && middleCrop(sides.width, sides.height, coverRatios[name]))
  const [crop235, crop1] = [crop('crop235'), crop('crop1')]
  return { ...(crop235 && { crop235 }), ...(crop1 && { crop1 }) }
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
  /** the newest of the company's own look, where there is one */
  companyTheme?: Pick<ThemeVersion, 'number' | 'theme'> | undefined
}): Rendition {
  const { content, pins, media, unitName } = given
  const apart = content.cover?.apart && content.cover.mediaId
  const pictures = pins.filter(({ kind }) => kind === 'picture')
  const own = content.theme === companyThemeId ? given.companyTheme : undefined
  const theme = own ? drawnIn(own.theme) : themeOf(content.theme)
  const code = theme.footer?.code
  const { html, dropped } = articleBody({
    body: content.body,
    theme,
    code: code && pictureAt(codeId),
    source: content.source,
    unitName,
    ...(content.originalUrl !== undefined && { originalUrl: content.originalUrl }),
    ...(content.repost && { repost: content.repost }),
    pictures: pictures.map(({ id }) => ({ id, url: pictureAt(id) })),
    apart,
    videos: pins.filter(({ kind }) => kind === 'video'),
  })
  const chosen = content.cover && pictures.find(({ id }) => id === content.cover?.mediaId)
  const cover = chosen ?? pictures[0]
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
    theme: { id: theme.id, name: theme.name, ...(own && { number: own.number }) },
    ...(code && { code }),
    cover: { ...(cover && { mediaId: cover.id }), ...cropsOf(row, chosen && content.cover) },
    media: pins,
    ...(content.channels.includes('weibo') && {
      weibo: {
        text: content.weiboText ?? '',
        pictures: onWeibo(
          content,
          pictures.map(({ id }) => id),
        ),
      },
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
