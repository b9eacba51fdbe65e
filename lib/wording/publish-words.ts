import type { Planned } from '../people/administer'
import { named, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import { differenceOf } from './difference'
import { proposeWords, type Proposal } from './propose-words'
import { fingerprintOf, type ListedWords, type WordLists } from './store'

const overtaken = (newest: number) =>
  new Refusal(
    'ContentChanged',
    {
      zh: `词表已有第 ${newest} 版，请重新查看差异后再发布`,
      en: `version ${newest} of the list was published meanwhile; look at the difference again`,
    },
    { facts: { newest } },
  )

/** What was looked at, and why it is to be the next version. */
export interface NextWords {
  /** number of the list it was compared with */
  base: number
  fingerprint: string
  reason: string
}

/**
 * Keeps the words of what was looked at until a second person has confirmed them. Answers the version they are by now,
 * where they were published already.
 */
export const keepWords =
  ({ wordLists, clock }: { wordLists: WordLists; clock: Clock }) =>
  async ({
    proposal,
    base,
    fingerprint,
    by,
  }: Pick<NextWords, 'base' | 'fingerprint'> & {
    proposal: Proposal
    by: Person
  }): Promise<ListedWords | undefined> => {
    const already = await wordLists.version(base + 1)
    if (already?.fingerprint === fingerprint && already.by === by.id) return already
    if (already) throw overtaken(await wordLists.newestNumber())
    const { entries } = await proposeWords({ wordLists })({ proposal, base })
    if (fingerprintOf(entries) !== fingerprint) throw overtaken(base)
    await wordLists.keep(fingerprint, entries, clock.now())
    return undefined
  }

/** As many as a second person reads in a letter; the whole difference is in the portal. */
const shownAtMost = 50
const someOf = (words: { word: string }[]): string[] => words.slice(0, shownAtMost).map(({ word }) => word)

/** Publishes what was kept as the next version, with its reason. @throws Refusal `ContentChanged`, `InvalidRequest` */
export const planWords =
  ({ wordLists, clock }: { wordLists: WordLists; clock: Clock }) =>
  async ({ base, fingerprint, reason, by }: NextWords & { by: Person }): Promise<Planned> => {
    const newest = await wordLists.newestNumber()
    if (newest !== base) throw overtaken(newest)
    const entries = await wordLists.kept(fingerprint)
    const difference = differenceOf((await wordLists.numbered(base)).words, entries)
    const count = {
      added: difference.added.length,
      removed: difference.removed.length,
      changed: difference.changed.length,
    }
    if (count.added + count.removed + count.changed === 0)
      throw new Refusal('InvalidRequest', {
        zh: '与现行词表没有差异',
        en: 'it is the same as the present list',
      })
    const version: ListedWords = {
      ...{ number: base + 1, words: entries.length, fingerprint, ...count },
      ...{ by: by.id, name: by.name, at: clock.now().toISOString(), reason },
    }
    return {
      act: {
        ...{ type: 'WordListPublished', by: named(by) },
        about: { id: `words-${version.number}`, name: String(version.number) },
        facts: {
          ...{ ...count, words: entries.length, fingerprint, reason },
          newWords: someOf(difference.added),
          goneWords: someOf(difference.removed),
          changedWords: someOf(difference.changed.map(({ after }) => after)),
        },
      },
      async write(rows) {
        try {
          await wordLists.publish(version, entries, rows)
        } catch (error) {
          if (error instanceof ConditionFailed && error.row?.pk.startsWith('WORDS'))
            throw overtaken(await wordLists.newestNumber())
          throw error
        }
      },
    }
  }

/** What changed from one version to the next. */
export const showWords =
  ({ wordLists }: { wordLists: WordLists }) =>
  async (number: number) => {
    const { words } = await wordLists.numbered(number)
    return {
      number,
      words,
      difference: differenceOf(number > 1 ? (await wordLists.numbered(number - 1)).words : [], words),
    }
  }
