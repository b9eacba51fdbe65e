import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  MessageNotInflight,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import * as z from 'zod'

/** An event that failed for good, or reached no function. */
export interface Kept {
  functionName: string
  event: unknown
  /** what the function said, or why it was not reached */
  why: string
  since: Date
  queueUrl: string
  receipt: string
}

/** What Lambda writes into a destination. */
const Failed = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  requestPayload: z.unknown(),
  responsePayload: z
    .object({ errorType: z.string().optional(), errorMessage: z.string().optional() })
    .nullish(),
})
/** How long a message stays hidden while it is looked at (seconds). */
const heldSeconds = 120
const nameOf = (arn: string) => arn.split(':')[6] ?? arn

function keptIn(message: Message, queueUrl: string): Kept {
  const { Body = '', MessageAttributes, ReceiptHandle = '' } = message
  const place = {
    ...{ queueUrl, receipt: ReceiptHandle },
    since: new Date(Number(message.Attributes?.['SentTimestamp'])),
  }
  const target = MessageAttributes?.['TARGET_ARN']?.StringValue
  const body: unknown = JSON.parse(Body)
  if (target)
    return {
      ...{ functionName: nameOf(target), event: body, ...place },
      why: MessageAttributes?.['ERROR_MESSAGE']?.StringValue ?? 'not delivered',
    }
  const { requestContext, requestPayload, responsePayload } = Failed.parse(body)
  const error = [responsePayload?.errorType, responsePayload?.errorMessage].filter(Boolean).join(': ')
  return {
    ...{ functionName: nameOf(requestContext.functionArn), event: requestPayload, ...place },
    why: error || requestContext.condition,
  }
}

/**
 * What the queues keep, at most about `atMost`, each once though a queue may give it twice; hidden from others for two
 * minutes, or until it is let go.
 */
export async function keptEvents(sqs: SQSClient, queueUrls: string[], atMost = Infinity): Promise<Kept[]> {
  const found = new Map<string, Kept>()
  for (const queueUrl of queueUrls)
    while (found.size < atMost) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: heldSeconds,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      )
      if (Messages.length === 0) break
      for (const message of Messages) found.set(message.MessageId ?? '', keptIn(message, queueUrl))
    }
  return [...found.values()]
}

/** What was only looked at is there for others again; so it may be already. */
export async function letGo(sqs: SQSClient, kept: Kept[]): Promise<void> {
  for (const { queueUrl, receipt } of kept)
    try {
      const seen = { QueueUrl: queueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }
      await sqs.send(new ChangeMessageVisibilityCommand(seen))
    } catch (error) {
      if (!(error instanceof MessageNotInflight)) throw error
    }
}

/**
 * Invokes each once more and forgets it once Lambda has it; killed in between, it is invoked twice, which every step
 * stands. What fails again comes back into its queue by itself.
 */
export async function redrive(
  kept: Kept[],
  { sqs, invoke }: { sqs: SQSClient; invoke(functionName: string, event: unknown): Promise<void> },
): Promise<void> {
  for (const { functionName, event, queueUrl, receipt } of kept) {
    await invoke(functionName, event)
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt }))
  }
}

/** How many of each function and error, and since when. */
export function grouped(kept: Kept[]): (Pick<Kept, 'functionName' | 'why' | 'since'> & { count: number })[] {
  const groups = new Map<string, ReturnType<typeof grouped>[number]>()
  for (const { functionName, why, since } of kept) {
    const known = groups.get(`${functionName}: ${why}`)
    groups.set(`${functionName}: ${why}`, {
      ...{ functionName, why, count: (known?.count ?? 0) + 1 },
      since: known && known.since < since ? known.since : since,
    })
  }
  return [...groups.values()]
}
