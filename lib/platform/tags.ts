/** What a scanner needs of a text; a test counts with it how often each character is looked at. */
export type ScannedText = Pick<string, 'length' | 'indexOf' | 'slice'>

/** Longer than any name asked for here. */
const nameLength = 16

/**
 * The HTML with every whole tag (`<…>`) whose beginning fits `begins` changed. What begins like a tag and never ends stays
 * as it is. One pass: a regular expression for the same, `<br[^>]*>`, starts over at each `<br` of thousands without an end.
 */
export function changeTags(html: ScannedText, begins: RegExp, change: (tag: string) => string): string {
  let changed = ''
  let done = 0
  for (let at = html.indexOf('<'); at >= 0;) {
    if (!begins.test(html.slice(at, at + nameLength))) {
      at = html.indexOf('<', at + 1)
      continue
    }
    const end = html.indexOf('>', at) + 1
    if (end === 0) break
    changed += html.slice(done, at) + change(html.slice(at, end))
    done = end
    at = html.indexOf('<', end)
  }
  return changed + html.slice(done)
}
