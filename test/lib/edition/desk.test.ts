import { listEditions } from '../../../lib/edition/list-editions'
import { moveArticles } from '../../../lib/edition/move-articles'
import { resendCode } from '../../../lib/edition/resend-code'
import { showQuota } from '../../../lib/edition/show-quota'
import { Crash, date, givenDesk, type GivenDesk } from './given-desk'
import { again, runAttempt, start } from './run-attempt'

jest.setTimeout(180_000)

let desk: GivenDesk
afterEach(() => desk.close())

const day = (number: number) => `2026-11-${number}`
const compose = (on: string, ...ids: string[]) =>
  desk.verbs.compose({ date: on, submissionIds: ids, by: desk.editor })
const move = (from: string, to: string, ...submissionIds: string[]) =>
  moveArticles(desk.desk)({ date: from, to, submissionIds, by: desk.editor })
const titlesOn = async (on: string) => (await desk.editions.find(on))?.items.map((item) => item.title) ?? []

describe('moving articles to another day', () => {
  beforeEach(async () => {
    desk = await givenDesk()
  })

  it('puts them behind what is there, keeps the order of the rest, and voids the confirmation of both', async () => {
    const [one, two, three] = [await desk.approved(), await desk.approved(), await desk.approved()]
    await compose(date, one.id, two.id)
    await compose(day(24), three.id)
    await runAttempt(desk, await start(desk), { until: 'claim' })
    expect((await desk.edition()).confirmation?.name).toBe('许雯')

    await move(date, day(24), one.id)
    expect([await titlesOn(date), await titlesOn(day(24))]).toEqual([['第2篇'], ['第3篇', '第1篇']])
    expect(await desk.edition()).toMatchObject({ state: 'composing' })
    expect((await desk.edition()).confirmation).toBeUndefined()
    expect(await desk.submissions.withId(one.id)).toMatchObject({ state: 'scheduled', editionDate: day(24) })
  })

  it('takes the hour along to an empty day, and leaves a day with articles its own', async () => {
    const [one, two, three] = [await desk.approved(), await desk.approved(), await desk.approved()]
    const sendAt = async (on: string) => (await desk.editions.find(on))?.sendAt
    const by = desk.editor
    await desk.verbs.compose({ date, submissionIds: [one.id, two.id], hour: '18:30', by })
    await desk.verbs.compose({ date: day(25), submissionIds: [three.id], hour: null, by })
    await move(date, day(24), one.id)
    await move(date, day(25), two.id)
    expect(await sendAt(day(24))).toBe(`${day(24)}T10:30:00.000Z`)
    expect(await sendAt(day(25))).toBe(`${day(24)}T16:00:00.000Z`)
    await move(day(25), date, two.id)
    expect(await sendAt(date)).toBe(`${day(22)}T16:00:00.000Z`)
  })

  it('takes no day behind the horizon, neither composed nor moved to, and changes nothing then', async () => {
    const one = await desk.approved()
    const far = '2027-06-01'
    await expect(compose(far, one.id)).rejects.toMatchObject({ code: 'InvalidRequest', facts: { date: far } })
    await compose(date, one.id)
    await expect(move(date, far, one.id)).rejects.toMatchObject({ code: 'InvalidRequest' })
    expect((await desk.editions.find(far))?.items ?? []).toEqual([])
    expect((await desk.edition()).items).toHaveLength(1)
  })

  it('calls off a day that is left empty, and the calendar shows both', async () => {
    const one = await desk.approved()
    await compose(date, one.id)
    await move(date, day(25), one.id)
    const listed = await listEditions(desk.desk)({ from: date, to: day(30) })
    expect(listed.map((edition) => [edition.date, edition.state, edition.items.length])).toEqual([
      [date, 'cancelled', 0],
      [day(25), 'composing', 1],
    ])
  })

  it('lets articles be taken out of a day that has passed, one by one or all together, and none put in', async () => {
    const [one, two, three] = [await desk.approved(), await desk.approved(), await desk.approved()]
    await compose(date, one.id, two.id, three.id)
    desk.twin.clock.move(86_400_000)
    await compose(date, one.id, three.id)
    expect(await desk.submissions.withId(two.id)).toMatchObject({ state: 'approved' })
    await expect(compose(date, one.id, three.id, two.id)).rejects.toMatchObject({ code: 'InvalidRequest' })
    await desk.verbs.cancel({ date, reason: '没人确认', by: desk.editor })
    expect(await desk.submissions.withId(three.id)).toMatchObject({ state: 'approved' })
    await expect(compose(date, three.id)).rejects.toMatchObject({ code: 'InvalidRequest' })
  })

  it('changes nothing when the other day is full, passed, or already with WeChat', async () => {
    const articles = await Promise.all(Array.from({ length: 9 }, () => desk.approved()))
    const [one, ...eight] = articles.map((article) => article.id)
    await compose(date, one!)
    await compose(day(24), ...eight)
    await expect(move(date, day(24), one!)).rejects.toMatchObject({ code: 'PolicyRefused' })
    await expect(move(date, day(22), one!)).rejects.toMatchObject({ code: 'InvalidRequest' })
    await expect(move(date, date, one!)).rejects.toMatchObject({ code: 'InvalidRequest' })
    await runAttempt(desk, await start(desk))
    await expect(move(day(24), date, eight[0]!)).rejects.toMatchObject({ code: 'WrongState' })
    await expect(move(date, day(25), one!)).rejects.toMatchObject({ code: 'WrongState' })
    expect(await titlesOn(day(24))).toHaveLength(8)
  })

  it('takes an article out of a day that has passed; what stays behind goes back to the pool', async () => {
    const [one, two] = [await desk.approved(), await desk.approved()]
    await compose(date, one.id, two.id)
    desk.twin.clock.move(86_400_000)
    await move(date, day(24), one.id)
    expect([await titlesOn(day(24)), await titlesOn(date)]).toEqual([['第1篇'], []])
    expect(await desk.submissions.withId(two.id)).toMatchObject({ state: 'approved' })
    await compose(day(24), one.id, two.id)
    expect(await titlesOn(day(24))).toEqual(['第1篇', '第2篇'])
  })

  it('loses no article however often it dies between the two days', async () => {
    const one = await desk.approved()
    await compose(date, one.id)
    await desk.approved()
    for (let effect = 1; ; effect++) {
      desk.plan.dieAfter(effect)
      let died = false
      const [from, to] = effect % 2 === 1 ? [date, day(24)] : [day(24), date]
      await move(from, to, one.id).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error
        died = true
      })
      desk.plan.dieAfter(Infinity)
      await again(() => move(from, to, one.id))
      expect([await titlesOn(to), await titlesOn(from)]).toEqual([['第1篇'], []])
      expect(await desk.submissions.withId(one.id)).toMatchObject({ state: 'scheduled', editionDate: to })
      if (!died) break
    }
  })
})

it('an edition goes at its hour, or as soon as it is confirmed; saved without an hour it keeps the one it has', async () => {
  desk = await givenDesk()
  const one = await desk.approved()
  const save = async (hour?: string | null) =>
    (await desk.verbs.compose({ date, submissionIds: [one.id], hour, by: desk.editor })).sendAt
  expect(await save()).toBe(`${date}T01:00:00.000Z`)
  expect(await save('18:30')).toBe(`${date}T10:30:00.000Z`)
  expect(await save()).toBe(`${date}T10:30:00.000Z`)
  expect(await save(null)).toBe(`${day(22)}T16:00:00.000Z`)
  expect(await save()).toBe(`${day(22)}T16:00:00.000Z`)
  await runAttempt(desk, await start(desk), { until: 'confirmation' })
  expect(
    (await desk.verbs.pressConfirmer({ date, attempt: 1 })).sendAt < desk.clock.now().toISOString(),
  ).toBe(true)
})

it('mails a new code on wish, and the old one is worth nothing', async () => {
  desk = await givenDesk()
  const one = await desk.approved()
  await compose(date, one.id)
  const resend = () => resendCode(desk.desk)({ date, by: desk.editor })
  await expect(resend()).rejects.toMatchObject({ code: 'WrongState' })
  await runAttempt(desk, await start(desk), { until: 'confirmation' })
  const old = desk.code()
  expect(await resend()).toEqual({ sentTo: 'xu-wen@jiangnan.example' })
  const { hash } = await desk.edition()
  expect(desk.code()).not.toBe(old)
  await expect(desk.verbs.confirm({ date, hash, code: old, by: desk.editor })).rejects.toMatchObject({
    code: 'CodeWrong',
  })
  await desk.verbs.confirm({ date, hash, code: desk.code(), by: desk.editor })
  expect((await desk.edition()).state).toBe('scheduled')
})

it('of three asks for a code at the same moment one mails it, the others are told to wait, and it works', async () => {
  desk = await givenDesk()
  const one = await desk.approved()
  await compose(date, one.id)
  await runAttempt(desk, await start(desk), { until: 'confirmation' })
  const resend = () => resendCode(desk.desk)({ date, by: desk.editor })
  const codes: string[] = []
  const { mail } = desk.desk
  mail.send = async (letter) => {
    codes.push(/确认码：(\d{6})/.exec(letter.text)?.[1] ?? '')
    return 'sent'
  }
  const asked = await Promise.allSettled([resend(), resend(), resend()])
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(asked.find((one) => one.status === 'rejected')).toMatchObject({
    reason: { code: 'TooManyAttempts', facts: { limit: 'minute' } },
  })
  expect(codes).toHaveLength(1)
  const { hash } = await desk.edition()
  await desk.verbs.confirm({ date, hash, code: codes[0]!, by: desk.editor })
  expect((await desk.edition()).state).toBe('scheduled')
})

it('locks after twenty wrong codes, whoever types sixty; then that person gets no code any more', async () => {
  desk = await givenDesk()
  const one = await desk.approved()
  await compose(date, one.id)
  await runAttempt(desk, await start(desk), { until: 'confirmation' })
  const { hash } = await desk.edition()
  const seen: string[] = []
  for (let times = 0; times < 60; times++)
    seen.push(
      await desk.verbs.confirm({ date, hash, code: 'none', by: desk.editor }).then(
        () => 'confirmed',
        (error: { code: string }) => error.code,
      ),
    )
  expect(seen.filter((code) => code === 'CodeWrong')).toHaveLength(16)
  expect(seen.filter((code) => code === 'TooManyAttempts')).toHaveLength(3)
  expect(new Set(seen.slice(19))).toEqual(new Set(['LinkLocked']))
  await expect(resendCode(desk.desk)({ date, by: desk.editor })).rejects.toMatchObject({ code: 'LinkLocked' })
})

it('a person who types before the letters are out gets the code the letters carry, not one that they void', async () => {
  desk = await givenDesk()
  const one = await desk.approved()
  await compose(date, one.id)
  const { mail, verbs, editor } = { ...desk.desk, ...desk }
  const codes: string[] = []
  let typed = false
  mail.send = async (letter) => {
    const code = /确认码：(\d{6})/.exec(letter.text)?.[1]
    if (code) codes.push(code)
    // The page already says that it waits for a code, and the first letter is still on its way.
    if (!typed && letter.subject.includes('测试发送完成')) {
      typed = true
      const { hash } = await desk.edition()
      await expect(verbs.confirm({ date, hash, code: '000000', by: editor })).rejects.toMatchObject({
        code: 'CodeWrong',
      })
    }
    return 'sent'
  }
  await runAttempt(desk, await start(desk), { until: 'confirmation' })
  expect(typed).toBe(true)
  expect(new Set(codes).size).toBe(1)
})

it('counts test sends of the day and mass sends of the month beside what WeChat counts', async () => {
  desk = await givenDesk({ kind: 'service', testers: ['tester_li', 'tester_wang'] })
  const one = await desk.approved()
  await compose(date, one.id)
  await runAttempt(desk, await start(desk))
  const shown = await showQuota(desk.desk)()
  expect(shown).toMatchObject({
    kind: 'service',
    date,
    testSends: { limit: 100, used: 2, left: 98 },
    today: { limit: 1, used: 1, left: 0 },
    month: { limit: 4, used: 1, left: 3 },
  })
  expect(shown.wechat.find(({ path }) => path.endsWith('/preview'))).toMatchObject({
    count: { limit: 100, used: 2, left: 98 },
  })

  await desk.twin.fault({
    endpoint: '/cgi-bin/openapi/quota/get',
    how: 'errcode',
    errcode: 48001,
    times: 4,
  })
  expect((await showQuota(desk.desk)()).wechat.every(({ said }) => said !== undefined)).toBe(true)
})

it('a service account: one a day by the policy, four a month by WeChat, and a new month is a new count', async () => {
  desk = await givenDesk({ kind: 'service' })
  const sendOn = async (on: string) => {
    const article = await desk.approved()
    await compose(on, article.id)
    return desk.verbs.start({ date: on, by: desk.editor })
  }
  for (const used of [10, 11, 12, 13])
    await desk.editions.change(
      (await compose(day(used + 14), (await desk.approved()).id)).date,
      (edition) => ({
        next: { ...edition, state: 'sent' },
        happened: { by: 'system', type: 'EditionSent', facts: {} },
      }),
    )
  await expect(sendOn(day(29))).rejects.toMatchObject({
    code: 'PolicyRefused',
    details: [{ rule: 'send.month', limit: 4, seen: 4 }],
  })
  expect((await showQuota(desk.desk)()).month).toEqual({ limit: 4, used: 4, left: 0 })

  desk.twin.clock.move(8 * 86_400_000)
  expect((await showQuota(desk.desk)()).month).toEqual({ limit: 4, used: 0, left: 4 })
  expect((await sendOn('2026-12-01')).attempt).toBe(1)
})
