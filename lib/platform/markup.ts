/** HTML that is safe to send: only `markup` and `trusted` make it, so that no value gets in unescaped. */
export class Markup {
  constructor(readonly html: string) {}
  toString(): string {
    return this.html
  }
}

export type Part = Markup | string | number | false | undefined | readonly Part[]

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control signs and direction overrides, which could make a line read as another: shown as a mark, not obeyed. */
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** Signs of direction that are no overrides and still turn a line of plain text around. */
const marks = /[\u061c\u200e\u200f]/g

/** On one line and in one direction: for subjects and plain text, where nothing escapes what somebody typed. */
export const oneLine = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(unprintable, '').replace(marks, '').trim()

/** Text into HTML, in content and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(unprintable, '\ufffd').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)

function rendered(part: Part): string {
  if (part instanceof Markup) return part.html
  if (part === undefined || part === false) return ''
  if (typeof part === 'object') return part.map(rendered).join('')
  return escapeHtml(String(part))
}

/** A template for HTML: every value is escaped unless it is Markup already; lists are joined, nothing is nothing. */
export const markup = (strings: TemplateStringsArray, ...parts: Part[]): Markup =>
  new Markup(strings.map((string, index) => string + rendered(parts[index])).join(''))

/** HTML that was made safe elsewhere (a sanitizer, a constant of ours); never a value somebody typed. */
export const trusted = (html: string): Markup => new Markup(html)

/** Whether an address may stand in a link: of this site, or plain web; never `javascript:` or `data:`. */
export const isWebAddress = (url: string): boolean => /^(https?:\/\/[^\s]+|\/(?!\/)\S*|#\S*)$/i.test(url)
