import * as z from 'zod'
import type { Counted } from './cost'

const lines = {
  ...{ apiRequests: z.number(), lambdaRequests: z.number(), lambdaMbMs: z.number(), transitions: z.number() },
  ...{ tableReadUnits: z.number(), tableWriteUnits: z.number(), s3Puts: z.number(), s3Gets: z.number() },
  ...{ scheduledRuns: z.number(), logBytes: z.number(), bytesOut: z.number(), storedBytes: z.number() },
} satisfies Record<keyof Counted, z.ZodNumber>
const CountedLines = z.strictObject(lines)

/** bench/counted.json: what `npm run cost -- --count` counted, and what costs by being there. */
export const CountsFile = z.strictObject({
  countedOn: z.iso.date(),
  note: z.string().optional(),
  standing: z.strictObject({ alarms: z.number().int(), metrics: z.number().int() }),
  idleMonth: CountedLines,
  item: CountedLines,
  edition: CountedLines,
})
export type CountsFile = z.infer<typeof CountsFile>

const Price = z.strictObject({ price: z.number(), from: z.enum(['list', 'known', 'estimated']) })
const Region = z.strictObject({
  currency: z.string(),
  /** whether AWS's permanent free tier holds there */
  freeMonthly: z.boolean(),
  perUse: z.record(
    z.enum([
      ...([
        'apiRequests',
        'lambdaRequests',
        'lambdaGbS',
        'transitions',
        'tableReadUnits',
        'tableWriteUnits',
      ] as const),
      ...([
        's3Puts',
        's3Gets',
        'scheduledRuns',
        'logGb',
        'outGb',
        'storedGbMonth',
        'alarms',
        'metrics',
      ] as const),
    ]),
    Price,
  ),
  egressMonthly: z.strictObject({ none: z.number(), fck: z.number(), nat: z.number() }),
})
/** bench/prices.json. */
export const PricesFile = z.strictObject({
  asOf: z.iso.date(),
  note: z.string(),
  Singapore: Region,
  Beijing: Region,
})
export type PricesFile = z.infer<typeof PricesFile>
type Use = keyof z.infer<typeof Region>['perUse']

const gb = 2 ** 30
const articlesOfAnEdition = 8

/** What AWS gives every month for nothing, for ever. */
const free: Partial<Record<Use, number>> = {
  ...{ lambdaRequests: 1_000_000, lambdaGbS: 400_000, transitions: 4_000, scheduledRuns: 14_000_000 },
  ...{ alarms: 10, metrics: 10, logGb: 5, outGb: 100 },
}

/** What a month with so many published items uses; objects of a year are kept. */
export function usedIn(counts: CountsFile, items: number): Record<Use, number> {
  const editions = Math.ceil(items / articlesOfAnEdition)
  const all = (line: keyof Counted) =>
    counts.idleMonth[line] + items * counts.item[line] + editions * counts.edition[line]
  return {
    ...{
      apiRequests: all('apiRequests'),
      lambdaRequests: all('lambdaRequests'),
      transitions: all('transitions'),
    },
    ...{ tableReadUnits: all('tableReadUnits'), tableWriteUnits: all('tableWriteUnits') },
    ...{ s3Puts: all('s3Puts'), s3Gets: all('s3Gets'), scheduledRuns: all('scheduledRuns') },
    lambdaGbS: all('lambdaMbMs') / 1024 / 1000,
    logGb: all('logBytes') / gb,
    outGb: all('bytesOut') / gb,
    storedGbMonth: (12 * (items * counts.item.storedBytes + editions * counts.edition.storedBytes)) / gb,
    ...counts.standing,
  }
}

const rows: [name: string, uses: Use[]][] = [
  ['HTTP API', ['apiRequests']],
  ['Lambda', ['lambdaRequests', 'lambdaGbS']],
  ['Step Functions', ['transitions']],
  ['DynamoDB', ['tableReadUnits', 'tableWriteUnits']],
  ['S3 requests', ['s3Puts', 's3Gets']],
  ['S3, twelve months kept', ['storedGbMonth']],
  ['data to people', ['outGb']],
  ['schedules', ['scheduledRuns']],
  ['logs', ['logGb']],
  ['alarms and metrics', ['alarms', 'metrics']],
]
const volumes = [0, 100, 1_000, 10_000]

const table = (head: string[], body: string[][]) =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

function regionTable(counts: CountsFile, prices: PricesFile, name: 'Singapore' | 'Beijing'): string {
  const { currency, perUse, egressMonthly, freeMonthly } = prices[name]
  const money = (amount: number) => `${currency}${amount.toFixed(2)}`
  const cost = (use: Use, items: number, given: number) =>
    Math.max(0, usedIn(counts, items)[use] - given) * perUse[use].price
  const total = (items: number, isFree: boolean) =>
    rows
      .flatMap(([, uses]) => uses)
      .reduce((sum, use) => sum + cost(use, items, isFree ? (free[use] ?? 0) : 0), 0)
  const line = (title: string, of: (items: number) => number) => [
    title,
    ...volumes.map((items) => money(of(items))),
  ]
  const sums = (isFree: boolean) =>
    (['none', 'fck', 'nat'] as const).map((way) =>
      line(`**all, egress \`${way}\`**`, (items) => total(items, isFree) + egressMonthly[way]),
    )
  const unsure = Object.entries(perUse).filter(([, { from }]) => from !== 'list')
  return [
    `## ${name}, ${currency} a month`,
    table(
      ['', 'idle', '100', '1,000', '10,000'],
      [
        ...rows.map(([title, uses]) =>
          line(title, (items) => uses.reduce((sum, use) => sum + cost(use, items, 0), 0)),
        ),
        ...sums(false),
      ],
    ),
    freeMonthly
      ? `With AWS’s permanent free tier:\n\n${table(['', 'idle', '100', '1,000', '10,000'], sums(true))}`
      : 'No free tier there.',
    `Not read in a price list: ${unsure.map(([use, { from }]) => `${use} (${from})`).join(', ')}.`,
  ].join('\n\n')
}

const figures = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** docs/cost.md. */
export function costDocument(counts: CountsFile, prices: PricesFile): string {
  return `# What it costs

Made by \`npm run cost\` from [bench/counted.json](../bench/counted.json) (counted ${counts.countedOn}) and
[bench/prices.json](../bench/prices.json) of ${prices.asOf}. \`npm run cost -- --count\` counts anew.
Prices, ${prices.note}.

Counted, not reckoned: the one-machine cloud ran the work and counted every call as AWS bills it (\`bench/cost.ts\`).
One item is an article with a photo of 3 MB: written in the portal, decided by three tiers who look at the page, sent in an
edition, sealed in the archive. Idle is a month of the schedules with nothing to do. Lambda’s milliseconds are the
counting machine’s, of each function’s fastest run: take them for the order of magnitude.
${counts.note ? `\n${counts.note}\n` : ''}
${table(
  ['', 'idle month', 'an item', 'an edition beside it'],
  (Object.keys(lines) as (keyof Counted)[]).map((one) => [
    one,
    ...([counts.idleMonth, counts.item, counts.edition] as const).map((part) => figures.format(part[one])),
  ]),
)}

An edition takes eight articles, and an account sends one a day: above 248 items a month they are several accounts’, or
Weibo’s, whose posts cost less. Readers in WeChat cost nothing here; a public page of Weibo costs its reader’s visit. What goes through \`nat\` costs its gigabytes too: $0.059 each.
${counts.standing.alarms} alarms and at most ${counts.standing.metrics} numbers cost by being there, whatever is published.

${regionTable(counts, prices, 'Singapore')}

${regionTable(counts, prices, 'Beijing')}

## What costs when nothing happens

Nothing is rented by the hour but the way out: with \`egress=none\` the stack holds no network, address, instance or
provisioned capacity (\`test/resources/idle.test.ts\`). What is left is the schedules, which run, and alarms and numbers
beyond the ten that are free. The address costs $3.65 a month from the first deploy with \`egress\` until it is released.
`
}
