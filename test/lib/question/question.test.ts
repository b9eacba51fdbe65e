import { decideQuestion } from '../../../lib/question/decide'
import { doorOfLink, questionDoor } from '../../../lib/question/door'
import { handOver } from '../../../lib/question/hand-over'
import { pressQuestion } from '../../../lib/question/press'
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

const door = async (token: string) => doorOfLink(company.room, { leave: questionDoor(leave.asking) })(token)
const nonceOf = async (token: string) => {
  const { body } = await (await door(token)).show(token)
  return /nonce="([^"]+)"/.exec(body!)![1]!
}
const take = async (
  id: string,
  change: { choice?: 'approve' | 'reject'; code?: string; reason?: string },
) => {
  const { token, code } = leave.mailTo(id)
  const body = { nonce: await nonceOf(token), choice: 'approve' as const, code, answers: [], ...change }
  return (await door(token)).take({ path: { token }, body })
}
const stateOf = async () => (await leave.read('l'))?.state
const asked = async () =>
  [
    ...new Set(company.letters.filter(({ text }) => text.includes('/d/')).map(({ to }) => to.split('@')[0])),
  ].sort()

test('either link of the mail only shows the page', async () => {
  const { token } = leave.mailTo('wang-lei')
  for (const choice of ['approve', 'reject'] as const)
    expect((await (await door(token)).show(token, choice)).statusCode).toBe(200)
  expect(await stateOf()).toBe('asked')
})

test('everybody in a seat is asked once, and nobody whose own matter it is', async () => {
  expect(await asked()).toEqual(['gao-yuan', 'wang-lei'])
  await handOver(leave.asking)(at)
  expect(company.letters).toHaveLength(2)
})

test('one answers and the others are told; the page that thanks speaks of no article', async () => {
  const first = await take('wang-lei', {})
  expect(first.body).toContain('已同意')
  expect(first.body).not.toContain('稿件')
  expect(await stateOf()).toBe('approved')
  await expect(take('gao-yuan', {})).rejects.toMatchObject({ code: 'AlreadyDecided' })
})

test('a refusal needs a reason, an approval the code: five wrong ones mail a new link, and the old one is void', async () => {
  expect((await take('wang-lei', { choice: 'reject', reason: ' ' })).statusCode).toBe(400)
  const { token, code } = leave.mailTo('wang-lei')
  const wrong = code === '111111' ? '222222' : '111111'
  for (let left = 4; left > 0; left--)
    expect((await take('wang-lei', { code: wrong })).body).toContain(`还可尝试 ${left} 次`)
  await expect(take('wang-lei', { code: wrong })).rejects.toMatchObject({ code: 'LinkLocked' })
  await expect((await door(token)).show(token)).rejects.toMatchObject({ code: 'LinkLocked' })
  expect(leave.mailTo('wang-lei').token).not.toBe(token)
  expect((await take('wang-lei', { choice: 'reject', reason: '人手不够' })).statusCode).toBe(200)
  expect(await stateOf()).toBe('rejected')
})

test('a link of another room, or of nobody, leads nowhere', async () => {
  const id = await company.inReview()
  await expect(door(await company.linkOf('wang-lei', id, 0))).rejects.toMatchObject({ code: 'LinkUnknown' })
  await expect(openVisit(leave.asking)(await company.linkOf('wang-lei', id, 0))).rejects.toMatchObject({
    code: 'LinkUnknown',
  })
  await expect(door('x'.repeat(43))).rejects.toMatchObject({ code: 'LinkUnknown' })
})

test('each moment of its wait speaks once: reminders, whoever presses, the end', async () => {
  const { moments } = (await leave.read('l'))!.wait
  const seen: [string, number, number][] = []
  for (const moment of moments) {
    company.at(moment.at)
    await pressQuestion(leave.asking)(at)
    await pressQuestion(leave.asking)(at)
    seen.push([moment.kind, company.lettersTo('wang-lei').length, company.lettersTo('xu-wen').length])
  }
  expect(seen).toEqual([
    ['remind', 2, 0],
    ['remind', 3, 0],
    ['substitute', 4, 0],
    ['editor', 5, 1],
    ['expire', 5, 1],
  ])
  expect(await stateOf()).toBe('expired')
  await expect(take('wang-lei', {})).rejects.toMatchObject({ code: 'AlreadyDecided' })
})

test('a substitute named while it waits is asked at the next moment, and the answer names both', async () => {
  const span = { substituteId: 'zhou-heng', from: '2026-11-01', until: '2026-12-31' }
  await company.people.nameSubstitute('wang-lei', span)
  company.at((await leave.read('l'))!.wait.moments[0]!.at)
  await pressQuestion(leave.asking)(at)
  const { token, code } = leave.mailTo('zhou-heng')
  const form = { token, nonce: await nonceOf(token), choice: 'approve' as const, code, answers: [] }
  const { answer } = await decideQuestion(leave.asking)(form)
  expect(answer).toMatchObject({ by: 'zhou-heng', standsInFor: 'wang-lei' })
})

test('whoever lost the seat between the page and the answer decides nothing', async () => {
  const { token, code } = leave.mailTo('wang-lei')
  const nonce = await nonceOf(token)
  await company.ends('wang-lei', 'unit-head')
  const form = { token, nonce, choice: 'approve' as const, code, answers: [] }
  await expect(decideQuestion(leave.asking)(form)).rejects.toMatchObject({ code: 'NotAsked' })
  await handOver(leave.asking)(at)
  await expect(decideQuestion(leave.asking)(form)).rejects.toMatchObject({ code: 'NotAsked' })
  expect(await stateOf()).toBe('asked')
  expect(company.lettersTo('wang-lei').at(-1)?.subject).toContain('不再需要您审批')
})

test('of a fifth wrong code and a hand-over at once nobody who lost the seat gets a new link', async () => {
  const { token } = leave.mailTo('wang-lei')
  const form = { token, nonce: await nonceOf(token), choice: 'approve' as const, answers: [] }
  const visit = await openVisit(leave.asking)(token)
  for (let tries = 0; tries < 4; tries++) await company.room.asks.attempt(visit.link.linkHash)
  await company.ends('wang-lei', 'unit-head')
  const { people } = company.room
  // As the decision saw it a moment before.
  const stale = {
    ...people,
    withId: (id: string) => (id === 'wang-lei' ? Promise.resolve(visit.person) : people.withId(id)),
  }
  const asks = {
    ...company.room.asks,
    attempt: async (hash: string) => {
      await handOver(leave.asking)(at)
      return company.room.asks.attempt(hash)
    },
  }
  const late = decideQuestion({ ...leave.asking, people: stale, asks })({ ...form, code: 'wrong' })
  await expect(late).rejects.toMatchObject({ code: 'LinkLocked' })
  expect(leave.mailTo('wang-lei').token).toBe(token)
})
