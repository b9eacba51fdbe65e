import { gunzipSync, gzipSync } from 'node:zlib'
import * as z from 'zod'
import type { Row } from './table'

/** Rows stay well below DynamoDB's 400 KB. */
const partCharacters = 300_000

/** A value as rows can hold it, whatever its size: `sk` orders them, `data` is theirs. */
export function packed(value: unknown): { sk: string; data: string }[] {
  const whole = gzipSync(JSON.stringify(value)).toString('base64')
  const parts = whole.match(new RegExp(`.{1,${partCharacters}}`, 'g')) ?? []
  return parts.map((data, at) => ({ sk: `PART#${String(at).padStart(6, '0')}`, data }))
}

/** What was packed into these rows, in the order of their keys. */
export function unpacked(rows: Row[]): unknown {
  const whole = rows.map(({ data }) => z.string().parse(data)).join('')
  return JSON.parse(gunzipSync(Buffer.from(whole, 'base64')).toString('utf8'))
}
