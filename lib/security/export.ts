import { canonicalJson } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { actsInFile } from '../policy/acts'
import type { Acts } from './ledger'

/**
 * A part of the record as a file that `qianfa-verify` proves: one act a line, as it was hashed. Parts begin with 1 and follow
 * each other; the record grows behind the last.
 */
export const exportActs =
  ({ acts }: { acts: Pick<Acts, 'stretch'> }) =>
  async ({ part }: { part: number }): Promise<{ name: string; text: string }> => {
    const first = (part - 1) * actsInFile + 1
    const events = await acts.stretch(first, first + actsInFile - 1)
    if (events.length === 0)
      throw new Refusal('NotFound', {
        zh: '操作记录没有这么长',
        en: 'the record of acts is not that long',
      })
    const name = `acts-${String(first).padStart(6, '0')}.jsonl`
    return { name, text: events.map((event) => `${canonicalJson(event)}\n`).join('') }
  }
