import type { StoredArticle, Wechat } from '../channels/wechat/wechat'
import { canonicalJson, sha256 } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import type { Edition } from './edition'
import { answered } from './wechat-answer'

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
