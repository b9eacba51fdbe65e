import { LambdaClient } from '@aws-sdk/client-lambda'
import { command } from './command'
import { linesOf, probe } from './probe'
import { stackOf } from './stack'
import { targetFrom } from './target'

/** `npm run probe -- --stage prod --region …`: what the account's WeChat does today; ends with 1 when something differs. */
command(async (args) => {
  const target = targetFrom(args, 'probe')
  const { reach } = await stackOf(target)
  const report = await probe(new LambdaClient(reach), target.stage)
  console.log(linesOf(report).join('\n'))
  if (report.news.length > 0) process.exitCode = 1
})
