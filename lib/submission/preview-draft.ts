import type { DraftPreview } from '../api/submission'
import { inBothLights } from '../article/dark'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import { categoryOf, policy, policyOf, type Policy } from '../policy/policy'
import { routeOf } from '../policy/route'
import { weiboLength } from '../policy/weibo-counter'
import { beijingDate } from '../policy/working-days'
import type { Themes } from '../theme/store'
import type { WordLists } from '../wording/store'
import { requireReader } from './access'
import { withHitsMarked, withReason } from './marked-html'
import { submissionFindings } from './findings'
import type { Media } from './media'
import { htmlWith, pinOf, renditionOf } from './rendition'
import { shownRendition } from './shown-rendition'
import type { Submissions } from './store'
import { mediaHome, type Submission } from './submission'

/** Links to previews and videos live for a quarter of an hour and are made anew for every view. */
const linkSeconds = 15 * 60
const playable = ['video/mp4', 'video/quicktime', 'video/3gpp']

const linkTo = async (bucket: Bucket, media: Media) => {
  const seconds = linkSeconds
  if (media.kind === 'picture')
    return media.preview && bucket.presignRead({ ...media.preview, seconds, contentType: 'image/jpeg' })
  return media.state === 'accepted'
    ? bucket.presignRead({
        key: media.key,
        versionId: media.versionId,
        seconds,
        contentType: media.contentType,
      })
    : undefined
}

function routeAhead({ content, openedByOffice }: Submission, using: Policy): DraftPreview['route'] {
  const { category, channels } = content
  if (category === undefined || !categoryOf(category, using) || channels.length === 0) return []
  return routeOf({ category, channels, openedByOffice }, using).map(({ tier, why }) => ({
    tier,
    title: using.tiers[tier].title,
    why,
  }))
}

/**
 * A submission as readers would get it and what the policy says of it: the form's live rules, by the same code that
 * checks when it is submitted and makes the draft that is sent.
 */
export const previewDraft =
  ({
    submissions,
    wordLists,
    themes,
    people,
    bucket,
    clock,
  }: {
    submissions: Submissions
    wordLists: WordLists
    themes: Themes
    people: People
    bucket: Bucket
    clock: Clock
  }) =>
  async ({ submissionId, by }: { submissionId: string; by: Person }): Promise<DraftPreview> => {
    const submission = await submissions.withId(submissionId)
    const today = beijingDate(clock.now())
    requireReader(submission, by, today)
    const draft = submission.state === 'draft'
    const using = draft ? policy : policyOf(submission.policyVersion)
    const { content } = submission
    const words = draft ? (await wordLists.newest()).list : await wordLists.numbered(submission.wordList)
    const [media, units, companyTheme] = await Promise.all([
      submissions.media(mediaHome(submission)),
      people.units(),
      draft ? themes.newest() : undefined,
    ])
    const chosen = content.mediaIds.flatMap((id) => media.find((one) => one.id === id) ?? [])
    const links = await Promise.all(
      chosen.map(async (one) => ({
        id: one.id,
        kind: one.kind,
        url: await linkTo(bucket, one),
        playable: playable.includes(one.contentType),
      })),
    )
    const rendition = draft
      ? renditionOf({
          ...{ content, media, companyTheme },
          pins: chosen.filter(({ state }) => state === 'accepted').flatMap(pinOf),
          unitName: units.find(({ id }) => id === submission.unitId)?.name ?? submission.unitId,
        })
      : await shownRendition({ submissions, people })(submission)
    const { dropped } = rendition
    const html = htmlWith(rendition, (id) => links.find((link) => link.id === id)?.url)
    return {
      html: inBothLights(withReason(withHitsMarked(html, words), submission)),
      dropped,
      findings: draft ? submissionFindings(submission, media, today, words) : [],
      route: routeAhead(submission, using),
      ...{ cover: rendition.cover, unitName: rendition.unitName },
      ...(rendition.theme && { theme: rendition.theme }),
      ...(draft &&
        companyTheme && { companyTheme: { number: companyTheme.number, name: companyTheme.theme.name } }),
      weibo: { length: weiboLength(content.weiboText ?? ''), limit: using.weibo.maxLength },
      media: links.flatMap(({ id, url, playable }) => (url ? [{ id, url, playable }] : [])),
    }
  }
