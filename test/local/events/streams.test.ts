import { AccessDenied } from '../../../local/aws/access'
import { createStreams } from '../../../local/events/streams'
import { arn } from '../../../local/template/place'
import { Unsupported } from '../../../local/template/template'

const letters = {
  streamArn: arn('dynamodb', 'table/Main/stream/local'),
  table: 'Main',
  functionArn: arn('lambda', 'function:send'),
  role: 'SendRole',
  filters: [{ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'OUTBOX#' }] } } } }],
}

const given = (denied?: string) => {
  const calls: { functionArn: string; event: unknown }[] = []
  const lines: string[] = []
  const streams = createStreams({
    streams: [letters],
    queue: { enqueue: (functionArn, event) => void calls.push({ functionArn, event }) },
    access: {
      credentialsOf: (role) => ({ accessKeyId: role, secretAccessKey: '', name: role }),
      authorize: (identity, action) => {
        if (action === denied) throw new AccessDenied(identity.name, action, letters.streamArn)
      },
    },
    log: (line) => void lines.push(line),
  })
  return { ...streams, calls, lines }
}
const change = (pk: string, more: { table?: string; kind?: 'INSERT' | 'MODIFY' } = {}) => ({
  ...{ table: 'Main', kind: 'INSERT' as const, keys: { pk: { S: pk } } },
  ...more,
})

it('gives a function what fits its filter, as AWS words it, and nothing else', () => {
  const { put, calls } = given()
  put(change('OUTBOX#1'))
  put(change('OUTBOX#1', { kind: 'MODIFY' }))
  put(change('SUB#1'))
  put(change('OUTBOX#2', { table: 'Other' }))
  expect(calls).toEqual([
    {
      functionArn: letters.functionArn,
      event: {
        Records: [
          expect.objectContaining({
            eventName: 'INSERT',
            eventSource: 'aws:dynamodb',
            eventSourceARN: letters.streamArn,
            dynamodb: expect.objectContaining({ Keys: { pk: { S: 'OUTBOX#1' } } }),
          }),
        ],
      },
    },
  ])
})

it('gives nothing to a function whose role may not read the stream, and names the missing right', () => {
  const { put, calls, lines } = given('dynamodb:GetRecords')
  put(change('OUTBOX#1'))
  expect(calls).toEqual([])
  expect(lines.join()).toContain('dynamodb:GetRecords')
})

it('refuses at once a filter that it does not understand', () => {
  expect(() =>
    createStreams({
      streams: [{ ...letters, filters: [{ eventName: [{ cidr: '10.0.0.0/8' }] }] }],
      queue: { enqueue: () => undefined },
      access: { credentialsOf: () => ({}) as never, authorize: () => undefined },
      log: () => undefined,
    }),
  ).toThrow(Unsupported)
})
