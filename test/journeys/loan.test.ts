import type { ShownLoan } from '../../lib/loan/show-loan'
import { askMail, decideByMail, formOf } from '../../local/demo/desk'
import { codeIn, eventually, linkIn, type Refused, type Visitor } from '../../local/demo/visitor'
import { aStack, type Stack } from '../kit/cloud'
import { bySecond } from '../kit/second'

let stack: Stack
let officer: Visitor
let unitHead: Visitor
let editor: Visitor
let head: Visitor

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  unitHead = await stack.signedIn('unitHead')
  editor = await stack.signedIn('editor')
  head = await stack.signedIn('departmentHead')
}, 300_000)
afterAll(() => stack?.stop())

const hour = 3_600_000
let events = 0
const inHours = (hours: number) => new Date(stack.cloud.clock.now() + hours * hour).toISOString()
const show = (who: Visitor, id: string) => who.get<ShownLoan>(`/api/loans/${id}`)
const inState = (id: string, state: string) =>
  eventually(`loan ${id} to be ${state}`, async () => {
    const { loan } = await show(editor, id)
    return loan.state === state ? loan : undefined
  })
const refusalOf = async (act: Promise<unknown>): Promise<Refused> =>
  act.then(
    () => {
      throw new Error('nothing was refused')
    },
    (error: Refused) => error,
  )
const subjects = async (who: Visitor, about: string) =>
  (await who.mails()).filter((mail) => mail.subject.includes(about)).map((mail) => mail.subject)

/** Applied for by the officer of the marketing unit; answers id and event. */
async function applied(change: Record<string, unknown> = {}) {
  const event = `阀门展直播 ${++events}号`
  const { loanId } = await officer.post<{ loanId: string }>('/api/loans', {
    ...{ unitId: 'marketing', event, purpose: '在展会现场与网友互动', cap: 2 },
    ...{ borrowerIds: ['chen-yu', 'wang-lei'], from: inHours(-1), until: inHours(30) },
    ...change,
  })
  return { id: loanId, event, mail: await askMail(head, event) }
}

/** Granted by the head through the link of the mail, and open. */
async function opened(change: Record<string, unknown> = {}) {
  const { id, event, mail } = await applied(change)
  expect((await decideByMail(mail, { approve: true })).status).toBe(200)
  await inState(id, 'open')
  return { id, event }
}

let texts = 0
/** Weibo refuses one text twice: each is another. */
const aText = () => `展会现场第 ${++texts} 位观众来到展台，欢迎提问`
const post = (who: Visitor, id: string, text = aText(), answers: string[] = []) =>
  who.post<{ postId: string; left: number }>(`/api/loans/${id}/posts`, { text, answers, declared: true })
const fateOf = (id: string, postId: string, kind: string) =>
  eventually(`post ${postId} to be ${kind}`, async () => {
    const { posts } = await show(editor, id)
    return posts.find((one) => one.postId === postId && one.fate.kind === kind)
  })
const onWeibo = (text: string) => stack.cloud.weibo.state().posts.filter((one) => one.text.startsWith(text))

describe('article 12: the loan of the Weibo account', () => {
  it('is granted by the head through the link of a mail; opening it, however, decides nothing', async () => {
    const { id, event, mail } = await applied({ from: inHours(1) })
    const link = linkIn(mail)
    for (const method of ['GET', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) await fetch(link, { method })
    const answer = await fetch(link)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*form-action 'self'/),
    })
    const page = await answer.text()
    expect(page).toContain(event)
    expect(page).not.toContain('<script')
    const { nonce } = formOf(page)
    const takes: Record<string, string>[] = [
      { choice: 'approve', nonce },
      { choice: 'approve', nonce, code: '' },
      { choice: 'approve', nonce: '9999999999999.forged', code: codeIn(mail) },
      { choice: 'reject', nonce, reason: ' ' },
    ]
    for (const fields of takes) {
      const { status } = await fetch(link, { method: 'POST', body: new URLSearchParams(fields) })
      expect(status).toBeGreaterThanOrEqual(400)
    }
    expect((await show(officer, id)).loan.state).toBe('applied')

    expect((await decideByMail(mail, { approve: true })).status).toBe(200)
    await inState(id, 'granted')
    const again = await fetch(link)
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('这次借用已经批准')
    await eventually('the borrowers to be told', async () =>
      (await subjects(unitHead, event)).find((subject) => subject.includes('借用已批准')),
    )
    await stack.cloud.clock.move(1.1 * hour)
    await inState(id, 'open')
    await head.post(`/api/loans/${id}/recall`, { reason: '测试结束' })
    await inState(id, 'recalled')
  }, 240_000)

  it('is refused with a reason, withdrawn by its unit, and seen by its unit and 企管部 alone', async () => {
    const one = await applied()
    expect((await decideByMail(one.mail, { reject: '与发布会冲突' })).status).toBe(200)
    expect((await inState(one.id, 'refused')).decision).toMatchObject({
      name: '周衡',
      reason: '与发布会冲突',
    })
    const other = await applied()
    await unitHead.post(`/api/loans/${other.id}/withdraw`)
    expect((await fetch(linkIn(other.mail))).status).toBe(409)
    const stranger = await stack.signedIn('otherOfficer')
    expect((await refusalOf(show(stranger, one.id))).code).toBe('NotAllowed')
    expect((await refusalOf(stranger.get('/api/loans?unitId=marketing'))).code).toBe('NotAllowed')
    expect((await refusalOf(officer.post(`/api/loans/${one.id}/recall`, { reason: '不' }))).code).toBe(
      'NotAllowed',
    )
    const listed = await editor.get<{ loans: { id: string; state: string }[] }>(
      '/api/loans?unitId=marketing&state=refused',
    )
    expect(listed.loans.map((loan) => loan.id)).toEqual([one.id])
  }, 240_000)
})

describe('article 12: posting under a loan', () => {
  it('takes a post of a borrower to Weibo without a password, and reports it to the editor at once', async () => {
    const { id, event } = await opened()
    const text = aText()
    expect((await post(officer, id, text)).left).toBe(1)
    const told = await eventually('the editor to be told', async () =>
      (await editor.mails()).find((mail) => mail.subject.includes(`借用中发出微博：${event}`)),
    )
    for (const part of [text, '陈瑜', '第 1 条']) expect(told.text).toContain(part)
    const { postId } = (await show(officer, id)).posts[0]!
    const { fate } = await fateOf(id, postId, 'posted')
    expect(onWeibo(text)).toHaveLength(1)
    expect(
      (await fetch(fate.url!.replace('https://weibo.com', `${stack.cloud.url}/weibo-twin`))).status,
    ).toBe(200)
  }, 240_000)

  it('refuses whoever and whatever the loan does not cover, each with its own reason, and Weibo hears nothing', async () => {
    const before = stack.cloud.weibo.state().posts.length
    const early = await applied({ from: inHours(1) })
    await decideByMail(early.mail, { approve: true })
    await inState(early.id, 'granted')
    const { id } = await opened({ cap: 1, borrowerIds: ['chen-yu'] })
    const stranger = await stack.signedIn('otherOfficer')
    const codes = async (...acts: Promise<unknown>[]) =>
      Promise.all(acts.map(async (act) => (await refusalOf(act)).code))
    expect(
      await codes(
        post(officer, early.id),
        post(stranger, id),
        post(unitHead, id),
        post(editor, id),
        post(officer, id, '展'.repeat(141)),
        post(officer, id, '机密★10年 展会方案'),
        post(officer, id, '我们的产品是国家级'),
        post(officer, id, '我们的产品是国家级', ['  ']),
      ),
    ).toEqual([
      ...['LoanNotOpen', 'NotBorrower', 'NotBorrower', 'NotBorrower'],
      ...['PolicyRefused', 'PolicyRefused', 'PolicyRefused', 'PolicyRefused'],
    ])
    const long = await refusalOf(post(officer, id, '展'.repeat(141)))
    expect(long.body).toMatchObject({
      error: { details: [{ rule: 'weibo.too-long', limit: 140, seen: 141 }] },
    })
    expect((await show(officer, id)).loan.used).toBe(0)
    expect(stack.cloud.weibo.state().posts).toHaveLength(before)

    // The last place, by two posts in the same moment.
    const taken = await Promise.allSettled([post(officer, id), post(officer, id)])
    expect(taken.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await refusalOf(post(officer, id))).code).toBe('LoanSpent')
    await editor.post(`/api/loans/${id}/recall`, { reason: '已用完' })
    expect((await refusalOf(post(officer, id))).code).toBe('LoanRecalled')
    await editor.post(`/api/loans/${early.id}/recall`, { reason: '不再需要' })
  }, 240_000)

  it('ends for a borrower with the role or the job, on the next request', async () => {
    const { id } = await opened()
    const admin = await stack.signedIn('admin')
    const head = { name: '王磊', email: 'wang.lei@jiangnan.example', unitId: 'marketing', language: 'zh' }
    const today = new Date(stack.cloud.clock.now() + 8 * hour).toISOString().slice(0, 10)
    await admin.put('/api/admin/people/wang-lei', { ...head, leftOn: today, confirmed: true })
    expect((await refusalOf(post(unitHead, id))).code).toBe('NotSignedIn')
    // Leaving is at once; back again takes a second person.
    await bySecond(stack, admin, () => admin.put('/api/admin/people/wang-lei', head))
    await unitHead.signIn()
    await unitHead.delete('/api/units/marketing/officers/chen-yu')
    await officer.signIn()
    expect((await refusalOf(post(officer, id))).code).toBe('BorrowerLeft')
    await unitHead.put('/api/units/marketing/officers/chen-yu', {})
    await officer.signIn()
    expect((await post(officer, id)).left).toBe(1)
    expect((await post(unitHead, id)).left).toBe(0)
  }, 240_000)

  it('recalled while a post is on its way: the post stands, the loan is over, and the report names both', async () => {
    const { id, event } = await opened()
    stack.cloud.weibo.change({ what: 'latency', ms: 2_500 })
    const { postId } = await post(officer, id)
    await fateOf(id, postId, 'posting')
    await head.post(`/api/loans/${id}/recall`, { reason: '现场出现意外' })
    expect((await show(editor, id)).posts[0]?.fate.kind).toBe('posting')
    expect((await refusalOf(post(officer, id))).code).toBe('LoanRecalled')
    stack.cloud.weibo.change({ what: 'latency', ms: 0 })
    const { fate } = await fateOf(id, postId, 'posted')
    await eventually('the report', async () => {
      await stack.cloud.clock.move(130_000)
      return (await head.mails()).find(
        (mail) =>
          mail.subject.includes(`借用结束报告：${event}`) &&
          mail.text.includes(fate.url!) &&
          mail.text.includes('现场出现意外') &&
          mail.text.includes('未用：1 条'),
      )
    })
  }, 240_000)

  it('recalled before a post went out: it returns to the office with the reason, and never reaches Weibo', async () => {
    const { id } = await opened()
    const text = `#展会# ${aText()}`
    const { postId } = await post(officer, id, text)
    await fateOf(id, postId, 'by-hand')
    await editor.post(`/api/loans/${id}/recall`, { reason: '活动取消' })
    const back = await fateOf(id, postId, 'returned')
    expect(back.fate.said?.zh).toContain('活动取消')
    expect(onWeibo('#展会#')).toEqual([])
  }, 240_000)

  it('ends by the clock and reports to head, editor and unit', async () => {
    const { id, event } = await opened({ until: inHours(2) })
    const { postId } = await post(officer, id)
    await fateOf(id, postId, 'posted')
    await stack.cloud.clock.move(2.1 * hour)
    await inState(id, 'ended')
    expect((await refusalOf(post(officer, id))).code).toBe('LoanOver')
    for (const who of [head, editor, officer, unitHead])
      await eventually(`the report to ${who.email}`, async () =>
        (await subjects(who, event)).find((subject) => subject.includes('借用结束报告')),
      )
    const { ledger } = await show(editor, id)
    expect(ledger.at(-1)).toMatchObject({ type: 'LoanReported', facts: { unused: 1 } })
  }, 240_000)
})
