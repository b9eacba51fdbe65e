import type { ShownLoan } from '../../lib/loan/show-loan'
import { askMail, decideByMail } from '../../local/demo/desk'
import { eventually, linkIn, type Refused, type Visitor } from '../../local/demo/visitor'
import { aStack, type Stack } from '../kit/cloud'

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
}, 120_000)
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
  }, 90_000)

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
  }, 90_000)
})
