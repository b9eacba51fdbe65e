import type { Browser, BrowserContext, Page } from 'playwright-core'
import { askMail, decideByMail } from '../../local/demo/desk'
import { aStack, type Stack } from '../kit/cloud'
import { desk, inChromium, launch, signIn, watchedPage } from './browser'

jest.setTimeout(600_000)

let stack: Stack
let browser: Browser
const contexts: BrowserContext[] = []
const troubles: string[][] = []

async function openedBy(who: 'officer' | 'editor'): Promise<Page> {
  const context = await browser.newContext({ viewport: desk, locale: 'zh-CN' })
  contexts.push(context)
  const watched = await watchedPage(context)
  troubles.push(watched.troubles)
  await signIn(stack, watched.page, who)
  return watched.page
}

inChromium('a loan of the Weibo account, by hand (article 12)', () => {
  beforeAll(async () => {
    stack = await aStack()
    browser = await launch()
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
    await stack?.stop()
  })

  it('is applied for, granted, posted under with every hit answered, and recalled', async () => {
    const officer = await openedBy('officer')
    await officer.getByRole('link', { name: '微博借用' }).click()
    await officer.getByRole('link', { name: '申请借用' }).click()
    await officer.getByLabel('活动').fill('上海阀门展直播')
    await officer.getByLabel('用途').fill('在展会现场与网友互动')
    await officer.getByRole('checkbox', { name: '王磊' }).check()
    await officer.getByLabel('最多发几条').fill('2')
    await officer.getByRole('button', { name: '提交申请' }).click()
    await officer.getByText('待批准', { exact: true }).first().waitFor()

    await decideByMail(await askMail(stack.as('departmentHead'), '上海阀门展直播'), { approve: true })
    await officer.getByText('还可发 2 条（上限 2）').waitFor({ timeout: 60_000 })
    const send = officer.getByRole('button', { name: '以官方微博发布' })
    await officer.getByLabel('微博文字').fill('展'.repeat(141))
    await officer.getByText('141 / 140 字').waitFor()
    await officer.getByRole('checkbox', { name: /本人声明/ }).check()
    expect(await send.isDisabled()).toBe(true)
    await officer.getByLabel('微博文字').fill('欢迎来展位，我们的阀门是国家级产品')
    await officer.getByLabel('对“国家级”的答复').waitFor()
    expect(await send.isDisabled()).toBe(true)
    await officer.getByLabel('对“国家级”的答复').fill('有国家质检总局证书')
    await send.click()
    await officer.getByText('已提交，正在发往微博').waitFor()
    await officer.getByText('还可发 1 条（上限 2）').waitFor()
    await officer.getByText('已发布', { exact: true }).waitFor({ timeout: 60_000 })

    const editor = await openedBy('editor')
    await editor.goto(officer.url())
    await editor.getByText('收回借用').click()
    await editor.getByLabel('理由').fill('展会提前结束')
    await editor.getByRole('button', { name: '立即收回' }).click()
    await editor.getByText('已收回', { exact: true }).first().waitFor()
    await officer.getByText('已收回', { exact: true }).first().waitFor({ timeout: 30_000 })
    expect(await officer.getByRole('button', { name: '以官方微博发布' }).count()).toBe(0)
    expect(troubles.flat()).toEqual([])
  })
})
