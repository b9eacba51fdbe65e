import type { HttpEvent } from '../../../lib/platform/http'
import { handler } from '../../../functions/pages/show-sign-in'

const shown = async (query: Record<string, string>) => {
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
})
