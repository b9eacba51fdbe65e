import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { packageService } from '../local/template/package-service'
import { toldMetrics } from '../test/resources/told-metrics'
import { countCalls } from './cost'
import { costDocument, CountsFile, PricesFile } from './cost-table'

const root = join(__dirname, '..')
const countedFile = join(__dirname, 'counted.json')
/** docs/cost.md, made from what was counted and the price file. */
export const costFile = join(root, 'docs', 'cost.md')

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown

/** The document as it has to be today. */
export async function costText(): Promise<string> {
  const text = costDocument(
    CountsFile.parse(json(countedFile)),
    PricesFile.parse(json(join(__dirname, 'prices.json'))),
  )
  return format(text, { ...(await resolveConfig(costFile)), parser: 'markdown' })
}

async function count(): Promise<void> {
  const { template } = await packageService(root)
  const alarms = Object.values(template.Resources).filter(
    ({ Type }) => Type === 'AWS::CloudWatch::Alarm',
  ).length
  const counts = CountsFile.parse({
    countedOn: new Date().toISOString().slice(0, 10),
    standing: { alarms, metrics: toldMetrics().length },
    ...(await countCalls()),
  })
  writeFileSync(countedFile, await format(JSON.stringify(counts), { parser: 'json' }))
}

/** `npm run cost [-- --count]`: docs/cost.md from the counts that are kept, or from new ones. */
async function main(): Promise<void> {
  if (process.argv.includes('--count')) await count()
  writeFileSync(costFile, await costText())
}

if (require.main === module) void main()
