import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { aStack, type Stack } from '../kit/cloud'
import { seriousOn } from './axe'
import { desk, inChromium, launch, phone, signIn, watchedPage } from './browser'
import { aBusyDay, throughEveryPage, type Shown } from './every-page'

jest.setTimeout(900_000)

/** `SCREENSHOTS=<folder> npx jest test/browser/every-page` keeps a picture of every page (`npm run screenshots`). */
const folder = process.env['SCREENSHOTS']

let stack: Stack
let browser: Browser
let shown: Shown[]
const contexts: BrowserContext[] = []
const troubles: string[][] = []

inChromium('every page', () => {
  beforeAll(async () => {
    stack = await aStack()
    browser = await launch()
    shown = await aBusyDay(stack)
    if (folder) mkdirSync(folder, { recursive: true })
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
    await stack?.stop()
  })

  const opening = (viewport: typeof phone, language: 'zh' | 'en') => async () => {
    const context = await browser.newContext({ viewport, locale: language === 'zh' ? 'zh-CN' : 'en-GB' })
    await context.addInitScript(
      `if (window === window.top) localStorage.setItem('qianfa.language', '${language}')`,
    )
    contexts.push(context)
    const watched = await watchedPage(context)
    troubles.push(watched.troubles)
    return watched.page
  }

  it.each([
    ['a phone, in Chinese', phone, 'zh' as const],
    ['a phone, in English', phone, 'en' as const],
    ['a desk, in Chinese', desk, 'zh' as const],
    ['a desk, in English', desk, 'en' as const],
  ])(
    'shows a screen reader and %s everything: axe finds nothing serious, no text is cut',
    async (name, viewport, language) => {
      const found: Record<string, unknown> = {}
      await throughEveryPage(stack, shown, opening(viewport, language), async (page, one) => {
        const serious = await seriousOn(page)
        const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
        if (serious.length > 0 || width > viewport.width) found[one.name] = { serious, width }
        if (folder)
          await page.screenshot({
            path: join(folder, `${one.name}-${viewport.width}-${language}.png`),
            fullPage: true,
          })
      })
      expect({ name, found }).toEqual({ name, found: {} })
    },
  )

  it('moves an article to another day by keyboard, as by dragging it', async () => {
    const page = await opening(desk, 'zh')()
    await signIn(stack, page, 'editor')
    await page.goto(`${stack.cloud.url}/portal/editions`)
    const articleOn = (day: string) =>
      page.locator('.calendar > li').filter({ hasText: day }).locator('.day-article')
    const article = articleOn('11月25日')
    await article.focus()
    const moved = page.waitForResponse((response) => response.url().endsWith('/move'))
    for (const key of ['Space', 'ArrowRight', 'Space']) {
      await page.keyboard.press(key)
      // The library moves the article in an animation before it takes the next key.
      await page.waitForTimeout(500)
    }
    expect((await moved).status()).toBe(200)
    await articleOn('11月26日').waitFor()
  })

  it('authorises the Weibo account again, by way of Weibo’s own page', async () => {
    const page = await opening(phone, 'zh')()
    await signIn(stack, page, 'editor')
    await page.goto(`${stack.cloud.url}/portal/accounts`)
    // Until somebody has looked, any account would be a first one, which takes two people.
    await page.getByRole('button', { name: '现在检查' }).last().click()
    await page.getByText('1404376560').waitFor()
    await page.getByRole('button', { name: '重新授权' }).click()
    await page.getByRole('button', { name: /江南管道集团/ }).click()
    await page.getByText('微博账号已授权').waitFor()
    await page.getByText('1404376560').waitFor()
    expect(await seriousOn(page)).toEqual([])
    if (folder) await page.screenshot({ path: join(folder, 'authorised.png'), fullPage: true })
  })

  it('runs nothing that is not ours and breaks no rule of its own: no blocked style, no script error', () => {
    expect(troubles.flat()).toEqual([])
  })
})
