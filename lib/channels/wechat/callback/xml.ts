import { XMLParser, XMLValidator } from 'fast-xml-parser'

export type XmlFields = Record<string, unknown>
export type ParsedXml = { ok: true; fields: XmlFields } | { ok: false; reason: 'BadXml' | 'DtdRefused' }

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === 'item',
})

/**
 * The fields below `<xml>`, all values as text. WeChat sends elements, text and CDATA only, so everything else that
 * begins with `<!` or `<?` is refused before parsing: no DTD, no entity, no comment to hide one in.
 */
export function parseXml(xml: string): ParsedXml {
  const outsideCdata = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '').replace(/^\s*<\?xml[^?]*\?>/, '')
  if (/<[!?]/.test(outsideCdata)) return { ok: false, reason: 'DtdRefused' }
  if (XMLValidator.validate(xml) !== true) return { ok: false, reason: 'BadXml' }
  const root = (parser.parse(xml) as { xml?: unknown }).xml
  if (!root || typeof root !== 'object') return { ok: false, reason: 'BadXml' }
  return { ok: true, fields: root as XmlFields }
}
