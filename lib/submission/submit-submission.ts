import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Machine } from '../platform/machine'
import { Refusal } from '../platform/refusal'
import { policy } from '../policy/policy'
import { routeOf } from '../policy/route'
import { statement } from '../policy/statement'
import { beijingDate } from '../policy/working-days'
import type { Themes } from '../theme/store'
import type { WordLists } from '../wording/store'
import { requireAuthor } from './access'
import { submissionFindings } from './findings'
import type { Media } from './media'
import { pinOf, renditionHashOf, renditionOf, renditionText, type Rendition } from './rendition'
import { deliveredWrite, renditionWrite, versionWrite, watchWrite, type Submissions } from './store'
import {
  contentHashOf,
  executionName,
  handledBy,
  requireState,
  type MediaPin,
  type Submission,
} from './submission'

interface Needs {
  submissions: Submissions
  wordLists: WordLists
  themes: Themes
  people: Pick<People, 'units'>
  machine: Machine
  clock: Clock
}

/** A row of the table holds 400 KB; what WeChat takes is far below. */
const mostBytes = 380_000

function requireRoom(rendition: Rendition): void {
  const bytes = Buffer.byteLength(renditionText(rendition))
  if (bytes <= mostBytes) return
  throw new Refusal(
    'PolicyRefused',
    {
      zh: `排版后的文章太长（${bytes} 字节，最多 ${mostBytes}），请删减或分成几篇`,
      en: `the article with its markup is too long (${bytes} bytes of ${mostBytes}); cut it or make several of it`,
    },
    { facts: { bytes, limit: mostBytes } },
  )
}

/** A statement is signed over what its signer has read: not over what a colleague wrote since, nor over another version. */
function requireSeen(submission: Submission, seen: { version: number; edits: number }): void {
  if (submission.version === seen.version && submission.edits === seen.edits) return
  throw new Refusal(
    'ContentChanged',
    {
      zh: '您打开这篇稿件之后，它被改过，所以没有送审；请刷新页面，看过现在的内容再送审',
      en: 'it was changed since you opened it and was not submitted; reload the page, read it as it is now, and submit then',
    },
    { facts: { version: submission.version, edits: submission.edits } },
  )
}

/** Every file used is accepted; what is still on its way or refused is named. */
function pinsOf(submission: Submission, media: Media[]): MediaPin[] {
  const chosen = submission.content.mediaIds.map((id) => media.find((one) => one.id === id))
  const waiting = chosen.filter(
    (one) => one === undefined || one.state === 'uploading' || one.state === 'checking',
  )
  if (waiting.length > 0)
    throw new Refusal(
      'MediaMissing',
      {
        zh: '还有图片或视频没有上传完或没有检查完，请稍候再送审',
        en: 'some files are not uploaded or not checked yet; submit in a moment',
      },
      { facts: { waiting: waiting.map((one) => one?.fileName ?? '?') } },
    )
  const refused = chosen.filter((one) => one?.state === 'refused')
  if (refused.length > 0)
    throw new Refusal(
      'PolicyRefused',
      { zh: '有未通过检查的图片或视频，请更换或移除', en: 'some files were refused; replace or remove them' },
      { details: refused.flatMap((one) => one?.findings ?? []) },
    )
  return chosen.flatMap((one) => (one ? pinOf(one) : []))
}

/**
 * Articles 6, 8, 9, 10, 11: checks the draft against the policy, signs the statement, fixes the content hash and
 * starts the approval. Starting is repeated by the watch if this process dies in between.
 */
export const submitSubmission =
  ({ submissions, wordLists, themes, people, machine, clock }: Needs) =>
  async ({
    submissionId,
    version,
    edits,
    agreed,
    by,
  }: {
    submissionId: string
    version: number
    /** how often the draft had been edited when its author read it */
    edits: number
    agreed: { truth: true; unclassified: true }
    by: Person
  }): Promise<Submission> => {
    const media = await submissions.media(submissionId)
    const [words, companyTheme] = await Promise.all([wordLists.newest(), themes.newest()])
    const units = await people.units()
    const nameOf = (unitId: string) => units.find(({ id }) => id === unitId)?.name ?? unitId
    const now = clock.now()
    const today = beijingDate(now)
    const submitted = await submissions.change(submissionId, (submission) => {
      requireAuthor(submission, by, today)
      if (submission.version === version && ['checking', 'in-review'].includes(submission.state))
        return undefined
      requireState(submission, 'draft')
      requireSeen(submission, { version, edits })
      const refused = submissionFindings(submission, media, today, words.list).filter(
        (finding) => finding.severity === 'refuse',
      )
      if (refused.length > 0)
        throw new Refusal(
          'PolicyRefused',
          { zh: '有不符合制度的地方，请按说明修改', en: 'this breaks the rules; see the details' },
          { details: refused },
        )
      const pins = pinsOf(submission, media)
      const { content, openedByOffice } = submission
      const route = routeOf({
        category: content.category ?? 0,
        channels: content.channels,
        openedByOffice,
      }).map((step) => step.tier)
      const rendition = renditionOf({
        content,
        pins,
        media,
        unitName: nameOf(submission.unitId),
        companyTheme,
      })
      requireRoom(rendition)
      const renditionHash = renditionHashOf(rendition)
      const contentHash = contentHashOf(content, pins, policy.version, undefined, renditionHash)
      const next: Submission = {
        ...handledBy(submission, by),
        state: 'checking',
        pins,
        // What was judged by the policy in force stands under its number, whenever the draft was begun.
        policyVersion: policy.version,
        renditionHash,
        wordList: words.number,
        contentHash,
        route,
        note: undefined,
        noteAbout: undefined,
        statement: { by: by.id, name: by.name, at: now.toISOString(), wording: statement.version },
      }
      return {
        submission: next,
        happened: {
          by: by.id,
          type: 'SubmissionSubmitted',
          facts: {
            version: submission.version,
            contentHash,
            wordList: words.number,
            route,
            statement: { ...agreed, wording: statement.version },
          },
        },
        writes: [
          versionWrite(next),
          watchWrite(submission.id, now),
          renditionWrite(next, rendition),
          ...(submission.version === 1 ? [deliveredWrite(next, now)] : []),
        ],
      }
    })
    await startApproval(machine)(submitted)
    return submitted
  }

/** Starts the approval of a version; the execution's name makes it harmless to repeat. */
export const startApproval = (machine: Machine) => (submission: Submission) =>
  machine.start(executionName(submission), { submissionId: submission.id, version: submission.version })
