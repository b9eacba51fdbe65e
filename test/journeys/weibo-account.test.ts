import type { ShownWeiboAccount } from '../../lib/weibo-post/show-account'
import { eventually, type Visitor } from '../../local/demo/visitor'
import { askMail, decideByMail } from '../../local/demo/desk'
import { aStack, type Stack } from '../kit/cloud'

const company = '1404376560'
const day = 86_400_000
const minute = 60_000

let stack: Stack
let editor: Visitor

beforeAll(async () => {
  stack = await aStack()
  editor = await stack.signedIn('editor')
}, 300_000)
afterAll(() => stack?.stop())

/** The holder's browser: from the portal to Weibo's page, the choice there, and back with the cookie of `who`. */
async function authorise(who: Visitor, uid: string | undefined, backAs: Visitor = who) {
  const { url } = await who.post<{ url: string }>('/api/weibo-account/authorisations')
  const page = await fetch(url)
  expect(await page.text()).toContain('江南管道集团')
  const fields = new URLSearchParams(new URL(url).search)
  if (uid) fields.set('uid', uid)
  const chosen = await fetch(`${stack.cloud.url}/weibo-twin/oauth2/authorize`, {
    method: 'POST',
    body: fields,
    redirect: 'manual',
  })
  const back = await fetch(chosen.headers.get('location') ?? '', {
    headers: { cookie: backAs.cookie() },
    redirect: 'manual',
  })
  return back.headers.get('location')
}

const account = () => editor.get<ShownWeiboAccount>('/api/weibo-account')
const warnings = async (who: Visitor) =>
  (await who.mails()).map(({ subject }) => subject).filter((subject) => subject.includes('微博授权'))

describe('the company’s Weibo account', () => {
  it('is shown with its end once looked at, and authorised again by the editor', async () => {
    expect(await account()).toMatchObject({ authorised: true, calls: { used: 0, limit: 100 } })
    const looked = await editor.post<ShownWeiboAccount>('/api/weibo-account/look')
    expect(looked).toMatchObject({ uid: company, daysLeft: 30, calls: { used: 1 } })
    await stack.cloud.clock.move(2 * day)
    await editor.signIn()
    expect(await authorise(editor, company)).toBe('/portal/accounts?weibo=authorised')
    expect(await account()).toMatchObject({ uid: company, daysLeft: 30, authorisedBy: '许雯' })
    expect(await authorise(editor, '2803301701')).toBe('/portal/accounts?weibo=other-account')
    expect(await authorise(editor, undefined)).toBe('/portal/accounts?weibo=denied')
    const admin = await stack.signedIn('admin')
    expect(await authorise(editor, company, admin)).toBe('/portal/accounts?weibo=stale')
  }, 300_000)

  it('is another one only when a second person has confirmed it: an administrator alone changes nothing', async () => {
    const admin = await stack.signedIn('admin')
    expect(await authorise(admin, '2803301701')).toBe('/portal/accounts?weibo=proposed')
    await stack.cloud.clock.move(2 * minute)
    expect((await account()).uid).toBe(company)
    const leader = stack.as('leader')
    await eventually('the leader to hear it', async () =>
      (await leader.mails()).find(({ subject }) => subject.includes('有人提出更换账号')),
    )
    const mail = await askMail(stack.as('departmentHead'), '2803301701')
    await decideByMail(mail, { approve: true })
    await stack.cloud.clock.move(2 * minute)
    expect((await account()).uid).toBe('2803301701')
    // And back again, for the tests below.
    const before = (await stack.as('departmentHead').mails()).length
    expect(await authorise(admin, company)).toBe('/portal/accounts?weibo=proposed')
    const again = await askMail(stack.as('departmentHead'), company, before)
    await decideByMail(again, { approve: true })
    await stack.cloud.clock.move(2 * minute)
    expect((await account()).uid).toBe(company)
    await editor.signIn()
    expect(await authorise(editor, company)).toBe('/portal/accounts?weibo=authorised')
  }, 300_000)

  it('is nobody else’s: an officer and a visitor without a session are refused', async () => {
    const officer = await stack.signedIn('officer')
    await expect(officer.get('/api/weibo-account')).rejects.toMatchObject({ status: 403 })
    await expect(officer.post('/api/weibo-account/authorisations')).rejects.toMatchObject({ status: 403 })
    const stranger = await fetch(`${stack.cloud.url}/weibo/authorised?state=a&code=b`, { redirect: 'manual' })
    expect(stranger.status).toBe(401)
    expect(await stranger.text()).toContain('请先登录')
  }, 180_000)

  it('is watched every morning: a withdrawn authorisation is mailed once to editor and administrator', async () => {
    const [wrote, manages] = [stack.as('editor'), stack.as('admin')]
    expect(await warnings(wrote)).toEqual([])
    stack.cloud.weibo.change({ what: 'revoke-tokens' })
    await stack.cloud.clock.move(2 * day)
    expect(await warnings(wrote)).toEqual(['【签发】微博授权已失效'])
    expect(await warnings(manages)).toEqual(['【签发】微博授权已失效'])
    await editor.signIn()
    expect((await account()).advice?.zh).toContain('重新授权')
    expect(await authorise(editor, company)).toBe('/portal/accounts?weibo=authorised')
    await stack.cloud.clock.move(23 * day)
    expect(await warnings(wrote)).toEqual(['【签发】微博授权已失效', '【签发】微博授权 7 天内到期'])
    expect(stack.cloud.denials()).toEqual([])
  }, 400_000)
})
