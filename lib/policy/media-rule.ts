import type { Finding } from './finding'
import { policy, type Container, type FileFormat, type MediaKind, type Policy } from './policy'
import { findingOf } from './rule-book'

/** What somebody says about a file before it is here: at the form and when an upload is signed. */
export interface Claim {
  fileName: string
  /** as the browser says; empty and `application/octet-stream` say nothing and are let pass */
  contentType?: string
  bytes: number
}

const saysNothing = ['', 'application/octet-stream', 'binary/octet-stream']

/** Lower case, without the dot; empty when the name has none. */
export function extensionOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.')
  return dot < 0 ? '' : fileName.slice(dot + 1).toLowerCase()
}

/** Extensions of a kind, in the policy's order and with what the company added. */
export const extensionsOf = (kind: MediaKind, using: Policy = policy): string[] =>
  kind === 'picture'
    ? using.media.picture.extensions
    : [...using.media.video.extensions, ...using.media.video.extra]

/** Which kind the file name stands for, or nothing when the policy does not take it. */
export function kindOf(fileName: string, using: Policy = policy): MediaKind | undefined {
  const extension = extensionOf(fileName)
  if (extensionsOf('picture', using).includes(extension)) return 'picture'
  return extensionsOf('video', using).includes(extension) ? 'video' : undefined
}

function formatOf(extension: string, using: Policy): FileFormat {
  const format = Object.hasOwn(using.media.formats, extension) ? using.media.formats[extension] : undefined
  if (!format) throw new RangeError(`no format for extension "${extension}" in policy ${using.version}`)
  return format
}

/** Containers the content may have behind this extension. @throws RangeError for an extension not taken */
export const containerOf = (extension: string, using: Policy = policy): Container[] =>
  formatOf(extension, using).containers

/** False for pictures and `.wma` (10.2). @throws RangeError for an extension not taken */
export const needsVideoTrack = (extension: string, using: Policy = policy): boolean =>
  formatOf(extension, using).needsVideoTrack

/** The content type to sign and store, whatever the browser said. @throws RangeError for a name not taken */
export const contentTypeOf = (fileName: string, using: Policy = policy): string =>
  formatOf(extensionOf(fileName), using).contentTypes[0]!

/** Smallest and largest size allowed, both inclusive, as a presigned POST wants it. */
export const contentLengthRange = (kind: MediaKind, using: Policy = policy): [number, number] =>
  kind === 'picture'
    ? [using.media.picture.aboveBytes + 1, using.media.picture.belowBytes - 1]
    : [1, using.media.video.maxBytes]

/** The size limits of 10.2: the same answer at the form, at signing, at storage and at acceptance. */
export function checkBytes(kind: MediaKind, bytes: number, using: Policy = policy): Finding[] {
  if (!Number.isSafeInteger(bytes) || bytes <= 0) return [findingOf('media.empty', { seen: bytes })]
  const { picture, video } = using.media
  if (kind === 'video')
    return bytes > video.maxBytes
      ? [findingOf('video.too-large', { limit: video.maxBytes, seen: bytes })]
      : []
  if (bytes <= picture.aboveBytes)
    return [findingOf('picture.too-small', { limit: picture.aboveBytes, seen: bytes })]
  if (bytes >= picture.belowBytes)
    return [findingOf('picture.too-large', { limit: picture.belowBytes, seen: bytes })]
  return []
}

/** Name, declared type and size before the file is here. */
export function checkClaim(claim: Claim, using: Policy = policy): Finding[] {
  const kind = kindOf(claim.fileName, using)
  if (!kind) return [extensionNotTaken(claim.fileName, using)]
  const { contentTypes } = formatOf(extensionOf(claim.fileName), using)
  const declared = (claim.contentType ?? '').split(';')[0]!.trim().toLowerCase()
  const fits = saysNothing.includes(declared) || contentTypes.includes(declared)
  return [
    ...(fits ? [] : [findingOf('media.content-type', { limit: contentTypes.join(', '), seen: declared })]),
    ...checkBytes(kind, claim.bytes, using),
  ]
}

/** Cap on pixels, asked before anything decodes the picture. */
export function checkPixels(width: number, height: number, using: Policy = policy): Finding[] {
  const { maxPixels } = using.media.picture
  if (width * height <= maxPixels) return []
  return [findingOf('picture.pixels', { limit: maxPixels, seen: `${width}×${height}` })]
}

const extensionNotTaken = (fileName: string, using: Policy): Finding =>
  findingOf('media.extension', {
    limit: [...extensionsOf('picture', using), ...extensionsOf('video', using)].join(', '),
    seen: extensionOf(fileName) || fileName,
  })
