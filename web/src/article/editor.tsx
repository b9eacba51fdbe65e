import './editor.css'
import { Group, Input, Text } from '@mantine/core'
import type { Editor } from '@tiptap/core'
import { EditorContent, ReactNodeViewRenderer, useEditor } from '@tiptap/react'
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { Finding } from '../../../lib/policy/finding'
import type { Thread } from '../../../lib/submission/comment'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { HitMarks, showFindings } from '../submissions/hit-marks'
import { CommentMarks, markThreads, standingThreads } from '../together/comment-marks'
import { surfaceOf, type Surface } from '../together/surface'
import type { Change } from './import/changes'
import { DragHandle } from './drag-handle'
import { Figure } from './figure'
import { FigureView } from './figure-view'
import { Find } from './find'
import { FindBar } from './find-bar'
import { Help } from './help'
import { fromHtml } from './import/from-html'
import { fromText } from './import/from-text'
import type { CompanyNames } from '../../../lib/article/company-names'
import type { KeptBlocks } from './kept-blocks'
import { moveCurrent } from './move'
import { insertArticle, renumbered, takeIn, type Arrival } from './paste'
import { fillWanted, lastWanted, Pictures, type ShownPicture } from './pictures'
import { Proof } from './proof'
import { ProofBar } from './proof-bar'
import { ImportReport } from './report'
import { articleExtensions } from './schema'
import { SlashMenu } from './slash-menu'
import { Toolbar } from './toolbar'

/** How long the hand rests before the text is written out: writing it out costs more than a letter. */
const restMs = 150

const isJpeg = (file: Blob) => file.type === 'image/jpeg'
const notJpeg: Change = {
  kind: 'todo',
  what: {
    zh: '这张图片不是 JPEG，制度只收 JPEG（大于 1 MB、小于 5 MB）：请另存为 JPEG 后在它的位置上传',
    en: 'this picture is no JPEG, and the rules take JPEG only (above 1 MB, below 5 MB): save it as JPEG and upload it in its place',
  },
  places: [],
  count: 1,
}

async function readFile(file: File) {
  if (/\.docx$/i.test(file.name)) {
    const { fromDocx } = await import('./import/from-docx')
    return fromDocx(await file.arrayBuffer())
  }
  // Bytes of another format would come in as signs nobody wrote.
  if (!/\.(md|markdown|txt|html?)$/i.test(file.name)) throw new Error(`no document: ${file.name}`)
  const text = await file.text()
  return /\.html?$/i.test(file.name) ? fromHtml(text) : fromText(text)
}

const extensions = (pictures: Pictures) => [
  ...articleExtensions.filter(({ name }) => name !== 'figure'),
  Figure.extend({
    addOptions: () => ({ pictures }),
    addNodeView: () => ReactNodeViewRenderer(FigureView),
  }),
  HitMarks,
  Find,
  Proof,
  CommentMarks,
]

export interface ArticleEditorProps {
  html: string
  findings: Finding[]
  pictures: readonly ShownPicture[]
  onChange: (html: string) => void
  /** how people and units of the company are written, for the proofreader */
  names?: CompanyNames
  /** what the company and the unit keep for their articles */
  kept?: KeptBlocks
  /** begins an upload; resolves with the id of the file, or with why it is refused */
  upload: (file: File) => Promise<{ mediaId: string } | { error: unknown }>
  /** set for as long as the body can be written: whoever merges into it asks there */
  surface?: RefObject<Surface | undefined>
  /** what was said of its passages and is not settled */
  threads?: readonly Thread[]
  /** ids of the threads whose passage stands in the text, in its order */
  onStanding?: (ids: string[]) => void
}

/** The article's text: written, pasted, imported and laid out here, in the language that the service renders. */
export function ArticleEditor(given: ArticleEditorProps) {
  const { html, findings } = given
  const { say, tell } = useLanguage()
  const [pictures] = useState(() => new Pictures())
  const [changes, setChanges] = useState<Change[]>([])
  const [refused, setRefused] = useState<{ name: string; error: unknown }[]>([])
  const [finding, setFinding] = useState(false)
  const [proofing, setProofing] = useState(false)
  const [helping, setHelping] = useState(false)
  const [count, setCount] = useState({ signs: 0, pictures: 0 })
  const slashKeys = useRef((_: KeyboardEvent) => false)
  const proofKeys = useRef((_: KeyboardEvent) => false)
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
  const editorNow = useRef<Editor>(undefined)
  const latest = useRef(given)
  useEffect(() => {
    latest.current = given
  })

  const placeThreads = (editor: Editor) => {
    const { threads = [], onStanding } = latest.current
    const standing = standingThreads(editor)
    const isLost = threads.some(({ id }) => !standing.includes(id))
    if (isLost) markThreads(editor, threads)
    onStanding?.(isLost ? standingThreads(editor) : standing)
  }

  const mark = (editor: Editor) =>
    showFindings(editor, { findings: latest.current.findings, tell: ({ message }) => tell(message) })

  const writeOut = () => {
    clearTimeout(rest.current)
    rest.current = undefined
    const editor = editorNow.current
    if (!editor || editor.isDestroyed) return
    latest.current.onChange(editor.isEmpty ? '' : editor.getHTML())
    placeThreads(editor)
    mark(editor)
    setCount(countOf(editor))
  }

  /** Uploads files one by one; each stands in the text as soon as it is begun. */
  async function place(files: { file: File; wanted?: string }[], at?: number) {
    setRefused([])
    for (const { file, wanted } of files) {
      const begun = isJpeg(file) ? await latest.current.upload(file) : { error: undefined }
      const editor = editorNow.current
      if (!editor) return
      if ('mediaId' in begun) {
        const filled = wanted !== undefined && fillWanted(editor, wanted, begun.mediaId)
        if (!filled) insertArticle(editor, `<figure data-media="${begun.mediaId}"><img></figure>`, at)
      } else if (begun.error === undefined)
        setChanges((known) => [...known, { ...notJpeg, places: [file.name] }])
      else setRefused((known) => [...known, { name: file.name, error: begun.error }])
    }
    writeOut()
  }
  pictures.upload = (wanted, file) => void place([{ file, wanted }])

  const arrived = (arrival: Arrival) => {
    setChanges(arrival.changes)
    const files = arrival.pictures.flatMap(({ key, file }) =>
      file ? [{ file: new File([file], key.replace(/^\d+\. /, ''), { type: file.type }), wanted: key }] : [],
    )
    if (files.length > 0) void place(files)
  }

  const editor = useEditor({
    extensions: useMemo(() => extensions(pictures), [pictures]),
    injectCSS: false,
    content: html,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        'aria-label': say('正文', 'Text of the article'),
        role: 'textbox',
        'aria-multiline': 'true',
      },
      handleKeyDown: (_, event) => slashKeys.current(event) || proofKeys.current(event) || ownKey(event),
      handlePaste: (view, event) => {
        if (!editorNow.current || !view.editable) return false
        return takeIn(editorNow.current, event.clipboardData, { arrived, upload: uploadAll })
      },
      handleDrop: (view, event, _, moved) => {
        if (moved || !editorNow.current) return false
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos
        const taken = takeIn(editorNow.current, event.dataTransfer, { arrived, upload: uploadAll, at })
        if (taken) event.preventDefault()
        return taken
      },
    },
    onCreate: (created) => setCount(countOf(created.editor)),
    onUpdate: () => {
      clearTimeout(rest.current)
      rest.current = setTimeout(writeOut, restMs)
    },
    onBlur: () => {
      if (rest.current !== undefined) writeOut()
    },
  })
  useEffect(() => {
    editorNow.current = editor
    const { surface } = latest.current
    if (surface) surface.current = editor && surfaceOf(editor, writeOut)
    return () => {
      if (rest.current !== undefined) writeOut()
      if (surface) surface.current = undefined
    }
  }, [editor])
  useEffect(() => pictures.show(given.pictures), [pictures, given.pictures])
  useEffect(() => {
    if (!editor || !given.threads) return
    markThreads(editor, given.threads)
    latest.current.onStanding?.(standingThreads(editor))
  }, [editor, given.threads])
  useEffect(() => {
    if (editor) showFindings(editor, { findings, tell: ({ message }) => tell(message) })
  }, [editor, findings, tell])

  const uploadAll = (files: File[], at?: number) =>
    void place(
      files.map((file) => ({ file })),
      at,
    )

  function ownKey(event: KeyboardEvent): boolean {
    const ctrl = event.ctrlKey || event.metaKey
    if (ctrl && event.key === 'f') setFinding(true)
    else if (ctrl && event.key === '/') setHelping(true)
    else if (event.altKey && event.key === 'F10')
      document.querySelector<HTMLElement>('.article-toolbar button:not(:disabled)')?.focus()
    else if (event.altKey && event.key === 'ArrowUp' && editorNow.current) moveCurrent(editorNow.current, -1)
    else if (event.altKey && event.key === 'ArrowDown' && editorNow.current) moveCurrent(editorNow.current, 1)
    else return false
    event.preventDefault()
    return true
  }

  async function importFile(file: File | null) {
    if (!file || !editor) return
    try {
      const imported = renumbered(await readFile(file), lastWanted(editor))
      insertArticle(editor, imported.html)
      arrived({ ...imported, changes: imported.changes })
    } catch (error) {
      // Not a document, or one that cannot be read: said here, kept in the browser's log.
      console.warn(error)
      setChanges([
        {
          kind: 'lost',
          what: {
            zh: `读不了《${file.name}》：收 .docx、.md、.txt 和 .html；旧的 .doc 请先在 Word 里另存为 .docx`,
            en: `“${file.name}” cannot be read: .docx, .md, .txt and .html can; save an old .doc as .docx in Word first`,
          },
          places: [],
          count: 1,
        },
      ])
    }
  }

  return (
    <Input.Wrapper
      label={say('正文', 'Text')}
      withAsterisk
      labelElement="div"
      description={say(
        '可从 Word、Excel、网页和公众号文章粘贴；空段落里输入 / 插入表格、卡片等',
        'paste from Word, Excel, pages and WeChat articles; type / in an empty paragraph to insert',
      )}
    >
      <div
        className="article-editor"
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key === 'f') {
            event.preventDefault()
            setFinding(true)
          }
        }}
      >
        {editor && (
          <Toolbar
            editor={editor}
            importFile={(file) => void importFile(file)}
            pictures={(files) => uploadAll(files)}
            find={() => setFinding(true)}
            proof={() => setProofing(true)}
            help={() => setHelping(true)}
            kept={given.kept}
          />
        )}
        {editor && finding && <FindBar editor={editor} close={() => setFinding(false)} />}
        {editor && proofing && (
          <ProofBar editor={editor} keys={proofKeys} names={given.names} close={() => setProofing(false)} />
        )}
        <div className="article-surface">
          <EditorContent editor={editor} />
          {editor && <DragHandle editor={editor} />}
          {editor && <SlashMenu editor={editor} keys={slashKeys} />}
        </div>
        <Group justify="space-between" className="article-foot">
          <Text size="sm" c="dimmed">
            {say(
              `${count.signs} 字 · 图片 ${count.pictures} 张 · 约读 ${Math.max(1, Math.round(count.signs / 400))} 分钟`,
              `${count.signs} characters · ${count.pictures} pictures · about ${Math.max(1, Math.round(count.signs / 400))} min`,
            )}
          </Text>
        </Group>
      </div>
      {refused.map(({ name, error }) => (
        <div key={name}>
          <Text fw={600} mt="xs">
            {name}
          </Text>
          <Trouble error={error} />
        </div>
      ))}
      {changes.length > 0 && <ImportReport changes={changes} close={() => setChanges([])} />}
      <Help opened={helping} close={() => setHelping(false)} />
    </Input.Wrapper>
  )
}

/** Signs as readers see them, blanks not counted, and pictures in their place. */
function countOf(editor: Editor): { signs: number; pictures: number } {
  let [signs, pictures] = [0, 0]
  editor.state.doc.descendants((node) => {
    if (node.isText) signs += [...(node.text ?? '').replace(/\s/g, '')].length
    if (node.type.name === 'figure' && node.attrs['media']) pictures += 1
  })
  return { signs, pictures }
}
