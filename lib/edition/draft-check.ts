import { compareDraft, coversOf, seenOf, type Difference } from '../channels/wechat/read-back/compare-draft'
import type { Rewritten } from '../channels/wechat/read-back/rewritten'
import type { DraftArticle, StoredArticle, Wechat } from '../channels/wechat/wechat'
import { canonicalJson, sha256 } from '../platform/ids'
import { Refusal, type Bilingual, type RefusalDetail } from '../platform/refusal'
import type { Edition } from './edition'
import { answered } from './wechat-answer'

const noSuchMedia = 40007

const hashOf = (value: unknown) => sha256(canonicalJson(value))

/**
 * What readers see of a draft as WeChat holds it, `seen:<text>:<covers>`: equal however WeChat writes it down at this
 * look. Covers are left empty where WeChat names none of them, which says nothing about them.
 */
export const fingerprintOf = (articles: StoredArticle[]): string =>
  `seen:${hashOf(seenOf(articles))}:${articles.every(({ coverMediaId }) => coverMediaId) ? hashOf(coversOf(articles)) : ''}`

function isSeen(fingerprint: string, articles: StoredArticle[]): boolean {
  const [, text, covers] = fingerprint.split(':')
  const [, textNow, coversNow] = fingerprintOf(articles).split(':')
  return text === textNow && (!covers || !coversNow || covers === coversNow)
}

/** Whether published articles read as that draft did; covers and crops are named otherwise there. */
export const readsAs = (fingerprint: string, articles: StoredArticle[]): boolean =>
  fingerprint.split(':')[1] === fingerprintOf(articles).split(':')[1]

/** As versions before 30 November 2026 took it: over WeChat's own writing. A draft of theirs may still be on its way. */
const oldFingerprintOf = (articles: StoredArticle[]): string =>
  hashOf(
    articles.map(({ title, author, digest, content, sourceUrl, coverMediaId }) => ({
      ...{ title, author, digest, content, sourceUrl, coverMediaId },
    })),
  )

export const isDraftOf = (fingerprint: string, articles: StoredArticle[]): boolean =>
  fingerprint.startsWith('seen:') ? isSeen(fingerprint, articles) : fingerprint === oldFingerprintOf(articles)

const names: Record<Difference['what'], Bilingual> = {
  articles: { zh: '篇数', en: 'the number of articles' },
  title: { zh: '标题', en: 'the title' },
  author: { zh: '作者', en: 'the author' },
  digest: { zh: '摘要', en: 'the digest' },
  words: { zh: '文字', en: 'the words' },
  picture: { zh: '图片', en: 'the pictures' },
  link: { zh: '链接', en: 'a link' },
  structure: { zh: '标题、列表、表格或强调', en: 'headings, lists, tables or emphasis' },
  cover: { zh: '封面', en: 'the cover' },
  styles: { zh: '全部样式', en: 'all styles' },
  video: { zh: '视频个数', en: 'the number of videos' },
  day: { zh: '发表日期', en: 'the day of publication' },
}

const rebuild: Bilingual = {
  zh: '请查明是谁改动；重新开始发送即按批准的内容重建草稿',
  en: 'find out who changed it; starting again rebuilds the draft as approved',
}

/** One difference as the editor reads it. */
export const detailOf = (
  { index, what, before, after }: Difference,
  remedy: Bilingual = rebuild,
): RefusalDetail => ({
  rule: `wechat.read-back.${what}`,
  message: {
    zh: `第 ${index} 篇，${names[what].zh}：批准的是“${before}”，微信里是“${after}”`,
    en: `article ${index}, ${names[what].en}: approved “${before}”, at WeChat “${after}”`,
  },
  remedy,
})

const changed = (said: Bilingual, seen: Difference[]) =>
  new Refusal('ContentChanged', said, {
    details: seen.map((one) => detailOf(one)),
    facts: { differences: seen.map((one) => ({ ...one })) },
  })

/** Nothing but styles is missing: WeChat does that once in a while, and the same draft made anew has them (sheet, 1.3). */
export const onlyStylesLost = (added: DraftArticle[], stored: StoredArticle[]): boolean => {
  const { seen } = compareDraft(added, stored)
  return seen.length > 0 && seen.every(({ what }) => what === 'styles')
}

/**
 * The draft is looked at only after it was made: somebody in WeChat's console may have been faster (article 7). What a
 * reader would see otherwise stops it; what WeChat only writes otherwise is returned, for the editor's page.
 */
export function requireStored(
  added: DraftArticle[],
  stored: StoredArticle[],
): (Rewritten & { index: number })[] {
  const { seen, rewritten } = compareDraft(added, stored)
  if (seen.length === 0) return rewritten
  throw changed(
    {
      zh: '微信草稿箱里存下的内容与批准的不一致，已停止；请核对后重新开始发送，系统会重建草稿',
      en: 'what WeChat stored differs from what was approved; stopped, check it and start again with a new draft',
    },
    seen,
  )
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
  return draft?.mediaId === mediaId && isDraftOf(draft.fingerprint, stored.value.articles)
    ? 'same'
    : 'changed'
}

/**
 * Invariant 1 at WeChat's side: whoever changed or removed the draft in WeChat's console stops the send. `builtAs` gives
 * the articles as they were stored when the draft was made, to say what differs.
 */
export async function requireSameDraft(
  wechat: Wechat,
  edition: Edition,
  builtAs: () => Promise<StoredArticle[]>,
): Promise<string> {
  const { draft } = edition
  const stored = draft?.hash === edition.hash ? answered(await wechat.getDraft(draft.mediaId)).articles : []
  if (draft && stored.length > 0 && isDraftOf(draft.fingerprint, stored)) return draft.mediaId
  throw changed(
    {
      zh: '微信草稿箱里的草稿被改动过，已停止；请重新开始发送，系统会重建草稿并重新测试',
      en: "the draft was changed in WeChat's console; stopped, start again and it is rebuilt and tested anew",
    },
    await differences(),
  )

  async function differences(): Promise<Difference[]> {
    const built = stored.length > 0 ? await builtAs() : []
    return built.length === edition.items.length ? compareDraft(built, stored).seen : []
  }
}
