import { decodedEntity, isElement, treeOf, type HtmlElement } from '../platform/html-tree'

/** A stretch of an article on paper: words, a heading, or a picture by its id. */
export type TextBlock = { words: string; heading?: true } | { picture: string }

const blocks = new Set(
  `p div section blockquote pre figure figcaption h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption tr`.split(
    ' ',
  ),
)
const entity = /&(?:#x[0-9a-f]+|#\d+|[a-z]+);/giu

/** An article's frozen HTML as it is printed: every word of it in its order, each picture in its place. */
export function textBlocksOf(html: string, pictureIn: (address: string) => string | undefined): TextBlock[] {
  const found: TextBlock[] = []
  let words = ''
  let heading = false

  function end() {
    const text = words
      .replace(/[ \t\r\f]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .trim()
    if (text !== '') found.push({ words: text, ...(heading && { heading: true }) })
    words = ''
  }

  function read(element: HtmlElement) {
    for (const node of element.children) {
      if (!isElement(node)) {
        words += node.raw.replaceAll(/\s+/g, ' ').replaceAll(entity, decodedEntity)
        continue
      }
      const { tag, attributes } = node
      const picture = tag === 'img' ? pictureIn(attributes.get('src') ?? '') : undefined
      if (tag === 'br') words += '\n'
      if (picture !== undefined) {
        end()
        found.push({ picture })
      }
      if ((tag === 'td' || tag === 'th') && words !== '') words += '　'
      const before = heading
      if (blocks.has(tag)) {
        end()
        heading = /^h[1-6]$/.test(tag)
      }
      if (tag === 'li') words += '· '
      read(node)
      if (blocks.has(tag)) end()
      heading = before
    }
  }

  read(treeOf(html))
  end()
  return found
}
