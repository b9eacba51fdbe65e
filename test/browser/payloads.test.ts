import type { Browser, Page } from 'playwright-core'
import { askMail, create, submit } from '../../local/demo/desk'
import { eventually, linkIn } from '../../local/demo/visitor'
import { aDraft, anApproved, aStack, type Stack } from '../kit/cloud'
import { desk, inChromium, launch, signIn } from './browser'

jest.setTimeout(600_000)

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
    await expectNothingRan(author, 'today')
    await author.getByRole('link', { name: '稿件', exact: true }).click()
    await author.locator('h1').waitFor()
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

  it('never runs on Weibo’s desks nor on the page under our own address that everybody can open', async () => {
    const { url } = stack.cloud
    const officer = await stack.signedIn('officer')
    const editor = await stack.signedIn('editor')
    const { id } = await anApproved(stack, officer, {
      ...{ title: '对外<img src=x onerror=alert(1)>', source: `市场部"><img src=x onerror="${mark}">` },
      body: `<p>正文。</p>${payloads.join('<p>间隔</p>')}`,
      channels: ['weibo'],
      weiboText: `微博<img src=x onerror="${mark}">`,
    })
    const { post } = await editor.post<{ post: { id: string } }>(`/api/submissions/${id}/weibo`, {})
    await eventually('the post to be out', async () => {
      const shown = await editor.get<{ post: { state: string } }>(`/api/weibo/${post.id}`)
      return shown.post.state === 'posted' ? true : undefined
    })
    const page = await watched()
    await signIn(stack, page, 'editor')
    await page.goto(`${url}/portal/weibo`)
    await page.locator('h1').waitFor()
    await expectNothingRan(page, 'the Weibo queue')
    await page.goto(`${url}/portal/weibo/${post.id}`)
    await page.getByText('微博<img').first().waitFor()
    await expectNothingRan(page, 'the post')
    await page.goto(`${url}/a/${post.id}`)
    await page.getByText('正文。').waitFor()
    await expectNothingRan(page, 'the public article')
    await page.goto(`${url}/weibo`)
    await page.getByText('微博<img').first().waitFor()
    await expectNothingRan(page, 'Weibo itself')
  })

  it('never runs from a customer’s message, a loan’s event or material asked for', async () => {
    const { url } = stack.cloud
    const officer = await stack.signedIn('officer')
    const editor = await stack.signedIn('editor')
    const phone = `${url}/wechat-twin/phone`
    const as = /name="as" value="([^"]+)"/.exec(await (await fetch(phone)).text())![1]!
    for (let from = 0; from < payloads.length; from += 4)
      await fetch(`${phone}/write`, {
        method: 'POST',
        body: new URLSearchParams({ as, text: `我要投诉${payloads.slice(from, from + 4).join('')}` }),
      })
    const taken = await eventually('the complaint with every message', async () => {
      const { complaints } = await editor.get<{ complaints: { id: string }[] }>('/api/complaints')
      if (!complaints[0]) return undefined
      const { messages } = await editor.get<{ messages: { from: string }[] }>(
        `/api/complaints/${complaints[0].id}`,
      )
      const said = messages.filter(({ from }) => from === 'customer')
      return said.length === Math.ceil(payloads.length / 4) ? complaints[0] : undefined
    })
    await editor.post(`/api/complaints/${taken.id}/assign`, { unitId: 'marketing' })
    const nasty = `载荷<img src=x onerror="${mark}">`
    await editor.post('/api/requests', {
      ...{
        unitId: 'marketing',
        subject: nasty,
        details: payloads.join('').slice(0, 900),
        dueOn: '2026-12-01',
      },
    })
    const at = (hours: number) => new Date(stack.cloud.clock.now() + hours * 3_600_000).toISOString()
    const { loanId } = await officer.post<{ loanId: string }>('/api/loans', {
      ...{ unitId: 'marketing', event: nasty, purpose: nasty, cap: 5, borrowerIds: ['chen-yu'] },
      ...{ from: at(1), until: at(48) },
    })

    const page = await watched()
    await signIn(stack, page, 'officer')
    for (const [path, words] of [
      [`/portal/complaints/${taken.id}`, '我要投诉<script>'],
      ['/portal/complaints', taken.id],
      ['/portal/requests', '载荷<img'],
      ['/portal/loans', '载荷<img'],
      [`/portal/loans/${loanId}`, '载荷<img'],
    ] as const) {
      await page.goto(`${url}${path}`)
      await (
        words === taken.id ? page.locator(`a[href$="${words}"]`) : page.getByText(words).first()
      ).waitFor()
      await expectNothingRan(page, path)
    }
    await page.goto(linkIn(await askMail(stack.as('departmentHead'), '载荷')))
    await page.getByText('载荷<img').first().waitFor()
    await expectNothingRan(page, 'the decision on the loan')
    await page.goto(phone)
    await page.getByText('我要投诉<script>').first().waitFor()
    await expectNothingRan(page, 'the customer’s phone')
  })

  it('would be noticed: the same battery runs on a page that trusts it', async () => {
    const page = await watched()
    await page.setContent(`<body>${payloads.join('')}</body>`)
    await page.waitForTimeout(1000)
    expect(caught.length + Number(await page.evaluate('Number(window.pwned ?? 0)'))).toBeGreaterThan(0)
    caught.splice(0)
  })
})
