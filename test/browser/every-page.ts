import type { Page } from 'playwright-core'
import type { Stack } from '../kit/cloud'
import { anApproved, aSubmission } from '../kit/cloud'
import { askMail, decideByMail, show, submit } from '../../local/demo/desk'
import { beijingToday, publish } from '../../local/demo/edition-desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, linkIn, type Visitor } from '../../local/demo/visitor'
import { signIn } from './browser'

/** A page somebody sees: who sees it, its address, and what says that it is there. */
export interface Shown {
  name: string
  as: 'officer' | 'unitHead' | 'editor' | 'admin' | undefined
  path: string
  ready: (page: Page) => Promise<unknown>
}

/** An article that readers have and that somebody wants taken down. */
async function aRemovalAskedFor(stack: Stack, officer: Visitor, editor: Visitor) {
  const { id } = await anApproved(stack, officer, {}, await photoLike({ bytes: 1_500_000, seed: 8 }))
  const today = beijingToday(stack.cloud.clock.now())
  await publish(editor, today, [id])
  await eventually('it to be published', async () =>
    (await show(officer, id)).submission.state === 'published' ? true : undefined,
  )
  const reason = '客户要求更正数据，先行撤下'
  const { submission } = await officer.post<{ submission: { id: string } }>(
    `/api/submissions/${id}/removal`,
    { reason },
  )
  await askMail(stack.as('unitHead'), reason)
  return { published: id, removal: submission.id }
}

/** Public matter on the company's own domain: where the link of a Weibo post leads. */
async function anArticleOf(stack: Stack, officer: Visitor, editor: Visitor): Promise<string> {
  const words = { channels: ['weibo' as const], weiboText: '首批智能阀门通过验收。' }
  const { id } = await anApproved(stack, officer, words, await photoLike({ bytes: 1_500_000, seed: 21 }))
  const { post } = await editor.post<{ post: { id: string } }>(`/api/submissions/${id}/weibo`, {})
  await eventually('the post to stand', async () => {
    const shown = await editor.get<{ post: { state: string } }>(`/api/weibo/${post.id}`)
    return shown.post.state === 'posted' ? true : undefined
  })
  return `/a/${post.id}`
}

/** A loan of the Weibo account that is open, and one that waits for its decision. */
async function loansOfTheDay(stack: Stack, officer: Visitor) {
  const inHours = (hours: number) => new Date(stack.cloud.clock.now() + hours * 3_600_000).toISOString()
  const apply = (event: string) =>
    officer.post<{ loanId: string }>('/api/loans', {
      ...{ unitId: 'marketing', event, purpose: '在展会现场直播，与网友互动', cap: 5 },
      ...{ borrowerIds: ['chen-yu', 'wang-lei'], from: inHours(-1), until: inHours(48) },
    })
  const head = stack.as('departmentHead')
  const { loanId } = await apply('上海阀门展直播')
  await decideByMail(await askMail(head, '上海阀门展直播'), { approve: true })
  await eventually('the loan to be open', async () => {
    const { loan } = await officer.get<{ loan: { state: string } }>(`/api/loans/${loanId}`)
    return loan.state === 'open' ? true : undefined
  })
  await officer.post(`/api/loans/${loanId}/posts`, {
    ...{ text: '我们在上海阀门展 A12 展位，欢迎来聊聊智能阀门', answers: [], declared: true },
  })
  await apply('客户日问答')
  return { loanId, loanDecision: new URL(linkIn(await askMail(head, '客户日问答'))) }
}

/** A company in the middle of its day: a draft with findings, a text in review, one approved, an edition composed. */
export async function aBusyDay(stack: Stack): Promise<Shown[]> {
  const officer = await stack.signedIn('officer')
  const editor = await stack.signedIn('editor')
  const draft = await aSubmission(officer, { source: '', body: '<p>绝密文件 13812345678</p>' })
  const approved = await anApproved(stack, officer, {}, await photoLike({ bytes: 1_500_000 }))
  const waiting = await aSubmission(officer, { body: '<p>十一月，阀门投用。联系人手机 13812345678。</p>' })
  await submit(officer, waiting.id)
  const decision = new URL(linkIn(await askMail(stack.as('unitHead'), waiting.title)))
  const ended = await aSubmission(officer)
  await submit(officer, ended.id)
  await askMail(stack.as('unitHead'), ended.title)
  await officer.post(`/api/submissions/${ended.id}/withdraw`, { reason: '数据有误，撤回核对' })
  await eventually('the withdrawn one to be archived', async () => {
    await stack.cloud.clock.move(60_000)
    const { entries } = await officer.get<{ entries: { submissionId: string }[] }>('/api/archive')
    return entries.find(({ submissionId }) => submissionId === ended.id)
  })
  const forWeibo = { channels: ['weibo' as const], weiboText: '走进 #智能阀门# 车间' }
  await anApproved(stack, officer, forWeibo)
  const byHand = await anApproved(stack, officer, forWeibo)
  const { post } = await editor.post<{ post: { id: string } }>(`/api/submissions/${byHand.id}/weibo`, {})
  const { complaint } = await editor.post<{ complaint: { id: string } }>('/api/complaints', {
    ...{ source: 'phone', name: '张先生', phone: '13900001111', words: '阀门漏水，打了三次电话没人接。' },
  })
  await editor.post(`/api/complaints/${complaint.id}/assign`, { unitId: 'marketing' })
  await editor.put('/api/units/marketing/expectation', { perMonth: 3 })
  const material = {
    unitId: 'marketing',
    subject: '年终总结素材',
    details: '三张照片和五百字',
    dueOn: '2026-12-01',
  }
  await editor.post('/api/requests', material)
  await (await stack.signedIn('admin')).post('/api/admin/checks', {})
  const { published, removal } = await aRemovalAskedFor(stack, officer, editor)
  const { loanId, loanDecision } = await loansOfTheDay(stack, officer)
  const article = await anArticleOf(stack, officer, editor)
  const date = '2026-11-25'
  await editor.put(`/api/editions/${date}`, { submissionIds: [approved.id] })
  const heading = (page: Page) => page.locator('h1').first().waitFor()
  return [
    { name: 'home', as: undefined, path: '/', ready: heading },
    { name: 'sign-in', as: undefined, path: '/sign-in', ready: heading },
    { name: 'home-signed-in', as: 'officer', path: '/', ready: heading },
    { name: 'submissions', as: 'officer', path: '/portal/submissions', ready: heading },
    {
      name: 'compose',
      as: 'officer',
      path: `/portal/submissions/${draft.id}`,
      ready: (page) => page.locator('.tiptap').waitFor(),
    },
    { name: 'submission', as: 'officer', path: `/portal/submissions/${approved.id}`, ready: heading },
    {
      name: 'submission-published',
      as: 'officer',
      path: `/portal/submissions/${published}`,
      ready: (page) => page.locator(`a[href$="${removal}"]`).waitFor(),
    },
    {
      name: 'removal',
      as: 'editor',
      path: `/portal/submissions/${removal}`,
      ready: (page) => page.locator(`a[href$="${published}"]`).waitFor(),
    },
    {
      name: 'withdraw',
      as: 'officer',
      path: `/portal/submissions/${waiting.id}`,
      ready: async (page) => {
        await page.getByRole('button', { name: /^(撤回|Withdraw)$/ }).click()
        await page.getByRole('dialog').locator('textarea').waitFor()
        // A dialog that is still fading in has the contrast of a shadow.
        await page.waitForTimeout(400)
      },
    },
    ...(['officer', 'unitHead', 'editor', 'admin'] as const).map((as) => ({
      ...{ name: `today-${as}`, as, path: '/portal/today' },
      ready: (page: Page) => page.locator('#main h2').first().waitFor(),
    })),
    { name: 'asks', as: 'unitHead', path: '/portal/asks', ready: heading },
    {
      name: 'officers',
      as: 'unitHead',
      path: '/portal/officers',
      ready: (page) => page.getByText('陈瑜', { exact: true }).waitFor(),
    },
    { name: 'editions', as: 'editor', path: '/portal/editions', ready: heading },
    {
      name: 'edition',
      as: 'editor',
      path: `/portal/editions/${date}`,
      ready: (page) => page.locator('h2').first().waitFor(),
    },
    {
      name: 'policy',
      as: 'admin',
      path: '/portal/policy',
      ready: (page) => page.locator('[id^="policy-"]').first().waitFor(),
    },
    {
      name: 'company',
      as: 'admin',
      path: '/portal/company',
      ready: (page) => page.locator('#unit-marketing').waitFor(),
    },
    {
      name: 'holidays',
      as: 'admin',
      path: '/portal/holidays',
      ready: async (page) => {
        await page.getByRole('button', { name: /^(查看会改变什么|See what changes)$/ }).click()
        await page.getByText(/^(改为上班：|Become working days: )/).waitFor()
      },
    },
    { name: 'record', as: 'admin', path: '/portal/record', ready: heading },
    {
      name: 'loans',
      as: 'officer',
      path: '/portal/loans',
      ready: (page) => page.locator('#main li').first().waitFor(),
    },
    {
      name: 'loan-application',
      as: 'officer',
      path: '/portal/loans/new',
      ready: (page) => page.getByRole('checkbox').first().waitFor(),
    },
    {
      name: 'loan',
      as: 'officer',
      path: `/portal/loans/${loanId}`,
      ready: async (page) => {
        await page.getByRole('textbox').fill('我们是全国最好的阀门厂，产品国家级，欢迎来展位看看')
        await page.locator('input[maxlength="200"]').first().waitFor()
      },
    },
    {
      name: 'loan-recall',
      as: 'editor',
      path: `/portal/loans/${loanId}`,
      ready: (page) => page.locator('summary').click(),
    },
    { name: 'loan-decision', as: undefined, path: loanDecision.pathname, ready: heading },
    {
      name: 'complaints',
      as: 'editor',
      path: '/portal/complaints',
      ready: (page) => page.locator('#main li').first().waitFor(),
    },
    {
      name: 'complaint',
      as: 'officer',
      path: `/portal/complaints/${complaint.id}`,
      ready: (page) => page.locator('textarea').first().waitFor(),
    },
    { name: 'figures', as: 'editor', path: '/portal/figures', ready: heading },
    {
      name: 'complaint-bulletin',
      as: 'editor',
      path: '/portal/complaints/bulletin',
      // A table at a desk, cards on a phone.
      ready: (page) => page.getByText('市场部').filter({ visible: true }).first().waitFor(),
    },
    {
      name: 'requests',
      as: 'officer',
      path: '/portal/requests',
      ready: (page) => page.locator('#main li').first().waitFor(),
    },
    {
      name: 'requests-office',
      as: 'editor',
      path: '/portal/requests',
      ready: (page) => page.locator('#main li').first().waitFor(),
    },
    {
      name: 'weibo',
      as: 'editor',
      path: '/portal/weibo',
      ready: (page) => page.locator('#main li').first().waitFor(),
    },
    {
      name: 'weibo-by-hand',
      as: 'editor',
      path: `/portal/weibo/${post.id}`,
      ready: (page) => page.locator('input').first().waitFor(),
    },
    { name: 'decision', as: undefined, path: decision.pathname, ready: heading },
    {
      name: 'archive',
      as: 'officer',
      path: '/portal/archive',
      ready: (page) => page.locator('#main li').first().waitFor(),
    },
    {
      name: 'archived',
      as: 'officer',
      path: `/portal/archive/${ended.id}`,
      ready: (page) => page.locator('table').waitFor(),
    },
    {
      name: 'accounts',
      as: 'admin',
      path: '/portal/accounts',
      ready: async (page) => {
        await page.locator('#main li').first().waitFor()
        await page.getByRole('progressbar').first().waitFor({ state: 'attached' })
        await page.locator('#main table').waitFor()
      },
    },
    {
      name: 'not-mine',
      as: 'officer',
      path: '/portal/company',
      ready: (page) => page.locator('h3').waitFor(),
    },
    { name: 'article', as: undefined, path: article, ready: heading },
    { name: 'mailbox', as: undefined, path: '/mailbox', ready: heading },
    { name: 'phone', as: undefined, path: '/phone', ready: (page) => page.locator('main').waitFor() },
    { name: 'weibo-readers', as: undefined, path: '/weibo', ready: heading },
    { name: 'weibo-write', as: undefined, path: '/weibo-twin/write', ready: heading },
    { name: 'weibo-back-stage', as: undefined, path: '/weibo-twin/_twin', ready: heading },
    { name: 'dashboard', as: undefined, path: '/dashboard', ready: heading },
    {
      name: 'nothing-there',
      as: 'editor',
      path: '/portal/nowhere',
      ready: (page) => page.locator('h3').waitFor(),
    },
  ]
}

/** Calls `look` for every page, signed in as who sees it; one sign-in a person. */
export async function throughEveryPage(
  stack: Stack,
  shown: Shown[],
  open: () => Promise<Page>,
  look: (page: Page, one: Shown) => Promise<void>,
): Promise<void> {
  const pages = new Map<string, Page>()
  for (const one of shown) {
    const who = one.as ?? 'nobody'
    let page = pages.get(who)
    if (!page) {
      page = await open()
      if (one.as) await signIn(stack, page, one.as)
      pages.set(who, page)
    }
    await page.goto(`${stack.cloud.url}${one.path}`)
    await one.ready(page)
    await look(page, one)
  }
}
