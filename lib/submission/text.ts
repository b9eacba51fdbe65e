import sanitizeHtml from 'sanitize-html'
import { changeTags, type ScannedText } from '../platform/tags'
import type { Content } from './submission'

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
}

const endOfLine = /^<(?:br|\/(?:p|div|h[1-6]|li|tr|td|th|pre|figcaption|blockquote|section))\b/i

/** Blocks on their own lines. */
export const withLineEnds = (html: ScannedText): string => changeTags(html, endOfLine, (tag) => `${tag}\n`)

/** The words of an HTML body, blocks on their own lines: what is counted and screened. */
export function plainText(body: string): string {
  return (
    sanitizeHtml(withLineEnds(body), { allowedTags: [], allowedAttributes: {} })
      .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity)
      // Looked for at the beginning of a run of blanks only: else each blank of the run starts a search of its own.
      .replace(/(?<![ \t])[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}

/** Every field a reader gets to see, by name: the word screen looks at all of them (article 8). */
export const screenedFields = (content: Content): { field: string; text: string }[] =>
  [
    { field: 'title', text: content.title },
    { field: 'digest', text: content.digest ?? '' },
    { field: 'body', text: plainText(content.body) },
    { field: 'weiboText', text: content.weiboText ?? '' },
    { field: 'source', text: content.source },
  ].filter(({ text }) => text !== '')
