import type { Browser, Page } from 'playwright-core'
import { askMail, create, submit } from '../../local/demo/desk'
import { linkIn } from '../../local/demo/visitor'
import { aDraft, aStack, type Stack } from '../kit/cloud'
import { desk, inChromium, launch, signIn } from './browser'

jest.setTimeout(240_000)

/** Each tries to call `/pwned`, to raise a dialog, or to leave a mark on the window. */
const mark = `(window.pwned=1,fetch('/pwned'))`
const payloads = [
  `<script>${mark}</script>`,
  `<img src=x onerror="${mark}">`,
  `<svg onload="${mark}"><animate onbegin="${mark}" attributeName=x></svg>`,
  `<svg><script href="data:text/javascript,${mark}"/></svg>`,
  `<iframe srcdoc="<script>parent.pwned=1;${mark}</script>"></iframe>`,
  `<iframe src="javascript:${mark}"></iframe>`,
  `<a href="javascript:${mark}" id="click">点我</a>`,
  `<a href="&#106;avascript:${mark}">点我</a>`,
  `<form action="/pwned"><button autofocus onfocus="${mark}">x</button></form>`,
  `<input autofocus onfocus="${mark}">`,
  `<details open ontoggle="${mark}">x</details>`,
  `<video src=x onerror="${mark}"></video><audio src=x onerror="${mark}">`,
  `<object data="javascript:${mark}"></object><embed src="javascript:${mark}">`,
  `<style>@import '/pwned';body{background:url(/pwned)}</style>`,
  `<p style="background:url('/pwned')">x</p><p style="width:expression(${mark})">x</p>`,
  `<link rel=stylesheet href=/pwned><base href="//evil.example/"><meta http-equiv=refresh content="0;url=/pwned">`,
  `<math><mtext></p><img src=x onerror="${mark}"></mtext></math>`,
  `<noscript><p title="</noscript><img src=x onerror='${mark}'>"></noscript>`,
  `</title></textarea></style></script><img src=x onerror="${mark}">`,
  `<table background="/pwned"><td background="javascript:${mark}">x</td></table>`,
  `"><img src=x onerror="${mark}">`,
  `{{constructor.constructor('${mark}')()}}\${${mark}}`,
]

let stack: Stack
let browser: Browser
const caught: string[] = []

async function watched(): Promise<Page> {
  const context = await browser.newContext({ viewport: desk })
  const page = await context.newPage()
  page.on('dialog', (dialog) => {
    caught.push(`dialog at ${page.url()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (/\/pwned|evil\.example/.test(request.url())) caught.push(`${request.url()} from ${page.url()}`)
  })
  return page
}

/** Leaves the page time to run what it would run, presses what could be pressed, then looks for the mark. */
async function expectNothingRan(page: Page, where: string): Promise<void> {
  for (const frame of page.frames()) {
    await frame
      .evaluate(`document.querySelectorAll('[id=click]').forEach((link) => link.click())`)
      .catch(() => undefined)
    const ran = await frame.evaluate('Boolean(window.pwned)').catch(() => false)
    if (ran) caught.push(`the mark at ${where}`)
  }
  await page.waitForTimeout(300)
  expect({ where, caught }).toEqual({ where, caught: [] })
}

inChromium('what an officer writes', () => {
  beforeAll(async () => {
    stack = await aStack()
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  it('never runs: not in the form, its preview, a desk, the decision page or a mail', async () => {
    const officer = await stack.signedIn('officer')
    const title = '载荷<img src=x onerror=alert(1)>'
    const body = `<p>正文。</p>${payloads.join('<p>间隔</p>')}`
    const { id } = await create(
      officer,
      aDraft({
        title,
        body,
        source: `市场部"><img src=x onerror="${mark}">`,
        channels: ['wechat', 'weibo'],
        weiboText: `微博<img src=x onerror="${mark}">`,
      }),
    )
    const { url } = stack.cloud
    const author = await watched()
    await signIn(stack, author, 'officer')
    await expectNothingRan(author, 'the list')
    await author.goto(`${url}/portal/submissions/${id}`)
    await author.frameLocator('iframe').getByText('正文。').waitFor()
    await expectNothingRan(author, 'the form and its preview')

    await submit(officer, id)
    await author.reload()
    await author.getByText('审批中').first().waitFor()
    await expectNothingRan(author, 'the desk')

    const mail = await askMail(stack.as('unitHead'), '载荷')
    const head = await watched()
    await head.goto(linkIn(mail))
    await head.getByText('正文。').first().waitFor()
    await expectNothingRan(head, 'the decision page')
    await head.goto(`${url}/mailbox`)
    await head.getByText('载荷').first().click()
    await head.waitForLoadState()
    await expectNothingRan(head, 'the mailbox')
  })

  it('would be noticed: the same battery runs on a page that trusts it', async () => {
    const page = await watched()
    await page.setContent(`<body>${payloads.join('')}</body>`)
    await page.waitForTimeout(1000)
    expect(caught.length + Number(await page.evaluate('Number(window.pwned ?? 0)'))).toBeGreaterThan(0)
    caught.splice(0)
  })
})
