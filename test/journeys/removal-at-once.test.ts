import { decideByMail, show } from '../../local/demo/desk'
import { beijingToday, publish } from '../../local/demo/edition-desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, linkIn, type Visitor } from '../../local/demo/visitor'
import { anApproved, aStack, listsCatchUp, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor
let editor: Visitor
let head: Visitor
let id: string
let title: string
let orderId: string

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  editor = await stack.signedIn('editor')
  head = await stack.signedIn('departmentHead')
}, 300_000)
afterAll(() => stack?.stop())

interface Whole {
  submission: {
    publications: { url: string; deletedAt?: string }[]
    removal?: { ordered?: true; afterwards?: { submissionId: string; outcome?: string } }
  }
  ledger: { type: string; by: string; facts: Record<string, unknown> }[]
  removal?: { id: string; state: string; atOnce: boolean; afterwards?: { id: string; state: string } }
}
const reason = '泄露客户图纸'
const whole = (who: Visitor, submissionId: string) => who.get<Whole>(`/api/submissions/${submissionId}`)
const onPhone = async (url: string) => (await fetch(url)).text()
const mailTo = (who: Visitor, words: string) =>
  eventually(`a mail that says ${words}`, async () =>
    (await who.mails()).findLast(({ subject, text }) => `${subject}\n${text}`.includes(words)),
  )

describe('a leaked secret', () => {
  it('is online', async () => {
    ;({ id, title } = await anApproved(stack, officer, {}, await photoLike({ bytes: 1_500_000, seed: 21 })))
    const date = beijingToday(stack.cloud.clock.now())
    await publish(editor, date, [id])
    await eventually('it to be published', async () =>
      (await show(officer, id)).submission.state === 'published' ? true : undefined,
    )
  }, 300_000)

  it('is taken down by the head of 企管部 alone, by link and code, and by no session', async () => {
    const { publications } = (await whole(head, id)).submission
    const door = `/api/submissions/${id}/removal`
    await expect(head.post(door, { reason })).rejects.toMatchObject({ status: 403 })
    ;({ id: orderId } = (
      await head.post<{ submission: { id: string } }>(door, { reason, atOnce: true })
    ).submission)
    const mail = await mailTo(head, '紧急，请决定立即撤下')
    const page = await (await fetch(linkIn(mail))).text()
    expect(page).toContain(reason)
    expect(page).toContain('立即撤下')
    expect(await onPhone(publications[0]!.url)).toContain('智能阀门在西部管网')
    expect((await decideByMail(mail, { approve: true })).status).toBe(200)
    await eventually('the article to be taken down', async () =>
      (await show(officer, orderId)).submission.state === 'removed' ? true : undefined,
    )
    expect(await onPhone(publications[0]!.url)).not.toContain('智能阀门在西部管网')
    await mailTo(officer, '已撤下')
  }, 300_000)

  it('everybody else is asked afterwards; a no is on record and told, and brings nothing back', async () => {
    const following = await eventually('the route to follow', async () => {
      await stack.cloud.clock.move(60_000)
      return (await whole(editor, id)).removal?.afterwards
    })
    const unitHead = stack.as('unitHead')
    const mail = await mailTo(unitHead, '已立即撤下，请补办审批')
    expect(await (await fetch(linkIn(mail))).text()).toContain('现补办审批')
    expect((await decideByMail(mail, { reject: '图纸早已公开' })).status).toBe(200)
    const shown = await eventually('its word in the ledger', async () => {
      const seen = await whole(officer, id)
      return seen.ledger.some(({ type }) => type === 'RemovalDisputed') ? seen : undefined
    })
    expect(shown).toMatchObject({
      submission: { removal: { ordered: true, afterwards: { outcome: 'rejected' } } },
      removal: { id: orderId, atOnce: true, afterwards: { id: following.id, state: 'rejected' } },
    })
    expect(shown.ledger.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['RemovalAsked', 'RemovalOrdered', 'ArticleRemoved', 'RemovalDisputed']),
    )
    expect(await onPhone(shown.submission.publications[0]!.url)).not.toContain('智能阀门在西部管网')
    await mailTo(head, '保持撤下')
  }, 300_000)

  it('is said to be down in lists, in the edition and in the archive', async () => {
    await listsCatchUp(stack)
    const { submissions } = await officer.get<{ submissions: { id: string; deletedAt?: string }[] }>(
      '/api/submissions',
    )
    expect(submissions.find((one) => one.id === id)).toMatchObject({ deletedAt: expect.any(String) })
    const day = beijingToday(stack.cloud.clock.now())
    expect(await editor.get(`/api/editions/${day}`)).toMatchObject({ removed: [{ because: reason }] })
    interface Sealed {
      entries: {
        submissionId: string
        title: string
        removes?: object
        publications: { deletedAt?: string }[]
      }[]
    }
    const entries = await eventually('all of it to be sealed', async () => {
      await stack.cloud.clock.move(60_000)
      const found = (await officer.get<Sealed>('/api/archive')).entries.filter((one) => one.title === title)
      return found.some(({ publications }) => publications[0]?.deletedAt) && found.length === 3
        ? found
        : undefined
    })
    expect(entries.flatMap(({ removes }) => removes ?? [])).toEqual(
      expect.arrayContaining([
        { submissionId: id, reason, atOnce: true },
        { submissionId: id, reason, after: orderId },
      ]),
    )
    expect(stack.cloud.denials()).toEqual([])
  }, 300_000)
})
