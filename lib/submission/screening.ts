import type { Finding } from '../policy/finding'
import type { WordList } from '../policy/word-list'
import { screen } from '../policy/word-screen'
import { columnsOf } from './as-read'
import type { Content } from './content'
import type { Submission } from './submission'
import { articleHtml, plainText, screenedFields } from './text'

const isMarking = ({ rule }: Finding) => rule === 'screen.marking'

/** Markings that stand below each other in the cells of a table. */
function markingsInColumns(html: string, list: WordList): Finding[] {
  const text = columnsOf(html)
  return screen(text, list).filter(
    (hit) => isMarking(hit) && hit.at && text.slice(hit.at.start, hit.at.end).includes('\n'),
  )
}

/** Markings in what was written that the rendering leaves out: they come from somewhere, and may come back with another look. */
const markingsAsWritten = (body: string, list: WordList): Finding[] =>
  screen(plainText(body), list).filter(isMarking)

/** Hits of the word screen in everything readers get to see, in reading order (article 8). */
export function hitsIn(content: Content, list: WordList): Finding[] {
  const hits = [
    ...screenedFields(content).flatMap(({ field, text }) => screen(text, list, field)),
    ...markingsInColumns(articleHtml(content), list),
  ]
  return hits.some(isMarking) ? hits : [...hits, ...markingsAsWritten(content.body, list)]
}

/** The hits a reviewer must answer one by one before approving; taking down what was published needs none. */
export const requiredAnswers = (
  { content, removes }: Pick<Submission, 'content' | 'removes'>,
  list: WordList,
): Finding[] => (removes ? [] : hitsIn(content, list).filter((hit) => hit.severity === 'answer'))
