import * as z from 'zod'
import type { Clock } from '../platform/clock'
import type { Callbacks } from '../platform/machine'
import { unlessMoved, type Key, type Table } from '../platform/table'
import { watchWrite, type Watched } from './watch'

/** How a machine parks: machines of versions before this one do not say how long they wait. */
export const Parked = z.object({
  taskToken: z.string().min(1).max(2048),
  waitSeconds: z.number().positive().default(86_400),
})

/** A wait that has ended but whose machine did not go on is looked at so much later. */
const graceMs = 15 * 60_000

/** Which machine waits, and for what: a matter, and of its waits the one of this name. */
export interface WaitOf {
  pk: string
  /** of a matter that waits for more than one thing, or whose attempts follow each other */
  name?: string
  watched: Omit<Watched, 'tries'>
  /** where versions up to 2967488 kept the token of a machine that may still wait */
  earlier?: Key
}

type WokenBy = Pick<WaitOf, 'pk' | 'name' | 'earlier'>

/**
 * Task tokens of waiting machines, kept with what they wait for; they never leave the backend. A token is kept before
 * the matter is looked at, and the matter is saved before tokens are looked for: of an answer and a wait that come at
 * the same moment one sees the other.
 */
export function waits({ table, callbacks, clock }: { table: Table; callbacks: Callbacks; clock: Clock }) {
  const keyOf = ({ pk, name }: Pick<WaitOf, 'pk' | 'name'>) => ({
    pk,
    sk: name === undefined ? 'WAIT' : `WAIT#${name}`,
  })

  /** Wakes the machine, which then looks for itself: a lost or a double call harms nobody. */
  const wake = async (wait: WokenBy, output: Record<string, unknown> = {}): Promise<'delivered' | 'gone'> => {
    const row = (await table.get(keyOf(wait))) ?? (wait.earlier && (await table.get(wait.earlier)))
    if (!row) return 'gone'
    const taskToken = z.string().parse(row['taskToken'])
    const outcome = await callbacks.succeed(taskToken, output)
    // Unless the machine has put a newer one there.
    await unlessMoved(
      table.remove(row, { expression: 'taskToken = :token', values: { ':token': taskToken } }),
    )
    return outcome
  }

  return {
    wake,

    /**
     * Keeps the token; if what is waited for has come already, wakes at once. The matter is watched from the end of the
     * wait on: a machine that died meanwhile is found.
     */
    async keep(
      wait: WaitOf & {
        taskToken: string
        waitSeconds: number
        /** looked at so long from now although the wait goes on */
        lookSeconds?: number
      },
      /** what the machine waits for, if it has come already */
      word: () => Promise<Record<string, unknown> | undefined>,
    ): Promise<void> {
      const seconds = Math.min(wait.waitSeconds, wait.lookSeconds ?? Infinity)
      const lookAt = new Date(clock.now().getTime() + seconds * 1000 + graceMs)
      await table.transact([
        { put: { ...keyOf(wait), taskToken: wait.taskToken } },
        watchWrite(wait.pk, wait.watched, lookAt),
      ])
      const come = await word()
      // By its own token alone: whoever answered meanwhile may have taken it, and looks at earlier places too.
      if (come) await wake({ pk: wait.pk, ...(wait.name !== undefined && { name: wait.name }) }, come)
    },
  }
}

export type Waits = ReturnType<typeof waits>
