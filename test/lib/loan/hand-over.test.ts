import { loanAsks } from '../../../lib/loan/ask'
import { loanQuestion } from '../../../lib/loan/loan-question'
import { returningMailboxes } from '../../../lib/outbox/store'
import { lookForHolders } from '../../../lib/question/look-for-holders'
import { tellUnreached } from '../../../lib/question/tell-unreached'
import { givenLoans, type GivenLoans } from './given-desk'

let given: GivenLoans
let loanId: string
beforeEach(async () => {
  given = await givenLoans()
  loanId = await given.asked()
  await given.verbs.await({ loanId, awaits: 'applied', taskToken: 'token', waitSeconds: 20_000 })
})
afterEach(() => given.close())

const head = (id: string, until?: string) =>
  given.people.grant(id, {
    ...{ role: 'department-head', unitId: 'office', from: '2026-01-01' },
    ...(until && { until }),
  })
const leaves = (id: string) => head(id, '2026-11-22')
const eventsOf = async () => (await given.loans.ledger(loanId)).map(({ type }) => type)
const waitingFor = async (id: string) => (await given.room.asks.waitingFor(loanAsks, id)).items

test('a head who loses the post while asked: the successor is asked at once, the old link dies, both are told', async () => {
  const { token } = given.mailTo('zhou-heng')
  await leaves('zhou-heng')
  await head('lin-jing')
  await lookForHolders(given.room)(loanAsks, 'zhou-heng')
  await given.verbs.watch()
  await given.verbs.watch()
  expect(given.lettersTo('zhou-heng').map(({ subject }) => subject)).toEqual([
    '【签发】请审批微博账号借用：上海阀门展直播',
    '【签发】不再需要您审批：上海阀门展直播',
  ])
  expect(given.lettersTo('lin-jing')).toHaveLength(1)
  await expect(given.door.show(token)).rejects.toMatchObject({ code: 'NotAsked' })
  expect(await waitingFor('zhou-heng')).toEqual([])
  await given.decide('lin-jing', 'approve')
  expect(await given.loans.withId(loanId)).toMatchObject({ state: 'granted', decision: { id: 'lin-jing' } })
  expect(await eventsOf()).toEqual(['LoanApplied', 'LoanAsked', 'LoanHandedOver', 'LoanGranted'])
})

test('the watch finds it within the hour although nobody told it, and a reminder goes to the successor only', async () => {
  await leaves('zhou-heng')
  await head('lin-jing')
  given.at('2026-11-23T02:16:00.000Z')
  await given.verbs.watch()
  expect(given.lettersTo('lin-jing')).toHaveLength(1)
  given.at((await given.loans.withId(loanId)).wait!.moments[0]!.at)
  await given.verbs.press({ loanId })
  expect(given.lettersTo('lin-jing')).toHaveLength(2)
  expect(given.lettersTo('zhou-heng')).toHaveLength(2)
})

test('a vacant post is looked at every minute: whoever is named is asked, and comes before the deadline', async () => {
  await leaves('zhou-heng')
  await lookForHolders(given.room)(loanAsks, 'zhou-heng')
  await given.verbs.watch()
  expect(await given.stateOf(loanId)).toBe('applied')
  await head('lin-jing')
  given.at('2026-11-23T01:01:00.000Z')
  await given.verbs.watch()
  expect(given.lettersTo('lin-jing')).toHaveLength(1)
})

test('two hands that move it at once ask the successor once', async () => {
  await leaves('zhou-heng')
  await head('lin-jing')
  await lookForHolders(given.room)(loanAsks, 'zhou-heng')
  await Promise.all([given.verbs.watch(), given.verbs.watch()])
  expect((await eventsOf()).filter((type) => type === 'LoanHandedOver')).toHaveLength(1)
  expect(new Set(given.lettersTo('lin-jing').map(({ messageId }) => messageId)).size).toBe(1)
})

test('what is decided, withdrawn or expired waits for nobody any more', async () => {
  const withdrawn = await given.asked({ event: '另一场' })
  expect(await waitingFor('zhou-heng')).toHaveLength(2)
  await given.verbs.withdraw({ loanId: withdrawn, by: await given.who('wang-lei') })
  expect((await waitingFor('zhou-heng')).map((ask) => ask.loanId)).toEqual([loanId])
  given.at('2026-11-26T01:00:00.000Z')
  await given.verbs.press({ loanId })
  expect(await given.stateOf(loanId)).toBe('expired')
  expect(await waitingFor('zhou-heng')).toEqual([])
  given.at('2026-11-23T01:00:00.000Z')
  const granted = await given.asked({ event: '第三场' })
  await given.decide('zhou-heng', 'approve')
  expect(await given.stateOf(granted)).toBe('granted')
  expect(await waitingFor('zhou-heng')).toEqual([])
})

test('the editor hears at once when the mail to the only asked head comes back', async () => {
  const tell = tellUnreached({
    ...{ ...given.room, question: loanQuestion(given.room) },
    mailboxes: returningMailboxes(given.table),
  })
  await tell({ thread: `loan.${loanId}`, to: 'chen-yu@jiangnan.example' })
  await tell({ thread: 'loan.of nobody', to: 'zhou-heng@jiangnan.example' })
  expect(given.lettersTo('xu-wen')).toEqual([])
  await tell({ thread: `loan.${loanId}`, to: 'ZHOU-HENG@jiangnan.example' })
  expect(given.lettersTo('xu-wen').map(({ subject }) => subject)).toEqual([
    '【签发】联系不上审批人：上海阀门展直播',
  ])
})

test('an application asked by version 2967488 is handed over as well, and its link still decides', async () => {
  const [ask] = await given.askedOf(loanId)
  const { deadline: _deadline, ...old } = ask!
  await given.table.put({ ...old, pk: `LOAN#${loanId}`, sk: 'ASK#zhou-heng' })
  await head('lin-jing')
  given.at('2026-11-23T02:16:00.000Z')
  await given.verbs.watch()
  expect(given.lettersTo('lin-jing')).toHaveLength(1)
  await given.decide('zhou-heng', 'approve')
  expect(await given.stateOf(loanId)).toBe('granted')
})
