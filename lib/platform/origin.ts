const changesNothing = ['GET', 'HEAD', 'OPTIONS']

/** Headers in lower case, as Lambda and Node give them. */
type Headers = Record<string, string | string[] | undefined>

/**
 * Whether a change was sent by a page that is not ours: a browser says so by Sec-Fetch-Site, an older one (or any, without
 * TLS) by Origin. Programs say neither. `null` is the origin of a page that keeps its address to itself: a page of ours only
 * where something on it that nobody else knows says so.
 */
export function isFromElsewhere(
  { method, headers }: { method: string; headers: Headers },
  ownOrigin: string,
  { nullIsOwn = false } = {},
): boolean {
  if (changesNothing.includes(method)) return false
  const { origin, 'sec-fetch-site': site } = headers
  if (origin !== undefined && origin !== 'null' && origin !== ownOrigin) return true
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  return origin === 'null' && !nullIsOwn
}
