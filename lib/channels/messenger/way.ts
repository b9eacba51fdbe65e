import * as z from 'zod'

/** A group robot of 企业微信, 钉钉 or 飞书, and an application of 企业微信 that writes to one person. */
export const wayKinds = ['wecom-robot', 'dingtalk-robot', 'feishu-robot', 'lark-robot', 'wecom-app'] as const
export type WayKind = (typeof wayKinds)[number]

const short = z.string().trim().min(1).max(200)

/** What is kept secret of a way: the key of a webhook, never its address, so that no other host is ever called. */
export const WaySecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('wecom-robot'), key: short }),
  z.object({ kind: z.literal('dingtalk-robot'), key: short, signing: short.optional() }),
  z.object({ kind: z.enum(['feishu-robot', 'lark-robot']), key: short, signing: short.optional() }),
  z.object({
    kind: z.literal('wecom-app'),
    corpId: short,
    agentId: z.number().int().positive(),
    secret: short,
  }),
])
export type WaySecret = z.infer<typeof WaySecret>

/** The origin each is called at, unless a setting says otherwise (tests, one machine). */
export const origins: Record<WayKind, string> = {
  'wecom-robot': 'https://qyapi.weixin.qq.com',
  'wecom-app': 'https://qyapi.weixin.qq.com',
  'dingtalk-robot': 'https://oapi.dingtalk.com',
  'feishu-robot': 'https://open.feishu.cn',
  'lark-robot': 'https://open.larksuite.com',
}

const webhooks: { kind: Exclude<WayKind, 'wecom-app'>; path: RegExp; query?: string }[] = [
  { kind: 'wecom-robot', path: /^\/cgi-bin\/webhook\/send$/, query: 'key' },
  { kind: 'dingtalk-robot', path: /^\/robot\/send$/, query: 'access_token' },
  { kind: 'feishu-robot', path: /^\/open-apis\/bot\/v2\/hook\/([\w-]+)$/ },
  { kind: 'lark-robot', path: /^\/open-apis\/bot\/v2\/hook\/([\w-]+)$/ },
]

/** The robot behind a webhook as its platform shows it; nothing for any other address. */
export function robotAt(address: string, signing?: string): WaySecret | undefined {
  const url = URL.parse(address.trim())
  if (!url || url.username !== '' || url.password !== '') return undefined
  for (const { kind, path, query } of webhooks) {
    const found = url.origin === origins[kind] ? path.exec(url.pathname) : null
    const key = found && (query ? url.searchParams.get(query) : found[1])
    if (key && /^[\w-]{8,200}$/.test(key))
      return kind === 'wecom-robot' ? { kind, key } : { kind, key, ...(signing && { signing }) }
  }
  return undefined
}
