import { notImplemented, S3Error } from './errors'
import type { Version } from './version'

type Header = (name: string) => string | undefined

const failed = (condition: string) =>
  new S3Error(
    'PreconditionFailed',
    `At least one of the pre-conditions you specified did not hold: ${condition}`,
  )

const names = (header: string, etag: string): boolean =>
  header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^(W\/)?"|"$/g, '') === etag)

const secondsOf = (ms: number): number => Math.floor(ms / 1000)

const changedSince = (version: Version, date: string): boolean | undefined => {
  const since = Date.parse(date)
  return Number.isNaN(since) ? undefined : secondsOf(version.modified) > secondsOf(since)
}

/** If-Match wins over If-Unmodified-Since, If-None-Match over If-Modified-Since (RFC 9110, 13.2.2). */
export function requireReadable(header: Header, version: Version): void {
  const match = header('if-match')
  const unmodified = header('if-unmodified-since')
  if (match !== undefined) {
    if (!names(match, version.etag)) throw failed('If-Match')
  } else if (unmodified !== undefined && changedSince(version, unmodified))
    throw failed('If-Unmodified-Since')

  const noneMatch = header('if-none-match')
  const modified = header('if-modified-since')
  const same =
    noneMatch !== undefined
      ? names(noneMatch, version.etag)
      : modified !== undefined && changedSince(version, modified) === false
  if (same) throw new S3Error('NotModified', 'Not Modified', { etag: `"${version.etag}"` })
}

/** The conditions of a copy speak of its source, and never end in 304. */
export function requireCopyable(header: Header, version: Version): void {
  const match = header('x-amz-copy-source-if-match')
  if (match !== undefined && !names(match, version.etag)) throw failed('x-amz-copy-source-if-match')
  const noneMatch = header('x-amz-copy-source-if-none-match')
  if (noneMatch !== undefined && names(noneMatch, version.etag))
    throw failed('x-amz-copy-source-if-none-match')
}

/** Conditional writes: `If-None-Match: *` and `If-Match: <etag>`, held against the current version. */
export function requireWritable(header: Header, current: Version | undefined): void {
  const there = current && !current.deleteMarker ? current : undefined
  const noneMatch = header('if-none-match')
  if (noneMatch !== undefined && noneMatch !== '*')
    throw notImplemented('If-None-Match with an ETag on a write')
  if (noneMatch === '*' && there) throw failed('If-None-Match')
  const match = header('if-match')
  if (match === undefined) return
  if (!there) throw new S3Error('NoSuchKey', 'The specified key does not exist.')
  if (!names(match, there.etag)) throw failed('If-Match')
}
