/** Of somebody nobody knows yet: what the address says, else the first of both languages that the browser names. */
export function browserLanguage({
  query,
  headers,
}: {
  query: Record<string, string | undefined>
  headers: Record<string, string | undefined>
}): 'zh' | 'en' {
  const asked = query['lang']
  if (asked === 'en' || asked === 'zh') return asked
  const first = /\b(zh|en)\b/i.exec(headers['accept-language'] ?? '')?.[1]?.toLowerCase()
  return first === 'en' ? 'en' : 'zh'
}
