/** WeChat's words for the codes the twin gives; only the beginning of the real texts is stable. */
const words: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40004: 'invalid media type',
  40005: 'invalid file type',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40009: 'invalid image size',
  40012: 'invalid thumb size',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40033: 'invalid charset. please check your request, if include \\uxxxx will create fail!',
  40035: 'invalid parameter',
  40059: 'invalid msg id',
  40060: 'invalid article_idx',
  40065: 'invalid article state',
  40114: 'invalid index value',
  40125: 'invalid appsecret',
  40132: 'invalid username',
  40152: 'invalid tag id',
  40164: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist',
  41001: 'access_token missing',
  41005: 'media data missing',
  41039: 'invalid content_source_url',
  42001: 'access_token expired',
  42010: 'mass send with the same media_id too fast',
  43002: 'require POST method',
  43004: 'require subscribe',
  44002: 'empty post data',
  44003: 'empty news data',
  44004: 'empty content',
  45002: 'content size out of limit',
  45003: 'title size out of limit',
  45004: 'description size out of limit',
  45005: 'url size out of limit',
  45008: 'article size out of limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  45015: 'response out of time limit or subscription is canceled',
  45028: 'has no masssend quota',
  45047: 'out of response count limit',
  45065: 'clientmsgid exist',
  45066: 'same clientmsgid retry too fast',
  45067: 'clientmsgid size out of limit',
  45110: 'author size out of limit',
  45166: 'invalid content',
  47001: 'data format error',
  48001: 'api unauthorized',
  76003: 'cgi_path should start with /',
  76021: 'cgi_path not found',
  89504: 'the mass send waits for the administrator',
  89505: 'the mass send entered administrator confirmation',
}

export const errmsgOf = (errcode: number): string => words[errcode] ?? 'error'

/** A refusal of the twin, answered with HTTP 200 as WeChat does. */
export class WechatError extends Error {
  constructor(
    readonly errcode: number,
    /** further fields of the answer, e.g. the existing `msg_id` */
    readonly more: Record<string, unknown> = {},
    /** words that replace WeChat's, to name what the twin does not support */
    said: string = errmsgOf(errcode),
  ) {
    super(said)
    this.name = 'WechatError'
  }
}

const hex = (value: number) => Math.trunc(value).toString(16).padStart(8, '0').slice(-8)

/** ` rid: 69a70460-6bf4a67d-1d99f982`: the first group looks like the time in seconds. */
export const ridOf = (nowMs: number, random: () => number): string =>
  ` rid: ${hex(nowMs / 1000)}-${hex(random() * 2 ** 32)}-${hex(random() * 2 ** 32)}`
