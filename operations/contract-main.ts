import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SFNClient } from '@aws-sdk/client-sfn'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { createSmtp } from '../lib/channels/mail/smtp'
import { failed, looked, passed, report, type Check } from './check'
import { command } from './command'
import { checkMachines, checkUploads, checkWrites } from './contract'
import { linesOf, probe } from './probe'
import { stackOf, type Stack } from './stack'
import { secretsPrefix, targetOf, targetOptions, Usage, type Target } from './target'
import { openTwin } from './twin'

/** One letter through the company's own server. */
async function mail({ reach }: Stack, target: Target, to: string): Promise<Check[]> {
  const { Parameter } = await new SSMClient(reach).send(
    new GetParameterCommand({ Name: `${secretsPrefix(target)}mail-url`, WithDecryption: true }),
  )
  const from = target.params['mailFrom'] ?? '签发 Qianfa <qianfa@example.com>'
  const said = 'Sent by `npm run contract`. 由合同检查发出，无须理会。'
  const letter = { to, subject: '签发：邮件检查 Mail check', text: said, html: `<p>${said}</p>` }
  const delivery = await createSmtp({ url: Parameter?.Value ?? '', from }).deliver({
    ...letter,
    messageId: `contract-${randomUUID()}`,
  })
  return [
    delivery.kind === 'sent'
      ? passed('mail', `handed over for ${to}: look whether it arrives, and where`)
      : failed('mail', JSON.stringify(delivery)),
  ]
}

/**
 * `npm run contract -- --stage prod --region … --mail you@company.cn [--param="mailFrom=…"]`: what the one-machine cloud
 * takes for granted, asked of AWS, the mail server and WeChat themselves. Leaves nothing behind but the letter.
 */
command(async (args) => {
  const { mail: to, ...values } = parseArgs({
    args,
    options: { ...targetOptions, mail: { type: 'string' } },
  }).values
  const target = targetOf(values, 'contract')
  if (!to) throw new Usage('whom to write to? --mail you@company.cn')
  const stack = await stackOf(target)
  const { reach, outputs } = stack
  const twin = await openTwin()
  try {
    const checks = await Promise.all([
      looked('machines', () =>
        checkMachines(
          new SFNClient({ ...reach, disableHostPrefix: !!reach.endpoint }),
          twin.client,
          target.stage,
        ),
      ),
      looked('uploads', () =>
        checkUploads(
          new S3Client({ ...reach, requestChecksumCalculation: 'WHEN_REQUIRED' }),
          outputs['MediaBucketName'] ?? '',
        ),
      ),
      looked('writes', () => checkWrites(new DynamoDBClient(reach), outputs['TableName'] ?? '')),
      looked('mail', () => mail(stack, target, to)),
      looked('WeChat', async () =>
        linesOf(await probe(new LambdaClient(reach), target.stage)).map((line) => passed('WeChat', line)),
      ),
    ])
    if (!report(checks.flat(), console.log)) throw new Error('something is not as on one machine')
  } finally {
    await twin.close()
  }
})
