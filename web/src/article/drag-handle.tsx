import { ActionIcon, Menu } from '@mantine/core'
import { IconGripVertical } from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'
import { useEffect, useState } from 'react'
import { useLanguage } from '../language'
import { moveBlock } from './move'

const restMs = 200

/** The block of the article that stands at this height, and where it begins. */
function blockAt(editor: Editor, y: number): { at: number; top: number } | undefined {
  const place = editor.view.dom.getBoundingClientRect()
  for (const child of editor.view.dom.children) {
    const { top, bottom } = child.getBoundingClientRect()
    if (y < top || y > bottom) continue
    const inside = editor.view.posAtDOM(child, 0)
    const $inside = editor.state.doc.resolve(Math.min(inside, editor.state.doc.content.size))
    return { at: $inside.depth > 0 ? $inside.before(1) : inside, top: top - place.top }
  }
  return undefined
}

/** Where the block with the cursor begins: the handle stands there for whoever uses no mouse. */
function blockOfCursor(editor: Editor): { at: number; top: number } | undefined {
  const { $from } = editor.state.selection
  if ($from.depth === 0) return undefined
  const at = $from.before(1)
  const shown = editor.view.nodeDOM(at)
  if (!(shown instanceof HTMLElement)) return undefined
  return { at, top: shown.getBoundingClientRect().top - editor.view.dom.getBoundingClientRect().top }
}

/** At the side of a block: drawn it moves the block, pressed it offers the same in words, for keys and fingers too. */
export function DragHandle({ editor }: { editor: Editor }) {
  const { say } = useLanguage()
  const [block, setBlock] = useState<{ at: number; top: number }>()
  useEffect(() => {
    const surface = editor.view.dom.parentElement
    if (!surface) return undefined
    const follow = ({ clientY }: MouseEvent) => {
      const found = blockAt(editor, clientY)
      if (found) setBlock((known) => (known?.at === found.at && known.top === found.top ? known : found))
    }
    // While somebody types nothing is measured: measuring lays the page out anew.
    let rest: ReturnType<typeof setTimeout>
    const followCursor = () => {
      clearTimeout(rest)
      rest = setTimeout(() => {
        const found = editor.isDestroyed ? undefined : blockOfCursor(editor)
        setBlock((known) => (known?.at === found?.at && known?.top === found?.top ? known : found))
      }, restMs)
    }
    surface.addEventListener('mousemove', follow)
    editor.on('selectionUpdate', followCursor)
    return () => {
      clearTimeout(rest)
      surface.removeEventListener('mousemove', follow)
      editor.off('selectionUpdate', followCursor)
    }
  }, [editor])
  if (!block) return null
  // Asked when it is used: the text may have grown shorter than where the handle stood a moment ago.
  const nodeHere = () => {
    const { doc } = editor.state
    return block.at < doc.content.size ? doc.nodeAt(block.at) : null
  }
  const take = (event: React.DragEvent) => {
    if (!nodeHere()) return event.preventDefault()
    const selection = NodeSelection.create(editor.state.doc, block.at)
    editor.view.dispatch(editor.state.tr.setSelection(selection))
    const shown = editor.view.nodeDOM(block.at)
    if (shown instanceof HTMLElement) event.dataTransfer.setDragImage(shown, 0, 0)
    event.dataTransfer.effectAllowed = 'move'
    // What is drawn is the selection: the editor's own drop moves it.
    const slice = selection.content()
    event.dataTransfer.setData('text/plain', slice.content.textBetween(0, slice.content.size, '\n'))
    editor.view.dragging = { slice, move: true }
  }
  const move = (by: -1 | 1) => {
    if (nodeHere()) moveBlock(editor, block.at, by)
    editor.commands.focus()
  }
  const takeOut = () => {
    const node = nodeHere()
    if (node) editor.view.dispatch(editor.state.tr.delete(block.at, block.at + node.nodeSize))
    editor.commands.focus()
  }
  return (
    <div className="article-handle" style={{ top: block.top }}>
      <Menu withinPortal={false} position="bottom-start">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            draggable
            onDragStart={take}
            aria-label={say('这一段：拖动或打开菜单', 'This block: drag it, or open its menu')}
          >
            <IconGripVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => move(-1)}>{say('上移（Alt+↑）', 'Move up (Alt+↑)')}</Menu.Item>
          <Menu.Item onClick={() => move(1)}>{say('下移（Alt+↓）', 'Move down (Alt+↓)')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" onClick={takeOut}>
            {say('删去这一段', 'Take the block out')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
