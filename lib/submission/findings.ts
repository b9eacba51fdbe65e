import type { Finding } from '../policy/finding'
import type { WordList } from '../policy/word-list'
import { checkSubmission as checkText } from '../policy/text-rule'
import type { Media } from './media'
import type { Submission } from './submission'
import { hitsIn } from './screening'
import { plainText } from './text'

/** Everything the policy says of a draft as it stands: what refuses, what a reviewer must answer, what warns. */
export function submissionFindings(
  submission: Submission,
  media: Media[],
  today: string,
  list: WordList,
): Finding[] {
  const { content } = submission
  const chosen = content.mediaIds.flatMap((id) => media.find((one) => one.id === id) ?? [])
  return [
    ...checkText({
      ...content,
      plainLength: [...plainText(content.body)].length,
      pictures: chosen.filter((one) => one.kind === 'picture').length,
      videos: chosen.filter((one) => one.kind === 'video').length,
      today,
    }),
    ...hitsIn(content, list),
  ]
}
