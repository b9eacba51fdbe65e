import { show } from '../../local/demo/desk'
import {
  beijingToday,
  compose,
  confirm,
  confirmationCode,
  edition,
  publish,
  send,
  showEdition,
  twinOf,
} from '../../local/demo/edition-desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, type Visitor } from '../../local/demo/visitor'
import { anApproved, aStack, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor
let editor: Visitor
let today: string

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  editor = await stack.signedIn('editor')
  today = beijingToday(stack.cloud.clock.now())
}, 300_000)
afterAll(() => stack?.stop())

describe('the send of a day', () => {
  it('builds, test-sends, waits for a person, claims the day and sends once, though two hands confirm at the same moment', async () => {
    const photo = await photoLike({ bytes: 2_000_000, seed: 3 })
    const first = await anApproved(stack, officer, {}, photo)
    const second = await anApproved(stack, officer, {}, photo)
    const seen = (await editor.mails()).length
    await compose(editor, today, [first.id, second.id])
    expect((await show(officer, first.id)).submission.state).toBe('scheduled')

    const started = await Promise.allSettled([send(editor, today), send(editor, today)])
    expect(started.some((one) => one.status === 'fulfilled')).toBe(true)
    const waiting = await edition(editor, today, ['awaiting-confirmation', 'failed'])
    expect(waiting).toMatchObject({ state: 'awaiting-confirmation' })
    const tested = await twinOf(stack.cloud.url)
    expect(tested.massSends).toHaveLength(0)
    expect(tested.previews[0]?.articles.map((article) => article.title)).toEqual([first.title, second.title])

    await expect(confirm(editor, today, waiting.hash, '000000')).rejects.toMatchObject({ code: 'CodeWrong' })
    expect((await twinOf(stack.cloud.url)).massSends).toHaveLength(0)
    const code = await confirmationCode(editor, seen)
    await Promise.allSettled([
      confirm(editor, today, waiting.hash, code),
      confirm(editor, today, waiting.hash, code),
    ])
    const sent = await edition(editor, today, ['sent', 'failed', 'unknown'])
    expect(sent).toMatchObject({ state: 'sent' })

    const { massSends } = await twinOf(stack.cloud.url)
    expect(massSends).toHaveLength(1)
    expect(massSends[0]?.articles.map((article) => article.title)).toEqual([first.title, second.title])
    expect(massSends[0]?.articles[0]?.content).toContain('来源：市场部')
    expect(massSends[0]?.articles[0]?.content).toContain('mmbiz')
    for (const { id } of [first, second])
      await eventually('the submission to be published', async () =>
        (await show(officer, id)).submission.state === 'published' ? true : undefined,
      )
  }, 300_000)

  it('refuses a second send that day and says who claimed it, when and what', async () => {
    const { claim } = await showEdition(editor, today)
    await expect(send(editor, today)).rejects.toMatchObject({
      status: 409,
      code: 'DayAlreadyClaimed',
      body: { error: { facts: { by: '许雯', at: claim?.claimedAt, title: claim?.title, state: 'sent' } } },
    })
    expect((await twinOf(stack.cloud.url)).massSends).toHaveLength(1)
  }, 180_000)

  it('goes on the next day: the day is the lock, not the account', async () => {
    const { id } = await anApproved(stack, officer, {}, await photoLike({ bytes: 1_500_000, seed: 4 }))
    await stack.cloud.clock.move(24 * 3_600_000)
    await editor.signIn()
    const tomorrow = beijingToday(stack.cloud.clock.now())
    await publish(editor, tomorrow, [id])
    expect((await twinOf(stack.cloud.url)).massSends).toHaveLength(2)
  }, 300_000)
})
