import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { addresses, type Stack } from '../kit/cloud'
import { eventually, mailsOf } from '../../local/demo/visitor'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The Chromium of this machine. On CI it must be there: `.ci/run` installs Debian's. */
export const chromiumPath: string | undefined = places.find(existsSync)

/** A suite in real Chromium; without one it is skipped, and fails on CI. */
export const inChromium = (what: string, tests: () => void): void =>
  (chromiumPath || process.env['CI'] ? describe : describe.skip)(what, tests)

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })

export const phone = { width: 360, height: 740 }
export const desk = { width: 1280, height: 900 }

/** What a page must never say: script errors, refused styles and scripts, broken files. */
export interface Watched {
  page: Page
  troubles: string[]
}

/** A page whose errors are collected: blocked by CSP, thrown by a script, or a server fault. */
export async function watchedPage(context: BrowserContext): Promise<Watched> {
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`thrown: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text()))
      troubles.push(message.text())
  })
  page.on('response', (response) => {
    if (response.status() >= 500) troubles.push(`${response.status()} ${response.url()}`)
  })
  return { page, troubles }
}

/** Signs in as a person does: address, mailed code. */
export async function signIn(stack: Stack, page: Page, who: keyof typeof addresses): Promise<void> {
  const { url } = stack.cloud
  const email = addresses[who]
  const before = (await mailsOf(url, email)).length
  await page.goto(`${url}/sign-in`)
  await page.fill('input[name=email]', email)
  await page.locator('main button').first().click()
  const mail = await eventually('the sign-in code', async () =>
    // Other mail may come at the same moment.
    (await mailsOf(url, email)).slice(before).find(({ subject }) => subject.includes('登录')),
  )
  await page.fill('input[name=code]', /\b(\d{10})\b/.exec(mail.text)?.[1] ?? '')
  await page.locator('main button').first().click()
  await page.waitForURL(/\/portal/)
}
