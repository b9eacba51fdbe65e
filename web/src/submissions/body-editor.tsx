import '@mantine/tiptap/styles.css'
import { Button, FileButton, Group, Input, Text } from '@mantine/core'
import { Link, RichTextEditor } from '@mantine/tiptap'
import { IconFileTypeDocx } from '@tabler/icons-react'
import { useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { useEffect, useState } from 'react'
import type { Finding } from '../../../lib/policy/finding'
import { useLanguage } from '../language'
import { HitMarks, showFindings } from './hit-marks'

/** Words and structure of a Word document; its pictures are uploaded on their own (10.2 wants them as files). */
async function htmlOfWord(file: File): Promise<{ html: string; pictures: number }> {
  const { default: mammoth } = await import('mammoth')
  let pictures = 0
  const { value } = await mammoth.convertToHtml(
    { arrayBuffer: await file.arrayBuffer() },
    {
      convertImage: mammoth.images.imgElement(() => {
        pictures++
        return Promise.resolve({ src: '' })
      }),
    },
  )
  return { html: value.replace(/<img[^>]*>/g, ''), pictures }
}

/**
 * The article's text, with what the word screen found marked in it. Pasting keeps paragraphs, headings, lists, bold,
 * italic and links; the rest falls away.
 */
export function BodyEditor({
  html,
  findings,
  onChange,
}: {
  html: string
  findings: Finding[]
  onChange: (html: string) => void
}) {
  const { say, tell } = useLanguage()
  const [said, setSaid] = useState('')
  const editor = useEditor({
    extensions: [
      StarterKit.configure({ link: false, heading: { levels: [2, 3] } }),
      Link.configure({ openOnClick: false }),
      HitMarks,
    ],
    injectCSS: false,
    content: html,
    editorProps: {
      attributes: {
        'aria-label': say('正文', 'Text of the article'),
        role: 'textbox',
        'aria-multiline': 'true',
      },
    },
    onUpdate: (update) => onChange(update.editor.isEmpty ? '' : update.editor.getHTML()),
  })

  useEffect(() => {
    if (editor) showFindings(editor, { findings, tell: ({ message }) => tell(message) })
  }, [editor, findings, tell])

  async function importWord(file: File | null) {
    if (!file || !editor) return
    try {
      const word = await htmlOfWord(file)
      editor.chain().focus().insertContent(word.html).run()
      setSaid(
        word.pictures > 0
          ? say(
              `已导入《${file.name}》的文字；其中 ${word.pictures} 张图片请用下面的“上传”单独上传。`,
              `The text of “${file.name}” is in; upload its ${word.pictures} pictures below.`,
            )
          : say(`已导入《${file.name}》。`, `“${file.name}” is in.`),
      )
    } catch (error) {
      // Not a Word file, or one it cannot read: said here, kept in the browser's log.
      console.warn(error)
      setSaid(
        say(
          `读不了《${file.name}》：只支持 .docx；旧的 .doc 请先在 Word 里另存为 .docx。`,
          `“${file.name}” cannot be read: only .docx works; save an old .doc as .docx in Word first.`,
        ),
      )
    }
  }

  return (
    <Input.Wrapper
      label={say('正文', 'Text')}
      withAsterisk
      labelElement="div"
      description={say('可以直接从 Word 粘贴', 'you may paste from Word')}
    >
      <RichTextEditor editor={editor} className="editor-surface" mt={4}>
        <RichTextEditor.Toolbar>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Bold aria-label={say('加粗', 'Bold')} title={say('加粗', 'Bold')} />
            <RichTextEditor.Italic aria-label={say('斜体', 'Italic')} title={say('斜体', 'Italic')} />
            <RichTextEditor.H2 aria-label={say('大标题', 'Heading')} title={say('大标题', 'Heading')} />
            <RichTextEditor.H3 aria-label={say('小标题', 'Subheading')} title={say('小标题', 'Subheading')} />
            <RichTextEditor.BulletList aria-label={say('列表', 'List')} title={say('列表', 'List')} />
            <RichTextEditor.OrderedList aria-label={say('编号', 'Numbers')} title={say('编号', 'Numbers')} />
            <RichTextEditor.Blockquote aria-label={say('引用', 'Quote')} title={say('引用', 'Quote')} />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Undo aria-label={say('撤销', 'Undo')} title={say('撤销', 'Undo')} />
            <RichTextEditor.Redo aria-label={say('重做', 'Redo')} title={say('重做', 'Redo')} />
          </RichTextEditor.ControlsGroup>
          <FileButton
            accept=".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            onChange={(file) => void importWord(file)}
          >
            {(props) => (
              <Button
                {...props}
                variant="subtle"
                size="compact-sm"
                leftSection={<IconFileTypeDocx size={16} />}
              >
                {say('导入 Word', 'Import Word')}
              </Button>
            )}
          </FileButton>
        </RichTextEditor.Toolbar>
        <RichTextEditor.Content />
      </RichTextEditor>
      <Group role="status">{said && <Text size="sm">{said}</Text>}</Group>
    </Input.Wrapper>
  )
}
