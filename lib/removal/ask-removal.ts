import type { Editions } from '../edition/store'
import { holds, type Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Machine } from '../platform/machine'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { requireReader } from '../submission/access'
import { versionWrite, watchWrite, type Submissions } from '../submission/store'
import { startApproval } from '../submission/submit-submission'
import type { Publication, Submission } from '../submission/submission'
import { alreadyAsked, isUnderWay, isUndecided, removalOf, requireRemovable } from './removal'

interface Needs {
  submissions: Submissions
  editions: Pick<Editions, 'withId'>
  people: Pick<People, 'withId'>
  machine: Machine
  clock: Clock
}

function requireAsker(target: Submission, person: Person, atOnce: boolean, today: string): void {
  requireReader(target, person, today)
  if (holds(person, 'editor', today) || holds(person, 'officer', today, target.unitId)) return
  if (atOnce && holds(person, 'department-head', today)) return
  throw new Refusal('NotAllowed', {
    zh: '只有本单位的信息员或编辑可以申请撤下',
    en: 'only an information officer of this unit or the editor may ask for a removal',
  })
}

/**
 * WeChat deletes by place. Where the message or the place is not known here, or it stands on Weibo, there is none: it must
 * not delete another article, so a person deletes this one by hand.
 */
async function placeOf(
  editions: Needs['editions'],
  target: Submission,
  { channel, id }: Publication,
): Promise<number | undefined> {
  if (channel !== 'wechat' || id === undefined || target.editionDate === undefined) return undefined
  const edition = await editions.withId(target.editionDate)
  const at = edition.items.findIndex(({ submissionId }) => submissionId === target.id)
  return at >= 0 && edition.result?.msgId === id ? at + 1 : undefined
}

/**
 * Asks for a published article to be taken down: it is decided by the route that published it, or at once by the head of
 * 企管部, who may ask for that themselves; what is only asked for is overtaken by a wish for at once. The removal, its
 * version and the note on the article are one transaction; the same person asking the same again gets the removal that
 * stands.
 */
export const askRemoval =
  ({ submissions, editions, people, machine, clock }: Needs) =>
  async (asked: {
    submissionId: string
    reason: string
    atOnce?: boolean | undefined
    by: Person
  }): Promise<Submission> => {
    const { by, reason, atOnce = false } = asked
    const now = clock.now()
    const seen = await submissions.withId(asked.submissionId)
    requireAsker(seen, by, atOnce, beijingDate(now))
    const articleIndex = await placeOf(editions, seen, requireRemovable(seen))
    const { removal: known } = seen
    const ids = [known?.submissionId, known?.afterwards?.submissionId].flatMap((id) => id ?? [])
    const earlier = await Promise.all(ids.map((id) => submissions.withId(id)))
    const [underWay] = earlier.filter(isUnderWay)
    const isOvertaken = atOnce && underWay && !underWay.removes?.atOnce && isUndecided(underWay)
    if (underWay && !isOvertaken) return standing(underWay)

    const number = (seen.removal?.number ?? 0) + 1
    const removal = removalOf(seen, {
      ...(articleIndex !== undefined && { articleIndex }),
      ...{ reason, number, by, at: now, atOnce },
    })
    const target = await submissions.change(seen.id, (current) => {
      if ((current.removal?.number ?? 0) >= number) return undefined
      const { route, removes, contentHash } = removal
      return {
        submission: {
          ...current,
          removal: {
            ...{ submissionId: removal.id, number },
            ...(underWay && { afterwards: { submissionId: underWay.id } }),
          },
        },
        happened: {
          by: by.id,
          type: 'RemovalAsked',
          facts: { removal: removal.id, reason, name: by.name, ...(atOnce && { atOnce }) },
        },
        writes: [
          ...submissions.beginning(removal, {
            by: by.id,
            type: 'RemovalAsked',
            facts: { removes, contentHash, route, reason, name: by.name },
          }),
          versionWrite(removal),
          watchWrite(removal.id, now),
        ],
      }
    })
    return standing(await submissions.withId(target.removal?.submissionId ?? removal.id))

    async function standing(removal: Submission): Promise<Submission> {
      const { removes } = removal
      const isSame = removes?.reason === reason && (removes.atOnce ?? false) === atOnce
      if (removal.officerId !== by.id || !isSame || removal.state === 'removed')
        throw alreadyAsked(removal, (await people.withId(removal.officerId))?.name ?? removal.officerId)
      if (removal.state === 'checking') await startApproval(machine)(removal)
      return removal
    }
  }
