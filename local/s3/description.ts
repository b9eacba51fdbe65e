import { S3Error } from './errors'
import type { Description } from './version'

type Header = (name: string) => string | undefined

const kept = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires']
const mostMetadataBytes = 2048
const mostTags = 10

/** `aws-chunked` is how the body travelled, not what the object is. */
const stored = (name: string, value: string): string =>
  name === 'content-encoding'
    ? value
        .split(',')
        .map((coding) => coding.trim())
        .filter((coding) => coding !== 'aws-chunked')
        .join(',')
    : value

/** @throws S3Error InvalidTag for more than ten, or names and values beyond S3's lengths */
export function requireTags(pairs: [string, string][]): Record<string, string> {
  const tags = Object.fromEntries(pairs)
  const wrong =
    Object.keys(tags).length !== pairs.length ||
    pairs.length > mostTags ||
    pairs.some(([name, value]) => !name || name.length > 128 || value.length > 256)
  if (wrong)
    throw new S3Error('InvalidTag', 'At most 10 tags, each name once, names to 128 and values to 256')
  return tags
}

/** What headers or form fields say about an object. */
export function descriptionOf(names: Iterable<string>, header: Header): Description {
  const metadata = Object.fromEntries(
    [...names]
      .filter((name) => name.startsWith('x-amz-meta-'))
      .map((name) => [name, header(name) ?? ''] as const),
  )
  const bytes =
    Object.entries(metadata).flat().join('').length - 'x-amz-meta-'.length * Object.keys(metadata).length
  if (bytes > mostMetadataBytes)
    throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size')
  const headers = kept
    .map((name) => [name, stored(name, header(name) ?? '')] as const)
    .filter(([, value]) => value !== '')
  return {
    contentType: header('content-type') || 'binary/octet-stream',
    headers: Object.fromEntries(headers),
    metadata,
    tags: requireTags([...new URLSearchParams(header('x-amz-tagging') ?? '')]),
  }
}
