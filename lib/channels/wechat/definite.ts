import type { Bilingual } from '../../platform/refusal'
import type { WechatRefusal } from './outcome'

const because = (zh: string, en: string): Bilingual => ({ zh, en })

/**
 * The codes of `mass/sendall` after which nothing was sent, each with the reason the reference sheet gives (2.3, 2.4,
 * 6.2, 10). What is not here says nothing: busy codes, and codes no sheet lists, were seen after WeChat had acted.
 */
const grounds: [codes: number[], why: Bilingual][] = [
  [
    [40001, 40014, 41001, 42001],
    because('凭证在办理之前就被拒绝', 'the token is refused before anything is done'),
  ],
  [
    [40013, 40125, 40164, 61004, 40243, 50004, 50007, 89501, 89503, 89506, 89507],
    because('账号或 IP 在办理之前就被拒绝', 'the account or address is refused before anything is done'),
  ],
  [[48001, 48004, 48008, 45062], because('账号无权这样群发', 'the account may not send like this')],
  [
    [45009, 45011, 45028],
    because('次数已用完，请求不予受理', 'the quota is used up; the request is not taken'),
  ],
  [
    [40008, 40033, 40035, 40152, 43002, 44002, 45067, 45113, 47001, 47002],
    because('请求本身不能受理', 'the request itself cannot be taken'),
  ],
  [
    [40007, 41040, 48021, 48022],
    because('草稿不存在或不能由接口群发', 'the draft is gone or may not be sent by API'),
  ],
]

const byCode = new Map(grounds.flatMap(([codes, why]) => codes.map((code) => [code, why] as const)))

/** Why this refusal of a mass send proves that nothing was sent; undefined: nobody knows, and asking settles it. */
export const whyNotSent = ({
  stage,
  errcode,
}: Pick<WechatRefusal, 'stage' | 'errcode'>): Bilingual | undefined =>
  stage === 'token'
    ? because('没有拿到凭证，群发根本没有请求', 'no token could be had, so the send was never asked for')
    : byCode.get(errcode)
