import { passkeyLetter } from '../channels/mail/passkey-letters'
import type { Outbox } from '../outbox/outbox'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import type { Acts } from '../security/ledger'
import type { Passkeys } from './passkey-store'
import { named, type Person } from './person'

/** A person takes a passkey away: it signs nobody in from now on. @throws Refusal `NotFound` */
export const removePasskey =
  ({
    passkeys,
    clock,
    acts,
    mail,
  }: {
    passkeys: Passkeys
    clock: Clock
    acts: Acts
    mail: Pick<Outbox, 'write'>
  }) =>
  async ({ person, id }: { person: Person; id: string }): Promise<void> => {
    const found = (await passkeys.of(person.id)).find((one) => one.id === id)
    if (!found) throw new Refusal('NotFound', { zh: '没有这个通行密钥', en: 'there is no such passkey' })
    const { email: to, name } = person
    const told = { to, name, what: 'removed' as const, passkeys: [found.name], at: clock.now() }
    const letter = await mail.write(passkeyLetter(told))
    const self = named(person)
    await acts.record(
      { type: 'PasskeyRemoved', by: self, about: self, facts: { passkey: found.name } },
      (rows) => passkeys.remove(person.id, id, [...rows, ...letter]),
    )
  }
