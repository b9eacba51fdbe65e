import { askMail, decideByMail, show, submit } from '../../local/demo/desk'
import { beijingToday, publish } from '../../local/demo/edition-desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, type Visitor } from '../../local/demo/visitor'
import { addresses, anApproved, aStack, aSubmission, listsCatchUp, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
}, 300_000)
afterEach(() => stack.cloud.mailbox.trouble({}))
afterAll(() => stack?.stop())

const minute = 60_000
const hour = 60 * minute

const stateOf = async (id: string) => (await show(officer, id)).submission.state
const ends = (id: string, state: string) =>
  eventually(`it to be ${state}`, async () => ((await stateOf(id)) === state ? true : undefined))
const approve = async (who: keyof typeof addresses, title: string) =>
  expect((await decideByMail(await askMail(stack.as(who), title), { approve: true })).status).toBe(200)
const closed = () => stack.cloud.mailbox.trouble({ closed: 'busy' })
/** Every letter arrived once: no Message-ID twice in one mailbox. */
const arrivedOnce = () => {
  const ids = stack.cloud.mailbox.messages().map(({ messageId, to }) => `${messageId} ${to}`)
  expect(ids.length).toBeGreaterThan(0)
  expect(ids.filter((one, at) => ids.indexOf(one) !== at)).toEqual([])
}

describe('fault 1: a mailbox that is dead for good ends nothing', () => {
  it('of a second office reviewer: the first approves, and the department head is asked and approves', async () => {
    stack.cloud.mailbox.trouble({ refuses: [addresses.secondReviewer] })
    const { id, title } = await aSubmission(officer)
    await submit(officer, id)
    await approve('unitHead', title)
    const returned = await eventually('the page to say whose mail comes back', async () => {
      const shown = await officer.get<{ returnedMail: { name: string; since: string }[] }>(
        `/api/submissions/${id}`,
      )
      return shown.returnedMail[0]
    })
    expect(returned).toMatchObject({ name: '何云', since: expect.stringMatching(/^2026-11-24T/) })
    for (const who of ['reviewer', 'departmentHead'] as const) await approve(who, title)
    await ends(id, 'approved')
  }, 180_000)

  it('stands on the person for the administrators, who hear of it next morning, until a letter is taken', async () => {
    const admin = await stack.signedIn('admin')
    const returned = async () =>
      (
        await admin.get<{ returnedMail: { name: string; letters: number; said: string }[] }>(
          '/api/admin/company',
        )
      ).returnedMail
    expect(await returned()).toEqual([
      expect.objectContaining({ name: '何云', said: expect.stringContaining('550') }),
    ])
    await stack.cloud.invoke('tellOffice', { scheduledAt: '2026-11-25T01:00:00Z' })
    // What reminds leaves from ten past ten on.
    await stack.cloud.clock.move(15 * minute)
    // Alone, or with what else the administrator is reminded of that morning; the week's letter names it too.
    await eventually('the letter to the administrator', async () =>
      (await admin.mails()).find(
        ({ subject, text }) =>
          text.includes(addresses.secondReviewer) && `${subject}${text}`.includes('邮件被退回'),
      ),
    )
    await stack.as('secondReviewer').signIn()
    await listsCatchUp(stack)
    expect(await returned()).toEqual([])
  }, 120_000)

  it('of the officer who asks for a removal: the approved removal takes the article down', async () => {
    const editor = await stack.signedIn('editor')
    const { id, title } = await anApproved(stack, officer, {}, await photoLike({ bytes: 1_500_000, seed: 5 }))
    const date = beijingToday(stack.cloud.clock.now())
    await publish(editor, date, [id])
    await ends(id, 'published')

    stack.cloud.mailbox.trouble({ refuses: [addresses.officer] })
    const door = `/api/submissions/${id}/removal`
    const { submission } = await officer.post<{ submission: { id: string } }>(door, { reason: '数据有误' })
    for (const who of ['unitHead', 'reviewer', 'departmentHead'] as const) {
      const mail = await eventually(`the ask to ${who}`, async () =>
        (await stack.as(who).mails()).findLast(
          ({ subject, text }) => subject.includes('请审批撤下') && text.includes(title),
        ),
      )
      expect((await decideByMail(mail, { approve: true })).status).toBe(200)
    }
    await ends(submission.id, 'removed')
  }, 300_000)

  it('of the editor: an approval that nobody decides ends as expired, not as failed', async () => {
    const { id, title } = await aSubmission(officer)
    stack.cloud.mailbox.trouble({ refuses: [addresses.editor] })
    await submit(officer, id)
    await askMail(stack.as('unitHead'), title)
    for (let moves = 0; moves < 24; moves++) await stack.cloud.clock.move(6 * hour)
    await officer.signIn()
    await ends(id, 'expired')
  }, 300_000)
})

describe('fault 2: a mail server that is away ends nothing and loses nothing', () => {
  it('for five minutes while the tier changes: the next is asked when it is back, signatures stand', async () => {
    const { id, title } = await aSubmission(officer)
    await submit(officer, id)
    const mail = await askMail(stack.as('unitHead'), title)
    closed()
    expect((await decideByMail(mail, { approve: true })).status).toBe(200)
    await stack.cloud.clock.move(5 * minute)
    expect(await stateOf(id)).toBe('in-review')
    stack.cloud.mailbox.trouble({})
    await stack.cloud.clock.move(15 * minute)
    for (const who of ['reviewer', 'departmentHead'] as const) await approve(who, title)
    await ends(id, 'approved')
    arrivedOnce()
  }, 240_000)

  it('for a day, reminders and a sign-in within: the letters of that day arrive once, the approval goes on', async () => {
    const { id, title } = await aSubmission(officer)
    await submit(officer, id)
    const mail = await askMail(stack.as('unitHead'), title)
    stack.cloud.mailbox.trouble({ closed: 'silent' })
    expect((await decideByMail(mail, { approve: true })).status).toBe(200)
    for (let hours = 0; hours < 24; hours += 4) await stack.cloud.clock.move(4 * hour)
    stack.cloud.mailbox.trouble({})
    await stack.cloud.clock.move(15 * minute)
    await approve('reviewer', title)
    await approve('departmentHead', title)
    await officer.signIn()
    await ends(id, 'approved')
    const reviewer = (await stack.as('reviewer').mails()).filter(({ text }) => text.includes(title))
    expect(reviewer.length).toBeGreaterThan(1)
    arrivedOnce()
    expect(stack.cloud.denials()).toEqual([])
    expect(stack.cloud.events.kept()).toBe(0)
  }, 300_000)
})
