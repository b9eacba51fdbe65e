import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { approvalWaits } from '../lib/approval/waits'
import { calendarWaits } from '../lib/calendar/waits'
import { complaintWaits } from '../lib/complaint/waits'
import { editionWaits } from '../lib/edition/waits'
import { failedWorkWaits } from '../lib/failed/waits'
import { mediaWaits } from '../lib/media/waits'
import { loanWaits } from '../lib/loan/waits'
import type { WaitInWords } from '../lib/matter/wait-in-words'
import { proposalWaits } from '../lib/oversight/waits'
import { poolWaits } from '../lib/pool/waits'
import { removalWaits } from '../lib/removal/waits'
import { requestWaits } from '../lib/request/waits'
import { postWaits } from '../lib/weibo-post/waits'

const root = join(__dirname, '..')

/** Every wait for a person, a platform or an hour, as the rooms describe them beside their rules. */
export const waitsInWords: WaitInWords[] = [
  ...approvalWaits,
  ...removalWaits,
  ...mediaWaits,
  ...poolWaits,
  ...editionWaits,
  ...postWaits,
  ...loanWaits,
  ...requestWaits,
  ...complaintWaits,
  ...proposalWaits,
  ...calendarWaits,
  ...failedWorkWaits,
]

interface State {
  Type: string
  Resource?: string
  Seconds?: number | string
  Next?: string
}

/** A state in which a machine waits; `seconds` where they are fixed: it tries again what has just failed. */
export interface WaitingState {
  name: string
  seconds?: number
  next?: string
}

/** Every state of every machine that waits: for a token, or for the clock. */
export function waitingStates(): WaitingState[] {
  const folder = join(root, 'statemachines')
  return readdirSync(folder).flatMap((file) => {
    const { States } = parse(readFileSync(join(folder, file), 'utf8')) as { States: Record<string, State> }
    const isWaiting = ({ Type, Resource }: State) =>
      Type === 'Wait' || (Resource?.includes('waitForTaskToken') ?? false)
    return Object.entries(States)
      .filter(([, state]) => isWaiting(state))
      .map(([state, { Seconds, Next }]) => ({
        name: `${file.replace('.asl.yml', '')}.${state}`,
        ...(typeof Seconds === 'number' && { seconds: Seconds }),
        ...(Next && { next: Next }),
      }))
  })
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const head = (cells: readonly string[]) => [row(cells), row(cells.map(() => '---'))]

/** docs/waits.md, made from the descriptions and from statemachines/. */
export async function waitsDocument(): Promise<string> {
  const text = [
    '# Every wait',
    '',
    'Made by `npm run waits` from the constants that the rules themselves use, and from `statemachines/`; a test fails when a wait of a',
    'machine or a kind of the watch is missing. Times are working time of the company’s calendar where they say so. What reminds',
    'leaves in one letter a person and working day.',
    '',
    ...head(['waits for', 'where', 'reminders', 'escalation', 'end', 'days']),
    ...waitsInWords.map(({ waits, at, reminders, escalation, end, days }) =>
      row([waits, at.join(', ') || 'a daily run', reminders, escalation, end, days]),
    ),
    '',
    '## What has just failed is tried again',
    '',
    'Nobody is waited for: a step failed after all its retries. The row of the watch stays, so a run that ends of it is followed by the next.',
    '',
    ...head(['state', 'seconds', 'then']),
    ...waitingStates()
      .filter(({ seconds }) => seconds !== undefined)
      .map(({ name, seconds, next }) => row([name, String(seconds), next ?? ''])),
    '',
  ].join('\n')
  const { format } = await import('prettier')
  return format(text, { parser: 'markdown', printWidth: 110 })
}

export const waitsFile = join(root, 'docs', 'waits.md')

if (require.main === module)
  void waitsDocument().then((document) => {
    writeFileSync(waitsFile, document)
    console.log(`wrote ${waitsFile}`)
  })
