import { codeIn, eventually, type Visitor } from './visitor'

interface ShownEdition {
  edition: {
    state: string
    hash: string
    attempt: number
    outcome?: { code: string; said: { zh: string; en: string }; facts: Record<string, unknown> }
    result?: { msgId?: string; articles: { url: string }[] }
  } | null
  claim: { name: string; claimedAt: string; title: string } | null
  sends: { attempt: number; state: string; override?: { name: string; reason: string } }[]
  ledger: { type: string; by: string }[]
}

/** What readers really got, as the twin of WeChat knows it. */
export interface TwinRecord {
  massSends: { status: string; articles: { title: string; content: string }[] }[]
  previews: { openId: string; articles: { title: string; content: string }[] }[]
}

export const beijingToday = (now: number): string => new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)

export const twinOf = async (url: string): Promise<TwinRecord> =>
  (await (await fetch(`${url}/wechat-twin/_twin/state`)).json()) as TwinRecord

export const showEdition = (editor: Visitor, date: string) =>
  editor.get<ShownEdition>(`/api/editions/${date}`)

/** From midnight on, so that it goes out as soon as it is confirmed. */
export const compose = (editor: Visitor, date: string, submissionIds: string[]) =>
  editor.put(`/api/editions/${date}`, { submissionIds, hour: '00:00' })

export const send = (editor: Visitor, date: string) => editor.post(`/api/editions/${date}/send`)

/** Waits for an edition to stand in one of these states. */
export const edition = (editor: Visitor, date: string, states: string[], withinMs = 120_000) =>
  eventually(
    `the edition of ${date} to be ${states.join(' or ')}`,
    async () => {
      const shown = await showEdition(editor, date)
      return shown.edition && states.includes(shown.edition.state) ? shown.edition : undefined
    },
    withinMs,
  )

/** The code of the newest mail about releasing an edition. */
export const confirmationCode = async (editor: Visitor, seen: number): Promise<string> =>
  codeIn(
    await eventually('the confirmation code', async () =>
      (await editor.mails())
        .slice(seen)
        .findLast((mail) => mail.subject.includes('确认') && /\d{6}/.test(mail.text)),
    ),
  )

export const confirm = (editor: Visitor, date: string, hash: string, code: string) =>
  editor.post(`/api/editions/${date}/confirm`, { hash, code })

/** The day's edition from composing to `sent`, confirmed by who composed it. */
export async function publish(editor: Visitor, date: string, submissionIds: string[]): Promise<void> {
  const seen = (await editor.mails()).length
  await compose(editor, date, submissionIds)
  await send(editor, date)
  const { hash } = await edition(editor, date, ['awaiting-confirmation', 'failed'])
  await confirm(editor, date, hash, await confirmationCode(editor, seen))
  await edition(editor, date, ['sent'])
}
