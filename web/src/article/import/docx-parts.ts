import type JSZip from 'jszip'

export const childrenOf = (element: Element | null | undefined, name?: string): Element[] =>
  [...(element?.children ?? [])].filter(({ localName }) => !name || localName === name)

export const childOf = (element: Element | null | undefined, name: string): Element | undefined =>
  childrenOf(element, name)[0]

/** An attribute by its name without prefix. */
export const attributeOf = (element: Element | null | undefined, name: string): string | undefined =>
  [...(element?.attributes ?? [])].find(({ localName }) => localName === name)?.value

/** The value of a property such as `<w:jc w:val="center"/>`. */
export const valueOf = (properties: Element | undefined, name: string): string | undefined =>
  attributeOf(childOf(properties, name), 'val')

/** A switch such as `<w:b/>`, which may also be turned off. */
export function isOn(properties: Element | undefined, name: string): boolean {
  const found = childOf(properties, name)
  return found !== undefined && !/^(?:0|false|off|none)$/.test(attributeOf(found, 'val') ?? '')
}

interface ParagraphStyle {
  level?: number
  isTitle: boolean
  align?: string
  numId?: string
  run?: Element
}

export interface Level {
  format: string
  start: number
}

export interface DocxParts {
  body: Element
  styleOf(id: string | undefined): ParagraphStyle
  levelOf(numId: string, level: number): Level
  target(relation: string | undefined): string | undefined
  picture(relation: string | undefined): Promise<{ name: string; blob: Blob } | undefined>
  notes: Map<string, Element>
  comments: Map<string, Element>
  hasHeader: boolean
}

const types: Record<string, string> = {
  ...{ jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', bmp: 'image/bmp' },
  ...{ webp: 'image/webp', tif: 'image/tiff', tiff: 'image/tiff', emf: 'image/emf', wmf: 'image/wmf' },
}

async function xmlIn(zip: JSZip, name: string): Promise<Element | undefined> {
  const text = await zip.file(name)?.async('string')
  return text === undefined
    ? undefined
    : new DOMParser().parseFromString(text, 'application/xml').documentElement
}

const byId = (parts: Element[], id = 'id') => new Map(parts.map((one) => [attributeOf(one, id) ?? '', one]))

function styles(root: Element | undefined): DocxParts['styleOf'] {
  const known = byId(childrenOf(root, 'style'), 'styleId')
  const read = (id: string | undefined, depth = 0): ParagraphStyle => {
    const style = id === undefined ? undefined : known.get(id)
    if (!style || depth > 10) return { isTitle: false }
    const based = read(valueOf(style, 'basedOn'), depth + 1)
    const name = valueOf(style, 'name') ?? id ?? ''
    const properties = childOf(style, 'pPr')
    const outline = valueOf(properties, 'outlineLvl')
    const named = /^(?:heading|标题)\s*([1-9])/i.exec(name)?.[1]
    return {
      isTitle: /^(?:title|标题)$/i.test(name) || based.isTitle,
      level: named ? Number(named) : outline && Number(outline) < 9 ? Number(outline) + 1 : based.level,
      align: valueOf(properties, 'jc') ?? based.align,
      numId: valueOf(childOf(properties, 'numPr'), 'numId') ?? based.numId,
      run: childOf(style, 'rPr') ?? based.run,
    }
  }
  return (id) => read(id)
}

function numbering(root: Element | undefined): DocxParts['levelOf'] {
  const abstract = byId(childrenOf(root, 'abstractNum'), 'abstractNumId')
  const numbers = byId(childrenOf(root, 'num'), 'numId')
  return (numId, at) => {
    const levels = childrenOf(abstract.get(valueOf(numbers.get(numId), 'abstractNumId') ?? ''), 'lvl')
    const level = levels.find((one) => attributeOf(one, 'ilvl') === String(at))
    return {
      format: valueOf(level, 'numFmt') ?? 'bullet',
      start: Number(valueOf(level, 'start') ?? 1) || 1,
    }
  }
}

/** The parts of a .docx that hold what a reader sees. Throws when it is none. */
export async function partsOf(zip: JSZip): Promise<DocxParts> {
  const main = Object.keys(zip.files).find((name) => /^word\/document\d*\.xml$/.test(name))
  const document = main === undefined ? undefined : await xmlIn(zip, main)
  const body = childOf(document, 'body')
  if (!main || !body) throw new Error('not a .docx')
  const relations = byId(
    childrenOf(await xmlIn(zip, main.replace(/^word\//, 'word/_rels/').concat('.rels')), 'Relationship'),
    'Id',
  )
  const target = (relation: string | undefined) => attributeOf(relations.get(relation ?? ''), 'Target')
  const notesOf = async (name: string) =>
    childrenOf(await xmlIn(zip, `word/${name}s.xml`), name).filter((one) => !attributeOf(one, 'type'))
  const [foot, end] = await Promise.all(['footnote', 'endnote'].map(notesOf))
  const headers = await Promise.all(
    Object.keys(zip.files)
      .filter((name) => /^word\/(?:header|footer)\d*\.xml$/.test(name))
      .map((name) => xmlIn(zip, name)),
  )
  return {
    body,
    styleOf: styles(await xmlIn(zip, 'word/styles.xml')),
    levelOf: numbering(await xmlIn(zip, 'word/numbering.xml')),
    target,
    async picture(relation) {
      const path = target(relation)?.replace(/^\/?(?:word\/)?/, 'word/')
      const file = path === undefined ? null : zip.file(path)
      if (!path || !file) return undefined
      const name = path.split('/').at(-1) ?? path
      const type = types[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'
      return { name, blob: new Blob([await file.async('arraybuffer')], { type }) }
    },
    notes: new Map([
      ...(foot ?? []).map((one) => [`footnote ${attributeOf(one, 'id')}`, one] as const),
      ...(end ?? []).map((one) => [`endnote ${attributeOf(one, 'id')}`, one] as const),
    ]),
    comments: byId(childrenOf(await xmlIn(zip, 'word/comments.xml'), 'comment')),
    hasHeader: headers.some((one) => (one?.textContent ?? '').trim() !== ''),
  }
}
