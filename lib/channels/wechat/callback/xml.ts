import type { ScannedText } from '../../../platform/tags'

export type XmlFields = Record<string, unknown>
export type ParsedXml =
  { ok: true; fields: XmlFields } | { ok: false; reason: 'BadXml' | 'DtdRefused' | 'TooDeep' }

/** WeChat's deepest push (originality of an article) has 5. */
const maxDepth = 8
const maxNameLength = 64
const cdata = { open: '<![CDATA[', close: ']]>' }
const tag = /^<(?<close>\/?)(?<name>[A-Za-z_][\w.-]*)(?<empty>\s*\/)?\s*>$/

interface Open {
  name: string
  fields: XmlFields
  text: string
}

const opened = (name: string): Open => ({ name, fields: Object.create(null) as XmlFields, text: '' })

/** A name that comes again makes a list; `item` always is one. */
function add({ fields }: Open, name: string, value: unknown): void {
  const known = fields[name]
  if (known === undefined) fields[name] = name === 'item' ? [value] : value
  else if (Array.isArray(known)) known.push(value)
  else fields[name] = [known, value]
}

/**
 * The fields below `<xml>`, all values as text. WeChat sends elements without attributes, text and CDATA only; anything
 * else that begins with `<!` or `<?` is refused: no DTD, no entity, no comment to hide one in. One pass: each character
 * is looked at a fixed number of times, whatever the text.
 */
export function parseXml(xml: ScannedText): ParsedXml {
  const root = opened('')
  const stack = [root]
  let at = 0
  if (xml.slice(0, 5) === '<?xml') at = xml.indexOf('?>') + 2
  while (at < xml.length) {
    const top = stack.at(-1)!
    const next = xml.indexOf('<', at)
    const end = next < 0 ? xml.length : next
    const text = xml.slice(at, end).trim()
    if (top === root && text !== '') return { ok: false, reason: 'BadXml' }
    top.text += text
    if (next < 0) break
    if (xml.slice(next, next + cdata.open.length) === cdata.open) {
      const close = xml.indexOf(cdata.close, next)
      if (close < 0 || top === root) return { ok: false, reason: 'BadXml' }
      top.text += xml.slice(next + cdata.open.length, close)
      at = close + cdata.close.length
      continue
    }
    if (/[!?]/.test(xml.slice(next + 1, next + 2))) return { ok: false, reason: 'DtdRefused' }
    const piece = xml.slice(next, next + maxNameLength)
    const read = tag.exec(piece.slice(0, piece.indexOf('>') + 1))?.groups
    if (!read) return { ok: false, reason: 'BadXml' }
    at = next + piece.indexOf('>') + 1
    const name = read['name']!
    if (!read['close']) {
      if (stack.length > maxDepth) return { ok: false, reason: 'TooDeep' }
      stack.push(opened(name))
      if (!read['empty']) continue
    }
    const done = stack.pop()!
    const parent = stack.at(-1)
    if (!parent || done.name !== name) return { ok: false, reason: 'BadXml' }
    add(parent, name, Object.keys(done.fields).length > 0 ? { ...done.fields } : done.text)
  }
  const found = root.fields['xml']
  const whole = stack.length === 1 && found !== null && typeof found === 'object' && !Array.isArray(found)
  return whole ? { ok: true, fields: found as XmlFields } : { ok: false, reason: 'BadXml' }
}
