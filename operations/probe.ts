import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import * as z from 'zod'
import { Probe } from '../lib/probe/probe'

/** Runs the probe of a stage, in its own function with its own right, and answers its report. @throws Error with what the function said */
export async function probe(client: LambdaClient, stage: string): Promise<Probe> {
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: `qianfa-${stage}-probeAccount`, Payload: '{}' }),
  )
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null')
  if (!FunctionError) return Probe.parse(answer)
  const { errorMessage } = z.object({ errorMessage: z.string().default(FunctionError) }).parse(answer ?? {})
  throw new Error(errorMessage)
}

const short = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

/** The report in lines, news last. */
export const linesOf = ({ account, at, permissions, cases, draft, news }: Probe): string[] => [
  `${account}, ${at}`,
  ...permissions.map(
    ({ path, state, errcode }) => `${state.padEnd(9)} ${path}${errcode ? ` (${errcode})` : ''}`,
  ),
  ...cases.map(({ state, title, sent, got }) =>
    state === 'kept'
      ? `${state.padEnd(9)} ${title.en}`
      : `${state.padEnd(9)} ${title.en}: ${short(sent)} → ${short(got)}`,
  ),
  `draft: ${draft}`,
  ...(news.length === 0
    ? ['nothing differs from the last probe']
    : news.map(({ name, before, after }) => `! ${name}: ${short(before)} → ${short(after)}`)),
]
