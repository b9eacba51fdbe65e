import type { Browser, Page } from 'playwright-core'
import { askMail, show } from '../../local/demo/desk'
import { codeIn, eventually, linkIn, mailsOf, type ReadMail } from '../../local/demo/visitor'
import { addresses, anApproved, aStack, aSubmission, type Stack } from '../kit/cloud'
import { desk, inChromium, launch, phone, signIn, watchedPage } from './browser'
import { submit } from '../../local/demo/desk'

jest.setTimeout(600_000)

let stack: Stack
let browser: Browser
const troubles: string[][] = []

async function aPage(viewport: { width: number; height: number }): Promise<Page> {
  const watched = await watchedPage(await browser.newContext({ viewport, locale: 'zh-CN' }))
  troubles.push(watched.troubles)
  return watched.page
}

const newestAsk = (who: keyof typeof addresses, title: string, after: string | undefined) =>
  eventually(`a new mail about ${title}`, async (): Promise<ReadMail | undefined> => {
    const mail = await askMail(stack.as(who), title)
    return mail.id === after ? undefined : mail
  })

inChromium('what approvers and editors decide', () => {
  beforeAll(async () => {
    stack = await aStack()
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  it('is sent back with a reason, revised, and shown to the same head with what changed since', async () => {
    const officer = await stack.signedIn('officer')
    const { id, title } = await aSubmission(officer)
    await submit(officer, id)
    const first = await askMail(stack.as('unitHead'), title)

    const head = await aPage(phone)
    await head.goto(linkIn(first))
    await head.getByText('不同意，退回修改').click()
    await head.getByLabel('退回理由').fill('请写明验收日期和台数。')
    await head.getByRole('button', { name: '退回', exact: true }).click()
    await eventually('the rejection', async () =>
      (await show(officer, id)).submission.state === 'rejected' ? true : undefined,
    )
    await head.goto(linkIn(first))
    expect(await head.locator('main').innerText()).toContain('王磊')

    const author = await aPage(desk)
    await signIn(stack, author, 'officer')
    await author.getByRole('link', { name: title }).click()
    await author.getByText('请写明验收日期和台数。').first().waitFor()
    await author.getByRole('button', { name: '修改后重新送审' }).click()
    await author.getByText('上次退回的理由').waitFor()
    await author.locator('.tiptap').click()
    await author.keyboard.press('End')
    await author.keyboard.type('共验收五台。')
    await author.getByText('已保存').waitFor()
    for (const box of await author.getByRole('checkbox', { name: /第[68]条/ }).all()) await box.check()
    await author.getByRole('button', { name: '送审' }).click()

    const second = await newestAsk('unitHead', title, first.id)
    await head.goto(linkIn(second))
    await head.getByText('您上次看过以后的改动（与第 1 版比）').waitFor()
    const added = await head.locator('ins').allInnerTexts()
    expect(added.map((text) => text.trim())).toEqual(['共验收五台。'])
    expect(await head.locator('del').count()).toBe(0)
    await head.getByLabel('邮件中的 6 位验证码').fill(codeIn(second))
    await head.getByRole('button', { name: '同意' }).click()
    await eventually('the approval of version 2', async () =>
      (await show(officer, id)).submission.version === 2 ? true : undefined,
    )
    const seat = await aPage(desk)
    await signIn(stack, seat, 'unitHead')
    await seat.goto(`${stack.cloud.url}/portal/asks`)
    await seat.getByText(/退回 · .* · 第 1 版 · 请写明验收日期和台数。/).waitFor()
    await seat.getByText(/同意 · .* · 第 2 版/).waitFor()
    // The next tier never saw version 1: the page says so instead of pretending.
    const reviewer = await aPage(phone)
    await reviewer.goto(linkIn(await askMail(stack.as('reviewer'), title)))
    await reviewer.getByText('与第 1 版相比的改动').waitFor()
  })

  it('is refused to whoever the unit head no longer names as officer, at once (article 6)', async () => {
    const officer = await stack.signedIn('officer')
    await aSubmission(officer)
    const head = await aPage(desk)
    await signIn(stack, head, 'unitHead')
    await head.getByRole('link', { name: '本单位信息员' }).click()
    await head.getByRole('button', { name: '取消 陈瑜 的指定' }).click()
    await head.getByRole('button', { name: '指定 陈瑜 为信息员' }).waitFor()
    await expect(aSubmission(officer)).rejects.toMatchObject({ code: 'NotSignedIn' })
    await officer.signIn()
    await expect(aSubmission(officer)).rejects.toMatchObject({ code: 'NotAllowed' })
    await head.getByRole('button', { name: '指定 陈瑜 为信息员' }).click()
    await head.getByRole('button', { name: '取消 陈瑜 的指定' }).waitFor()
    await officer.signIn()
    await aSubmission(officer)
  })

  it('is refused a second send of the day in words: who holds the day, since when, with what', async () => {
    const officer = await stack.signedIn('officer')
    const first = await anApproved(stack, officer)
    const late = await anApproved(stack, officer)
    const editor = await aPage(desk)
    await signIn(stack, editor, 'editor')
    const today = '2026-11-24'
    await editor.goto(`${stack.cloud.url}/portal/editions/${today}`)
    await editor.getByRole('button', { name: `编入《${first.title}》` }).click()
    await editor.getByRole('button', { name: '保存编排' }).click()
    await editor.getByRole('button', { name: '生成草稿并测试发送' }).click()
    await editor.getByLabel('确认码').waitFor({ timeout: 60_000 })
    const mail = await eventually('the code', async () =>
      (await mailsOf(stack.cloud.url, addresses.editor)).findLast(({ text }) => text.includes('确认码')),
    )
    await editor.getByLabel('确认码').fill(/确认码\D*(\d{6})/.exec(mail.text)?.[1] ?? '')
    await editor.getByRole('button', { name: '确认群发' }).click()
    await editor.getByText(/已群发 ·/).waitFor({ timeout: 90_000 })

    const answer = await editor.evaluate(
      async ({ path, ids }) => {
        const response = await fetch(path, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ submissionIds: ids }),
        })
        return { status: response.status, body: await response.text() }
      },
      { path: `/api/editions/${today}`, ids: [late.id] },
    )
    expect(answer.status).toBe(409)
    expect(answer.body).toContain(first.title)
    // The page offers no way to send again, and says why.
    expect(await editor.getByRole('button', { name: '生成草稿并测试发送' }).count()).toBe(0)
    await editor.getByText(`由 许雯 于`).waitFor()
    await editor.getByText('群发台账').waitFor()
    expect(troubles.flat()).toEqual([])
  })
})
