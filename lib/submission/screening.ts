import type { Finding } from '../policy/finding'
import type { WordList } from '../policy/word-list'
import { screen } from '../policy/word-screen'
import type { Content, Submission } from './submission'
import { screenedFields } from './text'

/** Hits of the word screen in everything readers get to see, in reading order (article 8). */
export const hitsIn = (content: Content, list: WordList): Finding[] =>
  screenedFields(content).flatMap(({ field, text }) => screen(text, list, field))

/** The hits a reviewer must answer one by one before approving; taking down what was published needs none. */
export const requiredAnswers = (
  { content, removes }: Pick<Submission, 'content' | 'removes'>,
  list: WordList,
): Finding[] => (removes ? [] : hitsIn(content, list).filter((hit) => hit.severity === 'answer'))
