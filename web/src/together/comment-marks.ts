import { Extension, type Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { Passage, Thread } from '../../../lib/submission/comment'
import { passageOf, placeOf, wordsOf } from './passages'

/** One sign for each position of a block, so that a place in its words is a place in the document. */
function wordsIn(block: Node): string {
  const signs = new Array<string>(block.content.size).fill(' ')
  block.descendants((node, at) => {
    for (const [index, sign] of (node.text ?? '').split('').entries()) signs[at + index] = sign
  })
  return signs.join('')
}

/** Where each thread's passage stands in the document; those that stand there no more are left out. */
export function placesIn(doc: Node, threads: readonly Thread[]): { id: string; from: number; to: number }[] {
  const words = wordsOf(doc.children.map(wordsIn))
  const starts: number[] = []
  doc.forEach((_, offset) => starts.push(offset + 1))
  const position = (unit: number) => {
    const at = words.at[unit]!
    return starts[at.block]! + at.offset
  }
  return threads.flatMap(({ id, passage }) => {
    const place = placeOf(words, passage)
    return place ? [{ id, from: position(place.from), to: position(place.to - 1) + 1 }] : []
  })
}

const key = new PluginKey<DecorationSet>('comments')

/** Marks the passages that were commented on; while the text is written they move with it, as they were placed first. */
export const CommentMarks = Extension.create({
  name: 'commentMarks',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply(transaction, before) {
          const marks = transaction.getMeta(key) as Decoration[] | undefined
          if (marks) return DecorationSet.create(transaction.doc, marks)
          return transaction.docChanged ? before.map(transaction.mapping, transaction.doc) : before
        },
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
})

const decorationsOf = (editor: Editor) => key.getState(editor.state)?.find() ?? []
const idOf = (mark: Decoration) => String((mark.spec as { thread?: string }).thread)

/** Shows these threads: what was marked before stays where it moved to, what is new is looked for. */
export function markThreads(editor: Editor, threads: readonly Thread[]): void {
  const placed = new Map(decorationsOf(editor).map((mark) => [idOf(mark), mark]))
  const found = placesIn(
    editor.state.doc,
    threads.filter(({ id }) => !placed.has(id)),
  )
  const known = threads.flatMap(({ id }) => {
    const mark = placed.get(id)
    return mark ? [{ id, from: mark.from, to: mark.to }] : []
  })
  const marks = [...known, ...found].map(({ id, from, to }) =>
    Decoration.inline(from, to, { class: 'article-comment' }, { thread: id }),
  )
  editor.view.dispatch(editor.state.tr.setMeta(key, marks).setMeta('addToHistory', false))
}

/** Ids of the threads whose passage stands in the text, in its order. */
export const standingThreads = (editor: Editor): string[] => [
  ...new Set(
    decorationsOf(editor)
      .filter(({ from, to }) => to > from)
      .sort((one, other) => one.from - other.from)
      .map(idOf),
  ),
]

/** Selects the passage of a thread, and scrolls to it. */
export function goToThread(editor: Editor, id: string): void {
  const mark = decorationsOf(editor).find((one) => idOf(one) === id)
  if (!mark) return
  const { tr, doc } = editor.state
  editor.view.dispatch(tr.setSelection(TextSelection.create(doc, mark.from, mark.to)).scrollIntoView())
}

/** What is selected, or the block in which the cursor stands. */
export function selectedPassage(editor: Editor): Passage | undefined {
  const { doc, selection } = editor.state
  const { from, to, $from } = selection
  const index = $from.index(0)
  const block = doc.maybeChild(index)
  if (!block) return undefined
  const start = doc.children.slice(0, index).reduce((sum, { nodeSize }) => sum + nodeSize, 0) + 1
  const words = wordsIn(block)
  return from === to
    ? passageOf(words, 0, words.length, index)
    : passageOf(words, from - start, to - start, index)
}
