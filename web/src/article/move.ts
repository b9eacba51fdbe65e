import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Selection } from '@tiptap/pm/state'

/** Moves the block at a position past its neighbour among its brothers: up (-1) or down (1). */
export function moveBlock(editor: Editor, at: number, by: -1 | 1): boolean {
  const { doc, tr } = editor.state
  const place = doc.resolve(at)
  const index = place.index()
  const other = place.parent.maybeChild(index + by)
  const node = place.nodeAfter
  if (!node || !other) return false
  const to = by < 0 ? at - other.nodeSize : at + other.nodeSize
  tr.delete(at, at + node.nodeSize).insert(to, node)
  tr.setSelection(Selection.near(tr.doc.resolve(to + 1)))
  editor.view.dispatch(tr.scrollIntoView())
  return true
}

/** Moves the block of the article in which the cursor stands. */
export function moveCurrent(editor: Editor, by: -1 | 1): boolean {
  const { $from } = editor.state.selection
  return $from.depth > 0 && moveBlock(editor, $from.before(1), by)
}

const isKind = (node: Node | null | undefined, name: string): node is Node => node?.type.name === name

/** Puts a picture beside the next one: two, or three with a row that has place. */
export function withNext(editor: Editor, at: number): boolean {
  const { doc, schema, tr } = editor.state
  const place = doc.resolve(at)
  const node = place.nodeAfter
  const next = node && place.parent.maybeChild(place.index() + 1)
  const row = schema.nodes['pictureRow']
  if (!row || !isKind(node, 'figure') || isKind(place.parent, 'pictureRow') || !next) return false
  const inside = isKind(next, 'pictureRow') ? next.children : isKind(next, 'figure') ? [next] : []
  if (inside.length === 0 || inside.length > 2) return false
  tr.replaceWith(at, at + node.nodeSize + next.nodeSize, row.create(null, [node, ...inside]))
  editor.view.dispatch(tr)
  return true
}

/** Pictures of a row one below the other again. */
export function splitRow(editor: Editor, at: number): boolean {
  const { doc, tr } = editor.state
  const place = doc.resolve(at)
  if (!isKind(place.parent, 'pictureRow')) return false
  const from = place.before()
  tr.replaceWith(from, from + place.parent.nodeSize, place.parent.content)
  editor.view.dispatch(tr)
  return true
}
