import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { lookAgain } from '../matter/look-again'
import type { Waits } from '../matter/waiting'
import type { Callbacks } from '../platform/machine'
import { Refusal } from '../platform/refusal'
import { watchWrite, type Submissions } from '../submission/store'
import { requireSameContent, type Submission } from '../submission/submission'
import { isVisible } from '../policy/visible'
import { hasPassage } from '../submission/marked-html'
import { requireWhole } from '../submission/require-whole'
import { shownRendition } from '../submission/shown-rendition'
import { requiredAnswers } from '../submission/screening'
import type { WordList } from '../policy/word-list'
import type { WordLists } from '../wording/store'
import { alreadyDecided, decided, type Decision, type Turn } from './approval'
import { deliverDecision } from './deliver-decision'
import { approvalCodeOf, isPageNonce } from './link'
import { renewLink } from './renew-link'
import { requireCode } from './require-code'
import { settledWrites, turnWrite, type Approvals } from './store'
import { isAsked } from './ask'
import { notAsked, openVisit, type Visit, type VisitNeeds } from './visit'
import type { AskMail } from './letters'

export interface DecisionForm {
  token: string
  nonce: string
  choice: 'approve' | 'reject'
  code?: string
  reason?: string
  /** the passage a rejection speaks of, as it stands in the text */
  quote?: string
  /** answers to the hits of the word screen, in their order */
  answers: string[]
}

interface Needs extends VisitNeeds, AskMail {
  submissions: Submissions
  wordLists: WordLists
  approvals: Approvals
  callbacks: Callbacks
  waits: Waits
  bucket: Pick<Bucket, 'head'>
  clock: Clock
  ids: Ids
}

function requireAnswers(submission: Submission, answers: string[], list: WordList): void {
  const hits = requiredAnswers(submission, list)
  const open = hits.filter((_, index) => !isVisible(answers[index] ?? ''))
  if (open.length === 0) return
  throw new Refusal(
    'PolicyRefused',
    {
      zh: `还有 ${open.length} 处敏感词提示没有逐条答复（第八条）`,
      en: `${open.length} hits of the word screen are not answered (article 8)`,
    },
    { details: open },
  )
}

/** A quote that stands nowhere in the text would leave the officer searching. */
function requirePassage({ content, removes }: Submission, quote: string | undefined): void {
  if (!quote?.trim() || (!removes && hasPassage(content.body, quote))) return
  throw new Refusal('InvalidRequest', {
    zh: '正文里没有您引用的这句话，请从正文复制，或留空',
    en: 'the passage you quote is not in the text; copy it from there or leave the field empty',
  })
}

const eventType = { approve: 'TierApproved', reject: 'TierRejected' } as const

/** Records the decision, its ledger event and the watch for its delivery in one moment. */
async function record(
  needs: Needs,
  visit: Visit,
  decision: Decision,
  choice: DecisionForm['choice'],
): Promise<Turn> {
  const { submissionId, version, index } = visit.turn
  // The tier may be handed over meanwhile, or a colleague is faster: `decided` tells which.
  return lookAgain(async () => {
    const before = await needs.approvals.turn(submissionId, version, index)
    if (!before) throw new Error('the turn vanished')
    const asks = (await needs.approvals.asksOf(submissionId, version, index)).filter(isAsked)
    if (!asks.some((ask) => ask.personId === decision.by)) throw notAsked()
    const after = decided(before, decision)
    await needs.submissions.change(visit.submission.id, (submission) => {
      if (submission.state !== 'in-review' || submission.version !== before.version)
        throw alreadyDecided({ ...decision, kind: 'withdrawn', name: '', by: '' })
      return {
        submission,
        happened: {
          by: decision.by,
          type: eventType[choice],
          facts: {
            tier: before.tier,
            version: before.version,
            contentHash: decision.contentHash,
            ...(decision.standsInFor && { standsInFor: decision.standsInFor }),
            ...(decision.reason && { reason: decision.reason }),
            ...(decision.quote && { quote: decision.quote }),
            ...(decision.answers.length > 0 && { answers: decision.answers }),
          },
        },
        writes: [
          turnWrite(before, after),
          ...settledWrites(asks),
          watchWrite(submission.id, needs.clock.now()),
        ],
      }
    })
    return after
  })
}

/** Invariants 1, 4 and 6: a person's decision on the page behind a link. Throws a Refusal that says what stands. */
export const decide =
  (needs: Needs) =>
  async (form: DecisionForm): Promise<{ visit: Visit; decision: Decision }> => {
    const now = needs.clock.now()
    const visit = await openVisit(needs)(form.token)
    const key = await needs.secrets.read('link-key')
    if (!isPageNonce(key, form.nonce, visit.link.linkHash, visit.turn.contentHash, now))
      throw new Refusal('PageStale', {
        zh: '页面已过期，请重新打开链接再决定',
        en: 'the page is out of date; open the link again',
      })
    requireSameContent(visit.submission, visit.turn.contentHash)
    if (!visit.submission.removes)
      await requireWhole(needs.bucket, await shownRendition(needs)(visit.submission))
    if (form.choice === 'approve') {
      await requireCode({
        attempt: () => needs.approvals.attempt(visit.link.linkHash),
        renew: () => renewLink(needs)(visit),
      })({ typed: form.code, expected: approvalCodeOf(key, visit.ask) })
      // The list it was submitted with: a newer one asks nothing new of what is open.
      const list = await needs.wordLists.numbered(visit.submission.wordList)
      requireAnswers(visit.submission, form.answers, list)
    } else if (!isVisible(form.reason ?? '')) {
      throw new Refusal('InvalidRequest', { zh: '退回需要写明理由', en: 'sending back needs a reason' })
    } else requirePassage(visit.submission, form.quote)
    const quote = form.choice === 'reject' ? form.quote?.trim() : undefined
    const decision: Decision = {
      kind: form.choice === 'approve' ? 'approved' : 'rejected',
      by: visit.person.id,
      name: visit.person.name,
      ...(visit.ask.standsInFor && { standsInFor: visit.ask.standsInFor }),
      at: now.toISOString(),
      ...(form.reason?.trim() && { reason: form.reason.trim() }),
      ...(quote && { quote }),
      answers: form.choice === 'approve' ? form.answers : [],
      contentHash: visit.turn.contentHash,
    }
    const turn = await record(needs, visit, decision, form.choice)
    await deliverDecision(needs)(turn.submissionId, turn.version, turn.index)
    return { visit, decision }
  }
