import { inBothLights } from '../article/dark'
import type { DecisionForms } from '../pages/decision-forms'
import type { DecisionView } from '../pages/decision-page'
import type { People } from '../people/store'
import type { Bucket } from '../platform/bucket'
import { categoryOf, policyOf, type Policy, type Tier } from '../policy/policy'
import { statementOf } from '../policy/statement'
import { unpublishedNote } from '../policy/unpublished'
import { beijingDate } from '../policy/working-days'
import { weiboLength } from '../policy/weibo-counter'
import { namesOf } from '../people/names-of'
import { threadsOf } from '../submission/comment'
import { submissionFindings } from '../submission/findings'
import type { Media } from '../submission/media'
import { withHitsMarked } from '../submission/marked-html'
import { requiredAnswers } from '../submission/screening'
import { channelOf } from '../submission/removes'
import { htmlWith, type Rendition } from '../submission/rendition'
import { requireWhole } from '../submission/require-whole'
import { shownRendition } from '../submission/shown-rendition'
import type { Submissions } from '../submission/store'
import type { Content } from '../submission/content'
import { fields } from '../submission/fields'
import { mediaHome, type MediaPin, type Submission } from '../submission/submission'
import { articleText } from '../submission/text'
import type { WordLists } from '../wording/store'
import type { Turn } from './approval'
import { changesSince } from './changes-since'
import type { Approvals } from './store'
import type { AskedTier } from './ask'
import type { Visit } from '../question/question'
import type { TierMatter } from './tier-question'

interface Needs {
  approvals: Approvals
  wordLists: WordLists
  submissions: Submissions
  people: People
  bucket: Pick<Bucket, 'head' | 'presignRead'>
}

/** Links to previews and videos live for a quarter of an hour and are made anew for every view. */
const linkSeconds = 15 * 60
const playable = ['video/mp4', 'video/quicktime', 'video/3gpp']

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`
const factsOf = ({ facts, bytes }: Media): string =>
  [
    facts['width'] && facts['height'] ? `${String(facts['width'])} × ${String(facts['height'])}` : '',
    typeof facts['durationSeconds'] === 'number' ? `${Math.round(facts['durationSeconds'])} s` : '',
    megabytes(Number(facts['bytes'] ?? bytes)),
  ]
    .filter((fact) => fact !== '')
    .join(' · ')

const titleOf = (tier: Tier, using: Policy) => using.tiers[tier].title

const decidedBefore = (turns: Turn[], holders: Map<string, string>, using: Policy): DecisionView['earlier'] =>
  turns.flatMap(({ tier, decision }) =>
    decision
      ? [
          {
            tier: titleOf(tier, using),
            name: decision.name,
            at: new Date(decision.at),
            ...(decision.standsInFor && {
              standsInFor: holders.get(decision.standsInFor) ?? decision.standsInFor,
            }),
            ...(decision.reason && { comment: decision.reason }),
          },
        ]
      : [],
  )

function weiboOf(content: Content, { weibo, media }: Rendition, using: Policy): Pick<DecisionView, 'weibo'> {
  if (!content.channels.includes('weibo')) return {}
  const text = content.weiboText ?? ''
  const names = (weibo?.pictures ?? []).flatMap((id) => media.find((one) => one.id === id)?.fileName ?? [])
  return { weibo: { text, count: weiboLength(text), limit: using.weibo.maxLength, pictures: names } }
}

/** Of a removal: where readers have it since when, and why it has to go. */
async function removalOf(
  submissions: Submissions,
  { removes }: Submission,
): Promise<Pick<DecisionView, 'removal'>> {
  if (!removes) return {}
  const { publications } = await submissions.withId(removes.submissionId)
  const publishedAt = publications.find(({ channel }) => channel === channelOf(removes))?.at
  return {
    removal: {
      reason: removes.reason,
      kind: removes.atOnce ? 'at-once' : removes.after === undefined ? 'ordinary' : 'afterwards',
      ...(removes.url && { url: removes.url }),
      ...(publishedAt && { publishedAt: new Date(publishedAt) }),
      ...(removes.msgId === undefined && { byHand: channelOf(removes) }),
      onWeibo: publications.some(({ channel, deletedAt }) => channel === 'weibo' && !deletedAt),
    },
  }
}

/** What was said of its passages and nobody has settled. */
async function commentsOn(
  { submissions, people }: Pick<Needs, 'submissions' | 'people'>,
  { id, openComments = [] }: Submission,
): Promise<Pick<DecisionView, 'comments'>> {
  if (openComments.length === 0) return {}
  const open = threadsOf(await submissions.ledger(id)).filter(({ resolved }) => !resolved)
  const lines = open.map((thread) => ({ quote: thread.passage.quote, said: [thread, ...thread.answers] }))
  const names = await namesOf(people, [...new Set(lines.flatMap(({ said }) => said.map(({ by }) => by)))])
  return {
    comments: lines.map(({ quote, said }) => ({
      quote,
      said: said.map(({ by, text }) => ({ name: names[by] ?? by, text })),
    })),
  }
}

/** What an approver sees: the content as it will appear, previews of about 200 KB, never an original picture. */
export const decisionView =
  ({ approvals, submissions, wordLists, people, bucket }: Needs) =>
  async (
    { matter, person, ask }: Visit<AskedTier, TierMatter>,
    form: DecisionForms,
  ): Promise<{ view: DecisionView; mediaHosts: string[] }> => {
    const { submission, turn, earlier } = matter
    const { content, pins } = submission
    const using = policyOf(submission.policyVersion)
    const words = await wordLists.numbered(submission.wordList)
    const hits = requiredAnswers(submission, words)
    const rendition = await shownRendition({ submissions, people })(submission)
    if (!submission.removes) await requireWhole(bucket, rendition)
    const rows = await submissions.media(mediaHome(submission))
    const media = pins.flatMap((pin) => rows.find(({ id }) => id === pin.id) ?? [])
    const link = (key: string, versionId: string, contentType: string) =>
      bucket.presignRead({ key, versionId, contentType, seconds: linkSeconds })
    // The row may tell of a file that came later: only where it speaks of the pinned version is it asked.
    const rowOf = (pin: MediaPin) =>
      media.find(({ id, versionId }) => id === pin.id && versionId === pin.versionId)

    const pictures = await Promise.all(
      rendition.media
        .filter(({ kind }) => kind === 'picture')
        .flatMap((pin) => (pin.preview ? [{ pin, preview: pin.preview }] : []))
        .map(async ({ pin, preview }) => ({
          pin,
          url: await link(preview.key, preview.versionId, 'image/jpeg'),
        })),
    )
    const cover = pictures.find(({ pin }) => pin.id === rendition.cover.mediaId)
    const videos = await Promise.all(
      rendition.media
        .filter((pin) => pin.kind === 'video')
        .map(async (pin) => {
          const one = rowOf(pin)
          const contentType = one?.contentType ?? 'application/octet-stream'
          const url = await link(pin.key, pin.versionId, contentType)
          return {
            url,
            fileName: pin.fileName,
            facts: one ? factsOf(one) : megabytes(pin.bytes),
            playable: playable.includes(contentType),
          }
        }),
    )
    const html = htmlWith(rendition, (id) => pictures.find(({ pin }) => pin.id === id)?.url)
    const holders = new Map<string, string>()
    for (const id of [ask.standsInFor, ...earlier.map((one) => one.decision?.standsInFor)])
      if (id) holders.set(id, (await people.withId(id))?.name ?? id)
    const officer = await people.withId(submission.officerId)
    const statement = submission.statement
    const changes = await changesSince({ approvals, submissions })(submission, person.id)

    return {
      mediaHosts: [
        ...new Set(
          [...pictures.map(({ url }) => url), ...videos.map(({ url }) => url)].map(
            (url) => new URL(url).origin,
          ),
        ),
      ],
      view: {
        ...form,
        title: rendition.title,
        unitName: rendition.unitName,
        officerName: officer?.name ?? submission.officerId,
        source: rendition.source,
        ...(rendition.originalUrl && { originalUrl: rendition.originalUrl }),
        ...(content.repost && { repost: content.repost }),
        category: categoryOf(content.category ?? 0, using)?.name ?? { zh: '—', en: '—' },
        channels: content.channels.map((channel) => using.channels[channel].name),
        ...(content.channels.includes('wechat') && rendition.theme && { theme: rendition.theme }),
        ...(content.eventDate && { eventDate: content.eventDate }),
        ...(content.digest && { digest: content.digest }),
        version: submission.version,
        tier: titleOf(turn.tier, using),
        approver: {
          name: person.name,
          ...(ask.standsInFor && { standsInFor: holders.get(ask.standsInFor) }),
        },
        deadline: new Date(turn.deadline),
        deadlineNote: unpublishedNote(turn.counted?.unpublished ?? []),
        earlier: decidedBefore(earlier, holders, using),
        later: submission.route.slice(turn.index + 1).map((tier) => titleOf(tier, using)),
        ...(content.channels.includes('wechat') && {
          wechat: {
            html: inBothLights(withHitsMarked(html, words, hits)),
            characters: [...articleText(content)].length,
            dropped: rendition.dropped,
            cover: {
              ...rendition.cover,
              ...(cover && { url: cover.url }),
            },
          },
        }),
        ...weiboOf(content, rendition, using),
        pictures: pictures.map(({ pin, url }) => {
          const row = rowOf(pin)
          const facts = row ? factsOf(row) : megabytes(pin.bytes)
          return {
            previewUrl: url,
            fileName: pin.fileName,
            facts,
            isCover: pin.id === rendition.cover.mediaId,
          }
        }),
        videos,
        ...(changes && {
          changes: {
            ...changes,
            fields: changes.fields.map(({ field, stretches }) => ({ name: fields[field].label, stretches })),
          },
        }),
        hits,
        ...(await removalOf(submissions, submission)),
        ...(await commentsOn({ submissions, people }, submission)),
        submittedAt: new Date(statement?.at ?? submission.createdAt),
        warnings: submission.removes
          ? []
          : submissionFindings(submission, media, beijingDate(new Date(turn.openedAt)), words).filter(
              (finding) => finding.severity === 'warn',
            ),
        ...(statement && {
          statement: {
            name: statement.name,
            at: new Date(statement.at),
            parts: statementOf(statement.wording).parts.map((part) => part.text),
          },
        }),
      },
    }
  }
