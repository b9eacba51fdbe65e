import { Paper, UnstyledButton } from '@mantine/core'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useEffect, useState } from 'react'
import { useLanguage } from '../language'
import { blockCommands, insertCommands, listCommands, type Command } from './commands'
import { readyBlocks } from './ready-blocks'

const all = [...blockCommands.slice(1), ...insertCommands, ...readyBlocks, ...listCommands.slice(0, 2)]

/** What stands behind a slash at the beginning of a paragraph; nothing where there is none. */
function sought(editor: Editor): string | undefined {
  const { empty, $from } = editor.state.selection
  if (!empty || $from.parent.type.name !== 'paragraph' || !editor.isEditable) return undefined
  return /^\/(\S{0,12})$/.exec($from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc'))?.[1]
}

/** A menu below a slash typed in an empty paragraph: arrows choose, Enter inserts, Escape leaves the slash. */
export function SlashMenu({
  editor,
  keys,
}: {
  editor: Editor
  keys: { current: (event: KeyboardEvent) => boolean }
}) {
  const { tell, say } = useLanguage()
  const words = useEditorState({ editor, selector: ({ editor: one }) => sought(one) })
  const [at, setAt] = useState(0)
  const [left, setLeft] = useState<string>()
  const found =
    words === undefined
      ? []
      : all.filter(({ name, words: others }) =>
          `${name.zh} ${name.en} ${others}`.toLowerCase().includes(words.toLowerCase()),
        )
  const open = words !== undefined && words !== left && found.length > 0

  const choose = (command: Command) => {
    const { $from } = editor.state.selection
    editor.chain().focus().deleteRange({ from: $from.start(), to: $from.pos }).run()
    command.run(editor)
  }
  useEffect(() => setAt(0), [words])
  useEffect(() => {
    if (words === undefined) setLeft(undefined)
  }, [words])
  useEffect(() => {
    keys.current = (event) => {
      if (!open) return false
      if (event.key === 'ArrowDown') setAt((at + 1) % found.length)
      else if (event.key === 'ArrowUp') setAt((at + found.length - 1) % found.length)
      else if (event.key === 'Escape') setLeft(words)
      else if (event.key === 'Enter' && found[at]) choose(found[at])
      else return false
      return true
    }
    return () => {
      keys.current = () => false
    }
  })
  if (!open) return null
  const place = editor.view.coordsAtPos(editor.state.selection.from)
  const frame = editor.view.dom.getBoundingClientRect()
  return (
    <Paper
      className="article-slash"
      withBorder
      shadow="md"
      role="listbox"
      aria-label={say('插入', 'Insert')}
      style={{
        top: place.bottom - frame.top + editor.view.dom.offsetTop + 4,
        left: Math.min(place.left - frame.left, frame.width - 200),
      }}
    >
      {found.map((command, index) => (
        <UnstyledButton
          key={command.id}
          role="option"
          aria-selected={index === at}
          tabIndex={-1}
          onMouseDown={(event) => {
            event.preventDefault()
            choose(command)
          }}
        >
          {tell(command.name)}
        </UnstyledButton>
      ))}
    </Paper>
  )
}
