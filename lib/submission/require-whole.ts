import type { Bucket } from '../platform/bucket'
import { Refusal } from '../platform/refusal'
import type { Rendition } from './rendition'

/**
 * Nobody decides on what cannot be shown: each file of the rendition is there at the very version that was fixed.
 * @throws Refusal `ContentChanged` naming what is gone
 */
export async function requireWhole(bucket: Pick<Bucket, 'head'>, { media }: Rendition): Promise<void> {
  const files = media.flatMap(({ fileName, key, versionId, bytes, preview, copy }) =>
    [{ key, versionId, bytes }, preview, copy].flatMap((one) => (one ? [{ fileName, ...one }] : [])),
  )
  const found = await Promise.all(files.map(async (file) => ({ file, stored: await bucket.head(file) })))
  const gone = found
    .filter(({ file, stored }) => stored?.bytes !== file.bytes)
    .map(({ file }) => file.fileName)
  if (gone.length === 0) return
  const names = [...new Set(gone)]
  throw new Refusal(
    'ContentChanged',
    {
      zh: `有图片或视频读不到（${names.join('、')}），现在不能决定；请稍后再试，或联系管理员`,
      en: `a picture or video cannot be read (${names.join(', ')}): no decision can be taken now; try again later or call the administrator`,
    },
    { facts: { missing: names } },
  )
}
