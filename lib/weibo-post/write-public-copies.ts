import { forWechat } from '../media/preview'
import type { Bucket } from '../platform/bucket'
import { sha256 } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import type { WeiboPost } from './post'
import { picturesOf, publicCopyKey } from './public-copies'

/**
 * The pictures as readers get them: proven to be the approved bytes, upright, without EXIF or GPS, below 1 MB. Written
 * under the same key each time, so a repeat changes nothing. They go one by one: decoding takes up to 300 MB a picture.
 * @throws Refusal `ContentChanged` when the stored bytes are not the approved ones
 */
export const writePublicCopies =
  (bucket: Pick<Bucket, 'read' | 'write'>) =>
  async (post: WeiboPost): Promise<void> => {
    for (const pin of picturesOf(post)) {
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
      await bucket.write({
        key: publicCopyKey(post.id, pin.id),
        body: pin.copy ? bytes : await forWechat(bytes),
        contentType: 'image/jpeg',
      })
    }
  }
