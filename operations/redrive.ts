import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import {
  DeleteMessageCommand,
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

function keptIn({ Body = '', MessageAttributes, ReceiptHandle = '' }: Message, queueUrl: string): Kept {
  const target = MessageAttributes?.['TARGET_ARN']?.StringValue
  const body: unknown = JSON.parse(Body)
  if (target)
    return {
      ...{ functionName: nameOf(target), event: body, queueUrl, receipt: ReceiptHandle },
      why: MessageAttributes?.['ERROR_MESSAGE']?.StringValue ?? 'not delivered',
    }
  const { requestContext, requestPayload, responsePayload } = Failed.parse(body)
  const error = [responsePayload?.errorType, responsePayload?.errorMessage].filter(Boolean).join(': ')
  return {
    ...{
      functionName: nameOf(requestContext.functionArn),
      event: requestPayload,
      queueUrl,
      receipt: ReceiptHandle,
    },
    why: error || requestContext.condition,
  }
}

/** Everything in the queues; hidden from others for two minutes, changed in nothing. */
export async function keptEvents(sqs: SQSClient, queueUrls: string[]): Promise<Kept[]> {
  const found: Kept[] = []
  for (const queueUrl of queueUrls)
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: heldSeconds,
          MessageAttributeNames: ['All'],
        }),
      )
      if (Messages.length === 0) break
      found.push(...Messages.map((message) => keptIn(message, queueUrl)))
    }
  return found
}

/**
 * Invokes each once more and forgets it once Lambda has it; killed in between, it is invoked twice, which every step
 * stands. What fails again comes back into its queue by itself.
 */
export async function redrive(
  kept: Kept[],
  clients: { sqs: SQSClient; lambda: LambdaClient },
): Promise<void> {
  for (const { functionName, event, queueUrl, receipt } of kept) {
    await clients.lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: JSON.stringify(event),
      }),
    )
    await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt }))
  }
}

/** One line for each function and error, with how many. */
export function summaryOf(kept: Kept[]): string[] {
  const counts = new Map<string, number>()
  for (const { functionName, why } of kept) {
    const line = `${functionName}: ${why}`
    counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  return [...counts].map(([line, count]) => `${count} × ${line}`)
}
