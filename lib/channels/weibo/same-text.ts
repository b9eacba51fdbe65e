const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}

const link = /https?:\/\/[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+/gi

/** The words of a post without its links and white space. */
const wordsOf = (text: string): string =>
  text
    .replace(/&(?:lt|gt|quot|amp|#39);/g, (entity) => entities[entity] ?? entity)
    .replace(link, '')
    .replace(/[\s\u200b]+/g, '')
    .normalize('NFC')

/**
 * Whether a post that Weibo shows is the one that was sent. Links do not count: Weibo puts `http://t.cn/…` in their
 * place. Text that Weibo cut short (`…全文`) is another text.
 */
export const sameText = (sent: string, shown: string): boolean => wordsOf(sent) === wordsOf(shown)
