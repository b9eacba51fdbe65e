import { AwsError } from '../aws/json-protocol'

/** One page of a list and the token of the next; the token is where that begins. */
export function pageOf<T>(
  all: T[],
  { maxResults = 0, nextToken }: { maxResults?: number; nextToken?: string },
  usual: number,
): { page: T[]; nextToken?: string } {
  const from = nextToken === undefined ? 0 : Number(nextToken)
  if (!Number.isInteger(from) || from < 0)
    throw new AwsError('InvalidToken', `Invalid Token: 'Invalid next token'`)
  const to = from + (maxResults || usual)
  return { page: all.slice(from, to), ...(to < all.length && { nextToken: String(to) }) }
}
