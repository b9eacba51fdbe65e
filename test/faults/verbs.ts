import { AtAttempt } from '../../lib/edition/at'
import { buildDraft } from '../../lib/edition/build-draft'
import { claimDay } from '../../lib/edition/claim-day'
import { closeSend } from '../../lib/edition/close-send'
import { handOver } from '../../lib/edition/hand-over'
import { massSend } from '../../lib/edition/mass-send'
import { pressConfirmer } from '../../lib/edition/press-confirmer'
import { recordSend } from '../../lib/edition/record-send'
import { sendTest } from '../../lib/edition/send-test'
import { settleSend } from '../../lib/edition/settle-send'
import { awaitConfirmation, awaitResult } from '../../lib/edition/wake'
import type { Desk } from './desk'

type Step = (desk: Desk) => (input: never) => Promise<unknown>

/** The functions of statemachines/send-edition.asl.yml by their yml keys, as functions/edition opens them. */
const steps: Record<string, Step> = {
  ...{ buildDraft, sendTest, awaitConfirmation, pressConfirmer, claimDay },
  ...{ massSend, handOver, awaitResult, settleSend, recordSend, closeSend },
}

/** Calls a step with the payload the machine made; a step that does not exist is the machine's mistake. */
export async function runStep(name: string, desk: Desk, payload: unknown): Promise<unknown> {
  const step = steps[name]
  if (!step) throw new Error(`the machine calls ${name}, which is no step`)
  const given = payload as Record<string, unknown>
  return step(desk)({ ...given, ...AtAttempt.parse(given) } as never)
}
