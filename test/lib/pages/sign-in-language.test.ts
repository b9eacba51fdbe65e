import type { HttpEvent } from '../../../lib/platform/http'

const environment = { ...process.env }
afterEach(() => {
  process.env = { ...environment }
  jest.resetModules()
})

/** The page as the functions of one deployment show it, by its settings. */
async function shown(query: Record<string, string>, settings: Record<string, string> = {}): Promise<string> {
  process.env = {
    ...{ ...environment, PUBLIC_URL: 'https://qianfa.example', MAIL_SIGN_IN: 'on' },
    ...{ OIDC_ISSUER: '', OIDC_CLIENT_ID: '', OIDC_UNVERIFIED_MAIL: 'refused', ...settings },
  }
  jest.resetModules()
  const { handler } = await import('../../../functions/pages/show-sign-in')
  const event = {
    ...{ headers: {}, queryStringParameters: query, rawPath: '/sign-in' },
    requestContext: { http: { method: 'GET', path: '/sign-in', sourceIp: '127.0.0.1' } },
  } as unknown as HttpEvent
  const answer = await (handler as (event: HttpEvent, context: unknown) => Promise<{ body?: string }>)(
    event,
    {},
  )
  return answer.body!
}

describe('the sign-in page', () => {
  it('leads from Chinese to English, stays there when the form is sent, and back', async () => {
    expect(await shown({})).toContain('<a href="/sign-in?lang=en" lang="en">English</a>')
    const english = await shown({ lang: 'en' })
    expect(english).toContain('<html lang="en">')
    expect(english).toContain('action="/sign-in?lang=en"')
    expect(english).toContain('<a href="/sign-in?lang=zh" lang="zh-CN">中文</a>')
  })

  it('leads to passkeys where browsers make any', async () => {
    expect(await shown({ lang: 'en' })).toContain('href="/portal/sign-in?lang=en"')
    expect(await shown({}, { PUBLIC_URL: 'http://127.0.0.1:4000' })).not.toContain('/portal/sign-in')
  })

  it('leads to the company’s own sign-in only where there is one, and then asks for no address if no code is mailed', async () => {
    const button = 'href="/sign-in/company?lang=en"'
    const company = { OIDC_ISSUER: 'https://sso.example', OIDC_CLIENT_ID: 'qianfa' }
    expect(await shown({ lang: 'en' })).not.toContain(button)
    const both = await shown({ lang: 'en' }, company)
    expect([both.includes(button), both.includes('name="email"')]).toEqual([true, true])
    const alone = await shown({ lang: 'en' }, { ...company, MAIL_SIGN_IN: 'off' })
    expect([alone.includes(button), alone.includes('name="email"')]).toEqual([true, false])
    await expect(shown({}, { MAIL_SIGN_IN: 'off' })).rejects.toThrow('nobody could sign in')
  })
})
