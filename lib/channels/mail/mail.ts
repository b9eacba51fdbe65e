import type { Bilingual } from '../../platform/refusal'
import type { Block, Language } from './block'

/** One mail to one person. Ids are local parts; the transport adds the sender's domain. */
export interface Letter {
  to: string
  subject: string
  text: string
  html: string
  /** the text part with codes and the secret of links hidden: what may be kept */
  kept?: string
  /** the same for the same step, so that a repeated step is recognised as the same letter */
  messageId: string
  /** the thread this letter belongs to: all letters about one submission or one edition stand together */
  thread?: string
  /** ISO, UTC: after this it is worth nothing and is no longer sent; without one, seven days after it was written */
  deadline?: string
  /** it presses what was told before: what the day's one letter to this person says of it */
  reminder?: { name: string; language?: Language; subject: Bilingual; blocks: Block[] }
  /** the page of the portal it leads to, from `/portal` on */
  page?: string
  /** it cannot wait for working hours */
  urgent?: true
  /** ISO, UTC: it does not leave before */
  notBefore?: string
  /** it is a notice by a messenger instead of a mail: by which robot or application, to whose account; the text is its link */
  via?: { way: string; userId?: string }
  /** of a letter that gathers others: what each of their threads keeps */
  gathers?: { messageId: string; thread: string; subject: string; kept: string }[]
}

export interface Mail {
  /** Safe once this resolves: it leaves when it can. The same Message-ID again is the same letter. */
  send(letter: Letter): Promise<unknown>
}
