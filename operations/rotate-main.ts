import { SSMClient } from '@aws-sdk/client-ssm'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { command } from './command'
import { rotate, type SecretName } from './rotate'
import { secretShapes } from './secrets-check'
import { stackOf } from './stack'
import { secretsPrefix, targetOf, targetOptions, Usage } from './target'

const options = {
  ...targetOptions,
  key: { type: 'string' },
  given: { type: 'boolean', default: false },
  forget: { type: 'boolean', default: false },
  'overlap-hours': { type: 'string', default: '24' },
} as const

const isSecret = (name: string | undefined): name is SecretName => name !== undefined && name in secretShapes

/**
 * `npm run rotate -- --stage prod --region … --key session-key [--forget]`; of what a platform gave
 * `… --key wechat --given [--overlap-hours 24] < new.json`, so that no secret stands in a command line.
 */
command(async (args) => {
  const { values } = parseArgs({ args, options })
  const target = targetOf(values, 'rotate')
  const { key, forget } = values
  if (!isSecret(key)) throw new Usage(`--key is one of ${Object.keys(secretShapes).join(', ')}`)
  const overlapHours = Number(values['overlap-hours'])
  if (!(overlapHours > 0 && overlapHours <= 168)) throw new Usage('--overlap-hours is a number up to 168')
  const given = values.given ? await text(process.stdin) : undefined
  const { reach, now } = await stackOf(target)
  const ssm = new SSMClient(reach)
  const said = await rotate(ssm, secretsPrefix(target), { key, now, given, overlapHours, forget })
  console.log(said.map((line) => `✔ ${key}: ${line}`).join('\n'))
})
