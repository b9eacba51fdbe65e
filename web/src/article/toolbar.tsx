import { ActionIcon, Button, Group, Menu, Popover, TextInput, type ActionIconProps } from '@mantine/core'
import {
  IconAlignCenter,
  IconAlignJustified,
  IconAlignLeft,
  IconAlignRight,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconCode,
  IconFileImport,
  IconHelp,
  IconHighlight,
  IconItalic,
  IconLayoutGridAdd,
  IconLibraryPhoto,
  IconLineHeight,
  IconLink,
  IconList,
  IconMoodSmile,
  IconPalette,
  IconPhoto,
  IconPlus,
  IconSearch,
  IconStrikethrough,
  IconSubscript,
  IconSuperscript,
  IconTextSize,
  IconTextSpellcheck,
  IconUnderline,
  type Icon,
} from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import {
  alignments,
  grounds,
  isPlatformLink,
  lineHeights,
  palette,
  sizes,
} from '../../../lib/article/language'
import { useLanguage } from '../language'
import { selectedHtml, type KeptBlocks } from './kept-blocks'
import { insertArticle } from './paste'
import { readyBlocks } from './ready-blocks'
import { blockCommands, insertCommands, listCommands, tableCommands, type Command } from './commands'
import { ChooseFiles } from '../parts/choose-files'

interface Tool {
  icon: Icon
  zh: string
  en: string
  on?: boolean
  run: () => void
  disabled?: boolean
}

function ToolButton({ icon: Picture, zh, en, on, run, disabled, ...rest }: Tool & ActionIconProps) {
  const { say } = useLanguage()
  return (
    <ActionIcon
      {...rest}
      variant={on ? 'filled' : 'subtle'}
      color={on ? 'seal' : 'dark'}
      size={34}
      onClick={run}
      disabled={disabled}
      aria-pressed={on}
      aria-label={say(zh, en)}
      title={say(zh, en)}
    >
      <Picture size={18} />
    </ActionIcon>
  )
}

function ToolMenu({
  icon: Picture,
  label,
  zh,
  en,
  children,
}: {
  icon?: Icon
  label?: string
  zh: string
  en: string
  children: ReactNode
}) {
  const { say } = useLanguage()
  return (
    <Menu withinPortal={false} position="bottom-start" returnFocus={false} shadow="md" zIndex={200}>
      <Menu.Target>
        {Picture ? (
          <ActionIcon variant="subtle" color="dark" size={34} aria-label={say(zh, en)} title={say(zh, en)}>
            <Picture size={18} />
          </ActionIcon>
        ) : (
          <Button
            variant="default"
            size="compact-md"
            px={10}
            aria-label={say(`${zh}：${label}`, `${en}: ${label}`)}
            title={say(zh, en)}
          >
            {label}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  )
}

function Items({ commands, editor }: { commands: Command[]; editor: Editor }) {
  const { tell } = useLanguage()
  return commands.map((command) => (
    <Menu.Item
      key={command.id}
      onClick={() => command.run(editor)}
      rightSection={command.keys && <kbd>{command.keys}</kbd>}
    >
      {tell(command.name)}
    </Menu.Item>
  ))
}

const Dot = ({ colour }: { colour: string }) => (
  <span className="article-swatch" style={{ background: colour }} />
)

function Colours({ editor }: { editor: Editor }) {
  const { say, tell } = useLanguage()
  return (
    <>
      <ToolMenu icon={IconPalette} zh="文字颜色" en="Colour of words">
        <Menu.Item onClick={() => editor.chain().focus().unsetColor().run()}>
          {say('默认', 'as the theme')}
        </Menu.Item>
        {palette.map(({ value, name }) => (
          <Menu.Item
            key={value}
            leftSection={<Dot colour={value} />}
            onClick={() => editor.chain().focus().setColor(value).run()}
          >
            {tell(name)}
          </Menu.Item>
        ))}
      </ToolMenu>
      <ToolMenu icon={IconHighlight} zh="突出显示" en="Highlight">
        <Menu.Item onClick={() => editor.chain().focus().unsetHighlight().run()}>
          {say('无', 'none')}
        </Menu.Item>
        {grounds.map(({ value, name }) => (
          <Menu.Item
            key={value}
            leftSection={<Dot colour={value} />}
            onClick={() => editor.chain().focus().setHighlight({ color: value }).run()}
          >
            {tell(name)}
          </Menu.Item>
        ))}
      </ToolMenu>
      <ToolMenu icon={IconTextSize} zh="字号" en="Size">
        <Menu.Item onClick={() => editor.chain().focus().unsetFontSize().run()}>
          {say('默认', 'as the theme')}
        </Menu.Item>
        {sizes.map((size) => (
          <Menu.Item key={size} onClick={() => editor.chain().focus().setFontSize(`${size}px`).run()}>
            {size} px
          </Menu.Item>
        ))}
      </ToolMenu>
    </>
  )
}

const alignIcons = {
  left: IconAlignLeft,
  center: IconAlignCenter,
  right: IconAlignRight,
  justify: IconAlignJustified,
}
const alignNames = {
  left: ['左对齐', 'Left'],
  center: ['居中', 'Centre'],
  right: ['右对齐', 'Right'],
  justify: ['两端对齐', 'Justify'],
} as const

function Lines({ editor }: { editor: Editor }) {
  const { say } = useLanguage()
  return (
    <>
      <ToolMenu icon={IconAlignLeft} zh="对齐" en="Alignment">
        {alignments.map((align) => {
          const Picture = alignIcons[align]
          return (
            <Menu.Item
              key={align}
              leftSection={<Picture size={16} />}
              onClick={() => editor.chain().focus().setTextAlign(align).run()}
            >
              {say(alignNames[align][0], alignNames[align][1])}
            </Menu.Item>
          )
        })}
      </ToolMenu>
      <ToolMenu icon={IconList} zh="列表和缩进" en="Lists and indents">
        <Items commands={listCommands} editor={editor} />
      </ToolMenu>
      <ToolMenu icon={IconLineHeight} zh="行距" en="Line spacing">
        <Menu.Item onClick={() => editor.chain().focus().setLines(null).run()}>
          {say('默认', 'as the theme')}
        </Menu.Item>
        {lineHeights.map((one) => (
          <Menu.Item key={one} onClick={() => editor.chain().focus().setLines(one).run()}>
            {one}
          </Menu.Item>
        ))}
      </ToolMenu>
    </>
  )
}

function LinkTool({ editor }: { editor: Editor }) {
  const { say } = useLanguage()
  const [open, setOpen] = useState(false)
  const [href, setHref] = useState('')
  const refused = href !== '' && !isPlatformLink(href)
  const set = () => {
    const chain = editor.chain().focus().extendMarkRange('link')
    if (href === '') chain.unsetLink().run()
    else if (!refused) chain.setLink({ href }).run()
    if (!refused) setOpen(false)
  }
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      withinPortal={false}
      trapFocus
      width={300}
      shadow="md"
      zIndex={200}
    >
      <Popover.Target>
        <ActionIcon
          variant={editor.isActive('link') ? 'filled' : 'subtle'}
          color={editor.isActive('link') ? 'seal' : 'dark'}
          size={34}
          aria-label={say('链接', 'Link')}
          title={say('链接', 'Link')}
          onClick={() => {
            setHref(String(editor.getAttributes('link')['href'] ?? ''))
            setOpen(!open)
          }}
        >
          <IconLink size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          label={say('公众号文章的地址', 'Address of a WeChat article')}
          placeholder="https://mp.weixin.qq.com/s/…"
          value={href}
          onChange={(event) => setHref(event.currentTarget.value.trim())}
          onKeyDown={(event) => {
            if (event.key === 'Enter') set()
          }}
          error={
            refused &&
            say(
              '微信正文只保留 mp.weixin.qq.com 的链接。别的网址可以：放进“阅读原文”、做成二维码图片，或把网址写在正文里。',
              'WeChat keeps links to mp.weixin.qq.com only. For others: use “read more”, a QR code as a picture, or write the address out.',
            )
          }
        />
        <Group mt="xs" justify="flex-end">
          <Button size="compact-sm" onClick={set} disabled={refused}>
            {href === '' ? say('去掉链接', 'Remove') : say('设好', 'Set')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}

const emoji =
  '😀 😊 👍 👏 🎉 🎊 ❤️ 🔥 ⭐ ✅ ❗ ❓ 📌 📣 📷 📈 📅 📞 📍 🏆 🌟 💡 🔧 🏭 🚀 🤝 🙏 ▲ ● ■ ① ② ③ ℃ ㎡ ™'.split(
    ' ',
  )

/** Pieces to be used again: those that come with the editor, the company's and the unit's, and what is selected to be kept. */
function Blocks({ editor, kept }: { editor: Editor; kept: KeptBlocks | undefined }) {
  const { say } = useLanguage()
  const canKeep = useEditorState({ editor, selector: ({ editor: one }) => !one.state.selection.empty })
  const put = async (id: string) => {
    const html = await kept?.load(id)
    if (html !== undefined) insertArticle(editor, html)
    editor.commands.focus()
  }
  return (
    <ToolMenu icon={IconLayoutGridAdd} zh="常用块" en="Blocks">
      <Items commands={readyBlocks} editor={editor} />
      {kept && kept.list.length > 0 && <Menu.Divider />}
      {kept?.list.map(({ id, name, company }) => (
        <Menu.Item
          key={id}
          onClick={() => void put(id)}
          rightSection={<small>{company ? say('公司', 'company') : say('本单位', 'unit')}</small>}
        >
          {name}
        </Menu.Item>
      ))}
      {kept?.keep && (
        <>
          <Menu.Divider />
          <Menu.Item disabled={!canKeep} onClick={() => kept.keep?.(selectedHtml(editor))}>
            {say('把选中的内容存为常用块', 'Keep the selection as a block')}
          </Menu.Item>
        </>
      )}
    </ToolMenu>
  )
}

/** Arrow keys go from tool to tool, as in any toolbar. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  const target = event.target as HTMLElement
  if (!step || target.closest('[role="menu"], input')) return
  const tools = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')].filter(
    (one) => !one.closest('[role="menu"]'),
  )
  tools[(tools.indexOf(target) + step + tools.length) % tools.length]?.focus()
  event.preventDefault()
}

/** The tools of the editor: each a button with a name, in rows that fit a phone. */
export function Toolbar(given: {
  editor: Editor
  importFile: (file: File | null) => void
  pictures: (files: File[]) => void
  find: () => void
  proof: () => void
  help: () => void
  kept: KeptBlocks | undefined
}) {
  const { editor } = given
  const { say, tell } = useLanguage()
  const now = useEditorState({
    editor,
    selector: ({ editor: one }) => ({
      block: [1, 2, 3].find((level) => one.isActive('heading', { level })) ?? 0,
      on: ['bold', 'italic', 'underline', 'strike', 'superscript', 'subscript', 'code'].filter((name) =>
        one.isActive(name),
      ),
      link: one.isActive('link'),
      table: one.isActive('table'),
      undo: one.can().undo(),
      redo: one.can().redo(),
    }),
  })
  const mark = (icon: Icon, name: string, zh: string, en: string, run: () => void) => (
    <ToolButton icon={icon} zh={zh} en={en} on={now.on.includes(name)} run={run} />
  )
  const chain = () => editor.chain().focus()
  return (
    <div
      className="article-toolbar"
      role="toolbar"
      tabIndex={-1}
      aria-label={say('正文工具', 'Text tools')}
      onKeyDown={onArrow}
    >
      <Group gap={2}>
        <ToolButton
          icon={IconArrowBackUp}
          zh="撤销"
          en="Undo"
          disabled={!now.undo}
          run={() => chain().undo().run()}
        />
        <ToolButton
          icon={IconArrowForwardUp}
          zh="重做"
          en="Redo"
          disabled={!now.redo}
          run={() => chain().redo().run()}
        />
        <ToolMenu label={tell(blockCommands[now.block]!.name)} zh="段落样式" en="Paragraph style">
          <Items commands={blockCommands} editor={editor} />
        </ToolMenu>
        {mark(IconBold, 'bold', '加粗', 'Bold', () => chain().toggleBold().run())}
        {mark(IconItalic, 'italic', '斜体', 'Italic', () => chain().toggleItalic().run())}
        {mark(IconUnderline, 'underline', '下划线', 'Underline', () => chain().toggleUnderline().run())}
        {mark(IconStrikethrough, 'strike', '删除线', 'Strike', () => chain().toggleStrike().run())}
        {mark(IconSuperscript, 'superscript', '上标', 'Superscript', () =>
          chain().toggleRaised('superscript').run(),
        )}
        {mark(IconSubscript, 'subscript', '下标', 'Subscript', () => chain().toggleRaised('subscript').run())}
        {mark(IconCode, 'code', '代码字体', 'Code', () => chain().toggleCode().run())}
        <Colours editor={editor} />
        <Lines editor={editor} />
        <ChooseFiles multiple accept="image/*" onChange={given.pictures}>
          {(props) => (
            <ActionIcon
              {...props}
              variant="subtle"
              color="dark"
              size={34}
              aria-label={say('插入图片', 'Insert pictures')}
              title={say('插入图片', 'Insert pictures')}
            >
              <IconPhoto size={18} />
            </ActionIcon>
          )}
        </ChooseFiles>
        <ToolMenu icon={IconPlus} zh="插入" en="Insert">
          <Items commands={insertCommands} editor={editor} />
        </ToolMenu>
        <Blocks editor={editor} kept={given.kept} />
        {given.kept && (
          <ToolButton
            icon={IconLibraryPhoto}
            zh="从素材库插入图片"
            en="Pictures of the library"
            run={() =>
              given.kept?.choosePicture((mediaId) =>
                insertArticle(editor, `<figure data-media="${mediaId}"><img></figure>`),
              )
            }
          />
        )}
        <LinkTool editor={editor} />
        <ToolMenu icon={IconMoodSmile} zh="表情和符号" en="Emoji and signs">
          <div className="article-emoji">
            {emoji.map((one) => (
              <Menu.Item key={one} onClick={() => chain().insertContent(one).run()}>
                {one}
              </Menu.Item>
            ))}
          </div>
        </ToolMenu>
        <ToolButton icon={IconSearch} zh="查找和替换" en="Find and replace" run={given.find} />
        <ToolButton icon={IconTextSpellcheck} zh="校对" en="Proofread" run={given.proof} />
        <ChooseFiles accept=".docx,.md,.markdown,.txt,.html,.htm" onChange={given.importFile}>
          {(props) => (
            <Button
              {...props}
              variant="subtle"
              color="dark"
              size="compact-md"
              leftSection={<IconFileImport size={18} />}
            >
              {say('导入文件', 'Import a file')}
            </Button>
          )}
        </ChooseFiles>
        <ToolButton icon={IconHelp} zh="快捷键" en="Keys" run={given.help} />
      </Group>
      {now.table && (
        <Group gap={4} mt={4} role="group" aria-label={say('表格工具', 'Table tools')}>
          {tableCommands.map((command) => (
            <Button key={command.id} size="compact-xs" variant="default" onClick={() => command.run(editor)}>
              {tell(command.name)}
            </Button>
          ))}
          <ToolMenu icon={IconPalette} zh="单元格底色" en="Ground of the cell">
            <Menu.Item onClick={() => chain().updateAttributes('tableCell', { ground: null }).run()}>
              {say('无', 'none')}
            </Menu.Item>
            {grounds.map(({ value, name }) => (
              <Menu.Item
                key={value}
                leftSection={<Dot colour={value} />}
                onClick={() => chain().updateAttributes('tableCell', { ground: value }).run()}
              >
                {tell(name)}
              </Menu.Item>
            ))}
          </ToolMenu>
        </Group>
      )}
    </div>
  )
}
