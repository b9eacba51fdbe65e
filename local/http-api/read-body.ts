import type { IncomingMessage } from 'node:http'

/** The whole body; what is larger than `bytes` is read to its end, so that the sender hears the answer, and dropped. */
export async function readBody(request: IncomingMessage, bytes: number): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= bytes) chunks.push(chunk)
    else chunks.length = 0
  }
  return size > bytes ? 'too large' : Buffer.concat(chunks)
}
