import { named, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import type { Acts } from '../security/ledger'
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

/** Publishes what was looked at as the next version, with its reason, on record; repeated it is the same version. */
export const publishWords =
  ({ wordLists, acts, clock }: { wordLists: WordLists; acts: Acts; clock: Clock }) =>
  async ({
    proposal,
    base,
    fingerprint,
    reason,
    by,
  }: {
    proposal: Proposal
    /** number of the list it was compared with, and fingerprint of what was shown */
    base: number
    fingerprint: string
    reason: string
    by: Person
  }): Promise<ListedWords> => {
    const already = await wordLists.version(base + 1)
    if (already?.fingerprint === fingerprint && already.by === by.id) return already
    if (already) throw overtaken(await wordLists.newestNumber())
    const { entries, difference } = await proposeWords({ wordLists })({ proposal, base })
    if (fingerprintOf(entries) !== fingerprint) throw overtaken(base)
    const count = {
      added: difference.added.length,
      removed: difference.removed.length,
      changed: difference.changed.length,
    }
    const version: ListedWords = {
      ...{ number: base + 1, words: entries.length, fingerprint, ...count },
      ...{ by: by.id, name: by.name, at: clock.now().toISOString(), reason },
    }
    if (count.added + count.removed + count.changed === 0)
      throw new Refusal('InvalidRequest', {
        zh: '与现行词表没有差异',
        en: 'it is the same as the present list',
      })
    const about = { id: `words-${version.number}`, name: String(version.number) }
    const facts = { ...count, words: entries.length, fingerprint, reason }
    try {
      await acts.record({ type: 'WordListPublished', by: named(by), about, facts }, (rows) =>
        wordLists.publish(version, entries, rows),
      )
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error
      const there = await wordLists.version(base + 1)
      if (there?.fingerprint === fingerprint && there.by === by.id) return there
      throw overtaken(await wordLists.newestNumber())
    }
    return version
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
