import { coverRatios, fits, sidesOf, type CropName } from '../article/cover'
import type { Finding } from '../policy/finding'
import { findingOf } from '../policy/rule-book'
import { visibleIn } from '../policy/visible'
import type { WordList } from '../policy/word-list'
import { checkSubmission as checkText } from '../policy/text-rule'
import { concealedIn } from './concealed'
import type { Media } from './media'
import { sourceLinesIn } from './source-line'
import { onWeibo, type Content } from './content'
import type { Submission } from './submission'
import { hitsIn } from './screening'
import { structureIn } from './structure'
import { articleHtml, articleText, plainText } from './text'

/** Everything the policy says of a draft as it stands: what refuses, what a reviewer must answer, what warns. */
export function submissionFindings(
  submission: Submission,
  media: Media[],
  today: string,
  list: WordList,
): Finding[] {
  const { content } = submission
  const chosen = content.mediaIds.flatMap((id) => media.find((one) => one.id === id) ?? [])
  const plainBody = articleText(content)
  return [
    ...checkText({
      ...content,
      plainLength: [...visibleIn(plainBody)].length,
      // Rendering shows a mark for what cannot be printed: it is looked for where it was written.
      plainBody: plainText(content.body),
      pictures: chosen.filter((one) => one.kind === 'picture').length,
      weiboPictures: onWeibo(
        content,
        chosen.filter((one) => one.kind === 'picture').map(({ id }) => id),
      ).length,
      videos: chosen.filter((one) => one.kind === 'video').length,
      today,
    }),
    ...(content.channels.includes('wechat') ? coverFindings(content, chosen) : []),
    ...concealed(content),
    ...sourceLinesIn(plainBody, content.source),
    ...(content.channels.includes('wechat') ? structureIn(articleHtml(content)) : []),
    ...hitsIn(content, list),
  ]
}

/** A cover chosen by hand is one of the pictures, and its crops are of the shapes in which WeChat shows them. */
function coverFindings({ cover }: Content, media: Media[]): Finding[] {
  if (!cover) return []
  const picture = media.find(({ id, kind }) => id === cover.mediaId && kind === 'picture')
  if (!picture) return [findingOf('cover.gone')]
  const sides = sidesOf(picture.facts)
  if (!sides) return []
  return (Object.keys(coverRatios) as CropName[])
    .filter((name) => cover[name] !== undefined && !fits(cover[name], name, sides))
    .map((name) => findingOf('cover.crop', { seen: cover[name], limit: coverRatios[name] }))
}

/** As it was written, and as it is kept: a ground that WeChat does not take may leave white words on white. */
function concealed(content: Content): Finding[] {
  const written = concealedIn(content.body)
  return written.length > 0 ? written : concealedIn(articleHtml(content))
}
