import type { Editor } from '@tiptap/core'
import { DOMParser as ArticleParser } from '@tiptap/pm/model'
import { diffArrays } from 'diff'
import type { Passage } from '../../../lib/submission/comment'
import { goToThread, selectedPassage } from './comment-marks'

/** The place where a body is written, for whoever merges into it. */
export interface Surface {
  /** a word that is being put together by an input method is not torn apart */
  rested(): Promise<void>
  /** gives what was typed up to now */
  writeOut(): void
  /** another body instead: only the blocks that differ are touched, and the cursor stays where it is */
  show(html: string): void
  /** what is selected, to be commented on */
  selected(): Passage | undefined
  /** selects the passage of a thread */
  goTo(thread: string): void
}

export function surfaceOf(editor: Editor, writeOut: () => void): Surface {
  return {
    writeOut,
    selected: () => selectedPassage(editor),
    goTo(thread) {
      goToThread(editor, thread)
      editor.commands.focus()
    },
    rested: () =>
      new Promise((done) => {
        if (!editor.view.composing) return done()
        editor.view.dom.addEventListener('compositionend', () => setTimeout(done), { once: true })
      }),
    show(html) {
      const { doc, schema, tr } = editor.state
      const page = new DOMParser().parseFromString(html, 'text/html')
      const wanted = ArticleParser.fromSchema(schema).parse(page.body)
      // From the end, so that the places before stay true.
      let at = doc.content.size
      const runs = diffArrays([...doc.children], [...wanted.children], {
        comparator: (one, other) => one.eq(other),
      })
      for (const { added, removed, value } of runs.reverse()) {
        const size = value.reduce((sum, { nodeSize }) => sum + nodeSize, 0)
        if (added) tr.insert(at, value)
        else {
          at -= size
          if (removed) tr.delete(at, at + size)
        }
      }
      if (tr.docChanged) editor.view.dispatch(tr.setMeta('addToHistory', false))
    },
  }
}
