import type { Editor } from '@tiptap/core'
import { DOMSerializer } from '@tiptap/pm/model'

/** What the company and the unit keep for their articles, as far as the editor has to know it. */
export interface KeptBlocks {
  list: { id: string; name: string; company: boolean }[]
  load: (id: string) => Promise<string>
  /** keeps a piece of the text; not given to who may keep none */
  keep?: (html: string) => void
  /** lets a file of the library be chosen, and gives the id it has here */
  choosePicture: (chosen: (mediaId: string) => void) => void
}

/** What is selected, as HTML of the language. */
export function selectedHtml(editor: Editor): string {
  const place = document.createElement('div')
  const { content } = editor.state.selection.content()
  place.append(DOMSerializer.fromSchema(editor.schema).serializeFragment(content))
  return place.innerHTML
}
