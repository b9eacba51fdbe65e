import { Extension, type Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { NameReader } from '../../../lib/article/company-names'
import { proofread, type ProofMark, type ProofRule } from '../../../lib/article/proofread'

/** A mark of the proofreader at its place in the document. */
export interface PlacedMark extends ProofMark {
  from: number
  to: number
}

/** What is looked at: which rules, and the names of the company once they are known. */
export interface Reading {
  on: readonly ProofRule[]
  names?: NameReader | undefined
}

const read = new WeakMap<Node, { reading: Reading; marks: ProofMark[] }>()

/** A paragraph nobody touched is the same node: it is read once, not with every key. */
function readOnce(node: Node, text: string, reading: Reading): ProofMark[] {
  const known = read.get(node)
  if (known?.reading === reading) return known.marks
  const marks = proofread(text, reading.on, reading.names)
  read.set(node, { reading, marks })
  return marks
}

/** What the proofreader stops at in the whole text, paragraph by paragraph; code is not read. */
export function marksOf(doc: Node, reading: Reading): PlacedMark[] {
  const found: PlacedMark[] = []
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true
    if (node.type.name === 'codeBlock') return false
    let text = ''
    node.forEach((child) => {
      text += child.isText ? (child.text ?? '') : '\ufffc'.repeat(child.nodeSize)
    })
    for (const mark of readOnce(node, text, reading))
      found.push({ ...mark, from: at + 1 + mark.start, to: at + 1 + mark.end })
    return false
  })
  return found
}

const key = new PluginKey<{ reading: Reading; marks: DecorationSet }>('proof')
const nothing: Reading = { on: [] }

const decorated = (doc: Node, reading: Reading) =>
  DecorationSet.create(
    doc,
    marksOf(doc, reading).map(({ from, to, message }) =>
      Decoration.inline(from, to, { class: 'article-proof', title: `${message.zh} / ${message.en}` }),
    ),
  )

/** Underlines what the proofreader stops at, while it is asked. */
export const Proof = Extension.create({
  name: 'proof',
  addProseMirrorPlugins: () => [
    new Plugin<{ reading: Reading; marks: DecorationSet }>({
      key,
      state: {
        init: () => ({ reading: nothing, marks: DecorationSet.empty }),
        apply(transaction, before) {
          const reading = (transaction.getMeta(key) as Reading | undefined) ?? before.reading
          if (reading === before.reading && !transaction.docChanged) return before
          const marks = reading.on.length === 0 ? DecorationSet.empty : decorated(transaction.doc, reading)
          return { reading, marks }
        },
      },
      props: { decorations: (state) => key.getState(state)?.marks },
    }),
  ],
})

export const readBy = (editor: Editor, reading: Reading): void =>
  editor.view.dispatch(editor.state.tr.setMeta(key, reading))

/** Selects the next mark behind the cursor, around the end. */
export function nextMark(editor: Editor, marks: readonly PlacedMark[]): PlacedMark | undefined {
  const { to } = editor.state.selection
  const next = marks.find((one) => one.from >= to) ?? marks[0]
  if (next)
    editor.view.dispatch(
      editor.state.tr
        .setSelection(TextSelection.create(editor.state.doc, next.from, next.to))
        .scrollIntoView(),
    )
  return next
}

/** Puts in what the mark under the selection proposes; whether there was something to put in. */
export function accept(editor: Editor, marks: readonly PlacedMark[]): boolean {
  const { from, to } = editor.state.selection
  const mark = marks.find((one) => one.from === from && one.to === to)
  if (mark?.instead === undefined) return false
  const { tr } = editor.state
  editor.view.dispatch(mark.instead === '' ? tr.delete(from, to) : tr.insertText(mark.instead, from, to))
  return true
}
