import { LambdaClient } from '@aws-sdk/client-lambda'
import { SQSClient } from '@aws-sdk/client-sqs'
import { command } from './command'
import { keptEvents, redrive, summaryOf } from './redrive'
import { stackOf } from './stack'
import { targetFrom } from './target'

/** `npm run redrive -- --stage prod --region … [--again]`: lists what failed for good; with `--again` invokes it once more. */
command(async (args) => {
  const target = targetFrom(
    args.filter((arg) => arg !== '--again'),
    'redrive',
  )
  const { reach, outputs } = await stackOf(target)
  const clients = { sqs: new SQSClient(reach), lambda: new LambdaClient(reach) }
  const kept = await keptEvents(clients.sqs, [
    outputs['FailedEventsUrl'] ?? '',
    outputs['DeadLettersUrl'] ?? '',
  ])
  console.log(kept.length === 0 ? 'nothing failed for good' : summaryOf(kept).join('\n'))
  if (!args.includes('--again') || kept.length === 0) return
  await redrive(kept, clients)
  console.log(`${kept.length} invoked once more`)
})
