import { decideQuestion } from '../../../lib/question/decide'
import { questionDoor } from '../../../lib/question/door'
import { decideFromPortal, mailAskAnew } from '../../../lib/question/from-portal'
import { openVisit } from '../../../lib/question/visit'
import { givenCompany, type Company } from '../../kit/company'
import { givenLeave } from './given-leave'

let company: Company
let leave: ReturnType<typeof givenLeave>
const at = { id: 'l' }
beforeEach(async () => {
  company = await givenCompany()
  leave = givenLeave(company)
  await leave.asked('l', 'lin-jing')
})

const opened = async (id: string) => {
  const { link } = await decideFromPortal(leave.asking)(at, await company.who(id))
  const token = link.slice('/d/'.length)
  const { body } = await questionDoor(leave.asking).show(token)
  return { token, nonce: /nonce="([^"]+)"/.exec(body!)![1]! }
}
const decide = async (id: string, form: { choice: 'approve' | 'reject'; code?: string; reason?: string }) =>
  decideQuestion(leave.asking)({ ...(await opened(id)), answers: [], ...form })
const stateOf = async () => (await leave.read('l'))?.state

test('whoever is asked opens the same question from the portal and decides with the code of the mail', async () => {
  const { code, token } = leave.mailTo('wang-lei')
  const { link } = await decideFromPortal(leave.asking)(at, await company.who('wang-lei'))
  expect(link).not.toContain(token)
  const { answer } = await decide('wang-lei', { choice: 'approve', code })
  expect(answer).toMatchObject({ kind: 'approved', by: 'wang-lei' })
})

test('a session alone refuses nothing: the reason takes the code too, where the mailed link takes the reason alone', async () => {
  const refusing = { choice: 'reject', reason: '人手不够' } as const
  await expect(decide('wang-lei', refusing)).rejects.toMatchObject({ code: 'CodeWrong' })
  expect(await stateOf()).toBe('asked')
  const { code } = leave.mailTo('wang-lei')
  await expect(decide('wang-lei', { ...refusing, reason: ' ', code })).rejects.toMatchObject({
    code: 'InvalidRequest',
  })
  await decide('wang-lei', { ...refusing, code })
  expect(await stateOf()).toBe('rejected')
})

test('codes tried from the portal and by the mailed link are counted together, and the fifth wrong one voids both', async () => {
  const { token, code } = leave.mailTo('wang-lei')
  const wrong = code === '111111' ? '222222' : '111111'
  const byMail = await openVisit(leave.asking)(token)
  for (let tries = 0; tries < 3; tries++) await company.room.asks.attempt(byMail.link.linkHash)
  const form = await opened('wang-lei')
  const typed = { ...form, choice: 'approve' as const, code: wrong, answers: [] }
  await expect(decideQuestion(leave.asking)(typed)).rejects.toMatchObject({ facts: { left: 1 } })
  await expect(decideQuestion(leave.asking)(typed)).rejects.toMatchObject({ code: 'LinkLocked' })
  for (const one of [token, form.token])
    await expect(openVisit(leave.asking)(one)).rejects.toMatchObject({ code: 'LinkLocked' })
  // None is mailed by itself: whoever sits at an open browser would open that one too.
  expect(leave.mailTo('wang-lei').token).toBe(token)
  await mailAskAnew(leave.asking)(at, await company.who('wang-lei'))
  await decide('wang-lei', { choice: 'approve', code: leave.mailTo('wang-lei').code })
  expect(await stateOf()).toBe('approved')
})

test('whoever sits at an open browser has thirty tries of a code a day and no more', async () => {
  const guess = async () => {
    const { code } = leave.mailTo('wang-lei')
    const wrong = code === '111111' ? '222222' : '111111'
    return decide('wang-lei', { choice: 'approve', code: wrong }).then(
      () => 'decided',
      ({ facts }: { facts: object }) => facts,
    )
  }
  const by = await company.who('wang-lei')
  let compared = 0
  for (let rounds = 0; rounds < 8; rounds++) {
    for (let tries = 0; tries < 7; tries++) if ('left' in Object(await guess())) compared++
    company.later(1)
    await mailAskAnew(leave.asking)(at, by).catch(() => undefined)
  }
  // Of each five the last says that the link is locked, and not how many are left.
  expect(compared).toBe(6 * 4)
  expect(company.lettersTo('wang-lei')).toHaveLength(6)
  company.later(24 * 60)
  await mailAskAnew(leave.asking)(at, by)
  await decide('wang-lei', { choice: 'approve', code: leave.mailTo('wang-lei').code })
  expect(await stateOf()).toBe('approved')
})

test('nobody opens what others are asked, nor has it mailed', async () => {
  for (const id of ['xu-wen', 'lin-jing']) {
    const by = await company.who(id)
    await expect(decideFromPortal(leave.asking)(at, by)).rejects.toMatchObject({ code: 'NotAsked' })
    await expect(mailAskAnew(leave.asking)(at, by)).rejects.toMatchObject({ code: 'NotAsked' })
  }
  await decide('wang-lei', { choice: 'approve', code: leave.mailTo('wang-lei').code })
  await expect(decideFromPortal(leave.asking)(at, await company.who('gao-yuan'))).rejects.toMatchObject({
    code: 'NotAsked',
  })
})

test('a lost mail comes again with a new link and code, once a minute and five times a day', async () => {
  const before = leave.mailTo('wang-lei')
  const fromPortal = await opened('wang-lei')
  const again = async () => mailAskAnew(leave.asking)(at, await company.who('wang-lei'))
  expect(await again()).toEqual({ sentTo: 'wang-lei@jiangnan.example' })
  expect(leave.mailTo('wang-lei').token).not.toBe(before.token)
  for (const { token } of [before, fromPortal])
    await expect(openVisit(leave.asking)(token)).rejects.toMatchObject({ code: 'LinkLocked' })
  await expect(again()).rejects.toMatchObject({ code: 'TooManyAttempts' })
  for (let times = 0; times < 4; times++) {
    company.later(1)
    await again()
  }
  company.later(1)
  await expect(again()).rejects.toMatchObject({ code: 'TooManyAttempts' })
  expect(company.lettersTo('wang-lei')).toHaveLength(6)
  expect(company.lettersTo('gao-yuan')).toHaveLength(1)
})
