import type { Editor } from '@tiptap/core'
import type { Media } from '../../../lib/submission/media'

/** A picture of the submission as the editor shows it in its place. */
export interface ShownPicture extends Pick<Media, 'id' | 'fileName' | 'state' | 'findings'> {
  url?: string
}

/** The pictures of a submission, for the blocks that show them: they change while the article is written. */
export class Pictures {
  private readonly listeners = new Set<() => void>()
  all: readonly ShownPicture[] = []
  /** uploads a file into the block that waits for it */
  upload: (wanted: string, file: File) => void = () => undefined

  show(all: readonly ShownPicture[]): void {
    if (JSON.stringify(all) === JSON.stringify(this.all)) return
    this.all = all
    for (const listener of this.listeners) listener()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly snapshot = (): readonly ShownPicture[] => this.all
}

/** Puts an uploaded picture into the block that waited for it; whether there was one. */
export function fillWanted(editor: Editor, wanted: string, mediaId: string): boolean {
  let filled = false
  const { tr } = editor.state
  editor.state.doc.descendants((node, at) => {
    if (filled || node.type.name !== 'figure' || node.attrs['wanted'] !== wanted) return !filled
    tr.setNodeMarkup(at, undefined, { ...node.attrs, wanted: null, media: mediaId })
    filled = true
    return false
  })
  if (filled) editor.view.dispatch(tr)
  return filled
}

/** Numbers of pictures that wait already, so that new ones get others. */
export function lastWanted(editor: Editor): number {
  let last = 0
  editor.state.doc.descendants((node) => {
    const number = /^(\d+)\./.exec(String(node.attrs['wanted'] ?? ''))?.[1]
    last = Math.max(last, Number(number ?? 0))
  })
  return last
}
