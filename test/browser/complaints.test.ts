import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { aStack, type Stack } from '../kit/cloud'
import { eventually } from '../../local/demo/visitor'
import { seriousOn } from './axe'
import { desk, inChromium, launch, phone, signIn, watchedPage } from './browser'

jest.setTimeout(600_000)

/** As in every-page: a folder for pictures. */
const folder = process.env['SCREENSHOTS']

let stack: Stack
let browser: Browser
const contexts: BrowserContext[] = []
const troubles: string[][] = []

async function openedBy(
  who: 'officer' | 'editor',
  viewport: typeof desk,
  language: 'zh' | 'en',
): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: language === 'zh' ? 'zh-CN' : 'en-GB' })
  await context.addInitScript(
    `if (window === window.top) localStorage.setItem('qianfa.language', '${language}')`,
  )
  contexts.push(context)
  const watched = await watchedPage(context)
  troubles.push(watched.troubles)
  await signIn(stack, watched.page, who)
  return watched.page
}

/** Nothing serious for a screen reader, nothing cut off, and a picture. */
async function looksWell(page: Page, name: string): Promise<void> {
  const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
  const serious = await seriousOn(page)
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
  expect({ name, serious, fits: width <= page.viewportSize()!.width }).toEqual({
    name,
    serious: [],
    fits: true,
  })
}

/** What a follower writes on the phone of the twin, and what stands there. */
async function follower() {
  const at = `${stack.cloud.url}/wechat-twin/phone`
  const page = await (await fetch(at)).text()
  const as = /name="as" value="([^"]+)"/.exec(page)![1]!
  return {
    write: (text: string) =>
      fetch(`${at}/write`, { method: 'POST', body: new URLSearchParams({ as, text }), redirect: 'manual' }),
    sees: async () => (await fetch(`${at}?as=${encodeURIComponent(as)}`)).text(),
  }
}

inChromium('the complaint desk, by hand (article 4)', () => {
  beforeAll(async () => {
    stack = await aStack()
    browser = await launch()
    if (folder) mkdirSync(folder, { recursive: true })
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
    await stack?.stop()
  })

  it('takes what no word says to be a complaint, binds its date to the window, and the unit answers with a prepared text', async () => {
    const customer = await follower()
    await customer.write('机床买回来三天就坏了')
    const editor = await openedBy('editor', desk, 'zh')
    await editor.goto(`${stack.cloud.url}/portal/complaints?tab=prepared`)
    await editor.getByRole('button', { name: '加一条' }).click()
    await editor.getByLabel('第 1 条的名称').fill('已派人')
    await editor.getByLabel('第 1 条的内容').fill('您好，已安排工程师上门，请保持电话畅通。')
    await editor.getByRole('button', { name: '保存' }).click()
    await editor.getByText('许雯 ·').waitFor()
    await looksWell(editor, 'prepared-1280-zh')

    await editor.getByRole('tab', { name: '未列为客诉的留言' }).click()
    await editor.getByText('机床买回来三天就坏了').waitFor()
    await editor.getByText('未读', { exact: true }).waitFor()
    await looksWell(editor, 'not-complaints-1280-zh')
    await editor.getByRole('button', { name: '这是客诉，受理' }).click()
    await editor.getByText(/微信答复窗口 .* 关闭，客户没有留电话/).waitFor()
    await editor.getByLabel('办理单位').selectOption({ label: '市场部' })
    await looksWell(editor, 'complaint-new-1280-zh')
    await editor.getByRole('button', { name: '分派', exact: true }).click()
    await editor.getByText('待答复', { exact: true }).first().waitFor()
    await editor.getByRole('button', { name: '催办' }).click()
    await editor.getByText('上次催办').waitFor()
    await editor.getByLabel('加一条备注').fill('客户在东莞，周末也在')
    await editor.getByRole('button', { name: '保存备注' }).click()
    await editor.getByText('客户在东莞').waitFor()
    await looksWell(editor, 'complaint-assigned-1280-zh')

    const officer = await openedBy('officer', phone, 'en')
    await officer.goto(`${stack.cloud.url}/portal/complaints`)
    await officer.getByText('机床买回来三天就坏了').waitFor()
    await officer.getByText(/WeChat: 4[78] h, 4 left/).waitFor()
    await looksWell(officer, 'complaints-360-en')
    await officer.locator('main ul a').first().click()
    await officer.getByLabel('Insert a prepared answer (it can be changed)').selectOption({ label: '已派人' })
    await officer.getByLabel('Answer', { exact: true }).fill('您好，已安排工程师周六上门。')
    await looksWell(officer, 'complaint-360-en')
    await officer.getByRole('button', { name: 'Answer', exact: true }).click()
    await officer.getByText('to be called back').first().waitFor()
    await eventually('the answer on the phone', async () => (await customer.sees()).includes('周六上门'))

    await editor.goto(`${stack.cloud.url}/portal/complaints?tab=answered`)
    await editor.getByText('机床买回来三天就坏了').waitFor()
    await looksWell(editor, 'complaints-1280-zh')
    await editor.locator('main ul a').first().click()
    await editor.getByText('重新办理', { exact: true }).first().click()
    await editor.getByLabel('为什么重新办理').fill('客户来电：工程师没来')
    await editor.getByRole('button', { name: '重新办理' }).click()
    await editor.getByText('待答复', { exact: true }).first().waitFor()
    await editor.getByText('客户来电：工程师没来').waitFor()
    await looksWell(editor, 'complaint-again-1280-zh')
    expect(troubles.flat()).toEqual([])
    expect(stack.cloud.denials()).toEqual([])
  })
})
