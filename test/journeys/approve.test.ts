import { askMail, decideByMail, show, submit, uploadPicture, use, verdictOn } from '../../local/demo/desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, linkIn, Refused, visitor, type Visitor } from '../../local/demo/visitor'
import { anApproved, aStack, aSubmission, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
}, 300_000)
afterAll(() => stack?.stop())

const stateOf = async (id: string) => (await show(officer, id)).submission.state
const becomes = (id: string, state: string) =>
  eventually(`${id} to be ${state}`, async () => ((await stateOf(id)) === state ? state : undefined))

describe('an approval', () => {
  it('walks all tiers of the full route with a picture, and ends approved', async () => {
    const { id, title } = await aSubmission(officer)
    const photo = await photoLike({ bytes: 3_000_000, seed: 7 })
    const mediaId = await uploadPicture(officer, id, '阀门.jpg', photo)
    expect(await verdictOn(officer, id, mediaId)).toMatchObject({ state: 'accepted' })
    await use(officer, id, [mediaId])
    await submit(officer, id)

    for (const who of ['unitHead', 'reviewer', 'departmentHead'] as const) {
      const { status, page } = await decideByMail(await askMail(stack.as(who), title), { approve: true })
      expect({ who, status }).toEqual({ who, status: 200 })
      expect(page).toContain('已同意')
    }
    await becomes(id, 'approved')
    const { submission, ...rest } = await officer.get<{
      submission: { contentHash: string }
      turns: { tier: string; decision: { kind: string; contentHash: string } }[]
      ledger: { type: string }[]
    }>(`/api/submissions/${id}`)
    expect(rest.turns.map(({ tier, decision }) => [tier, decision.kind])).toEqual([
      ['unit-head', 'approved'],
      ['office-review', 'approved'],
      ['department-head', 'approved'],
    ])
    for (const { decision } of rest.turns) expect(decision.contentHash).toBe(submission.contentHash)
    expect(rest.ledger.map((event) => event.type)).toEqual(
      expect.arrayContaining([
        'SubmissionCreated',
        'MediaAccepted',
        'SubmissionSubmitted',
        'TierApproved',
        'SubmissionApproved',
      ]),
    )
    const told = await eventually('the outcome mail', async () =>
      (await officer.mails()).find((mail) => mail.subject.includes(title) && mail.subject.includes('已批准')),
    )
    expect(told.subject).toContain(title)
  }, 180_000)

  it('is sent back with a reason, revised, and approved as version 2; links of version 1 are dead', async () => {
    const { id, title } = await aSubmission(officer)
    await submit(officer, id)
    const first = await askMail(stack.as('unitHead'), title)
    await decideByMail(first, { reject: '请补充项目地点' })
    await becomes(id, 'rejected')
    expect((await show(officer, id)).submission.note).toBe('请补充项目地点')

    await officer.post(`/api/submissions/${id}/revise`, { version: 1 })
    const { submission } = await show(officer, id)
    expect(submission).toMatchObject({ state: 'draft', version: 2 })
    await officer.put(`/api/submissions/${id}`, {
      edits: submission.edits,
      content: { ...submission.content, body: `${submission.content.body}<p>地点：兰州。</p>` },
    })
    const seen = (await stack.as('unitHead').mails()).length
    await submit(officer, id, 2)
    for (const who of ['unitHead', 'reviewer', 'departmentHead'] as const)
      await decideByMail(await askMail(stack.as(who), title, who === 'unitHead' ? seen : 0), {
        approve: true,
      })
    await becomes(id, 'approved')
    const stale = await fetch(linkIn(first))
    expect(await stale.text()).toContain('退回')
  }, 180_000)

  it('is withdrawn in review: the turn closes, the mail link says so, nothing can be decided', async () => {
    const { id, title } = await aSubmission(officer)
    await submit(officer, id)
    const mail = await askMail(stack.as('unitHead'), title)
    const page = await (await fetch(linkIn(mail))).text()
    const nonce = /name="nonce"\s+value="([^"]+)"/.exec(page)?.[1] ?? ''
    await officer.post(`/api/submissions/${id}/withdraw`, { reason: '数据有误' })
    expect(await stateOf(id)).toBe('withdrawn')
    const late = await fetch(linkIn(mail), {
      method: 'POST',
      body: new URLSearchParams({ nonce, choice: 'approve', code: /\d{6}/.exec(mail.text)?.[0] ?? '' }),
    })
    expect(late.status).toBe(409)
    expect(await late.text()).toContain('撤回')
    await eventually('the approver to be told', async () =>
      (await stack.as('unitHead').mails()).find(
        (one) => one.text.includes(title) && one.text.includes('撤回') && one.text.includes('数据有误'),
      ),
    )
    expect(
      (await officer.get<{ turns: { decision?: { kind: string } }[] }>(`/api/submissions/${id}`)).turns[0]
        ?.decision?.kind,
    ).toBe('withdrawn')
  }, 180_000)

  it('asks both reviewers; the first decides, the second is told who it was', async () => {
    const { id, title } = await aSubmission(officer)
    await submit(officer, id)
    await decideByMail(await askMail(stack.as('unitHead'), title), { approve: true })
    const [one, other] = await Promise.all([
      askMail(stack.as('reviewer'), title),
      askMail(stack.as('secondReviewer'), title),
    ])
    await decideByMail(one, { approve: true })
    const late = await fetch(linkIn(other))
    expect(late.status).toBe(409)
    expect(await late.text()).toContain('林静')
    const told = await eventually('the second to be told', async () =>
      (await stack.as('secondReviewer').mails()).find(
        ({ subject, text }) => subject.includes('无需处理') && text.includes(title),
      ),
    )
    expect(told.text).toContain('林静已同意')
  }, 180_000)

  it('is withdrawn after the last approval: the officer’s last mail no longer says that it will be published', async () => {
    const { id, title } = await anApproved(stack, officer)
    await officer.post(`/api/submissions/${id}/withdraw`, { reason: '客户不同意发布' })
    await eventually('the officer to be told', async () => {
      const last = (await officer.mails()).findLast(({ text }) => text.includes(title))
      return last?.subject.includes('已撤回') && last.text.includes('客户不同意发布') ? true : undefined
    })
  }, 180_000)

  it('is one approval under a double click: same key and body, same answer; another body is refused', async () => {
    const { id } = await aSubmission(officer)
    const [a, b] = await Promise.allSettled([
      submit(officer, id, 1, 'double-click'),
      submit(officer, id, 1, 'double-click'),
    ])
    const answers = [a, b].filter((answer) => answer.status === 'fulfilled')
    expect(answers.length).toBeGreaterThan(0)
    const again = await submit(officer, id, 1, 'double-click')
    expect(again.submission.id).toBe(id)
    await expect(submit(officer, id, 2, 'double-click')).rejects.toMatchObject({
      status: 409,
      code: 'KeyReused',
    })
    const { ledger } = await officer.get<{ ledger: { type: string }[] }>(`/api/submissions/${id}`)
    expect(ledger.filter((event) => event.type === 'SubmissionSubmitted')).toHaveLength(1)
  }, 180_000)

  it('shows a submission to its own unit and to 企管部, and to nobody else', async () => {
    const { id } = await aSubmission(officer)
    const stranger = await stack.signedIn('otherOfficer')
    await expect(stranger.get(`/api/submissions/${id}`)).rejects.toMatchObject({ status: 404 })
    const editor = await stack.signedIn('editor')
    expect((await show(editor, id)).submission.id).toBe(id)
    await expect(editor.post(`/api/submissions/${id}/withdraw`, { reason: '越权' })).rejects.toBeInstanceOf(
      Refused,
    )
  }, 180_000)

  it('takes designations from the unit head alone, on record, ended at once; a version names who answers (6)', async () => {
    const [unitHead, admin] = [await stack.signedIn('unitHead'), await stack.signedIn('admin')]
    const { id } = await aSubmission(officer)
    const at = '/api/units/marketing/officers/chen-yu'
    await unitHead.delete(at)
    // Another role is another right: what was open for the old one is over.
    await expect(submit(officer, id)).rejects.toMatchObject({ status: 401 })
    await officer.signIn()
    await expect(submit(officer, id)).rejects.toMatchObject({ status: 403 })
    await expect(aSubmission(officer)).rejects.toMatchObject({ status: 403 })
    const byAdmin = admin.put('/api/admin/people/chen-yu/roles/officer/marketing', { from: '2026-01-01' })
    await expect(byAdmin).rejects.toMatchObject({ status: 403, code: 'NotAllowed' })
    await expect(officer.put(at, {})).rejects.toMatchObject({ status: 403 })
    const otherHead = visitor(stack.cloud.url, 'zhao.qiang@jiangnan.example')
    await otherHead.signIn()
    await expect(otherHead.put(at, {})).rejects.toMatchObject({ status: 403, code: 'NotAllowed' })

    await unitHead.put(at, {})
    await officer.signIn()
    // Whoever named its writer meanwhile decides nothing about this draft, and the unit has no other head.
    await expect(submit(officer, id)).rejects.toMatchObject({ status: 422, code: 'NothingToAsk' })
    const { id: next } = await aSubmission(officer)
    await submit(officer, next)
    const { submission, ledger } = await officer.get<{
      submission: { statement: unknown; contentHash: string }
      ledger: { type: string; by: string; facts: Record<string, unknown> }[]
    }>(`/api/submissions/${next}`)
    expect(submission.statement).toMatchObject({ by: 'chen-yu', name: '陈瑜' })
    expect(ledger.find(({ type }) => type === 'SubmissionSubmitted')).toMatchObject({
      by: 'chen-yu',
      facts: { version: 1, statement: { truth: true, unclassified: true } },
    })
    const { acts } = await admin.get<{ acts: { type: string; by: { id: string } }[] }>('/api/admin/acts')
    expect(acts.slice(0, 2).map(({ type, by }) => [type, by.id])).toEqual([
      ['OfficerDesignated', 'wang-lei'],
      ['DesignationEnded', 'wang-lei'],
    ])
  }, 180_000)
})
