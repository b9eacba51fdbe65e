import { join } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import type { Cover } from '../../lib/submission/content'

/** The box of the cover as the page of a draft has it, with these pictures accepted and no service. */
const entry = `
import '@mantine/core/styles.css'
import './portal.css'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { CoverBox } from './submissions/cover-box'
import { CoverLooks } from './article/cover-looks'
import { LanguageProvider } from './language'
import { Look } from './look'

localStorage.setItem('qianfa.language', 'zh')
const { pictures } = window.given

function Page() {
  const [content, setContent] = useState({ mediaIds: pictures.map(({ id }) => id), channels: ['wechat'] })
  window.content = content
  const draft = { content, change: (part) => setContent((now) => ({ ...now, ...part })) }
  const media = pictures.map(({ id, fileName, facts }) => ({ id, kind: 'picture', state: 'accepted', fileName, facts, findings: [] }))
  const links = pictures.map(({ id, url }) => ({ id, url, playable: false }))
  const at = links.find(({ id }) => id === content.cover?.mediaId)
  return (
    <>
      <CoverBox shown={{ media }} draft={draft} preview={{ media: links }} upload={async () => ({ mediaId: pictures[1].id })} />
      <CoverLooks title="新一代智能阀门在西部管网投用，首批通过验收" digest="十一月二十日，首批智能阀门通过验收。" unitName="市场部" cover={content.cover ?? {}} url={at?.url} />
    </>
  )
}
createRoot(document.getElementById('root')).render(
  <Look><LanguageProvider><main style={{ padding: 8 }}><h1>写稿</h1><Page /></main></LanguageProvider></Look>,
)
`

let built: Promise<{ script: string; style: string }> | undefined

function bundle(): Promise<{ script: string; style: string }> {
  built ??= build({
    stdin: { contents: entry, loader: 'tsx', resolveDir: join(__dirname, '../../web/src') },
    ...{ bundle: true, write: false, outdir: 'cover', format: 'iife', jsx: 'automatic', minify: true },
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
  }).then(({ outputFiles }) => ({
    script: outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? '',
    style: outputFiles.find(({ path }) => path.endsWith('.css'))?.text ?? '',
  }))
  return built
}

export interface GivenPicture {
  id: string
  fileName: string
  jpeg: Buffer
  facts: { width: number; height: number }
}

/** `readable`: whether the store of pictures lets a page read their bytes. */
export async function openCover(page: Page, pictures: GivenPicture[], readable = true): Promise<void> {
  const { script, style } = await bundle()
  const shown = pictures.map(({ id, fileName, facts }) => ({
    ...{ id, fileName, facts, url: `http://store.example/${id}.jpg` },
  }))
  await page.route('http://cover.example/', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="zh"><meta name="viewport" content="width=device-width"><title>cover</title><style>${style}</style><div id="root"></div><script>window.given=${JSON.stringify({ pictures: shown })}</script><script src="cover.js"></script></html>`,
    }),
  )
  await page.route('http://cover.example/cover.js', (route) =>
    route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: script }),
  )
  await page.route('http://store.example/*', (route) => {
    const id = /([\w-]+)\.jpg/.exec(route.request().url())?.[1]
    if (!readable && route.request().resourceType() === 'fetch') return route.abort('accessdenied')
    return route.fulfill({
      contentType: 'image/jpeg',
      headers: { 'access-control-allow-origin': '*' },
      body: pictures.find((one) => one.id === id)!.jpeg,
    })
  })
  await page.goto('http://cover.example/')
  await page.getByRole('heading', { name: '封面' }).waitFor()
}

/** The cover as it would be saved, once both crops are there. */
export async function coverOn(page: Page): Promise<Cover> {
  await page.waitForFunction('window.content.cover?.crop235 && window.content.cover?.crop1')
  return (await page.evaluate('window.content.cover')) as Cover
}
