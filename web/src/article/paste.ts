import type { Editor } from '@tiptap/core'
import { DOMParser as Reader, Slice, type Node } from '@tiptap/pm/model'
import type { Change } from './import/changes'
import { fromHtml, sourceOf, type Imported, type WantedPicture } from './import/from-html'
import { fromText } from './import/from-text'
import { lastWanted } from './pictures'

/** Puts what came in where the cursor stands; a single paragraph flows into the one it is put in. */
export function insertArticle(editor: Editor, html: string, at?: number): void {
  const place = document.createElement('div')
  const inert = new DOMParser().parseFromString(html, 'text/html')
  place.append(...inert.body.childNodes)
  const { content } = Reader.fromSchema(editor.schema).parse(place, { preserveWhitespace: 'full' })
  const flows = (node: Node | null) => (node?.type.name === 'paragraph' ? 1 : 0)
  const slice = new Slice(content, flows(content.firstChild), flows(content.lastChild))
  const { tr, selection } = editor.state
  const { $from, empty } = selection
  // In an empty paragraph blocks take its place instead of standing behind it.
  const replaced =
    at === undefined && empty && $from.parent.type.name === 'paragraph' && $from.parent.content.size === 0
  if (replaced) tr.replaceWith($from.before(), $from.after(), content)
  else if (at === undefined) tr.replaceSelection(slice)
  else tr.replaceRange(at, at, slice)
  editor.view.dispatch(tr.scrollIntoView().setMeta('paste', true))
}

/** Numbers the pictures that wait behind those that wait already. */
export function renumbered(imported: Imported, from: number): Imported {
  if (from === 0 || imported.pictures.length === 0) return imported
  const newKey = (key: string) => key.replace(/^\d+/, (number) => String(Number(number) + from))
  return {
    ...imported,
    html: imported.html.replace(
      /data-wanted="(\d+)/g,
      (_, number: string) => `data-wanted="${Number(number) + from}`,
    ),
    pictures: imported.pictures.map((picture) => ({ ...picture, key: newKey(picture.key) })),
  }
}

export interface Arrival {
  changes: Change[]
  pictures: WantedPicture[]
}

const images = (files: FileList | undefined): File[] =>
  [...(files ?? [])].filter(({ type }) => type.startsWith('image/'))

const alsoPicture: Change = {
  kind: 'changed',
  what: {
    zh: '按表格收下；剪贴板里同一张表的图片没有用',
    en: 'taken as a table; the picture of it on the clipboard was not used',
  },
  places: [],
  count: 1,
}

/** Copied in this editor, or in another of its kind: it is in the language already. */
const isOwn = (html: string): boolean => html.includes('data-pm-slice') && sourceOf(html) === 'page'

/**
 * What is on the clipboard or was dropped, in one of its flavours: HTML before pictures before text. Nothing where
 * the editor's own way does it.
 */
export function arrivalOf(
  editor: Editor,
  data: DataTransfer | null,
): { imported?: Imported; files: File[] } | undefined {
  const html = data?.getData('text/html') ?? ''
  const files = images(data?.files)
  if (isOwn(html) || editor.isActive('codeBlock')) return undefined
  if (html !== '') {
    const imported = fromHtml(html)
    const isPictureOnly = imported.html.replace(/<[^>]*>/g, '').trim() === '' && files.length > 0
    const isSheet = sourceOf(html) === 'excel' && files.length > 0
    if (isPictureOnly && !isSheet) return { files }
    return {
      imported: isSheet ? { ...imported, changes: [alsoPicture, ...imported.changes] } : imported,
      files: [],
    }
  }
  if (files.length > 0) return { files }
  const text = data?.getData('text/plain') ?? ''
  return text === '' ? undefined : { imported: fromText(text), files: [] }
}

/** Takes in what arrives in the text; whether it did. */
export function takeIn(
  editor: Editor,
  data: DataTransfer | null,
  given: { arrived: (arrival: Arrival) => void; upload: (files: File[], at?: number) => void; at?: number },
): boolean {
  const arrival = arrivalOf(editor, data)
  if (!arrival) return false
  if (arrival.imported) {
    const imported = renumbered(arrival.imported, lastWanted(editor))
    insertArticle(editor, imported.html, given.at)
    given.arrived(imported)
  }
  if (arrival.files.length > 0) given.upload(arrival.files, given.at)
  return true
}
