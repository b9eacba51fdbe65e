import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
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
import { photoLike } from '../../local/demo/photo'
import { eventually, mailsOf, visitor, type Refused, type Visitor } from '../../local/demo/visitor'
import { anApproved, aStack, addresses, type Stack } from '../kit/cloud'
import { twinStage } from '../kit/twin-stage'

const minute = 60_000
const sendall = '/cgi-bin/message/mass/sendall'
const secondEditor = { id: 'sun-yi', name: '孙毅', email: 'sun.yi@jiangnan.example', roles: ['editor'] }

let stack: Stack
let officer: Visitor
let editor: Visitor
let second: Visitor
let twin: ReturnType<typeof twinStage>
let today: string
const pool: { id: string; title: string }[] = []

beforeAll(async () => {
  stack = await aStack()
  twin = twinStage(stack.cloud.url)
  const company = parse(readFileSync(join(__dirname, '../../local/demo/company.yml'), 'utf8')) as {
    units: { id: string; people: object[] }[]
  }
  company.units.find((unit) => unit.id === 'enterprise-management')?.people.push(secondEditor)
  await stack.cloud.invoke('loadCompany', company)
  officer = await stack.signedIn('officer')
  editor = stack.as('editor')
  second = visitor(stack.cloud.url, secondEditor.email)
  for (let made = 0; made < 9; made += 3)
    pool.push(...(await Promise.all([1, 2, 3].map(() => anApproved(stack, officer)))))
}, 600_000)
afterAll(() => stack?.stop())

/** Each story has a Beijing date of its own. */
beforeEach(async () => {
  await twin.change('clear-faults')
  await twin.change('administrator-mode', { on: false })
  await stack.cloud.clock.move(24 * 60 * minute)
  today = beijingToday(stack.cloud.clock.now())
  await Promise.all([editor, officer, second].map((person) => person.signIn()))
}, 180_000)

const anArticle = () => {
  const one = pool.shift()
  if (!one) throw new Error('the pool of the stories is empty')
  return one
}

/** Draft, test send and the confirmation by code: from here on the machine claims the day and asks WeChat. */
async function release(by: Visitor = editor): Promise<void> {
  const seen = (await by.mails()).length
  await send(by, today)
  const waiting = await edition(by, today, ['awaiting-confirmation', 'failed'])
  expect(waiting).toMatchObject({ state: 'awaiting-confirmation' })
  await confirm(by, today, waiting.hash, await confirmationCode(by, seen))
}

/** The named end of an attempt as the editor's page reads it. */
async function endOf(states = ['failed']) {
  const { state, outcome } = await edition(editor, today, states)
  return { state, code: outcome?.code, zh: outcome?.said.zh, en: outcome?.said.en, facts: outcome?.facts }
}

/** No day is left locked: the same day, the same editor sends, and readers get it once. */
async function sendsAfterAll(title: string): Promise<void> {
  await eventually('the day to be given back', async () =>
    (await showEdition(editor, today)).claim === null ? true : undefined,
  )
  await release()
  await edition(editor, today, ['sent'])
  expect((await twin.delivered()).filter((titles) => titles.includes(title))).toHaveLength(1)
  expect((await showEdition(editor, today)).claim).toMatchObject({ name: '许雯', title })
}

const nudgesTo = async (address: string) =>
  (await mailsOf(stack.cloud.url, address)).filter((mail) =>
    mail.subject.includes('请管理员在微信中确认群发：' + today),
  )

describe('WeChat or its administrator says no', () => {
  it('the administrator refuses: named, told by mail, and the day sends after all', async () => {
    const { id, title } = anArticle()
    await compose(editor, today, [id])
    await twin.change('administrator-mode', { on: true })
    await release()
    const waiting = await eventually('WeChat to wait for the administrator', async () => {
      const shown = await showEdition(editor, today)
      return shown.edition?.outcome?.code === 'WaitingForAdministrator' ? shown : undefined
    })
    expect(waiting.edition?.outcome?.said.zh).toContain('等待管理员在微信中确认')
    expect(waiting.edition?.outcome?.said.en).toContain('within 30 minutes')
    expect(waiting.claim).toMatchObject({ name: '许雯', title })

    const late = editor.post(`/api/editions/${today}/cancel`, { reason: '迟了' })
    await expect(late).rejects.toMatchObject({
      status: 409,
      code: 'WrongState',
      body: { error: { facts: { state: 'sending', title } } },
    })
    expect(await late.catch((refused: Refused) => refused.message)).toContain('取消没有生效')

    const [asked] = (await twin.state()).massSends.slice(-1)
    await twin.change('administrator', { msgId: asked?.msgId, confirmed: false })
    expect(await endOf()).toMatchObject({
      code: 'AdministratorRefused',
      zh: expect.stringContaining('与管理员商定后可重新测试、确认、发送'),
      en: expect.stringContaining('test, confirm and send again'),
    })
    await eventually('the mail that says so', async () =>
      (await editor.mails()).some((mail) => mail.subject.includes(`群发未成功：${today}`)) ? true : undefined,
    )
    await twin.change('administrator-mode', { on: false })
    await sendsAfterAll(title)
  }, 300_000)

  it('the administrator is silent for 30 minutes: nudged at 5, 15 and 25, named, and the day sends after all', async () => {
    const { id, title } = anArticle()
    await compose(editor, today, [id])
    await twin.change('administrator-mode', { on: true })
    await release()
    await eventually('WeChat to wait for the administrator', async () =>
      (await showEdition(editor, today)).edition?.outcome?.code === 'WaitingForAdministrator'
        ? true
        : undefined,
    )
    const admin = 'song.an@jiangnan.example'
    for (const [minutesLater, nudges] of [
      [4.5, 0],
      [1, 1],
      [10, 2],
      [10, 3],
    ] as const) {
      await stack.cloud.clock.move(minutesLater * minute)
      for (const address of [admin, addresses.editor])
        await eventually(`${nudges} nudges to ${address}`, async () =>
          (await nudgesTo(address)).length === nudges ? true : undefined,
        )
    }
    await stack.cloud.clock.move(6 * minute)
    expect(await endOf()).toMatchObject({
      code: 'AdministratorSilent',
      zh: expect.stringContaining('30 分钟内没有在微信中确认'),
      en: expect.stringContaining('the day is free'),
    })
    expect(await nudgesTo(admin)).toHaveLength(3)
    await twin.change('administrator-mode', { on: false })
    await sendsAfterAll(title)
  }, 300_000)

  it('the originality check stops it: named, the same articles need a new test, and the day sends after all', async () => {
    const { id, title } = anArticle()
    await compose(editor, today, [id])
    await twin.fault({ endpoint: 'finish-event', how: 'err', errcode: 30003 })
    await release()
    expect(await endOf()).toMatchObject({
      code: 'JudgedReprint',
      zh: expect.stringContaining('改写或换掉该文章后重新测试、确认、发送'),
      en: expect.stringContaining('rewrite or replace the article'),
    })
    const previews = (await twin.state()).previews.length
    await sendsAfterAll(title)
    expect((await twin.state()).previews.length).toBeGreaterThan(previews)
  }, 300_000)

  it('the address is not allowed: the one to allow is shown, and once it is allowed the day sends', async () => {
    const { id, title } = anArticle()
    await compose(editor, today, [id])
    await twin.change('invalidate-tokens')
    await twin.fault({ endpoint: '/cgi-bin/stable_token', how: 'errcode', errcode: 40164, times: 20 })
    await send(editor, today)
    expect(await endOf()).toMatchObject({
      code: 'AddressNotAllowed',
      zh: expect.stringMatching(/白名单.*203\.0\.113\.7/),
      en: expect.stringMatching(/IP whitelist.*203\.0\.113\.7/),
      facts: { ip: '203.0.113.7', errcode: 40164 },
    })
    await twin.change('clear-faults')
    await sendsAfterAll(title)
  }, 300_000)

  it('the certification lapses between test and send: named, and once renewed the day sends', async () => {
    const { id, title } = anArticle()
    await compose(editor, today, [id])
    await twin.fault({ endpoint: sendall, how: 'errcode', errcode: 48001 })
    await release()
    expect(await endOf()).toMatchObject({
      code: 'CertificationLapsed',
      zh: expect.stringMatching(/微信认证.*管理员续期认证/),
      en: expect.stringMatching(/certification.*administrator renews it/),
      facts: { errcode: 48001 },
    })
    await sendsAfterAll(title)
  }, 300_000)

  it('somebody sent by hand first: nothing of ours goes out, the reason is shown, and another day takes the articles', async () => {
    const { id, title } = anArticle()
    await compose(editor, today, [id])
    await twin.change('manual-send')
    await release()
    expect(await endOf()).toMatchObject({
      code: 'NoMassSendLeft',
      zh: expect.stringMatching(/手工群发过.*改编到下一个可群发的日子/),
      en: expect.stringMatching(/sent by hand.*compose it for the next day/),
      facts: { errcode: 45028 },
    })
    const seen = await showEdition(editor, today)
    expect([seen.claim, seen.sends.map((one) => one.state)]).toEqual([null, ['refused']])
    await eventually('the mail that says so', async () =>
      (await editor.mails()).some(
        (mail) => mail.subject.includes(`未发出：${today}`) && mail.text.includes('手工群发过'),
      )
        ? true
        : undefined,
    )
    expect(await twin.delivered()).not.toContainEqual([title])
    await editor.post(`/api/editions/${today}/cancel`, { reason: '改到次日' })
    await stack.cloud.clock.move(24 * 60 * minute)
    today = beijingToday(stack.cloud.clock.now())
    await editor.signIn()
    await compose(editor, today, [id])
    await sendsAfterAll(title)
  }, 300_000)

  it('the token is invalidated by someone else: renewed once for many calls at a time, and the send goes on', async () => {
    const photos = await Promise.all([11, 12, 13].map((seed) => photoLike({ bytes: 1_100_000, seed })))
    const { id, title } = await anApproved(stack, officer, {}, ...photos)
    await compose(editor, today, [id])
    await twin.change('invalidate-tokens')
    const asked = await twin.calls('/cgi-bin/stable_token', today)
    const seen = (await editor.mails()).length
    await send(editor, today)
    const waiting = await edition(editor, today, ['awaiting-confirmation', 'failed'])
    expect(waiting).toMatchObject({ state: 'awaiting-confirmation' })
    expect(await twin.calls('/cgi-bin/stable_token', today)).toBe(asked + 1)

    // Refused on the mass send itself, as expired: before it was carried out, so the one more try is safe.
    await twin.fault({ endpoint: sendall, how: 'errcode', errcode: 42001 })
    await confirm(editor, today, waiting.hash, await confirmationCode(editor, seen))
    expect(await edition(editor, today, ['sent', 'failed', 'unknown'])).toMatchObject({ state: 'sent' })
    expect(await twin.calls('/cgi-bin/stable_token', today)).toBe(asked + 2)
    expect((await twin.delivered()).filter((titles) => titles.includes(title))).toHaveLength(1)
  }, 300_000)
})

describe('people and an unfinished send', () => {
  it('two editors press send at once: one starts it, the other is told who did', async () => {
    const { id, title } = anArticle()
    await compose(editor, today, [id])
    const pressed = await Promise.allSettled([send(editor, today), send(second, today)])
    const told = pressed.filter((one) => one.status === 'rejected').map((one) => one.reason as Refused)
    expect(told).toMatchObject([{ status: 409, code: 'InProgress' }])
    const winner = pressed[0]?.status === 'fulfilled' ? '许雯' : '孙毅'
    expect(told[0]?.message).toContain(`已由${winner}开始`)
    expect(told[0]?.body).toMatchObject({ error: { facts: { by: winner, title } } })

    const waiting = await edition(editor, today, ['awaiting-confirmation', 'failed'])
    expect(waiting).toMatchObject({ state: 'awaiting-confirmation', attempt: 1 })

    await second.post(`/api/editions/${today}/cancel`, { reason: '领导要求' })
    await expect(confirm(editor, today, waiting.hash, '123456')).rejects.toMatchObject({
      code: expect.stringMatching(/WrongState|ContentChanged/),
    })
    expect(await showEdition(editor, today)).toMatchObject({
      claim: null,
      edition: {
        state: 'cancelled',
        outcome: { code: 'Cancelled', said: { en: 'cancelled by 孙毅: 领导要求' } },
      },
    })
    expect((await show(officer, id)).submission.state).toBe('approved')
    pool.unshift({ id, title })
  }, 300_000)

  it('cancelled after the confirmation but before its hour: cancel wins, and nothing goes out at that hour', async () => {
    const { id, title } = anArticle()
    await editor.put(`/api/editions/${today}`, { submissionIds: [id], hour: '18:00' })
    await release()
    await edition(editor, today, ['scheduled'])
    await editor.post(`/api/editions/${today}/cancel`, { reason: '数字有误' })
    await stack.cloud.clock.move(9 * 60 * minute)
    expect(await showEdition(editor, today)).toMatchObject({ claim: null, edition: { state: 'cancelled' } })
    expect(await twin.delivered()).not.toContainEqual([title])
    await compose(editor, today, [id])
    await sendsAfterAll(title)
  }, 300_000)

  it('stays unknown while WeChat cannot be asked; the day says who holds it; a person’s word with a reason ends it', async () => {
    const { id, title } = anArticle()
    await compose(editor, today, [id])
    await twin.fault({ endpoint: sendall, how: 'http-500', times: 99 })
    await release()
    expect(await endOf(['unknown'])).toMatchObject({
      code: 'SendUnknown',
      zh: expect.stringContaining('请不要在微信后台手动群发'),
      en: expect.stringContaining('Do not send by hand'),
    })
    await stack.cloud.clock.move(10 * minute)
    const held = await showEdition(editor, today)
    expect(held).toMatchObject({ edition: { state: 'unknown' }, claim: { name: '许雯', title } })
    await expect(send(editor, today)).rejects.toMatchObject({
      status: 409,
      code: 'DayAlreadyClaimed',
      body: { error: { facts: { by: '许雯', title, state: 'unknown', at: held.claim?.claimedAt } } },
    })
    expect(await twin.calls(sendall, today)).toBeLessThan(10)

    const override = (body: object) => editor.post(`/api/editions/${today}/override`, body)
    const attempt = held.edition?.attempt
    await expect(override({ attempt, outcome: 'not-sent', reason: ' ' })).rejects.toMatchObject({
      status: 400,
    })
    await override({ attempt, outcome: 'not-sent', reason: '后台没有群发记录' })
    expect(await endOf()).toMatchObject({
      code: 'FoundNotSent',
      zh: '许雯人工认定没有发出：后台没有群发记录',
      en: '许雯 found that it was not sent: 后台没有群发记录',
    })
    const { sends, ledger } = await showEdition(editor, today)
    expect(sends).toMatchObject([
      { state: 'refused', override: { name: '许雯', reason: '后台没有群发记录' } },
    ])
    expect(ledger.find((event) => event.type === 'SendRefused')?.by).toBe('xu-wen')
    await twin.change('clear-faults')
    await sendsAfterAll(title)
  }, 300_000)
})
