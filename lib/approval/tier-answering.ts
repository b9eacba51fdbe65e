import { renderDecisionPage } from '../pages/decision-page'
import { lookAgain } from '../matter/look-again'
import type { Waits } from '../matter/waiting'
import type { Bucket } from '../platform/bucket'
import type { Callbacks } from '../platform/machine'
import { Refusal } from '../platform/refusal'
import { isVisible } from '../policy/visible'
import type { WordList } from '../policy/word-list'
import type { Answering } from '../question/question'
import { hasPassage } from '../submission/marked-html'
import { requireWhole } from '../submission/require-whole'
import { requiredAnswers } from '../submission/screening'
import { shownRendition } from '../submission/shown-rendition'
import { watchWrite } from '../submission/store'
import { requireSameContent, type Submission } from '../submission/submission'
import type { WordLists } from '../wording/store'
import { alreadyDecided, decided, type Decision } from './approval'
import type { AskedTier } from './ask'
import { decisionView } from './decision-view'
import { deliverDecision } from './deliver-decision'
import { turnWrite } from './store'
import type { TierAsking, TierMatter } from './tier-question'

interface Needs extends Omit<TierAsking, 'asks' | 'mail' | 'secrets' | 'ids' | 'publicUrl'> {
  wordLists: WordLists
  callbacks: Callbacks
  waits: Pick<Waits, 'wake'>
  bucket: Pick<Bucket, 'head' | 'presignRead'>
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

const eventType = { approved: 'TierApproved', rejected: 'TierRejected' } as const

/** How a tier is decided: what the approver is shown, what they have to answer, and what is written. */
export const tierAnswering = (needs: Needs): Answering<AskedTier, TierMatter> => ({
  requireOpen({ turn, submission }) {
    if (turn.decision) throw alreadyDecided(turn.decision)
    if (submission.version !== turn.version || submission.contentHash !== turn.contentHash)
      throw new Refusal('ContentChanged', {
        zh: '这篇稿件已有新版本，此链接作废；新版本送审时您会收到新邮件',
        en: 'there is a newer version; this link is void, a new mail comes when that version is submitted',
      })
    if (submission.state !== 'in-review')
      throw new Refusal(
        'WrongState',
        { zh: '这篇稿件不在审批中', en: 'this submission is not in review' },
        { facts: { state: submission.state } },
      )
  },

  hashOf: ({ turn }) => turn.contentHash,

  async requireSame({ turn, submission }) {
    requireSameContent(submission, turn.contentHash)
    if (!submission.removes) await requireWhole(needs.bucket, await shownRendition(needs)(submission))
  },

  async requireFilled({ matter: { submission } }, form) {
    if (form.choice === 'reject') return requirePassage(submission, form.quote)
    // The list it was submitted with: a newer one asks nothing new of what is open.
    requireAnswers(submission, form.answers, await needs.wordLists.numbered(submission.wordList))
  },

  /** The decision, its ledger event and the watch for its delivery in one moment. */
  async record({ matter: { turn, submission } }, answer, settle) {
    const { submissionId, version, index } = turn
    const decision: Decision = { ...answer, contentHash: turn.contentHash }
    // The tier may be handed over meanwhile, or a colleague is faster: `decided` tells which.
    await lookAgain(async () => {
      const before = await needs.approvals.turn(submissionId, version, index)
      if (!before) throw new Error('the turn vanished')
      const after = decided(before, decision)
      const settled = await settle()
      await needs.submissions.change(submission.id, (current) => {
        if (current.state !== 'in-review' || current.version !== before.version)
          throw alreadyDecided({ ...decision, kind: 'withdrawn', name: '', by: '' })
        return {
          submission: current,
          happened: {
            by: decision.by,
            type: eventType[answer.kind],
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
          writes: [turnWrite(before, after), ...settled, watchWrite(submission.id, needs.clock.now())],
        }
      })
    })
    await deliverDecision(needs)(submissionId, version, index)
  },

  async show(visit, form) {
    const { view, mediaHosts } = await decisionView(needs)(visit, form)
    return { page: renderDecisionPage(view), mediaHosts }
  },

  answered: ({ matter: { submission, turn } }) => {
    const { removes, route, content } = submission
    const last = turn.index === route.length - 1 ? 'last tier of ' : ''
    const about = removes?.atOnce
      ? 'removal at once'
      : removes?.after !== undefined
        ? 'removal afterwards'
        : `${last}${removes ? 'removal' : 'submission'}`
    return { title: content.title, about }
  },
})
