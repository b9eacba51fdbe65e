import * as z from 'zod'
import { Refusal, type RefusalDetail } from '../platform/refusal'
import { Word } from '../policy/word-list'
import { textOfFile } from './csv'
import { differenceOf, edited, mistakesIn, type WordsDifference } from './difference'
import { entriesOfCsv, wordLimits, type Entry } from './entries'
import { fingerprintOf, type WordLists } from './store'

/** A list somebody wants: a whole file, or single entries put and taken out. */
export const Proposal = z.union([
  z.strictObject({ file: z.base64().max(4_000_000).describe('a CSV in UTF-8 or GBK') }),
  z.strictObject({ put: z.array(Word).max(500), remove: z.array(z.string().max(100)).max(500) }),
])
export type Proposal = z.infer<typeof Proposal>

function refuseWith(mistakes: RefusalDetail[]): never {
  const more = mistakes.length - wordLimits.listedErrors
  throw new Refusal(
    'InvalidRequest',
    {
      zh: `词表有 ${mistakes.length} 处要改${more > 0 ? `，下面是前 ${wordLimits.listedErrors} 处` : ''}；现行词表没有变`,
      en: `${mistakes.length} things to mend in the list${more > 0 ? `, the first ${wordLimits.listedErrors} below` : ''}; the present list is unchanged`,
    },
    { details: mistakes.slice(0, wordLimits.listedErrors), facts: { mistakes: mistakes.length } },
  )
}

function entriesOf(proposal: Proposal, present: readonly Entry[]): Entry[] {
  if (!('file' in proposal)) return edited(present, proposal.put, proposal.remove)
  const text = textOfFile(Buffer.from(proposal.file, 'base64'))
  if (text === undefined)
    throw new Refusal('InvalidRequest', {
      zh: '文件既不是 UTF-8 也不是 GBK，请另存为 CSV（UTF-8）再上传',
      en: 'the file is neither UTF-8 nor GBK; save it as CSV (UTF-8) and upload it again',
    })
  const { entries, mistakes } = entriesOfCsv(text)
  if (mistakes.length > 0) refuseWith(mistakes)
  return entries
}

/** The list as it would be and how it differs from version `base`; changes nothing. */
export const proposeWords =
  ({ wordLists }: { wordLists: WordLists }) =>
  async ({
    proposal,
    base,
  }: {
    proposal: Proposal
    base: number
  }): Promise<{ entries: Entry[]; difference: WordsDifference; fingerprint: string }> => {
    const present = (await wordLists.numbered(base)).words
    const entries = entriesOf(proposal, present)
    const mistakes = mistakesIn(entries)
    if (mistakes.length > 0) refuseWith(mistakes)
    return { entries, difference: differenceOf(present, entries), fingerprint: fingerprintOf(entries) }
  }
