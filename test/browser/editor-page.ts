import { join } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'

const entry = (language: 'zh' | 'en') => `
import '@mantine/core/styles.css'
import './portal.css'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { ArticleEditor } from './article/editor'
import { LanguageProvider } from './language'
import { Look } from './look'

localStorage.setItem('qianfa.language', '${language}')
window.article = { html: '', uploads: [] }

function Page() {
  const [pictures, setPictures] = useState(window.givenPictures ?? [])
  return (
    <ArticleEditor
      html={window.givenHtml ?? ''}
      findings={[]}
      pictures={pictures}
      onChange={(html) => { window.article.html = html }}
      upload={async (file) => {
        const mediaId = 'media-' + (window.article.uploads.length + 1)
        window.article.uploads.push({ name: file.name, type: file.type, bytes: file.size })
        setPictures((all) => [...all, { id: mediaId, fileName: file.name, state: 'accepted', findings: [], url: URL.createObjectURL(file) }])
        return { mediaId }
      }}
    />
  )
}
createRoot(document.getElementById('root')).render(
  <Look><LanguageProvider><main style={{ padding: 8 }}><Page /></main></LanguageProvider></Look>,
)
`

const built = new Map<string, Promise<{ script: string; style: string }>>()

/** The editor alone, as the portal builds it. */
function editorBundle(language: 'zh' | 'en'): Promise<{ script: string; style: string }> {
  const known = built.get(language)
  if (known) return known
  const making = build({
    stdin: {
      contents: entry(language),
      loader: 'tsx',
      resolveDir: join(__dirname, '../../web/src'),
    },
    bundle: true,
    write: false,
    outdir: 'editor',
    format: 'iife',
    jsx: 'automatic',
    minify: true,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
  }).then(({ outputFiles }) => ({
    script: outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? '',
    style: outputFiles.find(({ path }) => path.endsWith('.css'))?.text ?? '',
  }))
  built.set(language, making)
  return making
}

/** What the officer's page would save, and what was uploaded from it. */
export interface Written {
  html: string
  uploads: { name: string; type: string; bytes: number }[]
}

/** Opens the editor alone in a page, without a service; uploads are accepted at once. */
export async function openEditor(
  page: Page,
  given: { html?: string; language?: 'zh' | 'en'; pictures?: { id: string; url: string }[] } = {},
): Promise<void> {
  const { html = '', language = 'zh', pictures = [] } = given
  const { script, style } = await editorBundle(language)
  const shown = pictures.map((one) => ({
    ...one,
    fileName: `${one.id}.jpg`,
    state: 'accepted',
    findings: [],
  }))
  await page.route('http://editor.example/', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="${language}"><meta name="viewport" content="width=device-width"><title>editor</title><style>${style}</style><div id="root"></div><script>window.givenHtml=${JSON.stringify(html).replaceAll('<', '\\u003c')};window.givenPictures=${JSON.stringify(shown)}</script><script src="editor.js"></script></html>`,
    }),
  )
  await page.route('http://editor.example/editor.js', (route) =>
    route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: script }),
  )
  await page.goto('http://editor.example/')
  await page.locator('.tiptap').waitFor()
}

/** What has been written, once the editor has written it out. */
export async function writtenIn(page: Page): Promise<Written> {
  await page.waitForTimeout(300)
  return (await page.evaluate('window.article')) as Written
}

/** Puts these flavours on a clipboard and pastes them into the text, as a browser does. */
export async function paste(
  page: Page,
  flavours: Record<string, string>,
  files: { name: string; type: string; base64: string }[] = [],
): Promise<void> {
  // Written as text: these are things of a browser, which the tests of a server do not know.
  await page.evaluate(`(() => {
    const data = new DataTransfer()
    for (const [type, text] of Object.entries(${JSON.stringify(flavours)})) data.setData(type, text)
    for (const { name, type, base64 } of ${JSON.stringify(files)}) {
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
      data.items.add(new File([bytes], name, { type }))
    }
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    document.querySelector('.tiptap').dispatchEvent(event)
  })()`)
}
