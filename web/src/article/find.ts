import { Extension, type Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

export interface Found {
  from: number
  to: number
}

/** Where words stand in a text, capitals or not; across changes of look, not across paragraphs. */
export function placesOf(doc: Node, words: string): Found[] {
  const sought = words.toLowerCase()
  if (sought === '') return []
  const found: Found[] = []
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true
    // One sign for each position of the document, so that a place in the text is a place in the document.
    let text = ''
    node.forEach((child) => {
      text += child.isText ? (child.text ?? '') : '\ufffc'.repeat(child.nodeSize)
    })
    const lower = text.toLowerCase()
    for (let from = lower.indexOf(sought); from >= 0; from = lower.indexOf(sought, from + sought.length))
      found.push({ from: at + 1 + from, to: at + 1 + from + sought.length })
    return false
  })
  return found
}

const key = new PluginKey<{ words: string; marks: DecorationSet }>('find')

const marksIn = (doc: Node, words: string) =>
  DecorationSet.create(
    doc,
    placesOf(doc, words).map(({ from, to }) => Decoration.inline(from, to, { class: 'article-found' })),
  )

/** Marks the words that are looked for. */
export const Find = Extension.create({
  name: 'find',
  addProseMirrorPlugins: () => [
    new Plugin<{ words: string; marks: DecorationSet }>({
      key,
      state: {
        init: () => ({ words: '', marks: DecorationSet.empty }),
        apply(transaction, before) {
          const words = (transaction.getMeta(key) as string | undefined) ?? before.words
          if (words === before.words && !transaction.docChanged) return before
          return { words, marks: words === '' ? DecorationSet.empty : marksIn(transaction.doc, words) }
        },
      },
      props: { decorations: (state) => key.getState(state)?.marks },
    }),
  ],
})

export const lookFor = (editor: Editor, words: string): void =>
  editor.view.dispatch(editor.state.tr.setMeta(key, words))

/** Selects the next place behind the cursor (1) or before it (-1), around the end; the number of the place from 1. */
export function goTo(editor: Editor, words: string, by: 1 | -1): number {
  const places = placesOf(editor.state.doc, words)
  const { from, to } = editor.state.selection
  const next =
    by > 0 ? places.findIndex((place) => place.from >= to) : places.findLastIndex((place) => place.to <= from)
  const at = next >= 0 ? next : by > 0 ? 0 : places.length - 1
  const place = places[at]
  if (!place) return 0
  const { tr, doc } = editor.state
  editor.view.dispatch(tr.setSelection(TextSelection.create(doc, place.from, place.to)).scrollIntoView())
  return at + 1
}

/** Replaces the selected place, or all; how many. The look of the first sign stays. */
export function replace(editor: Editor, words: string, by: string, all: boolean): number {
  const { from, to } = editor.state.selection
  const places = placesOf(editor.state.doc, words).filter(
    (place) => all || (place.from === from && place.to === to),
  )
  const { tr } = editor.state
  for (const place of [...places].reverse()) tr.insertText(by, place.from, place.to)
  if (places.length > 0) editor.view.dispatch(tr)
  return places.length
}
