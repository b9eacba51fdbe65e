import { randomBytes } from 'node:crypto'
import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import dynalite from 'dynalite'
import { AwsError } from '../aws/json-protocol'
import { keptFiles } from './kept-files'

/** dynalite on a port of its own, answering only whoever has the word made at its start: the front is the only way in. */
export interface Inner {
  call(operation: string, input: unknown): Promise<Record<string, unknown>>
  close(): Promise<void>
}

/** dynalite reads a signature but does not check it; the front has checked the real one. */
const unchecked = {
  'content-type': 'application/x-amz-json-1.0',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20200101/ap-southeast-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20200101T000000Z',
}

const writes = /^(Put|Update|Delete|BatchWrite|Create)/

/**
 * @param dir default: memory, which ends with it
 * @throws DamagedData where a file of the tables is not what was written
 */
export async function startInner(dir?: string): Promise<Inner> {
  const kept = dir === undefined ? undefined : keptFiles(dir)
  const server = dynalite({
    ...(dir !== undefined && { path: dir }),
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
  }) as unknown as Server
  const word = randomBytes(32).toString('base64url')
  // A page whose name was made to mean this machine, or another user of it, finds the port soon enough.
  const answering = server.listeners('request') as ((
    asked: IncomingMessage,
    answer: ServerResponse,
  ) => void)[]
  server.removeAllListeners('request')
  server.on('request', (asked: IncomingMessage, answer: ServerResponse) => {
    if (asked.headers['x-inner'] !== word) return void asked.socket.destroy()
    for (const answerTo of answering) answerTo.call(server, asked, answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })

  const post = (operation: string, body: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          method: 'POST',
          agent,
          headers: {
            ...{ ...unchecked, 'x-inner': word },
            'x-amz-target': `DynamoDB_20120810.${operation}`,
            'content-length': Buffer.byteLength(body),
          },
        },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 500, text: Buffer.concat(parts).toString('utf8') }),
          )
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })

  const open = new Set<Promise<unknown>>()
  let closing = false

  /** dynalite throws past its callers when its files close below a call: closing waits for every call under way. */
  const tracked = async (operation: string, body: string) => {
    if (closing) throw new AwsError('ServiceUnavailableException', 'the tables are closing', {}, 503)
    const answer = post(operation, body)
    open.add(answer)
    try {
      return await answer
    } finally {
      open.delete(answer)
    }
  }

  return {
    async call(operation, input) {
      const { status, text } = await tracked(operation, JSON.stringify(input))
      if (status === 200 && writes.test(operation)) await kept?.synced()
      const output = JSON.parse(text || '{}') as Record<string, unknown>
      if (status === 200) return output
      const code =
        String(output['__type'] ?? 'InternalServerError')
          .split('#')
          .pop() ?? ''
      throw new AwsError(code, String(output['message'] ?? output['Message'] ?? code), {}, status)
    },
    async close() {
      closing = true
      await Promise.allSettled(open)
      agent.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await kept?.close()
    },
  }
}
