import type { Editor } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  mergeCells,
  splitCell,
  toggleHeaderRow,
} from '@tiptap/pm/tables'
import type { Bilingual } from '../../../lib/policy/finding'
import { sectionKinds, sectionNames, type SectionKind } from '../../../lib/article/language'

/** One thing the editor can do: in a menu, behind the slash, in the sheet of keys. */
export interface Command {
  id: string
  name: Bilingual
  /** other words by which it is found after a slash */
  words: string
  keys?: string
  run: (editor: Editor) => void
}

export function insertTable(editor: Editor, rows = 3, columns = 3): void {
  const { schema } = editor
  const of = (name: string) => schema.nodes[name]!
  const cell = (name: string) => of(name).createAndFill()!
  const row = (name: string) =>
    of('tableRow').create(
      null,
      Array.from({ length: columns }, () => cell(name)),
    )
  const made = [row('tableHeader'), ...Array.from({ length: rows - 1 }, () => row('tableCell'))]
  const { tr, selection } = editor.state
  const { $from } = selection
  const table = of('table').create(null, made)
  const isEmpty = $from.depth > 0 && $from.parent.content.size === 0
  const at = $from.depth === 0 ? $from.pos : isEmpty ? $from.before() : $from.after()
  if (isEmpty) tr.replaceWith(at, $from.after(), table)
  else tr.insert(at, table)
  // The first cell is where one begins to write.
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1)))
  editor.view.dispatch(tr.scrollIntoView())
  editor.commands.focus()
}

/** Puts the blocks of the selection into a card or a note, or takes them out of the one they are in. */
export function toggleCallout(editor: Editor, kind: SectionKind): void {
  const chain = editor.chain().focus()
  if (editor.isActive('callout', { kind })) chain.lift('callout').run()
  else if (editor.isActive('callout')) chain.updateAttributes('callout', { kind }).run()
  else chain.wrapIn('callout', { kind }).run()
}

const heading = (level: 1 | 2 | 3, zh: string, en: string): Command => ({
  id: `h${level}`,
  name: { zh, en },
  words: `h${level} biaoti heading`,
  keys: `Ctrl+Alt+${level}`,
  run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
})

export const blockCommands: Command[] = [
  {
    id: 'p',
    name: { zh: '正文', en: 'Text' },
    words: 'zhengwen p',
    keys: 'Ctrl+Alt+0',
    run: (editor) => editor.chain().focus().setParagraph().run(),
  },
  heading(1, '一级标题', 'Heading 1'),
  heading(2, '二级标题', 'Heading 2'),
  heading(3, '三级标题', 'Heading 3'),
]

export const listCommands: Command[] = [
  {
    id: 'ul',
    name: { zh: '项目列表', en: 'Bullets' },
    words: 'liebiao ul list',
    keys: 'Ctrl+Shift+8',
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    id: 'ol',
    name: { zh: '编号列表', en: 'Numbers' },
    words: 'bianhao ol number',
    keys: 'Ctrl+Shift+7',
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    id: 'in',
    name: { zh: '增加缩进', en: 'Indent' },
    words: 'suojin indent',
    keys: 'Ctrl+]',
    run: (editor) => {
      if (!editor.chain().focus().sinkListItem('listItem').run()) editor.commands.indentBy(1)
    },
  },
  {
    id: 'out',
    name: { zh: '减少缩进', en: 'Outdent' },
    words: 'suojin outdent',
    keys: 'Ctrl+[',
    run: (editor) => {
      if (!editor.chain().focus().liftListItem('listItem').run()) editor.commands.indentBy(-1)
    },
  },
  {
    id: 'first',
    name: { zh: '首行缩进', en: 'Indent first line' },
    words: 'shouhang',
    run: (editor) => editor.chain().focus().toggleFirstLine().run(),
  },
]

export const insertCommands: Command[] = [
  {
    id: 'table',
    name: { zh: '表格', en: 'Table' },
    words: 'biaoge table',
    run: (editor) => insertTable(editor),
  },
  {
    id: 'hr',
    name: { zh: '分隔线', en: 'Divider' },
    words: 'fengexian hr line',
    run: (editor) => editor.chain().focus().setHorizontalRule().run(),
  },
  {
    id: 'quote',
    name: { zh: '引用', en: 'Quote' },
    words: 'yinyong quote',
    keys: 'Ctrl+Shift+B',
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
  {
    id: 'code',
    name: { zh: '代码', en: 'Code' },
    words: 'daima code',
    keys: 'Ctrl+Alt+C',
    run: (editor) => editor.chain().focus().toggleCodeBlock().run(),
  },
  ...sectionKinds
    .filter((kind) => kind !== 'row' && kind !== 'styled')
    .map((kind) => ({
      id: kind,
      name: sectionNames[kind],
      words: `${kind} kapian tishi`,
      run: (editor: Editor) => toggleCallout(editor, kind),
    })),
]

type TableAct = (state: Editor['state'], dispatch: Editor['view']['dispatch']) => boolean
const act = (run: TableAct) => (editor: Editor) => {
  run(editor.state, editor.view.dispatch)
  editor.commands.focus()
}

export const tableCommands: Command[] = [
  { id: 'row-above', name: { zh: '上面加行', en: 'Row above' }, words: '', run: act(addRowBefore) },
  { id: 'row-below', name: { zh: '下面加行', en: 'Row below' }, words: '', run: act(addRowAfter) },
  { id: 'column-left', name: { zh: '左边加列', en: 'Column left' }, words: '', run: act(addColumnBefore) },
  { id: 'column-right', name: { zh: '右边加列', en: 'Column right' }, words: '', run: act(addColumnAfter) },
  { id: 'row-gone', name: { zh: '删行', en: 'Delete row' }, words: '', run: act(deleteRow) },
  { id: 'column-gone', name: { zh: '删列', en: 'Delete column' }, words: '', run: act(deleteColumn) },
  { id: 'merge', name: { zh: '合并单元格', en: 'Merge cells' }, words: '', run: act(mergeCells) },
  { id: 'split', name: { zh: '拆分单元格', en: 'Split cell' }, words: '', run: act(splitCell) },
  { id: 'header', name: { zh: '表头行', en: 'Header row' }, words: '', run: act(toggleHeaderRow) },
  { id: 'table-gone', name: { zh: '删除表格', en: 'Delete table' }, words: '', run: act(deleteTable) },
]

/** Keys beside those of the commands, for the sheet. */
export const keys: { keys: string; name: Bilingual }[] = [
  { keys: 'Ctrl+B / I / U', name: { zh: '加粗 / 斜体 / 下划线', en: 'bold / italic / underline' } },
  { keys: 'Ctrl+Shift+S', name: { zh: '删除线', en: 'strike' } },
  { keys: 'Ctrl+Shift+H', name: { zh: '突出显示', en: 'highlight' } },
  { keys: 'Ctrl+. / Ctrl+,', name: { zh: '上标 / 下标', en: 'superscript / subscript' } },
  {
    keys: 'Ctrl+Shift+L / E / R / J',
    name: { zh: '左对齐 / 居中 / 右对齐 / 两端对齐', en: 'left / centre / right / justify' },
  },
  { keys: 'Alt+↑ / Alt+↓', name: { zh: '上移 / 下移这一段', en: 'move the block up / down' } },
  {
    keys: 'Tab / Shift+Tab',
    name: { zh: '下一格 / 上一格；列表里缩进', en: 'next / previous cell; indent in a list' },
  },
  { keys: '/', name: { zh: '在空段落里：插入什么', en: 'in an empty paragraph: what to insert' } },
  { keys: 'Ctrl+F', name: { zh: '查找和替换', en: 'find and replace' } },
  { keys: 'F8 / Alt+Enter', name: { zh: '校对：下一处 / 采用', en: 'proofreading: next / accept' } },
  { keys: 'Ctrl+Z / Ctrl+Shift+Z', name: { zh: '撤销 / 重做', en: 'undo / redo' } },
  { keys: 'Ctrl+Shift+V', name: { zh: '只粘贴文字', en: 'paste words only' } },
  { keys: 'Alt+F10', name: { zh: '到工具栏（左右键移动）', en: 'to the tools (left and right keys move)' } },
  { keys: 'Ctrl+/', name: { zh: '打开这张表', en: 'this sheet' } },
]
