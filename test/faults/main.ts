import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { bundle, root } from './bundle'
import { verdicts } from './judge'
import { levels, type Level } from './plan'
import { removals, type Without } from './removals'
import type { Result } from './run'
import { tableOf } from './table'
import type { Message, Orders } from './worker'

const usage = `npm run faults -- [--runs 11500] [--seed N] [--without ${Object.keys(removals).join('|')}] [--level ${levels.join('|')}] [--every N]`

function asked() {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '11500' },
      seed: { type: 'string' },
      without: { type: 'string' },
      workers: { type: 'string', default: '2' },
      level: { type: 'string' },
      every: { type: 'string', default: '1' },
    },
  })
  const { without, level } = values
  if (level !== undefined && !(levels as readonly string[]).includes(level)) throw new Error(usage)
  if (without !== undefined && !Object.hasOwn(removals, without)) throw new Error(usage)
  const number = (text: string) => {
    if (!/^\d+$/.test(text)) throw new Error(usage)
    return Number(text)
  }
  return {
    runs: number(values.runs),
    seed: values.seed === undefined ? undefined : number(values.seed),
    workers: Math.max(1, number(values.workers)),
    every: Math.max(1, number(values.every)),
    level: level as Level | undefined,
    without: without as Without | undefined,
  }
}

/** What is deployed is what is run: the machine and the limits of the functions. */
const texts: Orders['texts'] = {
  asl: readFileSync(join(root, 'statemachines', 'send-edition.asl.yml'), 'utf8'),
  functions: readdirSync(join(root, 'functions'))
    .filter((area) => ['edition', 'wechat'].includes(area))
    .map((area) => readFileSync(join(root, 'functions', area, 'functions.yml'), 'utf8')),
}

function runOn(file: string, orders: Orders, hear: (message: Message) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: orders })
    worker.on('message', hear)
    worker.on('error', reject)
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))))
  })
}

async function main(): Promise<void> {
  const { runs, seed, workers, without, every, level } = asked()
  const file = await bundle(without)
  const results: Result[] = []
  let plans: Extract<Message, { what: 'plans' }> | undefined
  const hear = (message: Message) => {
    if (message.what === 'plans') plans = message
    else results.push(message.result)
  }
  const begun = performance.now()
  try {
    if (seed !== undefined)
      await runOn(file, { texts, from: seed, to: seed + 1, every: 1, share: { of: 1, mine: 0 } }, hear)
    else
      await Promise.all(
        Array.from({ length: workers }, (_, at) =>
          runOn(file, { texts, from: 0, to: runs, every, level, share: { of: workers, mine: at } }, hear),
        ),
      )
  } finally {
    rmSync(file, { force: true })
  }
  results.sort((a, b) => a.seed - b.seed)
  if (seed !== undefined) for (const line of results[0]?.story ?? []) console.log(line)
  else console.log(tableOf(results, plans!, { without, seconds: (performance.now() - begun) / 1000 }))
  for (const { seed: at, found } of results.filter(({ found }) => found.length > 0).slice(0, 20))
    for (const { verdict, why } of found) console.log(`seed ${at}: ${verdict}: ${why}`)
  process.exitCode = results.some(({ found }) => found.length > 0) ? 1 : 0
  console.log(
    JSON.stringify({
      runs: results.length,
      ...Object.fromEntries(
        verdicts.map((verdict) => [
          verdict,
          results.filter(({ found }) => found.some((one) => one.verdict === verdict)).length,
        ]),
      ),
    }),
  )
}

main().catch((error: unknown) => {
  console.error(error instanceof Error && error.message === usage ? usage : error)
  process.exitCode = 2
})
