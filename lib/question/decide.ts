import { allKeys, keyNamed, keyRing } from '../platform/key-ring'
import { Refusal } from '../platform/refusal'
import { isVisible } from '../policy/visible'
import { askCodeOf, isPageNonce, type Due } from './ask'
import type { Answer, Answering, AskingAbout, DecisionForm, Visit } from './question'
import { renewLink } from './renew-link'
import { linkLocked, lockedForNow, requireCode } from './require-code'
import { settledWrites } from './store'
import { openVisit, requireStillAsked } from './visit'

export interface DecideNeeds<At extends object, F extends At & Due, M> extends AskingAbout<At, F, M> {
  answering: Answering<F, M>
}

/** Invariants 1, 4 and 6: a person's decision on the page behind a link. Throws a Refusal that says what stands. */
export const decideQuestion =
  <At extends object, F extends At & Due, M>(needs: DecideNeeds<At, F, M>) =>
  async (form: DecisionForm): Promise<{ visit: Visit<F, M>; answer: Answer }> => {
    const { asks, clock, secrets, question, answering } = needs
    const { kind } = question
    const now = clock.now()
    const visit = await openVisit(needs)(form.token)
    const { link, ask, matter, person } = visit
    const pageKeys = allKeys(keyRing(await secrets.read('page-key')))
    if (!isPageNonce(pageKeys, form.nonce, link.linkHash, answering.hashOf(matter), now))
      throw new Refusal('PageStale', {
        zh: '页面已过期，请重新打开链接再决定',
        en: 'the page is out of date; open the link again',
      })
    await answering.requireSame?.(matter)
    const approves = form.choice === 'approve'
    if (!approves && !isVisible(form.reason ?? ''))
      throw new Refusal('InvalidRequest', {
        zh: '不同意需要写明理由',
        en: 'refusing or sending back needs a reason',
      })
    // Who comes by the mail's link has the mailbox; who comes from the portal shows it by the code.
    if (approves || link.fromPortal) {
      const key = keyNamed(keyRing(await secrets.read('link-key')), ask.keyName)
      await requireCode({
        attempt: () => asks.attempt(link.linkHash),
        renew: async () => (link.fromPortal ? undefined : renewLink(needs)(visit)),
        locked: link.fromPortal ? lockedForNow : linkLocked,
      })({ typed: form.code, expected: key && askCodeOf(kind, key, ask) })
    }
    await answering.requireFilled?.(visit, form)
    const reason = form.reason?.trim()
    const quote = approves ? undefined : form.quote?.trim()
    const answer: Answer = {
      kind: approves ? 'approved' : 'rejected',
      by: person.id,
      name: person.name,
      ...(ask.standsInFor && { standsInFor: ask.standsInFor }),
      at: now.toISOString(),
      ...(reason && { reason }),
      ...(quote && { quote }),
      answers: approves ? form.answers : [],
    }
    await answering.record(visit, answer, async () =>
      settledWrites(kind, await requireStillAsked(needs)(ask, person.id)),
    )
    return { visit, answer }
  }
