import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { parse } from 'yaml'
import { show } from '../../local/demo/desk'
import { eventually } from '../../local/demo/visitor'
import { addresses, aStack, aSubmission, type Stack } from '../kit/cloud'
import { seriousOn } from './axe'
import { desk, inChromium, launch, phone, signIn, watchedPage } from './browser'

jest.setTimeout(600_000)

interface Company {
  units: { id: string; people: object[] }[]
}

let stack: Stack
let browser: Browser
let officer: Awaited<ReturnType<Stack['signedIn']>>
const contexts: BrowserContext[] = []
const troubles: string[][] = []

/** A browser of its own, signed in once. */
async function desktopOf(who: keyof typeof addresses): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: desk, locale: 'zh-CN' })
  contexts.push(context)
  const { page } = await watchedPage(context)
  await signIn(stack, page, who)
  await page.close()
  return context
}

async function opened(context: BrowserContext, id: string): Promise<Page> {
  const watched = await watchedPage(context)
  troubles.push(watched.troubles)
  await watched.page.goto(`${stack.cloud.url}/portal/submissions/${id}`)
  await watched.page.locator('.tiptap').waitFor()
  return watched.page
}

const paragraph = (page: Page, index: number) => page.locator('.tiptap > p').nth(index)
const typeAt = async (page: Page, index: number, words: string) => {
  await paragraph(page, index).click()
  await page.keyboard.press('End')
  await page.keyboard.type(words)
}
const bodyOf = async (id: string) => (await show(officer, id)).submission.content.body
const saved = (id: string, words: string) =>
  eventually(
    `${words} to be saved`,
    async () => ((await bodyOf(id)).includes(words) ? true : undefined),
    30_000,
  )
const bodyToBe = (id: string, body: string) =>
  eventually(`the body to be ${body}`, async () => ((await bodyOf(id)) === body ? true : undefined), 30_000)

const three = '<p>第一段讲背景。</p><p>第二段讲过程。</p><p>第三段讲结果。</p>'
const aText = async (body = three) => (await aSubmission(officer, { body })).id

inChromium('two officers with one draft', () => {
  let [chen, liu]: BrowserContext[] = []

  beforeAll(async () => {
    stack = await aStack()
    const company = parse(readFileSync(join(__dirname, '../../local/demo/company.yml'), 'utf8')) as Company
    const second = { id: 'liu-yan', name: '刘燕', email: addresses.colleague, roles: ['officer'] }
    company.units.find(({ id }) => id === 'marketing')?.people.push(second)
    await stack.cloud.invoke('loadCompany', company)
    officer = await stack.signedIn('officer')
    browser = await launch()
    chen = await desktopOf('officer')
    liu = await desktopOf('colleague')
  })
  afterEach(() => expect(troubles.splice(0).flat()).toEqual([]))
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
    await stack?.stop()
  })

  it('merges what they write at the same time in other paragraphs and in other fields, and says who it was', async () => {
    const id = await aText()
    const [one, other] = [await opened(chen!, id), await opened(liu!, id)]
    await one.getByText('刘燕也正在编辑').waitFor()
    await other.getByText('陈瑜也正在编辑').waitFor()
    await typeAt(one, 0, '甲')
    await saved(id, '甲')
    await other.getByRole('textbox', { name: '来源' }).fill('市场部与研发中心')
    await typeAt(other, 2, '乙')
    await bodyToBe(id, '<p>第一段讲背景。甲</p><p>第二段讲过程。</p><p>第三段讲结果。乙</p>')
    await other.getByText('陈瑜也改了这篇稿件，已合并到您的页面：正文 1 处').waitFor()
    expect(await paragraph(other, 0).innerText()).toBe('第一段讲背景。甲')
    // The cursor stays where it is written.
    await other.keyboard.type('，丙')
    await bodyToBe(id, '<p>第一段讲背景。甲</p><p>第二段讲过程。</p><p>第三段讲结果。乙，丙</p>')
    // And the first, who typed nothing since, sees it as well.
    await one.getByText('刘燕也改了这篇稿件').waitFor()
    await eventually('the text to come', async () =>
      (await paragraph(one, 2).innerText()) === '第三段讲结果。乙，丙' ? true : undefined,
    )
    expect(await one.getByRole('textbox', { name: '来源' }).inputValue()).toBe('市场部与研发中心')
  })

  it('shows both sides of a paragraph that both changed, and loses neither, over a reload too', async () => {
    const id = await aText()
    const [one, other] = [await opened(chen!, id), await opened(liu!, id)]
    await typeAt(one, 1, '陈写的')
    await saved(id, '陈写的')
    await typeAt(other, 1, '刘写的')
    await other.getByText('1 处两人都改过，请选一个').waitFor()
    expect(await bodyOf(id)).toContain('第二段讲过程。陈写的')
    await other.reload()
    const card = other.getByRole('region', { name: '正文' })
    await card.getByText('第二段讲过程。刘写的').waitFor()
    await card.getByText('第二段讲过程。陈写的').waitFor()
    await other.getByText('先选好两人都改过的地方').waitFor()
    await other.setViewportSize(phone)
    // The frame of the desk follows a turned window a moment later.
    await other.waitForFunction(`document.documentElement.scrollWidth <= ${phone.width}`)
    expect(await other.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(phone.width)
    expect(await seriousOn(other)).toEqual([])
    await card.getByRole('button', { name: '两段都留' }).press('Enter')
    await bodyToBe(
      id,
      '<p>第一段讲背景。</p><p>第二段讲过程。陈写的</p><p>第二段讲过程。刘写的</p><p>第三段讲结果。</p>',
    )
    expect(await other.getByText('处两人都改过').count()).toBe(0)
  })

  it('keeps what was typed without a line over a closed page, and merges it with what was saved meanwhile', async () => {
    const id = await aText()
    const away = await opened(liu!, id)
    await liu!.setOffline(true)
    await typeAt(away, 0, '离线写的')
    await away.getByText('还没有保存').waitFor()
    await away.close({ runBeforeUnload: false })
    await liu!.setOffline(false)
    const one = await opened(chen!, id)
    await typeAt(one, 2, '在线写的')
    await saved(id, '在线写的')
    expect(await bodyOf(id)).not.toContain('离线写的')
    await opened(liu!, id)
    await bodyToBe(id, '<p>第一段讲背景。离线写的</p><p>第二段讲过程。</p><p>第三段讲结果。在线写的</p>')
  })

  it('merges two windows of one person', async () => {
    const id = await aText()
    const [left, right] = [await opened(chen!, id), await opened(chen!, id)]
    await typeAt(left, 0, '左')
    await saved(id, '左')
    await typeAt(right, 2, '右')
    await bodyToBe(id, '<p>第一段讲背景。左</p><p>第二段讲过程。</p><p>第三段讲结果。右</p>')
    await right.getByText('您在另一个窗口也改了这篇稿件').waitFor()
  })

  it('gives back what was typed when the draft was submitted before it could be saved', async () => {
    const id = await aText()
    const away = await opened(liu!, id)
    await liu!.setOffline(true)
    await typeAt(away, 0, '来不及的话')
    await away.getByText('还没有保存').waitFor()
    const { submission } = await show(officer, id)
    await officer.post(
      `/api/submissions/${id}/submit`,
      { version: submission.version, edits: submission.edits, agreed: { truth: true, unclassified: true } },
      `submit-${id}`,
    )
    await liu!.setOffline(false)
    await away.reload()
    await away.getByText('您还有没保存的文字').waitFor()
    await away.getByText('第一段讲背景。来不及的话').waitFor()
    await away.getByRole('button', { name: '不要了' }).click()
    await away.reload()
    await away.getByText('经过').waitFor()
    expect(await away.getByText('来不及的话').count()).toBe(0)
  })

  it('shows what a reviewer said of a passage beside the text, over edits and when it is gone, and what was answered', async () => {
    const id = await aText()
    const reviewer = await stack.signedIn('reviewer')
    const about = { quote: '第二段讲过程', before: '', after: '。', block: 1 }
    await reviewer.post(`/api/submissions/${id}/comments`, { about, text: '请补上日期' }, `comment on ${id}`)
    const page = await opened(chen!, id)
    await page.getByText('请补上日期').waitFor()
    expect(await page.locator('.article-comment').innerText()).toBe('第二段讲过程')
    await typeAt(page, 0, '前面多写几句')
    expect(await page.locator('.article-comment').innerText()).toBe('第二段讲过程')
    const thread = page.getByRole('article', { name: '意见' })
    await thread.getByRole('button', { name: '答复' }).click()
    await thread.getByRole('textbox', { name: '答复' }).fill('已补')
    await thread.getByRole('button', { name: '发出答复' }).click()
    await thread.getByText('已补').waitFor()
    await paragraph(page, 1).click({ clickCount: 3 })
    await page.keyboard.press('Delete')
    await thread.getByText('这段文字已不在').waitFor()
    await page.setViewportSize(phone)
    await page.getByRole('button', { name: '意见（1 条未处理）' }).click()
    await page.getByRole('dialog').getByText('请补上日期').waitFor()
    expect(await seriousOn(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: '标为已处理' }).click()
    await page.getByRole('dialog').getByText('已处理').first().waitFor()
    const { submission } = await show(officer, id)
    expect(submission.content.body).toContain('前面多写几句')
  })

  it('lets a reviewer comment on a paragraph of what is in review, and lays two versions side by side', async () => {
    const id = await aText()
    const seen = { version: 1, edits: 0, agreed: { truth: true, unclassified: true } }
    await officer.post(`/api/submissions/${id}/submit`, seen, `submit ${id}`)
    const context = await desktopOf('reviewer')
    const { page, troubles: said } = await watchedPage(context)
    troubles.push(said)
    await page.goto(`${stack.cloud.url}/portal/submissions/${id}`)
    await page.getByRole('button', { name: '对正文写意见' }).click()
    await page.getByRole('button', { name: '对第 3 段写意见' }).press('Enter')
    await page.getByRole('textbox', { name: '对这段文字的意见' }).fill('结果请写数字')
    await page.getByRole('button', { name: '写下意见' }).click()
    await page.getByText('正文意见（1 条未处理）').waitFor()
    await officer.post(`/api/submissions/${id}/withdraw`, { reason: '补数字' }, `withdraw ${id}`)
    const { submission } = await officer.post<{ submission: { edits: number; content: object } }>(
      `/api/submissions/${id}/revise`,
      { version: 1 },
      `revise ${id}`,
    )
    const body = three.replace('第三段讲结果。', '第三段讲结果：合格率百分之九十九。')
    await officer.put(`/api/submissions/${id}`, {
      edits: submission.edits,
      content: { ...submission.content, body },
    })
    await page.reload()
    await page.getByRole('button', { name: '并排对照' }).click()
    await page.locator('ins', { hasText: '合格率' }).waitFor()
    expect(await page.locator('[data-changed]').count()).toBe(2)
    await page.setViewportSize(phone)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(phone.width)
    expect(await seriousOn(page)).toEqual([])
  })
})
