import type { DraftArticle, StoredArticle, Wechat } from '../channels/wechat/wechat'
import { canonicalJson, sha256 } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import type { Edition } from './edition'
import { answered } from './wechat-answer'

const noSuchMedia = 40007

/** What a draft holds, without the preview links that change with every look. */
export const fingerprintOf = (articles: StoredArticle[]): string =>
  sha256(
    canonicalJson(
      articles.map(({ title, author, digest, content, sourceUrl, coverMediaId }) => ({
        title,
        author,
        digest,
        content,
        sourceUrl,
        coverMediaId,
      })),
    ),
  )

/** What readers see of it: the words, and how many pictures; WeChat may write the tags around them in its own way. */
const seenOf = ({ title, author, content, coverMediaId }: DraftArticle) => ({
  ...{ title, author: author || undefined, coverMediaId },
  words: content.replace(/<[^>]*>/g, '').replace(/&nbsp;|\s+/g, ''),
  pictures: content.match(/<img\b/gi)?.length ?? 0,
})

/** The draft is looked at only after it was made: somebody in WeChat's console may have been faster (article 7). */
export function requireStored(added: DraftArticle[], stored: StoredArticle[]): void {
  if (canonicalJson(added.map(seenOf)) === canonicalJson(stored.map(seenOf))) return
  throw new Refusal('ContentChanged', {
    zh: '微信草稿箱里存下的内容与批准的不一致，已停止；请核对后重新开始发送，系统会重建草稿',
    en: 'what WeChat stored differs from what was approved; stopped, check it and start again with a new draft',
  })
}

/** Whether a draft at WeChat is still what was tested: `gone` when it left the draft box, as it does once it was sent. */
export async function draftNow(
  wechat: Wechat,
  { draft }: Edition,
  mediaId: string,
): Promise<'same' | 'changed' | 'gone' | 'unknown'> {
  const stored = await wechat.getDraft(mediaId)
  if (stored.kind === 'refused' && stored.refusal.errcode === noSuchMedia) return 'gone'
  if (stored.kind !== 'done') return 'unknown'
  return draft?.mediaId === mediaId && fingerprintOf(stored.value.articles) === draft.fingerprint
    ? 'same'
    : 'changed'
}

/** Invariant 1 at WeChat's side: whoever changed or removed the draft in WeChat's console stops the send. */
export async function requireSameDraft(wechat: Wechat, edition: Edition): Promise<string> {
  const { draft } = edition
  if (draft?.hash === edition.hash) {
    const stored = answered(await wechat.getDraft(draft.mediaId))
    if (fingerprintOf(stored.articles) === draft.fingerprint) return draft.mediaId
  }
  throw new Refusal('ContentChanged', {
    zh: '微信草稿箱里的草稿被改动过，已停止；请重新开始发送，系统会重建草稿并重新测试',
    en: "the draft was changed in WeChat's console; stopped, start again and it is rebuilt and tested anew",
  })
}
