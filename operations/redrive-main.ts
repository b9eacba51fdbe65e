import { LambdaClient } from '@aws-sdk/client-lambda'
import { SQSClient } from '@aws-sdk/client-sqs'
import { keptEvents, letGo, redrive } from '../lib/failed/kept-events'
import { invokeLater } from '../lib/platform/function'
import { command } from './command'
import { queuesOf, summaryOf } from './redrive'
import { stackOf } from './stack'
import { targetFrom } from './target'

/** `npm run redrive -- --stage prod --region … [--again]`: lists what failed for good; with `--again` invokes it once more. */
command(async (args) => {
  const target = targetFrom(
    args.filter((arg) => arg !== '--again'),
    'redrive',
  )
  const stack = await stackOf(target)
  const sqs = new SQSClient(stack.reach)
  const kept = await keptEvents(sqs, queuesOf(stack))
  console.log(kept.length === 0 ? 'nothing failed for good' : summaryOf(kept).join('\n'))
  if (!args.includes('--again')) return letGo(sqs, kept)
  await redrive(kept, { sqs, invoke: invokeLater(new LambdaClient(stack.reach)) })
  console.log(`${kept.length} invoked once more`)
})
