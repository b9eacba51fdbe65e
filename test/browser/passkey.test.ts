import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { eventually, mailsOf } from '../../local/demo/visitor'
import { addresses, aStack, type Stack } from '../kit/cloud'
import { seriousOn } from './axe'
import { desk, inChromium, launch, phone, signIn, watchedPage, type Watched } from './browser'

jest.setTimeout(600_000)

const folder = process.env['SCREENSHOTS']

let stack: Stack
let browser: Browser

/** A page with an authenticator of its own in the browser, which checks who holds it (DevTools protocol, `WebAuthn`). */
async function withAuthenticator(viewport: typeof phone): Promise<Watched> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN' })
  const watched = await watchedPage(context)
  const devtools = await context.newCDPSession(watched.page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  })
  return watched
}

async function picture(page: Page, name: string): Promise<void> {
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  for (const { width, height } of [phone, desk]) {
    await page.setViewportSize({ width, height })
    // The menu slides.
    await page.waitForTimeout(500)
    await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true })
  }
}

inChromium('a passkey in a browser', () => {
  beforeAll(async () => {
    // Browsers make no passkey for a bare address.
    stack = await aStack({ host: 'localhost' })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  it('is added once signed in by mail, signs in afterwards, and is removed; sessions are listed and ended', async () => {
    const { url } = stack.cloud
    const { page, troubles } = await withAuthenticator(desk)
    await signIn(stack, page, 'editor')
    await page.getByRole('link', { name: '我的登录' }).click()
    await page.getByRole('textbox', { name: /名称/ }).fill('办公室的电脑')
    await page.getByRole('button', { name: '添加通行密钥' }).click()
    await page.getByText('还没有用过').waitFor()
    await eventually('the letter about it', async () =>
      (await mailsOf(url, addresses.editor)).find(({ text }) => text.includes('办公室的电脑')),
    )
    expect(await seriousOn(page)).toEqual([])

    await page.getByRole('button', { name: '退出', exact: true }).click()
    await page.waitForURL(`${url}/`)
    await page.goto(`${url}/sign-in`)
    await picture(page, 'sign-in')
    await page.getByRole('link', { name: '用通行密钥登录' }).click()
    await page.waitForURL(/\/portal\/today/)
    await stack.signedIn('editor')
    await page.goto(`${url}/portal/me`)
    await page.getByText('本次登录').waitFor()
    await page
      .getByText(/最近使用/)
      .first()
      .waitFor()
    await page.getByText(/登录，通行密钥/).waitFor()
    await page.getByText(/登录，邮箱验证码/).waitFor()
    await picture(page, 'my-sign-in')
    expect(await seriousOn(page)).toEqual([])
    await page.getByRole('button', { name: '退出其他所有登录' }).click()
    await page.getByText(/登录，邮箱验证码/).waitFor({ state: 'detached' })

    // A session that a passkey opened adds none.
    await page.getByRole('button', { name: '添加通行密钥' }).click()
    await page.getByText('您是用通行密钥登录的').waitFor()
    await page.getByRole('button', { name: '删除“办公室的电脑”' }).click()
    await page.getByText('还没有用过').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '退出', exact: true }).click()
    await page.waitForURL(`${url}/`)
    await page.goto(`${url}/portal/sign-in?lang=en`)
    await page.getByText('this passkey does not sign in').waitFor()
    await picture(page, 'passkey-refused')
    expect(troubles).toEqual([])
    expect(stack.cloud.denials()).toEqual([])
  })

  it('is nothing a device without one has: the page says so, in the browser’s language', async () => {
    const { page } = await withAuthenticator(phone)
    await page.goto(`${stack.cloud.url}/sign-in?lang=en`)
    await page.getByRole('link', { name: 'Sign in with a passkey' }).click()
    await page.getByText('this device has no passkey').waitFor()
    await page.getByRole('button', { name: 'Try again' }).waitFor()
  })

  it('and every session of a person is ended from the administrator’s page', async () => {
    const { url } = stack.cloud
    const officer = await stack.signedIn('officer')
    const { page } = await withAuthenticator(desk)
    await signIn(stack, page, 'admin')
    await page.goto(`${url}/portal/company`)
    await page.getByRole('button', { name: '修改 陈瑜' }).click()
    await page.getByRole('button', { name: '退出 陈瑜 的所有登录' }).click()
    await page.getByText('已全部退出').waitFor()
    await picture(page, 'end-sessions')
    await expect(officer.get('/api/me')).rejects.toThrow(/401|NotSignedIn/)
  })
})
