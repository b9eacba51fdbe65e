import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs'
import { seeded } from '../../../local/aws/seeded'
import { createSqs } from '../../../local/sqs/sqs'
import { accessFor, aClock, root, serve } from '../../kit/aws-service'
import { removeTemporaryDirs, temporaryDir } from '../kit'

afterAll(removeTemporaryDirs)

test('messages come again before they are deleted and in any order, when chance is let in', async () => {
  const sqs = createSqs({
    ...{ dir: temporaryDir(), access: accessFor(), clock: aClock(), metrics: { put: () => undefined } },
    queues: [{ name: 'q', retentionSeconds: 3_600 }],
    chance: seeded(5),
  })
  const service = await serve(sqs.handle)
  const client = new SQSClient(service.as(root))
  const QueueUrl = `${service.as(root).endpoint}/000000000000/q`
  const sent = Array.from({ length: 12 }, (_, n) => String(n))
  for (const MessageBody of sent) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }))

  const received: Message[] = []
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 4 }),
    )
    if (Messages.length === 0) break
    received.push(...Messages)
  }
  const bodies = received.map(({ Body }) => Body)
  expect(bodies.length).toBeGreaterThan(sent.length)
  expect([...new Set(bodies)]).not.toEqual(sent)
  expect([...new Set(bodies)].sort()).toEqual([...sent].sort())

  for (const { ReceiptHandle } of received)
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
  expect(sqs.count()).toBe(0)
  client.destroy()
  await service.close()
})
