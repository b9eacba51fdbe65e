import { checkAccount } from '../../../lib/edition/check-account'
import { standingOf } from '../../../lib/edition/check'
import { givenDesk, type GivenDesk } from './given-desk'

jest.setTimeout(180_000)

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const look = () => checkAccount(desk.desk)()
const subjects = () => [...desk.letters.values()].map((letter) => letter.subject)
const fault = (endpoint: string, errcode: number) =>
  desk.twin.fault({ endpoint, how: 'errcode', errcode, times: 1 })

test('an account in order passes everything, is kept, and nobody is mailed', async () => {
  const { checks } = await look()
  expect(standingOf(checks)).toBe(
    'token=passed address=passed certification=passed callback=passed quota=passed',
  )
  expect((await desk.editions.checked('wechat'))?.checks).toEqual(checks)
  expect(subjects()).toEqual([])
})

test.each([
  ['/cgi-bin/stable_token', 40164, 'address', '203.0.113.7'],
  ['/cgi-bin/stable_token', 40125, 'token', 'AppSecret'],
  ['/cgi-bin/message/mass/get', 48001, 'certification', '认证'],
  ['/cgi-bin/callback/check', 40201, 'callback', '/wechat/callback'],
])('%s answering %i fails %s, and the mail says what to do and where', async (path, code, name, word) => {
  await fault(path, code)
  const { checks } = await look()
  const failed = checks.filter(({ state }) => state === 'failed')
  expect(failed.map((check) => check.name)).toEqual([name])
  expect(JSON.stringify(failed)).toContain(word)
  expect(failed[0]?.where?.zh).toContain('→')
  const [letter] = [...desk.letters.values()]
  expect(letter).toMatchObject({ to: 'song-an@jiangnan.example' })
  expect(letter?.text).toContain(failed[0]?.where?.zh)
})

test('an address that is not on the list is named with the one that has to be, and an allowed one is shown', async () => {
  const from = checkAccount({ ...desk.desk, address: '198.51.100.7' })
  await fault('/cgi-bin/stable_token', 40164)
  const refused = (await from()).checks.find(({ name }) => name === 'address')
  expect(refused?.said.zh).toContain('203.0.113.7')
  expect(refused?.said.zh).toContain('198.51.100.7')
  const [letter] = [...desk.letters.values()]
  expect(letter?.text).toContain('198.51.100.7')
  const allowed = (await from()).checks.find(({ name }) => name === 'address')
  expect(allowed?.said.zh).toContain('198.51.100.7')
})

test('the administrators are mailed once for a change, and once when all is well again', async () => {
  for (let day = 1; day <= 3; day++) {
    await fault('/cgi-bin/callback/check', 40201)
    await look()
    desk.twin.clock.move(86_400_000)
  }
  expect(subjects()).toHaveLength(1)
  await look()
  await look()
  expect(subjects()).toHaveLength(2)
  expect(subjects()[1]).toContain('恢复正常')
})
