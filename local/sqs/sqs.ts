import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import type { Access, Identity, MovableClock } from '../aws/access'
import { AwsError, jsonDoor, type Operation } from '../aws/json-protocol'
import { readKept, writeKept } from '../disk/kept-json'
import type { Metrics } from '../metrics'
import { arn } from '../template/place'
import type { QueueModel } from '../template/service'

const Attribute = z.strictObject({ DataType: z.string(), StringValue: z.string() })
const Message = z.object({
  id: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), Attribute),
  /** milliseconds since 1970 */
  sentAt: z.number(),
  visibleAt: z.number(),
  receives: z.number(),
  receipt: z.string().optional(),
})
type Message = z.infer<typeof Message>
export type MessageAttributes = Message['attributes']

export interface Sqs {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** What Lambda, EventBridge and Scheduler do for whoever may; throws AccessDenied. Durable when it returns. */
  send(identity: Identity, queueArn: string, body: string, attributes?: MessageAttributes): void
  /** messages of all queues, received or not */
  count(): number
}

const At = { QueueUrl: z.string() }
const Send = z.strictObject({
  ...At,
  MessageBody: z.string().min(1),
  MessageAttributes: z.record(z.string(), Attribute).default({}),
})
const Receive = z.strictObject({
  ...At,
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  VisibilityTimeout: z.number().int().min(0).max(43_200).default(30),
  // A laptop answers at once.
  WaitTimeSeconds: z.number().int().min(0).max(20).default(0),
  MessageAttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
})
const Visibility = z.strictObject({
  ...At,
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.number().int().min(0).max(43_200),
})
const Delete = z.strictObject({ ...At, ReceiptHandle: z.string() })
const Attributes = z.strictObject({ ...At, AttributeNames: z.array(z.string()).default([]) })

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const shuffled = <T>(list: T[], chance: (() => number) | undefined): T[] =>
  chance
    ? list
        .map((one) => ({ one, place: chance() }))
        .sort((a, b) => a.place - b.place)
        .map(({ one }) => one)
    : list

/** Standard queues as files: at least once, in no promised order, kept for their retention period. */
export function createSqs(options: {
  dir: string
  queues: QueueModel[]
  access: Access
  clock: MovableClock
  metrics: Pick<Metrics, 'put'>
  /** lets in what AWS allows itself, from 0 to 1: messages in any order, and one of four that stays visible */
  chance?: (() => number) | undefined
}): Sqs {
  const { access, clock, chance } = options
  const queues = options.queues.map(({ name, retentionSeconds }) => {
    const dir = join(options.dir, name)
    mkdirSync(dir, { recursive: true })
    return { name, dir, retentionMs: retentionSeconds * 1000 }
  })
  type Queue = (typeof queues)[number]

  const fileOf = (queue: Queue, { id }: Pick<Message, 'id'>) => join(queue.dir, `${id}.json`)
  const keep = (queue: Queue, message: Message) => {
    writeKept(fileOf(queue, message), message, { synced: false })
  }
  const messagesOf = (queue: Queue): Message[] =>
    readdirSync(queue.dir)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => Message.parse(readKept(join(queue.dir, name))))
      .filter((message) => {
        const young = clock.now() - message.sentAt < queue.retentionMs
        if (!young) rmSync(fileOf(queue, message), { force: true })
        return young
      })
  // What was damaged while nothing ran is found before anything starts.
  queues.forEach(messagesOf)
  const visible = (queue: Queue) => messagesOf(queue).filter(({ visibleAt }) => visibleAt <= clock.now())
  const measure = (queue: Queue) =>
    options.metrics.put(
      'AWS/SQS',
      'ApproximateNumberOfMessagesVisible',
      { QueueName: queue.name },
      visible(queue).length,
    )

  const named = (found: Queue | undefined): Queue => {
    if (found) return found
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')
  }
  const allowed = (identity: Identity, action: string, QueueUrl: string) => {
    const queue = named(queues.find(({ name }) => QueueUrl.endsWith(`/${name}`)))
    access.authorize(identity, action, arn('sqs', queue.name))
    return queue
  }
  const put = (queue: Queue, body: string, attributes: MessageAttributes) => {
    const at = clock.now()
    const id = `${String(at).padStart(15, '0')}-${randomUUID()}`
    keep(queue, { id, body, attributes, sentAt: at, visibleAt: at, receives: 0 })
    measure(queue)
    return { MessageId: id, MD5OfMessageBody: md5(body) }
  }

  const operations: Record<string, Operation> = {
    SendMessage(input, identity) {
      const { QueueUrl, MessageBody, MessageAttributes } = Send.parse(input)
      return put(allowed(identity, 'sqs:SendMessage', QueueUrl), MessageBody, MessageAttributes)
    },
    ReceiveMessage(input, identity) {
      const { QueueUrl, ...asked } = Receive.parse(input)
      const queue = allowed(identity, 'sqs:ReceiveMessage', QueueUrl)
      const taken = shuffled(visible(queue), chance).slice(0, asked.MaxNumberOfMessages)
      return {
        Messages: taken.map((message) => {
          const hiddenMs = chance && chance() < 0.25 ? 0 : asked.VisibilityTimeout * 1000
          const visibleAt = clock.now() + hiddenMs
          const receipt = `${message.id}/${randomUUID()}`
          keep(queue, { ...message, visibleAt, receipt, receives: message.receives + 1 })
          return {
            MessageId: message.id,
            ReceiptHandle: receipt,
            Body: message.body,
            MD5OfBody: md5(message.body),
            Attributes: {
              SentTimestamp: String(message.sentAt),
              ApproximateReceiveCount: String(message.receives + 1),
            },
            ...(asked.MessageAttributeNames.includes('All') && { MessageAttributes: message.attributes }),
          }
        }),
      }
    },
    ChangeMessageVisibility(input, identity) {
      const { QueueUrl, ReceiptHandle, VisibilityTimeout } = Visibility.parse(input)
      const queue = allowed(identity, 'sqs:ChangeMessageVisibility', QueueUrl)
      const held = messagesOf(queue).find(({ receipt }) => receipt === ReceiptHandle)
      if (!held || held.visibleAt <= clock.now())
        throw new AwsError('MessageNotInflight', 'The message is not in flight.')
      keep(queue, { ...held, visibleAt: clock.now() + VisibilityTimeout * 1000 })
      measure(queue)
    },
    DeleteMessage(input, identity) {
      const { QueueUrl, ReceiptHandle } = Delete.parse(input)
      const queue = allowed(identity, 'sqs:DeleteMessage', QueueUrl)
      // What is gone already was what the caller wanted.
      rmSync(fileOf(queue, { id: ReceiptHandle.split('/')[0] ?? '' }), { force: true })
      measure(queue)
    },
    GetQueueAttributes(input, identity) {
      const { QueueUrl } = Attributes.parse(input)
      const queue = allowed(identity, 'sqs:GetQueueAttributes', QueueUrl)
      const all = messagesOf(queue).length
      const shown = visible(queue).length
      return {
        Attributes: {
          QueueArn: arn('sqs', queue.name),
          ApproximateNumberOfMessages: String(shown),
          ApproximateNumberOfMessagesNotVisible: String(all - shown),
        },
      }
    },
  }

  return {
    handle: jsonDoor({ access, now: () => clock.now(), operations }),
    send(identity, queueArn, body, attributes = {}) {
      const queue = named(queues.find(({ name }) => arn('sqs', name) === queueArn))
      access.authorize(identity, 'sqs:SendMessage', queueArn)
      put(queue, body, attributes)
    },
    count: () => queues.reduce((sum, queue) => sum + messagesOf(queue).length, 0),
  }
}
