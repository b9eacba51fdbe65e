import { show } from '../../local/demo/desk'
import {
  beijingToday,
  compose,
  confirm,
  confirmationCode,
  edition,
  send,
  showEdition,
} from '../../local/demo/edition-desk'
import { eventually, visitor } from '../../local/demo/visitor'
import { addresses, anApproved } from '../kit/cloud'
import { ownProcess } from '../kit/own-process'
import { twinStage } from '../kit/twin-stage'

const sendall = '/cgi-bin/message/mass/sendall'
let stack: Awaited<ReturnType<typeof ownProcess>>
beforeAll(async () => {
  stack = await ownProcess()
})
afterAll(() => stack.remove())

it('is killed hard while WeChat has the mass send and has not answered: started again, it is sent exactly once', async () => {
  const { url } = stack
  const twin = twinStage(url)
  await stack.start()
  const as = (who: keyof typeof addresses) => visitor(url, addresses[who])
  const officer = as('officer')
  const editor = as('editor')
  await officer.signIn()
  await editor.signIn()
  const { id, title } = await anApproved({ as }, officer)
  const today = beijingToday(await stack.now())
  await compose(editor, today, [id])
  const seen = (await editor.mails()).length
  await send(editor, today)
  const waiting = await edition(editor, today, ['awaiting-confirmation', 'failed'])
  // WeChat does it and never says so; its finish event is lost as well: nothing but the settler can find out.
  await twin.fault({ endpoint: sendall, how: 'timeout', when: 'after' })
  await twin.fault({ endpoint: 'finish-event', how: 'lost' })
  await confirm(editor, today, waiting.hash, await confirmationCode(editor, seen))
  await eventually('WeChat to have the mass send', async () =>
    (await twin.state()).massSends.length === 1 ? true : undefined,
  )
  const before = await showEdition(editor, today)
  expect(before).toMatchObject({ edition: { state: 'sending' }, claim: { name: '许雯', title } })
  expect(before.sends).toMatchObject([{ attempt: 1, state: 'intended' }])
  await stack.kill()

  await stack.start()
  const held = await edition(editor, today, ['sending', 'unknown'])
  expect(['sending', 'unknown']).toContain(held.state)
  await expect(send(editor, today)).rejects.toMatchObject({
    code: 'DayAlreadyClaimed',
    body: { error: { facts: { by: '许雯', title } } },
  })
  for (let looks = 0; looks < 8; looks++) {
    if ((await showEdition(editor, today)).edition?.state === 'sent') break
    await stack.pass('PT2M')
  }
  expect(await edition(editor, today, ['sent'])).toMatchObject({ state: 'sent', attempt: 1 })
  const { massSends } = await twin.state()
  expect(massSends).toHaveLength(1)
  expect(await twin.delivered()).toEqual([[title]])
  await stack.pass('PT15M')
  await eventually('the submission to be published', async () =>
    (await show(officer, id)).submission.state === 'published' ? true : undefined,
  )
  const mails = (await editor.mails()).filter((mail) => mail.subject.includes(`群发成功：${today}`))
  expect(mails).toHaveLength(1)
  expect((await twin.state()).massSends).toHaveLength(1)
}, 400_000)
