import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { canonicalJson } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { requireAuthor } from './access'
import type { Submissions } from './store'
import type { Content } from './content'
import { handledBy, requireState, type Submission } from './submission'

/**
 * Saves a draft. `edits` counts the edits the author had seen: an older page never overwrites a newer text, and a verdict on a file that arrives while somebody types is no edit.
 */
export const editSubmission =
  ({ submissions, clock }: { submissions: Submissions; clock: Clock }) =>
  async (edit: {
    submissionId: string
    edits: number
    content: Content
    by: Person
  }): Promise<Submission> => {
    const known = new Set((await submissions.media(edit.submissionId)).map((media) => media.id))
    return submissions.change(edit.submissionId, (submission) => {
      requireAuthor(submission, edit.by, beijingDate(clock.now()))
      requireState(submission, 'draft')
      if (canonicalJson(submission.content) === canonicalJson(edit.content)) return undefined
      if (submission.edits !== edit.edits)
        throw new Refusal(
          'ContentChanged',
          {
            zh: '这篇草稿已在别处改过，请刷新后再保存；您的文字没有丢失，请先复制',
            en: 'this draft was changed elsewhere; copy your text, reload and save again',
          },
          { facts: { edits: submission.edits } },
        )
      const strange = edit.content.mediaIds.filter((id) => !known.has(id))
      if (strange.length > 0)
        throw new Refusal(
          'MediaMissing',
          { zh: '有图片或视频不属于这篇稿件', en: 'a picture or video does not belong to this submission' },
          { facts: { mediaIds: strange } },
        )
      return {
        submission: handledBy({ ...submission, content: edit.content, edits: submission.edits + 1 }, edit.by),
        happened: { by: edit.by.id, type: 'SubmissionEdited', facts: { title: edit.content.title } },
      }
    })
  }
