import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'

/** Has a function of ours run once more, in its own time: answered as soon as the event is kept (aws.md 4). */
export const invokeLater =
  (client: LambdaClient = new LambdaClient({})) =>
  async (functionName: string, event: unknown): Promise<void> => {
    await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: JSON.stringify(event),
      }),
    )
  }
