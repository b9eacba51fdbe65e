import { Extension, type Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { partsOf } from '../../../lib/policy/excerpt'
import type { Finding } from '../../../lib/policy/finding'

interface Shown {
  findings: Finding[]
  /** what the reader of the portal is told of one */
  tell: (finding: Finding) => string
}

const key = new PluginKey<Shown & { marks: DecorationSet }>('hit-marks')

const isBlank = /\s/
const packed = (text: string) => text.replace(/\s+/g, '')

/** The text of a document without blanks, and where in the document each of its UTF-16 units stands. */
function unitsOf(doc: Node): { text: string; at: number[] } {
  let text = ''
  const at: number[] = []
  doc.descendants((node, position) => {
    for (const [index, unit] of (node.text ?? '').split('').entries())
      if (!isBlank.test(unit)) {
        text += unit
        at.push(position + index)
      }
  })
  return { text, at }
}

/**
 * Where each finding stands in the document, in its order; one that stands there no longer, because the text was
 * changed since it was checked, is left out.
 */
export function placesIn(doc: Node, findings: Finding[]): { from: number; to: number; finding: Finding }[] {
  const { text, at } = unitsOf(doc)
  const last = new Map<string, number>()
  return findings.flatMap((finding) => {
    if (!finding.at) return []
    const { before, hit, after } = partsOf(finding.at)
    const [lead, word, tail] = [packed(before), packed(hit), packed(after)]
    // The same words with the same words around them are found one after the other, as the findings come.
    const same = `${finding.rule} ${word}`
    const from = Math.max(0, (last.get(same) ?? -1) + 1 - lead.length)
    const found = text.indexOf(lead + word + tail, from)
    if (found < 0 || word === '') return []
    const start = found + lead.length
    last.set(same, start)
    return [{ from: at[start]!, to: at[start + word.length - 1]! + 1, finding }]
  })
}

const marksIn = (doc: Node, { findings, tell }: Shown): DecorationSet =>
  DecorationSet.create(
    doc,
    placesIn(doc, findings).map(({ from, to, finding }) =>
      Decoration.inline(
        from,
        to,
        { nodeName: 'mark', class: `hit-${finding.severity}`, title: tell(finding) },
        { text: doc.textBetween(from, to) },
      ),
    ),
  )

/** While somebody types marks move with the text, and go where it is written over; at rest they are looked for anew. */
function movedMarks(marks: DecorationSet, { mapping, doc }: Transaction): DecorationSet {
  const moved = marks.map(mapping, doc)
  return moved.remove(
    moved
      .find()
      .filter(({ from, to, spec }) => doc.textBetween(from, to) !== (spec as { text: string }).text),
  )
}

/** Marks what the word screen found in the text that is being written (article 8); the text itself is not touched. */
export const HitMarks = Extension.create({
  name: 'hitMarks',
  addProseMirrorPlugins: () => [
    new Plugin<Shown & { marks: DecorationSet }>({
      key,
      state: {
        init: () => ({ findings: [], tell: () => '', marks: DecorationSet.empty }),
        apply(transaction, before) {
          const shown = transaction.getMeta(key) as Shown | undefined
          if (shown) return { ...shown, marks: marksIn(transaction.doc, shown) }
          return transaction.docChanged ? { ...before, marks: movedMarks(before.marks, transaction) } : before
        },
      },
      props: { decorations: (state) => key.getState(state)?.marks },
    }),
  ],
})

/** Shows these findings in the text instead of the last ones. */
export const showFindings = (editor: Editor, shown: Shown): void =>
  editor.view.dispatch(editor.state.tr.setMeta(key, shown))
