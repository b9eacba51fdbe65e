import { XMLParser } from 'fast-xml-parser'
import { S3Error } from './errors'

/** A piece of XML that is escaped already. */
export interface Markup {
  readonly xml: string
}

export type Content = string | number | boolean | (Markup | undefined | false)[]

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'

/** Control characters travel as references, because keys may hold them and XML may not. */
const escape = (text: string): string =>
  text.replace(/[&<>"\u0000-\u001f\u007f]/g, (c) => `&#${c.charCodeAt(0)};`)

/** `<name>…</name>`; text and numbers are escaped, missing children left out. */
export function element(name: string, content: Content): Markup {
  const inner = Array.isArray(content)
    ? content.map((child) => (child ? child.xml : '')).join('')
    : escape(String(content))
  return { xml: `<${name}>${inner}</${name}>` }
}

export const document = (root: Markup): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}`

/** A document in S3's namespace, as its answers are. */
export const s3Document = (name: string, content: Content): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content).xml.replace(`<${name}>`, `<${name} xmlns="${namespace}">`)}`

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  removeNSPrefix: true,
  isArray: () => true,
})

/** Every element is a list of what stands inside it: text, or elements by name. */
export type Node = string | { [name: string]: Node[] }

/** @throws S3Error MalformedXML, also for a document type, which no S3 request has */
export function parseXml(text: string, root: string): Node {
  const malformed = () =>
    new S3Error('MalformedXML', 'The XML you provided was not well-formed or did not validate')
  if (/<!DOCTYPE/i.test(text)) throw malformed()
  let read: Record<string, Node[]>
  try {
    read = parser.parse(text, true) as Record<string, Node[]>
  } catch {
    throw malformed()
  }
  const node = read[root]?.[0]
  if (node === undefined) throw malformed()
  return node
}

export const children = (node: Node | undefined, name: string): Node[] =>
  typeof node === 'object' ? (node[name] ?? []) : []

export const textOf = (node: Node | undefined, name: string): string | undefined => {
  const child = children(node, name)[0]
  return typeof child === 'string' ? child : undefined
}
