import { givenCompany, type Company } from '../../kit/company'

let company: Company
beforeEach(async () => {
  company = await givenCompany()
})

const at = (submissionId: string) => ({ submissionId, version: 1 })

test('what breaks pauses: state, place and signatures stay, the page says why in words, and the next run goes on there', async () => {
  const id = await company.inReview()
  await company.decides('wang-lei', id, 0)
  expect(await company.verbs.pause({ ...at(id), trouble: 'States.Timeout' })).toMatchObject({
    outcome: 'paused',
  })
  const paused = await company.submissions.withId(id)
  expect(paused).toMatchObject({ state: 'in-review', paused: { times: 1 } })
  expect(JSON.stringify(paused.paused)).not.toMatch(/States|Error|\{.*stack/)
  company.end(`${id}-v1`)
  company.later(2)
  await company.verbs.watch()
  expect(company.started.at(-1)).toBe(`${id}-v1-2`)
  expect(await company.verbs.begin(at(id))).toMatchObject({ next: 'review', index: 1 })
  await company.verbs.open({ ...at(id), index: 1 })
  expect((await company.submissions.withId(id)).paused).toBeUndefined()
  expect((await company.types(id)).slice(-3)).toEqual(['ApprovalPaused', 'ApprovalAsked', 'ApprovalResumed'])
  expect((await company.approvals.turn(id, 1, 0))?.decision?.kind).toBe('approved')
})

test('what keeps breaking is tried again later and later, and never given up', async () => {
  const id = await company.inReview()
  const due = async () => {
    await company.verbs.pause({ ...at(id), trouble: 'States.Timeout' })
    const row = await company.table.get({ pk: `SUB#${id}`, sk: 'WATCH' })
    return Math.round((Date.parse(String(row?.['gsi1sk'])) - company.clock.now().getTime()) / 60_000)
  }
  const minutes = [await due(), await due(), await due()]
  for (let more = 0; more < 9; more++) minutes.push(await due())
  expect(minutes).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360])
})

test('a vacant tier goes on by itself once somebody is named', async () => {
  const id = await company.inReview()
  await company.decides('wang-lei', id, 0)
  for (const reviewer of ['lin-jing', 'gao-yuan']) await company.ends(reviewer, 'office-reviewer')
  await expect(company.verbs.open({ ...at(id), index: 1 })).rejects.toMatchObject({ name: 'NothingToAsk' })
  await company.verbs.pause({ ...at(id), trouble: 'NothingToAsk' })
  expect((await company.submissions.withId(id)).paused?.why.zh).toContain('没有可以审批的人')
  company.end(`${id}-v1`)
  await company.people.grant('lin-jing', { role: 'office-reviewer', unitId: 'office', from: '2026-01-01' })
  company.later(10)
  await company.verbs.watch()
  expect(company.started.at(-1)).toBe(`${id}-v1-2`)
  await company.verbs.open({ ...at(id), index: (await company.verbs.begin(at(id))).index })
  expect(company.lettersTo('lin-jing')).toHaveLength(1)
})

test('raw words of an error, as machines of earlier versions hand them on, reach no page', async () => {
  const id = await company.inReview()
  const trouble = '{"errorType":"NothingToAsk","trace":["at open (/var/task/index.js:1)"]}'
  await company.verbs.pause({ ...at(id), trouble })
  expect(JSON.stringify(await company.submissions.withId(id))).not.toContain('trace')
  expect(JSON.stringify(await company.submissions.ledger(id))).not.toContain('trace')
})
