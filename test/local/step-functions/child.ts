import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createStepFunctions } from '../../../local/step-functions/create-step-functions'
import { accessFor, aClock, root, serve } from '../../kit/aws-service'
import { functionArn, machineOf } from './given-machine'

/**
 * Step Functions in a process of their own, for tests that kill it: the machine is in `<dir>/states.json`, every call of
 * a function becomes a line of `<dir>/calls.jsonl`. `hang` answers from its second call on. Prints how to reach it.
 */
async function main(dir: string, offsetMs: number): Promise<void> {
  const file = join(dir, 'calls.jsonl')
  const stepFunctions = createStepFunctions({
    dir: join(dir, 'step-functions'),
    clock: aClock(Date.now() + offsetMs),
    access: accessFor(['ask', 'hang'].map((name) => `lambda:InvokeFunction ${functionArn(name)}`)),
    invoke(arn, payload) {
      const name = arn.split(':').at(-1)!
      appendFileSync(file, `${JSON.stringify({ name, payload })}\n`)
      const times = readFileSync(file, 'utf8').split(`"name":"${name}"`).length - 1
      return name === 'hang' && times === 1 ? new Promise(() => undefined) : Promise.resolve(times)
    },
    machines: [
      machineOf(JSON.parse(readFileSync(join(dir, 'states.json'), 'utf8')) as Record<string, object>),
    ],
  })
  console.log(JSON.stringify((await serve(stepFunctions.handle)).as(root)))
}

const [dir = '', offsetMs] = process.argv.slice(2)
main(dir, Number(offsetMs)).catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
