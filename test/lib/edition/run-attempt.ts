import { Crash, date, type GivenDesk } from './given-desk'

interface Run {
  /** seconds the clock moves beyond each wait for a result */
  deliver?: boolean
  /** stop before this step */
  until?: 'confirmation' | 'claim' | 'mass-send' | 'result'
}

/** Runs a step again after each crash, as the machine does. */
export async function again<T>(step: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await step()
    } catch (error) {
      if (!(error instanceof Crash) || tried === 5) throw error
    }
  }
}

/** Composes if needed and starts sending; the attempt's number. */
export async function start(desk: GivenDesk): Promise<number> {
  const edition = await again(() => desk.verbs.start({ date, by: desk.editor }))
  return edition.attempt
}

/**
 * One attempt in the order of statemachines/send-edition.asl.yml, the editor confirming with the mailed code and the
 * clock moving over every wait. Returns the end state's name.
 */
export async function runAttempt(desk: GivenDesk, attempt: number, run: Run = {}): Promise<string> {
  const { verbs } = desk
  const at = { date, attempt }
  const close = async () => (await again(() => verbs.closeSend(at))).outcome

  if ((await again(() => verbs.buildDraft(at))).next !== 'test') return close()
  if ((await again(() => verbs.sendTest(at))).next !== 'wait') return close()
  await again(() => verbs.awaitConfirmation({ ...at, taskToken: 'confirm', waitSeconds: 3600 }))
  if (run.until === 'confirmation') return 'waiting'
  await again(async () =>
    verbs.confirm({ date, hash: (await desk.edition()).hash, code: desk.code(), by: desk.editor }),
  )
  if ((await again(() => verbs.pressConfirmer(at))).next !== 'go') return close()
  if (run.until === 'claim') return 'waiting'
  if ((await again(() => verbs.claimDay(at))).next !== 'send') return close()
  if (run.until === 'mass-send') return 'waiting'
  const asked = await again(() => verbs.massSend(at))
  if (run.until === 'result') return 'waiting'
  return settle(desk, attempt, asked, run)
}

/** From the answer of the mass send on: waits, settles, records or closes. */
export async function settle(
  desk: GivenDesk,
  attempt: number,
  looked: { next: string; waitSeconds: number },
  { deliver = true }: Run = {},
): Promise<string> {
  const { verbs, twin } = desk
  const at = { date, attempt }
  let now = looked
  for (let look = 1; now.next === 'wait'; look++) {
    if (look === 40) throw new Error('it never settled')
    await again(() => verbs.awaitResult({ ...at, taskToken: `result ${look}`, waitSeconds: 3600 }))
    twin.clock.move(now.waitSeconds * 1000)
    if (deliver) await again(() => desk.deliverPushes())
    now = await again(() => verbs.settleSend(at))
  }
  if (now.next !== 'sent') return (await again(() => verbs.closeSend(at))).outcome
  await again(() => verbs.recordSend(at))
  return 'sent'
}
