import { askMail, decideByMail, show, submit } from '../../local/demo/desk'
import { eventually, linkIn, mailsOf, visitor, type Visitor } from '../../local/demo/visitor'
import { aStack, aSubmission, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
}, 300_000)
afterAll(() => stack?.stop())

const substituteAddress = 'zhao.qiang@jiangnan.example'
const day = 24 * 3_600_000

describe('invariant 5: a wait nobody answers', () => {
  it('reminds, asks the substitute, tells the editor and ends as expired; then it can be revised', async () => {
    const unitHead = await stack.signedIn('unitHead')
    const today = new Date(stack.cloud.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    await unitHead.put('/api/me/substitute', { substituteId: 'zhao-qiang', from: today, until: '2099-12-31' })
    const { id, title } = await aSubmission(officer)
    await submit(officer, id)
    const mail = await askMail(stack.as('unitHead'), title)
    const mailsAbout = async (who: Parameters<typeof stack.as>[0]) =>
      (await stack.as(who).mails()).filter((one) => one.text.includes(title)).length

    const asked = await mailsAbout('unitHead')
    for (let moves = 0; moves < 40 && (await mailsAbout('editor')) === 0; moves++)
      await stack.cloud.clock.move(day / 4)
    expect(await mailsAbout('unitHead')).toBeGreaterThan(asked)
    expect(await mailsAbout('editor')).toBeGreaterThan(0)
    const substitute = await mailsOf(stack.cloud.url, substituteAddress)
    expect(substitute.filter((one) => one.text.includes(title)).length).toBeGreaterThan(0)
    for (let moves = 0; moves < 40; moves++) await stack.cloud.clock.move(day / 4)
    await officer.signIn()
    await eventually('the submission to expire', async () =>
      (await show(officer, id)).submission.state === 'expired' ? true : undefined,
    )
    // The last mail of everybody who was asked, or asked to press, tells the truth.
    for (const who of [stack.as('unitHead'), stack.as('editor'), visitor(stack.cloud.url, substituteAddress)])
      expect((await who.mails()).findLast(({ text }) => text.includes(title))?.text).toContain('您无需再处理')
    const page = await fetch(linkIn(mail))
    expect(page.status).toBe(409)
    expect(await page.text()).toContain('逾期')
    await officer.post(`/api/submissions/${id}/revise`, { version: 1 })
    expect((await show(officer, id)).submission).toMatchObject({ state: 'draft', version: 2 })
  }, 600_000)

  it('lets the substitute decide in the holder’s place, on record', async () => {
    const { id, title } = await aSubmission(officer)
    await submit(officer, id)
    const mail = await askMail(visitor(stack.cloud.url, substituteAddress), title)
    await decideByMail(mail, { approve: true })
    const { turns } = await officer.get<{ turns: { decision?: { by: string; standsInFor?: string } }[] }>(
      `/api/submissions/${id}`,
    )
    expect(turns[0]?.decision).toMatchObject({ by: 'zhao-qiang', standsInFor: 'wang-lei' })
    const told = await eventually('the holder to be told', async () =>
      (await stack.as('unitHead').mails()).find(
        ({ subject, text }) => subject.includes('无需处理') && text.includes(title),
      ),
    )
    expect(told.text).toContain('赵强已同意')
  }, 180_000)
})
