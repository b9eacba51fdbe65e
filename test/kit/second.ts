import type { ShownProposal } from '../../lib/oversight/list'
import { askMail, decideByMail } from '../../local/demo/desk'
import { eventually, type Visitor } from '../../local/demo/visitor'
import type { Stack } from './cloud'

/** What an administrator asks for, confirmed by the head of 企管部 from the mail, and in effect. */
export async function bySecond(
  stack: Stack,
  admin: Visitor,
  ask: () => Promise<{ waits?: ShownProposal }>,
): Promise<void> {
  const head = stack.as('departmentHead')
  const before = (await head.mails()).length
  const { waits } = await ask()
  if (!waits) throw new Error('it waits for nobody')
  await decideByMail(await askMail(head, waits.act.about.name, before), { approve: true })
  // The watch looks every minute.
  await stack.cloud.clock.move(60_000)
  await eventually(`${waits.act.type} to take effect`, async () => {
    const { changes } = await admin.get<{ changes: ShownProposal[] }>('/api/changes')
    return changes.find(({ id, state }) => id === waits.id && state === 'effective')
  })
}
