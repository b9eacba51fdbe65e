import type { Assumed } from './state'

/** Weibo's words for the codes the twin gives (reference sheet weibo, section 6). */
const words: Record<number, string> = {
  10001: 'System error',
  10002: 'Service unavailable',
  10003: 'Remote service error',
  10004: 'Ip Limit, request ip is not contained in safety ip',
  10005: 'Permission denied, need a high level appkey',
  10006: 'Source paramter (appkey) is missing',
  10007: 'Unsupport mediatype',
  10008: 'Param error, see doc for more info',
  10009: 'Too many pending tasks, system is busy',
  10010: 'Job expired',
  10011: 'RPC error',
  10014: 'Insufficient app permissions!',
  10016: 'Miss required parameter',
  10017: 'Parameter value invalid',
  10020: 'Request api not found',
  10021: 'HTTP method is not suported for this request',
  10022: 'IP requests out of rate limit',
  10023: 'User requests out of rate limit',
  10024: 'User requests for special interface out of rate limit',
  20005: 'Unsupported image type, only suport JPG, GIF, PNG',
  20006: 'Image size too large',
  20007: 'Does multipart has image',
  20008: 'Content is null',
  20012: 'Text too long, please input text less than 140 characters',
  20016: 'Out of limit',
  20017: 'Repeat content',
  20018: 'Contain illegal website',
  20019: 'Repeat content',
  20020: 'Contain advertising',
  20021: 'Content is illegal',
  20031: 'Test and verify',
  20032: 'Update success, while server slow now, please wait 1-2 minutes',
  21301: 'Auth faild',
  21314: 'Token used',
  21315: 'Token expired',
  21316: 'Token revoked',
  21317: 'Token rejected',
  21321: 'Applications over the unaudited use restrictions',
  21322: 'redirect_uri_mismatch',
  21323: 'invalid_request',
  21324: 'invalid_client',
  21325: 'invalid_grant',
  21327: 'expired_token',
  21328: 'unsupported_grant_type',
  21329: 'unsupported_response_type',
  21330: 'access_denied',
  21331: 'temporarily_unavailable',
  21332: 'invalid_access_token',
}

export const wordsOf = (code: number): string => words[code] ?? 'error'

const tokenCodes = [21301, 21314, 21315, 21316, 21317, 21327, 21332]

/** Seen in the wild: 400 for most, 403 for 10014; the others are assumed (sheet, 10). */
export function statusOf(code: number, { tokenStatus }: Assumed): number {
  if (tokenCodes.includes(code)) return tokenStatus
  if ([10014, 10022, 10023, 10024, 21321].includes(code)) return 403
  if (code === 10020) return 404
  if (code === 10021) return 405
  return code === 20032 ? 200 : 400
}

/** A refusal of the twin, answered in Weibo's form. */
export class WeiboError extends Error {
  constructor(
    readonly code: number,
    /** words in place of Weibo's usual ones, e.g. `text not find domain!` */
    said: string = wordsOf(code),
  ) {
    super(said)
    this.name = 'WeiboError'
  }
}

/** OAuth answers carry two fields more than the API's. */
export const errorBody = (code: number, said: string, path: string) => ({
  error: said,
  error_code: code,
  request: path,
  ...(path.includes('/oauth2/') && { error_uri: path, error_description: said }),
})
