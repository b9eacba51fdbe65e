import { askMail, decideByMail, formOf, show, submit } from '../../local/demo/desk'
import { codeIn, eventually, linkIn, type Visitor } from '../../local/demo/visitor'
import { aStack, aSubmission, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
}, 300_000)
afterAll(() => stack?.stop())

async function asked() {
  const { id, title } = await aSubmission(officer)
  await submit(officer, id)
  const mail = await askMail(stack.as('unitHead'), title)
  return { id, title, mail, link: linkIn(mail) }
}
const decisionsOf = async (id: string) =>
  (await officer.get<{ turns: { decision?: { kind: string } }[] }>(`/api/submissions/${id}`)).turns.flatMap(
    (turn) => turn.decision?.kind ?? [],
  )
const post = (link: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(link, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' })

describe('invariant 4: robots on a link', () => {
  it('decide nothing, whatever they open, prefetch or send; a person then does', async () => {
    const { id, mail, link } = await asked()
    const ledgerBefore = (await officer.get<{ ledger: unknown[] }>(`/api/submissions/${id}`)).ledger.length
    for (const method of ['GET', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
      await fetch(link, { method, headers: { 'user-agent': 'SafeLinks', purpose: 'prefetch' } })
    const head = await fetch(link, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const page = await (await fetch(link)).text()
    const { nonce } = formOf(page)
    const robots: Record<string, string>[] = [
      {},
      { choice: 'approve' },
      { choice: 'approve', nonce },
      { choice: 'approve', nonce, code: '' },
      { choice: 'approve', code: codeIn(mail) },
      { choice: 'approve', nonce: `${nonce}x`, code: codeIn(mail) },
      { choice: 'approve', nonce: '9999999999999.forged', code: codeIn(mail) },
      { choice: 'reject', nonce },
      { choice: 'reject', nonce, reason: '   ' },
      { nonce, code: codeIn(mail) },
    ]
    for (const fields of robots) expect((await post(link, fields)).status).toBeGreaterThanOrEqual(400)
    const asJson = await fetch(link, {
      method: 'POST',
      body: JSON.stringify({ choice: 'approve' }),
      headers: { 'content-type': 'application/json' },
    })
    expect(asJson.status).toBeGreaterThanOrEqual(400)
    expect(await decisionsOf(id)).toEqual([])
    expect((await officer.get<{ ledger: unknown[] }>(`/api/submissions/${id}`)).ledger).toHaveLength(
      ledgerBefore,
    )

    expect((await decideByMail(mail, { approve: true })).status).toBe(200)
    expect(await decisionsOf(id)).toEqual(['approved'])
  }, 180_000)

  it('gives the page strict headers and nothing that could decide by itself', async () => {
    const { link } = await asked()
    const answer = await fetch(link)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(
        /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/,
      ),
    })
    const page = await answer.text()
    expect(page).not.toContain('<script')
    expect(page).not.toMatch(/value="\d{6}"/)
  }, 180_000)

  it('locks a link after five wrong codes, mails a new one, and only that one decides', async () => {
    const { id, title, mail, link } = await asked()
    const { nonce } = formOf(await (await fetch(link)).text())
    const wrong = codeIn(mail) === '111111' ? '222222' : '111111'
    const statuses: number[] = []
    for (let n = 0; n < 5; n++)
      statuses.push((await post(link, { nonce, choice: 'approve', code: wrong })).status)
    expect(statuses).toEqual([403, 403, 403, 403, 423])
    expect((await post(link, { nonce, choice: 'approve', code: codeIn(mail) })).status).toBe(423)
    expect(await decisionsOf(id)).toEqual([])
    const renewed = await eventually('a new link', async () =>
      (await stack.as('unitHead').mails()).find(
        (one) => one.text.includes(title) && one.text.includes('/d/') && linkIn(one) !== link,
      ),
    )
    expect(codeIn(renewed)).not.toBe(codeIn(mail))
    expect((await decideByMail(renewed, { approve: true })).status).toBe(200)
    expect(await decisionsOf(id)).toEqual(['approved'])
  }, 180_000)

  it('takes one decision of ten that come at the same moment', async () => {
    const { id, mail, link } = await asked()
    const { nonce } = formOf(await (await fetch(link)).text())
    const code = codeIn(mail)
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => post(link, { nonce, choice: 'approve', code })),
    )
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(await decisionsOf(id)).toEqual(['approved'])
  }, 180_000)

  it('refuses a person who no longer holds the role, at the next click', async () => {
    const { id, link } = await asked()
    await stack.cloud.invoke('loadCompany', {
      name: '江南精工股份有限公司',
      units: [
        { id: 'enterprise-management', name: '企业管理部', office: true, people: [] },
        {
          id: 'marketing',
          name: '市场部',
          people: [
            {
              id: 'wang-lei',
              name: '王磊',
              email: 'wang.lei@jiangnan.example',
              roles: [],
              leftOn: '2026-11-24',
            },
          ],
        },
      ],
    })
    const answer = await fetch(link)
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('不')
    expect(await decisionsOf(id)).toEqual([])
    expect((await show(officer, id)).submission.state).toBe('in-review')
  }, 180_000)
})
