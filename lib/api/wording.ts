import * as z from 'zod'
import { ShownProposal } from '../oversight/list'
import { Word } from '../policy/word-list'
import { ListedWords } from '../wording/store'

/** What the portal's API says of the word list (article 8). */

const Difference = z.object({
  added: z.array(Word),
  removed: z.array(Word),
  changed: z.array(z.object({ before: Word, after: Word })),
})

export const ListedWordLists = z.object({
  /** newest first */
  versions: z.array(ListedWords),
  newest: z.number().int(),
  next: z.string().optional(),
})
export type ListedWordLists = z.infer<typeof ListedWordLists>

/** A version with its words and what it changed of the one before. */
export const ShownWords = z.object({ number: z.number().int(), words: z.array(Word), difference: Difference })
export type ShownWords = z.infer<typeof ShownWords>

/** A list as it would be: `fingerprint` names what was shown when it is published. */
export const ProposedWords = z.object({
  words: z.number().int(),
  difference: Difference,
  fingerprint: z.string(),
})
export type ProposedWords = z.infer<typeof ProposedWords>

/** `waits`: it is published once a second person has confirmed it. */
export const PublishedWords = z.object({
  version: ListedWords.optional(),
  waits: ShownProposal.optional(),
})
export type PublishedWords = z.infer<typeof PublishedWords>
