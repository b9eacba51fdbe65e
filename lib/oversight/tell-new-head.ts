import type { Outbox } from '../outbox/outbox'
import type { Planned } from '../people/administer'
import type { Act } from '../security/act'
import type { ReadActs } from '../security/ledger'
import { concernedBy } from './concerned'
import { aloneLetter } from './letters'

/** Acts of one person alone that a letter lists; more are in the record. */
const listsAtMost = 100

async function aloneIn(acts: ReadActs): Promise<Act[]> {
  const found: Act[] = []
  let cursor: string | undefined
  do {
    const page = await acts.page({ limit: 100, ...(cursor && { cursor }) })
    found.push(...page.items.filter(({ facts, type }) => facts['alone'] === true || type === 'CompanySetUp'))
    cursor = page.next
  } while (cursor && found.length < listsAtMost)
  return found
}

/** Whoever has become head of 企管部 reads what was done while nobody could confirm it. */
export const tellNewHead =
  ({ acts, mail, publicUrl }: { acts: ReadActs; mail: Outbox; publicUrl: string }) =>
  async (planned: Planned): Promise<void> => {
    for (const { act, concerns } of concernedBy(planned)) {
      const roles = [act.type === 'RoleGranted' ? act.facts?.['role'] : act.after?.['roles']].flat()
      if (!roles.some((role) => String(role).split(' ')[0] === 'department-head')) continue
      const alone = await aloneIn(acts)
      if (alone.length > 0) await mail.send(aloneLetter(concerns, alone, publicUrl))
    }
  }
