import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMessenger, dingtalkSign, feishuSign } from '../../../lib/channels/messenger/messenger'
import { within } from '../../../lib/platform/within'
import { robotAt, type WaySecret } from '../../../lib/channels/messenger/way'
import { createMessengerTwin, type MessengerTwin } from '../../../local/messenger/create-twin'

let now = Date.parse('2026-11-30T02:00:00Z')
const clock = { now: () => now }
const app = { corpId: 'ww1', secret: 'app-secret', agentId: 1000002, people: ['LiNa'] }
let server: Server
let twin: MessengerTwin
let at: string
beforeEach(async () => {
  now = Date.parse('2026-11-30T02:00:00Z')
  twin = createMessengerTwin({
    ...{ clock, app, removed: ['gone-robot'] },
    signing: { 'ding-signed': 'SEC1', 'fei-signed': 'S2' },
  })
  server = createServer((req, res) => void twin.handle(req, res))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messenger-twin`
})
afterEach(() => new Promise((done) => server.close(done)))

const notice = {
  title: '【签发】请审批：<阀门> & 投用',
  link: 'https://qf.example/portal/today',
  label: '查看',
}
const tell = (way: WaySecret, to?: string) => createMessenger({ at, now: clock.now })(way, notice, to)
const wecomApp: WaySecret = { kind: 'wecom-app', corpId: 'ww1', agentId: 1000002, secret: 'app-secret' }

describe('the address of a robot', () => {
  it.each([
    [
      'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx',
      { kind: 'wecom-robot', key: '693a91f6-7xxx' },
    ],
    [
      'https://oapi.dingtalk.com/robot/send?access_token=566cc69da782',
      { kind: 'dingtalk-robot', key: '566cc69da782', signing: 'SEC' },
    ],
    [
      'https://open.feishu.cn/open-apis/bot/v2/hook/0a1b2c3d-xx',
      { kind: 'feishu-robot', key: '0a1b2c3d-xx', signing: 'SEC' },
    ],
    [
      'https://open.larksuite.com/open-apis/bot/v2/hook/0a1b2c3d-xx',
      { kind: 'lark-robot', key: '0a1b2c3d-xx', signing: 'SEC' },
    ],
  ])('%s is one', (address, robot) => expect(robotAt(address, 'SEC')).toEqual(robot))

  it.each([
    'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx',
    'https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=693a91f6-7xxx',
    'https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=693a91f6-7xxx',
    'https://user:pw@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx',
    'https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=693a91f6-7xxx',
    'https://qyapi.weixin.qq.com/cgi-bin/gettoken?key=693a91f6-7xxx',
    'https://open.feishu.cn/open-apis/bot/v2/hook/../../x',
    'https://169.254.169.254/latest/meta-data?key=693a91f6-7xxx',
    'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a%26b%3D1234567',
  ])('%s is none', (address) => expect(robotAt(address)).toBeUndefined())
})

it('signs as the sheet says: 钉钉 with its secret, 飞书 with time and secret as the key of nothing', () => {
  // openssl dgst -sha256 -hmac SEC1 -binary, of "1700000000000\nSEC1", and of nothing with the key "1700000000\nS2"
  expect(dingtalkSign('SEC1', 1_700_000_000_000)).toBe('ukR4+WoOOBTGaOauYqugxVrMSFyr92q4hPxJxuOkiio=')
  expect(feishuSign('S2', 1_700_000_000)).toBe('wtTIqS1C12yluPX63POBLQJJl7YwXnu3J9n902UcTPw=')
})

it('cuts by bytes between characters', () => {
  expect(within('阀门投用', 8)).toBe('阀…')
  expect(within('阀门投用', 12)).toBe('阀门投用')
})

describe('a notice', () => {
  it('arrives by each robot, signed, with title and link', async () => {
    for (const way of [
      { kind: 'wecom-robot', key: 'wecom-robot-1' },
      { kind: 'dingtalk-robot', key: 'ding-signed', signing: 'SEC1' },
      { kind: 'feishu-robot', key: 'fei-signed', signing: 'S2' },
      { kind: 'lark-robot', key: 'lark-robot-1' },
    ] as WaySecret[])
      expect(await tell(way)).toEqual({ kind: 'sent' })
    expect(twin.received().map(({ platform, text }) => [platform, text])).toEqual(
      ['wecom', 'dingtalk', 'feishu', 'lark'].map((platform) => [
        platform,
        `${notice.title}\n查看：${notice.link}`,
      ]),
    )
  })

  it('is refused with the platform’s word where a signature is wrong, a robot gone, or an account unknown', async () => {
    expect(await tell({ kind: 'dingtalk-robot', key: 'ding-signed', signing: 'wrong' })).toEqual({
      kind: 'refused',
      said: '310000 sign not match',
    })
    expect(await tell({ kind: 'feishu-robot', key: 'fei-signed' })).toMatchObject({ kind: 'refused' })
    expect(await tell({ kind: 'wecom-robot', key: 'gone-robot' })).toEqual({
      kind: 'refused',
      said: '93000 invalid webhook url',
    })
    expect(await tell(wecomApp, 'Nobody')).toEqual({ kind: 'refused', said: '81013 user not found' })
    expect(await tell({ ...wecomApp, secret: 'wrong' }, 'LiNa')).toMatchObject({ kind: 'refused' })
    expect(twin.received()).toEqual([])
  })

  it('waits where the platform says too fast, and is unknown where the answer was lost', async () => {
    const way: WaySecret = { kind: 'wecom-robot', key: 'wecom-robot-1' }
    for (let n = 0; n < 20; n++) expect(await tell(way)).toEqual({ kind: 'sent' })
    expect(await tell(way)).toMatchObject({ kind: 'later', said: '45009 api freq out of limit' })
    now += 61_000
    twin.fault({ how: 'drop', after: true, times: 1 })
    expect(await tell(way)).toEqual({ kind: 'unknown' })
    twin.fault({ how: 'status', status: 502, times: 1 })
    expect(await tell(way)).toEqual({ kind: 'unknown' })
    const other = createServer()
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
    const { port } = other.address() as AddressInfo
    await new Promise((done) => other.close(done))
    const nowhere = createMessenger({ at: `http://127.0.0.1:${port}`, now: clock.now })
    expect(await nowhere(way, notice)).toMatchObject({ kind: 'later', said: 'ECONNREFUSED' })
  })

  it('to one person goes by the application, whose token is asked for anew once it is over', async () => {
    const messenger = createMessenger({ at, now: clock.now })
    expect(await messenger(wecomApp, notice, 'LiNa')).toEqual({ kind: 'sent' })
    expect(twin.received()).toEqual([
      { platform: 'wecom', to: 'LiNa', text: notice.title, link: notice.link },
    ])
    twin.fault({ how: 'code', code: 42001, said: 'access_token expired', times: 1 })
    expect(await messenger(wecomApp, { ...notice, title: '又一条' }, 'LiNa')).toEqual({ kind: 'sent' })
    // The same card once more is no second one.
    expect(await messenger(wecomApp, { ...notice, title: '又一条' }, 'LiNa')).toEqual({ kind: 'sent' })
    expect(twin.received()).toHaveLength(2)
  })
})
