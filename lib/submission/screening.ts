import type { Finding } from '../policy/finding'
import { wordList } from '../policy/word-list'
import { screen } from '../policy/word-screen'
import type { Content, Submission } from './submission'
import { screenedFields } from './text'

/** Hits of the word screen in everything readers get to see, in reading order (article 8). */
export const hitsIn = (content: Content): Finding[] =>
  screenedFields(content).flatMap(({ field, text }) => screen(text, wordList, field))

/** The hits a reviewer must answer one by one before approving; taking down what was published needs none. */
export const requiredAnswers = ({ content, removes }: Pick<Submission, 'content' | 'removes'>): Finding[] =>
  removes ? [] : hitsIn(content).filter((hit) => hit.severity === 'answer')
