import type { Browser, BrowserContext } from 'playwright-core'
import { photoLike } from '../../local/demo/photo'
import { askMail } from '../../local/demo/desk'
import { eventually, mailsOf } from '../../local/demo/visitor'
import { addresses, aStack, type Stack } from '../kit/cloud'
import { desk, inChromium, launch, phone, signIn, watchedPage } from './browser'

jest.setTimeout(600_000)

const original = 'https://www.valve.example/2026/11/a.html'

let stack: Stack
let browser: Browser
const contexts: BrowserContext[] = []
const troubles: string[][] = []

async function aPage(viewport: { width: number; height: number }) {
  const context = await browser.newContext({ viewport, locale: 'zh-CN' })
  contexts.push(context)
  const watched = await watchedPage(context)
  troubles.push(watched.troubles)
  return watched.page
}

/** Opens the link of the newest ask about it on a phone, types the code, approves. */
async function approveOnPhone(who: keyof typeof addresses, title: string, about = title, says = title) {
  const mail = await askMail(stack.as(who), about)
  const link = /https?:\/\/\S+\/d\/\S+/.exec(mail.text)?.[0] ?? ''
  const code = /\b(\d{6})\b/.exec(mail.text)?.[1] ?? ''
  const page = await aPage(phone)
  await page.goto(link)
  expect(await page.locator('h1').first().innerText()).toContain(title)
  expect(await page.locator('main').innerText()).toContain(says)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(phone.width)
  await page.fill('input[name=code]', code)
  await page.locator('button:has-text("同意")').click()
  await page.waitForLoadState()
  return page
}

inChromium('from an officer’s desk to the readers, in a real browser', () => {
  beforeAll(async () => {
    stack = await aStack()
    browser = await launch()
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
    await stack?.stop()
  })

  it('writes with a photo, is approved on three phones, is tested, confirmed and sent once, and taken down the same way', async () => {
    const title = '智能阀门投用纪实'
    const officer = await aPage(desk)
    await signIn(stack, officer, 'officer')
    await officer.getByRole('button', { name: '写新稿' }).click()
    await officer.getByRole('textbox', { name: '标题' }).fill(title)
    await officer.getByRole('textbox', { name: '来源' }).fill('市场部')
    await officer.getByRole('checkbox', { name: '这是转载' }).check()
    await officer.getByText('转载没有填写原文地址').waitFor()
    await officer.getByRole('textbox', { name: '原文地址' }).fill(original)
    await officer.getByRole('textbox', { name: '谁许可转载' }).fill('《阀门》杂志社')
    await officer.getByRole('textbox', { name: '许可的内容' }).fill('邮件同意转载，注明出处')
    await officer.getByLabel('许可日期').fill('2026-01-05')
    await officer.getByRole('combobox', { name: '属于哪一类' }).click()
    await officer.getByRole('option').first().click()
    await officer.getByRole('textbox', { name: '正文' }).click()
    await officer.keyboard.type('十一月二十日，首批智能阀门在西部管网通过验收，运行平稳。')
    const marked = officer.locator('.tiptap mark')
    await officer.keyboard.type('国家级')
    await marked.waitFor()
    expect([await marked.innerText(), await marked.getAttribute('class')]).toEqual(['国家级', 'hit-answer'])
    for (const _ of '国家级') await officer.keyboard.press('Backspace')
    expect(await marked.count()).toBe(0)
    await officer
      .locator('input[type=file]')
      .last()
      .setInputFiles({
        name: '现场.jpg',
        mimeType: 'image/jpeg',
        buffer: await photoLike({ bytes: 3 * 1_048_576 }),
      })
    await officer.getByText('通过', { exact: true }).waitFor()
    await officer.getByText('没有发现问题').waitFor()
    expect(await officer.getByText('单位负责人').first().isVisible()).toBe(true)
    const preview = officer.frameLocator('iframe')
    await preview.getByText('首批智能阀门').waitFor()
    await eventually('the photo in the preview', async () =>
      (await preview.locator('img').evaluate((image) => Number(Reflect.get(image, 'naturalWidth')))) > 0
        ? true
        : undefined,
    )
    const article = preview.locator('.rich_media_content')
    const looks = () =>
      article.evaluate((element) => {
        const styleOf = Reflect.get(globalThis, 'getComputedStyle') as (of: unknown) => Record<string, string>
        return [styleOf(element)['fontSize'], styleOf(element)['color']]
      })
    expect(await looks()).toEqual(['17px', 'rgba(0, 0, 0, 0.9)'])
    await officer.getByText('深色', { exact: true }).click()
    await eventually('the dark preview', async () =>
      (await looks())[1] === 'rgb(163, 163, 163)' ? true : undefined,
    )
    await preview.getByText(`原文：${original}`).waitFor()
    for (const box of await officer.getByRole('checkbox', { name: /第[68]条/ }).all()) await box.check()
    await officer.getByRole('button', { name: '送审' }).click()
    await officer.getByText('审批中').first().waitFor()

    for (const who of ['unitHead', 'reviewer', 'departmentHead'] as const)
      await approveOnPhone(who, title, title, '邮件同意转载，注明出处')
    await officer.getByText('已批准').first().waitFor()

    const editor = await aPage(desk)
    await signIn(stack, editor, 'editor')
    await editor.getByRole('link', { name: '期次', exact: true }).click()
    await editor.getByRole('link', { name: '编排今天' }).click()
    await editor.getByRole('button', { name: `编入《${title}》` }).click()
    await editor.getByRole('button', { name: '保存编排' }).click()
    await editor.getByRole('button', { name: '生成草稿并测试发送' }).click()
    await editor.getByLabel('确认码').waitFor({ timeout: 60_000 })
    const mail = await eventually('the confirmation code', async () =>
      (await mailsOf(stack.cloud.url, addresses.editor)).findLast(({ text }) => text.includes('确认码')),
    )
    await editor.getByLabel('确认码').fill(/确认码\D*(\d{6})/.exec(mail.text)?.[1] ?? '')
    await editor.getByRole('button', { name: '确认群发' }).click()
    await editor.getByText('已群发').first().waitFor({ timeout: 90_000 })

    await officer.getByText('已发布').first().waitFor({ timeout: 30_000 })
    const link = officer.getByRole('link', { name: /\/s\// })
    const reader = await aPage(phone)
    await reader.goto((await link.getAttribute('href')) ?? '')
    expect(await reader.locator('body').innerText()).toContain('首批智能阀门')
    expect(await reader.locator('body').innerText()).toContain('转载自：市场部（经《阀门》杂志社许可）')
    expect(await reader.getByRole('link', { name: '阅读原文' }).getAttribute('href')).toBe(original)

    const reason = '客户要求更正数据，先行撤下'
    await officer.getByRole('button', { name: '申请撤下' }).click()
    await officer.getByRole('textbox', { name: /理由/ }).fill(reason)
    await officer.getByRole('button', { name: '提交申请' }).click()
    await officer.getByRole('link', { name: '看申请和审批' }).waitFor()
    expect(await officer.getByRole('button', { name: '申请撤下' }).count()).toBe(0)
    for (const who of ['unitHead', 'reviewer', 'departmentHead'] as const)
      await approveOnPhone(who, title, reason)
    await officer.getByText(/从微信公众号撤下/).waitFor({ timeout: 60_000 })
    await officer.getByText(`理由：${reason}`).waitFor()
    await reader.reload()
    expect(await reader.locator('body').innerText()).not.toContain('首批智能阀门')
    expect(troubles.flat()).toEqual([])
  })

  it('ends a session everywhere with one sign-out, and shows one unit nothing of another', async () => {
    const officer = await aPage(desk)
    await signIn(stack, officer, 'officer')
    await officer.getByRole('link', { name: '稿件', exact: true }).click()
    const address = await officer.getByRole('link', { name: '智能阀门投用纪实' }).first().getAttribute('href')

    const other = await aPage(desk)
    await signIn(stack, other, 'otherOfficer')
    await other.getByRole('link', { name: '稿件', exact: true }).click()
    await other.getByText('这里还没有稿件').waitFor()
    await other.goto(`${stack.cloud.url}${address}`)
    await other.getByText('没有这篇稿件').waitFor()

    const copied = await officer.context().cookies()
    await officer.getByRole('button', { name: '退出' }).click()
    await officer.waitForURL(`${stack.cloud.url}/`)
    const thief = await aPage(desk)
    await thief.context().addCookies(copied)
    await thief.goto(`${stack.cloud.url}/portal`)
    await thief.getByText('请先登录').waitFor()
  })
})
