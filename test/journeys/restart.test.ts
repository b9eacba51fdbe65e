import { askMail, create, decideByMail, formOf, show, submit } from '../../local/demo/desk'
import { codeIn, eventually, linkIn, mailsOf, visitor } from '../../local/demo/visitor'
import { aDraft, addresses } from '../kit/cloud'
import { ownProcess } from '../kit/own-process'

let stack: Awaited<ReturnType<typeof ownProcess>>
beforeAll(async () => {
  stack = await ownProcess()
})
afterAll(() => stack.remove())

it('is killed hard with an approval waiting; the old link still decides and the machine goes on to the end', async () => {
  const { url } = stack
  await stack.start()
  const officer = visitor(url, addresses.officer)
  await officer.signIn()
  const draft = aDraft()
  const { id } = await create(officer, draft)
  await submit(officer, id)
  const unitHead = visitor(url, addresses.unitHead)
  const mail = await askMail(unitHead, draft.title)
  const page = formOf(await (await fetch(linkIn(mail))).text())
  await stack.kill()

  await stack.start()
  // The page that was open before the crash is still good, and so is the session.
  const decided = await fetch(linkIn(mail), {
    method: 'POST',
    body: new URLSearchParams({ nonce: page.nonce, choice: 'approve', code: codeIn(mail) }),
  })
  expect(decided.status).toBe(200)
  const reviewer = visitor(url, addresses.reviewer)
  const next = await askMail(reviewer, draft.title)
  // Killed again at once: the decision was answered, so it is kept.
  await stack.kill()

  await stack.start()
  const { turns } = await officer.get<{ turns: { decision?: { kind: string } }[] }>(`/api/submissions/${id}`)
  expect(turns[0]?.decision?.kind).toBe('approved')
  await decideByMail(next, { approve: true })
  await decideByMail(await askMail(visitor(url, addresses.departmentHead), draft.title), { approve: true })
  await eventually('the submission to be approved', async () =>
    (await show(officer, id)).submission.state === 'approved' ? true : undefined,
  )
  const asks = (await mailsOf(url, addresses.unitHead)).filter(
    (one) => one.text.includes(draft.title) && one.text.includes('/d/'),
  )
  expect(asks).toHaveLength(1)
}, 300_000)

it('stops with everything it started when npm is asked to, so that a service manager can hold it', async () => {
  await stack.kill()
  await stack.start(true)
  expect(await stack.stop()).toEqual({ code: 0, held: false })
}, 120_000)
