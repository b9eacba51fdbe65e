import type { IncomingHttpHeaders } from 'node:http'

/** A rule in the words of `AWS::S3::Bucket`; MaxAge in seconds. */
export interface CorsRule {
  AllowedMethods: string[]
  AllowedOrigins: string[]
  AllowedHeaders?: string[]
  ExposedHeaders?: string[]
  MaxAge?: number
}

/** One `*` stands for any text, as in `https://*.example.com`. */
const fits = (pattern: string, text: string): boolean => {
  const [head = '', tail] = pattern.split('*')
  if (tail === undefined) return pattern === text
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail)
}

const listOf = (header: string | undefined): string[] =>
  (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean)

/**
 * The headers that let a page of another origin read the answer, by the first rule that fits; undefined when none
 * does. A preflight asks for its method and headers, any other request for its own.
 */
export function corsHeaders(
  rules: CorsRule[],
  method: string,
  headers: IncomingHttpHeaders,
): Record<string, string> | undefined {
  const origin = headers.origin
  if (origin === undefined) return undefined
  const preflight = method === 'OPTIONS'
  const asked = preflight ? (headers['access-control-request-method'] ?? '') : method
  const wanted = preflight ? listOf(headers['access-control-request-headers']) : []
  const rule = rules.find(
    (each) =>
      each.AllowedOrigins.some((pattern) => fits(pattern, origin)) &&
      each.AllowedMethods.includes(asked) &&
      wanted.every((name) =>
        (each.AllowedHeaders ?? []).some((pattern) => fits(pattern.toLowerCase(), name)),
      ),
  )
  if (!rule) return undefined
  const anyone = rule.AllowedOrigins.includes('*')
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(!anyone && { 'access-control-allow-credentials': 'true' }),
    ...(wanted.length && { 'access-control-allow-headers': wanted.join(', ') }),
    ...(rule.ExposedHeaders?.length && { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') }),
    ...(preflight && rule.MaxAge !== undefined && { 'access-control-max-age': String(rule.MaxAge) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}
