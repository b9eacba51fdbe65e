import * as z from 'zod'
import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { absent, ConditionFailed, type Table } from '../platform/table'

/** A text the company often answers with: inserted, and then made to fit the customer. */
const PreparedAnswer = z.strictObject({
  title: z.string().trim().min(1).max(30),
  text: z.string().trim().min(1).max(600),
})

export const PreparedAnswers = z.object({
  answers: z.array(PreparedAnswer).max(50),
  /** of the list somebody looked at: a change on an older one is refused */
  revision: z.number().int(),
  by: z.string().optional(),
  at: z.string().optional(),
})
export type PreparedAnswers = z.infer<typeof PreparedAnswers>

const key = { pk: 'COMPLAINT#PREPARED', sk: 'HEAD' }

/** The company's list; none yet is an empty one. */
export const preparedAnswers =
  ({ table }: { table: Table }) =>
  async (): Promise<PreparedAnswers> => {
    const row = await table.get(key)
    return row ? PreparedAnswers.parse(row) : { answers: [], revision: 0 }
  }

const changedMeanwhile = () =>
  new Refusal('WrongState', {
    zh: '常用答复刚被别人改过；请刷新后再改',
    en: 'somebody has just changed the prepared answers; reload and change them again',
  })

/** The whole list anew, by the editor. @throws Refusal `WrongState` when another hand was faster */
export const savePreparedAnswers =
  ({ table, clock }: { table: Table; clock: Clock }) =>
  async (given: Pick<PreparedAnswers, 'answers' | 'revision'> & { by: Person }): Promise<PreparedAnswers> => {
    const next: PreparedAnswers = {
      ...{ answers: given.answers, revision: given.revision + 1 },
      ...{ by: given.by.name, at: clock.now().toISOString() },
    }
    try {
      await table.put(
        { ...next, ...key },
        given.revision === 0
          ? absent
          : {
              expression: '#revision = :seen',
              names: { '#revision': 'revision' },
              values: { ':seen': given.revision },
            },
      )
    } catch (error) {
      if (error instanceof ConditionFailed) throw changedMeanwhile()
      throw error
    }
    return next
  }
