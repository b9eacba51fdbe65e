import { marked } from 'marked'
import { escaped } from './blocks'
import { fromHtml, type Imported } from './from-html'

/** Rows and columns as a sheet puts them on the clipboard; nothing for other text. */
function tableOf(text: string): string | undefined {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')
  const counts = lines.map((line) => line.split('\t').length)
  if (lines.length < 2 || (counts[0] ?? 1) < 2 || counts.some((count) => count !== counts[0]))
    return undefined
  const rows = lines.map(
    (line) =>
      `<tr>${line
        .split('\t')
        .map((cell) => `<td>${escaped(cell.trim())}</td>`)
        .join('')}</tr>`,
  )
  return `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>${rows.join('')}</table>`
}

const strongSigns = [
  /^#{1,6} \S/m,
  /^\|.+\|\s*\n\|?[\s:|-]*-{2,}[\s:|-]*$/m,
  /^```/m,
  /!\[[^\]]*\]\([^)\s]+\)/,
  /\[[^\]]+\]\(https?:[^)\s]+\)/,
  /\*\*[^*\n]+\*\*/,
  /^> \S/m,
]
const listLine = /^(?:[-*+] |\d+[.)] )\S/gm

/** Whether plain text was written as Markdown: by one sign nobody types otherwise, or by a list. */
export const isMarkdown = (text: string): boolean =>
  strongSigns.some((sign) => sign.test(text)) || (text.match(listLine)?.length ?? 0) >= 2

/** Markdown in the language of articles. */
export function fromMarkdown(text: string): Imported {
  const html = marked.parse(text.replace(/^---\n[\s\S]*?\n---\n/, ''), {
    async: false,
    gfm: true,
    breaks: true,
  })
  return fromHtml(html)
}

/** Plain text: a sheet's rows as a table, Markdown by its signs, else a paragraph a line. */
export function fromText(text: string): Imported {
  const table = tableOf(text)
  if (table) return fromHtml(table)
  if (isMarkdown(text)) return fromMarkdown(text)
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')
  const kept = lines.filter((line, at) => line.trim() !== '' || (lines[at - 1] ?? '').trim() === '')
  return fromHtml(kept.map((line) => `<p>${escaped(line)}</p>`).join(''))
}
