import { unmarshall } from '@aws-sdk/util-dynamodb'
import { ChainHead, firstBreak, LedgerEvent } from '../../lib/ledger/event'
import type { Damage } from '../disk/damage'
import type { DynamoDb } from '../dynamodb/create-dynamodb'
import type { S3 } from '../s3/create-s3'

/** What was looked over, and what of it is not what was written. */
export interface Whole {
  ledgers: number
  events: number
  objects: number
  damages: Damage[]
}

type Row = Record<string, unknown>

/** Why the ledger of a partition is not whole: an event that does not fit, or a head that names another end. */
function breakOf(rows: Row[]): string | undefined {
  const events = rows.filter(isEvent).map((row) => LedgerEvent.parse(row))
  const broken = firstBreak(events)
  if (broken) return `event ${broken.seq}: ${broken.reason}`
  const head = rows.find(({ sk }) => sk === 'HEAD')
  const named = ChainHead.safeParse(head?.['chain'])
  const end = events.at(-1)
  if (!named.success) return 'its head is missing'
  if (named.data.seq !== end?.seq || named.data.hash !== end.hash)
    return `its head names event ${named.data.seq} as the last, the ledger ends with ${end?.seq}`
  return undefined
}

const isEvent = ({ sk }: Row) => String(sk).startsWith('EVENT#')

/** Every hash-chained ledger of a table (docs/table.md): its links, their number, and the head that counts them. */
async function ledgersIn(
  dynamodb: DynamoDb,
  table: string,
): Promise<Pick<Whole, 'ledgers' | 'events' | 'damages'>> {
  const found: Pick<Whole, 'ledgers' | 'events' | 'damages'> = { ledgers: 0, events: 0, damages: [] }
  const doubtful: string[] = []
  let rows: Row[] = []
  const judge = () => {
    const events = rows.filter(isEvent).length
    if (events === 0) return
    found.ledgers++
    found.events += events
    if (breakOf(rows)) doubtful.push(String(rows[0]?.['pk']))
  }
  for await (const item of dynamodb.items(table)) {
    const { pk, sk } = item
    if (rows[0] && rows[0]['pk'] !== pk?.['S']) {
      judge()
      rows = []
    }
    const matters = sk?.['S'] === 'HEAD' || String(sk?.['S']).startsWith('EVENT#')
    if (matters || rows.length === 0) rows.push(unmarshall(item as never))
  }
  judge()
  // Somebody may have written between two pages: what looked broken is looked at once more, at one moment.
  for (const pk of doubtful) {
    const why = breakOf((await dynamodb.partition(table, pk)).map((item) => unmarshall(item as never)))
    if (why) found.damages.push({ file: `${table}, ${pk}`, what: why })
  }
  return found
}

/** Reads through everything that is kept; takes as long as the disk does. */
export async function lookOver(given: { dynamodb: DynamoDb; tables: string[]; s3: S3 }): Promise<Whole> {
  const objects = await given.s3.check()
  const whole: Whole = { ledgers: 0, events: 0, objects: objects.files, damages: objects.damages }
  for (const table of given.tables) {
    const { ledgers, events, damages } = await ledgersIn(given.dynamodb, table)
    whole.ledgers += ledgers
    whole.events += events
    whole.damages.push(...damages)
  }
  return whole
}

export const wholeInWords = ({ ledgers, events, objects, damages }: Whole): string[] => [
  `ledgers ${ledgers}, events ${events}, objects ${objects}: ${
    damages.length === 0 ? 'all as they were written' : `${damages.length} DAMAGED`
  }`,
  ...damages.map(({ file, what }) => `DAMAGED ${file}: ${what}`),
  ...(damages.length > 0 ? ['bring back the last backup:  npm run restore -- <backup>'] : []),
]
