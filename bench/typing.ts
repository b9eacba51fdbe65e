import type { Page } from 'playwright-core'
import { chromiumPath, desk, launch } from '../test/browser/browser'
import { openEditor } from '../test/browser/editor-page'
import { quantile, ratioOf, type Ratio } from './side-by-side'

const characters = 20_000
const pictures = 30
const keys = 200
/** What a hand feels as at once. */
const atOnceMs = 50
/** A hand that hurries; slower than this each key waits for its own work only. */
const betweenMs = 60

const sentence = '十一月二十日，首批智能阀门在西部管网通过验收，运行平稳，各项指标符合设计要求。'
const pixel = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='

function article(): { html: string; shown: { id: string; url: string }[] } {
  const shown = Array.from({ length: pictures }, (_, index) => ({ id: `m${index}`, url: pixel }))
  const each = Math.ceil(characters / sentence.length / pictures)
  const html = shown
    .map(
      ({ id }) =>
        `<h2>进展</h2><p>${sentence.repeat(Math.ceil(each / 2))}</p><p>${sentence.repeat(Math.floor(each / 2))}</p>` +
        `<figure data-media="${id}"><img alt="现场"><figcaption>现场</figcaption></figure>`,
    )
    .join('')
  return { html, shown }
}

/** Milliseconds from each key to the frame that shows it, as the page itself sees them. */
async function timesOf(page: Page): Promise<number[]> {
  await page.evaluate(`(() => {
    window.times = []
    document.querySelector('.tiptap').addEventListener('keydown', ({ timeStamp }) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => window.times.push(performance.now() - timeStamp)
        channel.port2.postMessage(undefined)
      })
    }, true)
  })()`)
  const paragraphs = page.locator('.tiptap > p')
  await paragraphs.nth(Math.floor((await paragraphs.count()) / 2)).click()
  for (let key = 0; key < keys; key++) {
    await page.keyboard.press('a')
    await page.waitForTimeout(betweenMs)
  }
  return (await page.evaluate('window.times')) as number[]
}

/** A key in an article of 20,000 characters with 30 pictures, in Chromium: as this machine is, and four times slower. */
export async function typing(): Promise<Ratio[]> {
  if (!chromiumPath) throw new Error('typing is measured in Chromium, and this machine has none')
  const browser = await launch()
  const { html, shown } = article()
  const measured = async (slower: number): Promise<Ratio[]> => {
    const context = await browser.newContext({ viewport: desk })
    const page = await context.newPage()
    await openEditor(page, { html, pictures: shown })
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })
    const times = await timesOf(page)
    await context.close()
    if (times.length !== keys) throw new Error(`${times.length} of ${keys} keys were seen`)
    const row = (what: string, share: number, goal?: number) =>
      ratioOf({
        ...{ bench: 'typing', what: `key to paint, ${what}, ${slower} × slower / 50 ms`, unit: 'ms' },
        ...{ ours: quantile(times, share), other: atOnceMs },
        ...(goal !== undefined && { goal }),
      })
    return [row('median', 0.5), row('p95', 0.95, slower === 1 ? 1 : undefined)]
  }
  try {
    return [...(await measured(1)), ...(await measured(4))]
  } finally {
    await browser.close()
  }
}
