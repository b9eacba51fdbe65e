import { tokenLetter } from '../channels/mail/weibo-letters'
import type { Mail } from '../channels/mail/mail'
import type { WeiboAccount, WeiboAccounts } from '../channels/weibo/account-store'
import type { Weibo } from '../channels/weibo/weibo'
import { adminsOf, editorsOf } from '../people/office-staff'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { sha256 } from '../platform/ids'
import { beijingDate } from '../policy/working-days'
import { warnedAfter, warningDue, type TokenWarning } from './token-warning'

interface Needs {
  accounts: WeiboAccounts
  weibo: Pick<Weibo, 'tokenInfo'>
  people: People
  mail: Mail
  clock: Clock
  publicUrl: string
}

type Facts = Omit<WeiboAccount, 'revision'>

/** What Weibo says of the token now; what it could not be asked stays as it was known. */
async function looked({ weibo, clock }: Needs, seen: WeiboAccount | undefined): Promise<Facts> {
  const known: Facts = { ...seen, warned: seen?.warned ?? [] }
  const asked = await weibo.tokenInfo()
  const checkedAt = clock.now().toISOString()
  if (asked.kind === 'done') return { ...known, ...asked.value, refusedWith: undefined, checkedAt }
  if (asked.kind === 'refused' && asked.refusal.class === 'authorise')
    return { ...known, refusedWith: asked.refusal.code, checkedAt }
  return known
}

const once = (people: Person[]) => [...new Map(people.map((person) => [person.id, person])).values()]

/**
 * Looks at the company's authorisation with Weibo and mails editors and administrators 7, 3 and 1 days before its end,
 * when it has ended and when it was withdrawn: each once an authorisation. Before anybody authorised there is nothing
 * to warn of. Answers the warning mailed.
 */
export const watchToken = (needs: Needs) => async (): Promise<TokenWarning | undefined> => {
  const { accounts, people, mail, clock, publicUrl } = needs
  const seen = await accounts.account()
  if (!seen && (await accounts.accessToken()) === undefined) return undefined
  const facts = await looked(needs, seen)
  const warning = warningDue(facts, clock.now())
  const { expiresAt, uid, authorisedAt = '' } = facts
  // The letters first, then the record: a crash between repeats them under their old Message-IDs.
  if (warning)
    for (const person of once([
      ...(await editorsOf({ people, clock })),
      ...(await adminsOf({ people, clock })),
    ]))
      await mail.send(
        tokenLetter({
          to: person.email,
          name: person.name,
          language: person.language,
          warning,
          ...(uid && { uid }),
          ...(expiresAt && { expiresAt: new Date(expiresAt) }),
          authorisation: sha256(`${authorisedAt} ${expiresAt && beijingDate(new Date(expiresAt))}`).slice(
            0,
            16,
          ),
          url: `${publicUrl}/portal/accounts`,
        }),
      )
  await accounts.note(seen, { ...facts, warned: warnedAfter(facts, clock.now()) })
  return warning
}
