import type { Person } from '../../../lib/people/person'
import { randomIds } from '../../../lib/platform/ids'
import { accountGate } from '../../../lib/settings/gate'
import { inUse } from '../../../lib/settings/in-use'
import { listSettings } from '../../../lib/settings/list'
import { noticeSettings } from '../../../lib/settings/notice'
import { settingsChange } from '../../../lib/settings/plan'
import { givenOversight, oneAdmin, type Staff } from '../oversight/given-oversight'

const deployed = {
  ...{ WECHAT_ACCOUNT: 'wx-ours', WECHAT_ACCOUNT_KIND: 'subscription' as const, WECHAT_TESTERS: 'tester' },
  ...{ WECHAT_BASE_URL: 'https://api.weixin.qq.com', WEIBO_BASE_URL: 'https://api.weibo.com' },
  ...{ PUBLIC_URL: 'https://qianfa.example', MAIL_FROM: 'Qianfa <qianfa@co.example>' },
  ...{ MAIL_SIGN_IN: 'on' as const, OIDC_ISSUER: '' as const, OIDC_CLIENT_ID: '' },
  OIDC_UNVERIFIED_MAIL: 'refused' as const,
}

/** A company, what is deployed, and secrets that whoever has the AWS account may put. */
async function given(staff: Staff = oneAdmin) {
  const oversight = await givenOversight(staff)
  const { room } = oversight
  const env = { ...deployed }
  const secrets: Record<string, string> = { wechat: 'the first', 'mail-url': 'smtps://u:p@host' }
  const read = async (name: string) => {
    const value = secrets[name]
    if (value === undefined) throw Object.assign(new Error(name), { name: 'ParameterNotFound' })
    return value
  }
  const notice = noticeSettings({
    ...{ ...room, ids: randomIds, anybody: async () => Object.keys(staff).length > 1 },
    inUse: (salt) => inUse({ env, secrets: () => ({ read }) })(salt),
  })
  await notice()
  return {
    ...oversight,
    ...{ env, secrets, notice },
    /** a fresh function of the deployed service */
    mayCall: () => accountGate({ ...room, values: { WECHAT_ACCOUNT: env.WECHAT_ACCOUNT } })(),
    async confirm(names: string[], values: Record<string, string> = {}, by = 'song-an') {
      return oversight.propose(await settingsChange(room)({ names, values, reason: '换号' }), by)
    },
    state: async (name: string) => (await listSettings(room)()).settings.find((one) => one.name === name),
    types: async () => (await oversight.acts()).map(({ type }) => type),
    row: async () => room.settings.find(),
  }
}
const told = ['song-an', 'zhou-heng', 'wu-gang']

describe('one person with the AWS account', () => {
  it('points the company at another WeChat account: nothing is sent there, everybody hears it, and it goes on once two people have said so', async () => {
    const it = await given()
    expect(await it.mayCall()).toBe(true)
    it.env.WECHAT_ACCOUNT = 'wx-theirs'
    // Before anybody looked: the call itself is refused.
    expect(await it.mayCall()).toBe(false)
    expect(await it.notice()).toEqual({ alone: ['WECHAT_ACCOUNT'] })
    await it.notice()
    expect((await it.types()).filter((type) => type === 'SettingAlone')).toHaveLength(1)
    for (const who of told)
      expect((await it.lettersTo(`${who}@co.example`)).map(({ subject }) => subject)).toEqual([
        '【签发】未经复核的更换：微信公众号 AppID',
      ])
    expect(await it.state('WECHAT_ACCOUNT')).toMatchObject({
      state: 'alone',
      value: 'wx-ours',
      other: 'wx-theirs',
    })

    await it.confirm(['WECHAT_ACCOUNT'])
    await it.watch()
    expect(await it.mayCall()).toBe(false)
    await it.answer('zhou-heng', 'approve')
    expect(await it.mayCall()).toBe(false)
    await it.watch()
    expect(await it.mayCall()).toBe(true)
    expect(await it.state('WECHAT_ACCOUNT')).toMatchObject({ state: 'confirmed', value: 'wx-theirs' })
    expect((await it.acts())[0]).toMatchObject({
      ...{
        type: 'SettingsConfirmed',
        before: { WECHAT_ACCOUNT: 'wx-ours' },
        after: { WECHAT_ACCOUNT: 'wx-theirs' },
      },
      facts: { confirmedBy: 'zhou-heng', reason: '换号' },
    })
    const heard = (await it.lettersTo('wu-gang@co.example')).map(({ subject }) => subject)
    expect(heard.filter((subject) => subject.includes('已生效'))).toHaveLength(1)
  })

  it('does not confirm it alone: whoever proposed has no link, and another account that comes meanwhile is not what was confirmed', async () => {
    const it = await given()
    it.env.WECHAT_ACCOUNT = 'wx-theirs'
    await it.notice()
    await it.confirm(['WECHAT_ACCOUNT'])
    const links = (await it.lettersTo('song-an@co.example')).filter(({ text }) => text.includes('/d/'))
    expect(links).toEqual([])
    it.env.WECHAT_ACCOUNT = 'wx-third'
    await it.notice()
    await it.answer('zhou-heng', 'approve')
    await it.watch()
    expect(await it.mayCall()).toBe(false)
    expect((await it.types())[0]).toBe('ProposalFailed')
  })

  it('changes a secret: noticed by its hash, which is no secret, and changing it back ends it', async () => {
    const it = await given()
    it.secrets['wechat'] = 'the second'
    await it.notice()
    expect(await it.types()).toContain('SettingAlone')
    expect(JSON.stringify(await it.row())).not.toMatch(/the (first|second)|u:p/)
    expect(await it.state('wechat')).toMatchObject({ state: 'alone', secret: true })
    expect(JSON.stringify(await listSettings(it.room)())).not.toContain((await it.row())!.confirmed['wechat'])
    it.secrets['wechat'] = 'the first'
    expect(await it.notice()).toEqual({ alone: [] })
    expect((await it.types())[0]).toBe('SettingBack')
  })
})

describe('what two people said beforehand', () => {
  it('is changed without an alarm, once, within a week, and of a setting only to the value they read', async () => {
    const it = await given()
    await expect(it.confirm(['WECHAT_ACCOUNT'])).rejects.toMatchObject({ code: 'InvalidRequest' })
    await it.confirm(['WECHAT_ACCOUNT', 'link-key'], { WECHAT_ACCOUNT: 'wx-next' })
    await it.answer('zhou-heng', 'approve')
    await it.watch()
    it.env.WECHAT_ACCOUNT = 'wx-other'
    expect(await it.mayCall()).toBe(false)
    it.env.WECHAT_ACCOUNT = 'wx-next'
    expect(await it.mayCall()).toBe(true)
    it.secrets['link-key'] = 'new'
    expect(await it.notice()).toEqual({ alone: [] })
    expect((await it.types()).filter((type) => type === 'SettingTurned')).toHaveLength(2)
    it.secrets['link-key'] = 'newer'
    expect(await it.notice()).toEqual({ alone: ['link-key'] })
    // Letters of one moment have no order: the link that is followed next has to be the newest.
    it.later(1000)
    await it.confirm(['mail-url'])
    await it.answer('zhou-heng', 'approve')
    await it.watch()
    it.later(8 * 86_400_000)
    it.secrets['mail-url'] = 'smtps://other'
    expect((await it.notice()).alone).toEqual(['link-key', 'mail-url'])
  })

  it('is not needed while nobody could be the second: then it is taken, and the record says so', async () => {
    const it = await given({ 'song-an': ['admin'] })
    it.env.WECHAT_ACCOUNT = 'wx-theirs'
    expect(await it.notice()).toEqual({ alone: [] })
    expect((await it.acts())[0]).toMatchObject({ type: 'SettingAlone', facts: { alone: true } })
    expect(await it.mayCall()).toBe(true)
  })
})

test('an administrator alone with another Weibo account of theirs posts nothing there: it lies sealed until a second person has confirmed it', async () => {
  const { weiboAccounts } = await import('../../../lib/channels/weibo/account-store')
  const it = await given()
  const accounts = weiboAccounts(it.table, async () => ({ appKey: '1', appSecret: 'secret' }))
  const by: Person = await it.who('song-an')
  const at = new Date('2026-11-23T02:00:00.000Z')
  const expiresAt = '2027-01-01T00:00:00.000Z'
  await accounts.authorise({ accessToken: 'ours', uid: '1', expiresAt }, by.id, at)
  const offer = await accounts.offer({ accessToken: 'theirs', uid: '2', expiresAt }, by.id, at)
  await it.propose({ kind: 'weibo-account', uid: '2', expiresAt, offer })
  await it.watch()
  expect(await accounts.accessToken()).toBe('ours')
  expect((await it.lettersTo('wu-gang@co.example')).map(({ subject }) => subject)).toEqual([
    expect.stringContaining('有人提出更换账号、设置或密钥'),
  ])
  await it.answer('zhou-heng', 'approve')
  expect(await accounts.accessToken()).toBe('ours')
  await it.watch()
  expect(await accounts.accessToken()).toBe('theirs')
  expect(await accounts.account()).toMatchObject({ uid: '2', authorisedBy: 'song-an' })
  expect((await it.acts())[0]).toMatchObject({ type: 'WeiboAuthorised', facts: { confirmedBy: 'zhou-heng' } })
})

test('what every object has is no setting', async () => {
  const it = await given()
  for (const name of ['constructor', 'toString', '__proto__', 'nothing'])
    await expect(it.confirm([name], { [name]: 'x' })).rejects.toMatchObject({ code: 'InvalidRequest' })
})
