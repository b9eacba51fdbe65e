import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { mockClient } from 'aws-sdk-client-mock'
import { randomBytes } from 'node:crypto'
import { checkCompanySignIn } from '../../operations/company-sign-in-check'
import { checkIdentity, checkQuota } from '../../operations/account-check'
import { looked, report } from '../../operations/check'
import { checkSecrets } from '../../operations/secrets-check'
import { checkSettings } from '../../operations/settings-check'
import { deployedTarget } from '../../operations/target'
import { givenProvider } from '../lib/people/given-provider'

const target = (region = 'ap-southeast-1', ...params: string[]) =>
  deployedTarget(
    ['--stage', 'prod', '--region', region, ...params.flatMap((param) => ['--param', param])],
    'deploy',
  )

const key = () => randomBytes(32).toString('base64url')
const whole: Record<string, string> = {
  'link-key': key(),
  'page-key': key(),
  'letter-key': key(),
  'session-key': key(),
  'setup-code': key(),
  'mail-url': 'smtps://qianfa:secret@smtp.company.cn:465',
  wechat: JSON.stringify({
    appId: 'wx0123456789abcdef',
    appSecret: '0123456789abcdef0123456789abcdef',
    token: 'Token123',
    encodingAesKey: 'a'.repeat(43),
  }),
  weibo: JSON.stringify({ appKey: '1000000001', appSecret: '0123456789abcdef0123456789abcdef' }),
  'complaint-key': JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }),
  'push-key': JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }),
  'oidc-client-secret': key(),
}

/** Parameter Store with these secrets below /qianfa/prod/. */
function store(secrets: Record<string, string>, Type: 'SecureString' | 'String' = 'SecureString') {
  const ssm = mockClient(SSMClient)
  ssm.on(GetParameterCommand).callsFake(({ Name }: { Name: string }) => {
    const Value = secrets[Name.replace('/qianfa/prod/', '')]
    if (Value === undefined) throw new ParameterNotFound({ message: '', $metadata: {} })
    return { Parameter: { Name, Type, Value } }
  })
  return new SSMClient({ region: 'ap-southeast-1' })
}
const failures = async (secrets: Record<string, string>) =>
  (await checkSecrets(store(secrets), '/qianfa/prod/')).filter(({ state }) => state === 'failed')

describe('secrets', () => {
  it('that are whole pass, and no value is said', async () => {
    const checks = await checkSecrets(store(whole), '/qianfa/prod/')
    expect(checks.map(({ state }) => state)).toEqual(Object.keys(whole).map(() => 'passed'))
    const said = JSON.stringify(checks)
    for (const value of Object.values(whole)) expect(said).not.toContain(value)
  })

  it.each([
    ['link-key', undefined, /missing/],
    ['link-key', 'short', /32 random bytes/],
    ['session-key', 'a'.repeat(64), /not random/],
    ['mail-url', 'smtp://u:p@127.0.0.1:2525', /mail server of this machine/],
    ['mail-url', 'smtps://smtp.company.cn:465', /no password/],
    ['wechat', 'not json', /wechat/],
    [
      'wechat',
      JSON.stringify({ appId: 'wx-demo', appSecret: 'x', token: 't', encodingAesKey: 'k' }),
      /appId: wx and 16/,
    ],
    ['complaint-key', JSON.stringify({ current: 'k2', keys: {} }), /current key/],
  ])('are refused when %s is %s', async (name, value, reason) => {
    const { [name]: _, ...others } = whole
    const found = await failures(value === undefined ? others : { ...others, [name]: value })
    expect(found).toHaveLength(1)
    expect(`${found[0]?.name} ${found[0]?.said}`).toMatch(reason)
    if (value) expect(found[0]?.said).not.toContain(value)
  })

  it('are refused in plain text, and when two keys are one', async () => {
    const plain = await checkSecrets(store(whole, 'String'), '/qianfa/prod/')
    expect(plain.every(({ state }) => state === 'failed')).toBe(true)
    expect(await failures({ ...whole, 'session-key': whole['link-key']! })).toEqual([
      expect.objectContaining({ said: 'is the same as link-key' }),
    ])
  })
})

describe('the company’s own sign-in', () => {
  const check = (...params: string[]) => checkCompanySignIn(store(whole), target('ap-southeast-1', ...params))
  const states = async (...params: string[]) => (await check(...params)).map(({ state }) => state)

  it('is none unless an issuer is named, and the mail is not turned off without one', async () => {
    expect(await states()).toEqual(['passed'])
    expect(await states('mailSignIn=off')).toEqual(['failed'])
    expect(await states('mailSignIn=maybe')).toEqual(['failed'])
  })

  it('answers under its own name, or is said to be down or another', async () => {
    const { issuer, close } = await givenProvider({})
    const client = 'oidcClientId=qianfa'
    expect(await states(`oidcIssuer=${issuer}`)).toEqual(['failed'])
    expect(await states(`oidcIssuer=${issuer}`, client)).toEqual(['passed'])
    const other = issuer.replace('127.0.0.1', 'localhost')
    expect(await check(`oidcIssuer=${other}`, client)).toMatchObject([
      { state: 'failed', said: expect.stringContaining('issuer does not match') as string },
    ])
    await close()
    expect(await check(`oidcIssuer=${issuer}`, client)).toMatchObject([
      { state: 'failed', said: `${issuer} does not answer` },
    ])
  })
})

describe('the account', () => {
  const as = (Arn: string) => {
    mockClient(STSClient).on(GetCallerIdentityCommand).resolves({ Account: '123456789012', Arn })
    return new STSClient({ region: 'ap-southeast-1' })
  }

  it('has to be of the region’s partition, and the one that was named', async () => {
    const here = 'arn:aws:iam::123456789012:user/deployer'
    expect((await checkIdentity(as(here), target()))[0]?.state).toBe('passed')
    expect((await checkIdentity(as(here), target('cn-north-1')))[0]?.state).toBe('failed')
    expect((await checkIdentity(as(here), { ...target(), account: '999999999999' }))[0]?.state).toBe('failed')
    const china = await checkIdentity(as('arn:aws-cn:iam::123456789012:user/deployer'), target('cn-north-1'))
    expect(china.map(({ state, name }) => `${state} ${name}`)).toEqual(['passed identity', 'noticed region'])
  })

  it.each([
    ['ten at once, as in a new account', 10, 10, 0, 'failed'],
    ['a thousand', 1000, 1000, 0, 'passed'],
    ['a reservation that leaves less than AWS keeps', 150, 150, 60, 'failed'],
  ])('with %s', async (_, ConcurrentExecutions, UnreservedConcurrentExecutions, reserved, state) => {
    mockClient(LambdaClient)
      .on(GetAccountSettingsCommand)
      .resolves({ AccountLimit: { ConcurrentExecutions, UnreservedConcurrentExecutions } })
    const [check] = await checkQuota(new LambdaClient({ region: 'ap-southeast-1' }), reserved)
    expect(check?.state).toBe(state)
  })
})

describe('settings', () => {
  const functions = (environment: Record<string, string>) =>
    ({ functions: [{ environment }] }) as unknown as Parameters<typeof checkSettings>[0]
  const own = {
    WECHAT_ACCOUNT: 'wx0123456789abcdef',
    WECHAT_TESTERS: 'oK3abc',
    MAIL_FROM: '签发 <qianfa@company.cn>',
    WECHAT_BASE_URL: 'https://api.weixin.qq.com',
  }

  it.each([
    ['WECHAT_ACCOUNT', 'wx-demo'],
    ['WECHAT_TESTERS', 'oK3abc,tester-editor'],
    ['MAIL_FROM', '签发 Qianfa <qianfa@example.com>'],
    ['PUBLIC_URL', 'https://qianfa.example.com'],
    ['WECHAT_BASE_URL', 'http://127.0.0.1:4000/wechat-twin'],
  ])('of the demo are refused in prod and noticed elsewhere: %s %s', (name, value) => {
    const given = functions({ ...own, [name]: value })
    expect(
      checkSettings(given, target('ap-east-1', 'egress=nat')).filter(({ state }) => state === 'failed'),
    ).toEqual([expect.objectContaining({ said: expect.stringContaining(value) })])
    const dev = { ...target('ap-east-1', 'egress=nat'), stage: 'dev' }
    expect(checkSettings(given, dev).some(({ state }) => state === 'failed')).toBe(false)
  })

  it('say how prod goes out to WeChat', () => {
    const state = (...params: string[]) =>
      checkSettings(functions(own), target('ap-east-1', ...params)).at(-1)?.state
    expect([state(), state('egress=nat'), state('egress=none'), state('egress=vpn')]).toEqual([
      ...['failed', 'passed', 'passed', 'failed'],
    ])
  })
})

describe('a report', () => {
  it('fails with one failed check, and with a look that could not be made', async () => {
    const lines: string[] = []
    expect(report([{ name: 'a', state: 'noticed', said: 'b' }], (line) => lines.push(line))).toBe(true)
    const broken = await looked('identity', () => Promise.reject(new Error('no credentials')))
    expect(report(broken, (line) => lines.push(line))).toBe(false)
    expect(lines).toEqual(['  ! a: b', '  ✘ identity: Error: no credentials'])
  })
})
