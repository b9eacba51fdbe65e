import type { RefusalDetail } from '../../platform/refusal'
import type { DraftArticle } from './wechat'

/** Reference sheet, section 4. Lengths in code points, as WeChat counts 字; `Below` bounds are exclusive. */
export const draftLimits = {
  titleCharacters: 32,
  authorCharacters: 16,
  digestCharacters: 120,
  contentCharactersBelow: 20_000,
  contentBytesBelow: 1_048_576,
  sourceUrlBytes: 1024,
  articles: 8,
} as const

const characters = (text: string) => [...text].length

const finding = (
  rule: string,
  [limit, seen]: [number, number],
  [zh, en]: [string, string],
  [zhRemedy, enRemedy]: [string, string],
): RefusalDetail => ({
  rule,
  limit,
  seen,
  message: { zh, en },
  remedy: { zh: zhRemedy, en: enRemedy },
})

const cut = (what: [zh: string, en: string]): [string, string] => [
  `请缩短${what[0]}`,
  `shorten the ${what[1]}`,
]

function articleFindings(article: DraftArticle): RefusalDetail[] {
  const found: RefusalDetail[] = []
  const title = characters(article.title.trim())
  if (title === 0) {
    found.push(
      finding('wechat.title', [1, 0], ['标题为空', 'the title is empty'], ['请填写标题', 'write a title']),
    )
  }
  const texts = [
    ['wechat.title', title, draftLimits.titleCharacters, '标题', 'title'],
    ['wechat.author', characters(article.author ?? ''), draftLimits.authorCharacters, '作者', 'author'],
    ['wechat.digest', characters(article.digest ?? ''), draftLimits.digestCharacters, '摘要', 'digest'],
  ] as const
  for (const [rule, seen, limit, zh, en] of texts) {
    if (seen > limit) {
      found.push(
        finding(
          rule,
          [limit, seen],
          [
            `${zh} ${seen} 字，微信最多 ${limit} 字`,
            `the ${en} has ${seen} characters; WeChat takes ${limit}`,
          ],
          cut([zh, en]),
        ),
      )
    }
  }

  const content = characters(article.content)
  const contentBytes = Buffer.byteLength(article.content)
  const source = Buffer.byteLength(article.sourceUrl ?? '')
  if (content >= draftLimits.contentCharactersBelow) {
    found.push(
      finding(
        'wechat.content.characters',
        [draftLimits.contentCharactersBelow, content],
        [
          `正文连同标签 ${content} 字符，微信要求少于 ${draftLimits.contentCharactersBelow}`,
          `the body has ${content} characters, tags included; WeChat takes fewer than ${draftLimits.contentCharactersBelow}`,
        ],
        cut(['正文或减少格式', 'body or use less formatting']),
      ),
    )
  }
  if (contentBytes >= draftLimits.contentBytesBelow) {
    found.push(
      finding(
        'wechat.content.bytes',
        [draftLimits.contentBytesBelow, contentBytes],
        [
          `正文 ${contentBytes} 字节，微信要求小于 1 MB`,
          `the body has ${contentBytes} bytes; WeChat takes less than 1 MB`,
        ],
        cut(['正文', 'body']),
      ),
    )
  }
  if (source > draftLimits.sourceUrlBytes) {
    found.push(
      finding(
        'wechat.source-url',
        [draftLimits.sourceUrlBytes, source],
        [
          `原文链接 ${source} 字节，最多 ${draftLimits.sourceUrlBytes} 字节`,
          `the source link has ${source} bytes; at most ${draftLimits.sourceUrlBytes}`,
        ],
        ['请换一个短链接', 'use a shorter link'],
      ),
    )
  }
  return found
}

/** What WeChat would refuse in a draft, by article (`index` counts from 1); empty when it would take it. */
export function draftFindings(articles: DraftArticle[]): (RefusalDetail & { index?: number })[] {
  const found: (RefusalDetail & { index?: number })[] = articles.flatMap((article, at) =>
    articleFindings(article).map((one) => ({ ...one, index: at + 1 })),
  )
  if (articles.length < 1 || articles.length > draftLimits.articles) {
    found.push(
      finding(
        'wechat.articles',
        [draftLimits.articles, articles.length],
        [
          `一次群发须为 1 至 ${draftLimits.articles} 篇，现有 ${articles.length} 篇`,
          `one mass send holds 1 to ${draftLimits.articles} articles; this has ${articles.length}`,
        ],
        ['请增减文章', 'add or remove articles'],
      ),
    )
  }
  return found
}
