import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { canonicalJson } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { requireAuthor } from './access'
import type { Submissions } from './store'
import { requireState, type Content, type Submission } from './submission'

/** Saves a draft. `revision` is the one the author was looking at: an older page never overwrites a newer text. */
export const editSubmission =
  ({ submissions, clock }: { submissions: Submissions; clock: Clock }) =>
  async (edit: {
    submissionId: string
    revision: number
    content: Content
    by: Person
  }): Promise<Submission> => {
    const known = new Set((await submissions.media(edit.submissionId)).map((media) => media.id))
    return submissions.change(edit.submissionId, (submission) => {
      requireAuthor(submission, edit.by, beijingDate(clock.now()))
      requireState(submission, 'draft')
      if (canonicalJson(submission.content) === canonicalJson(edit.content)) return undefined
      if (submission.revision !== edit.revision)
        throw new Refusal(
          'ContentChanged',
          {
            zh: '这篇草稿已在别处改过，请刷新后再保存；您的文字没有丢失，请先复制',
            en: 'this draft was changed elsewhere; copy your text, reload and save again',
          },
          { facts: { revision: submission.revision } },
        )
      const strange = edit.content.mediaIds.filter((id) => !known.has(id))
      if (strange.length > 0)
        throw new Refusal(
          'MediaMissing',
          { zh: '有图片或视频不属于这篇稿件', en: 'a picture or video does not belong to this submission' },
          { facts: { mediaIds: strange } },
        )
      return {
        submission: { ...submission, content: edit.content },
        happened: { by: edit.by.id, type: 'SubmissionEdited', facts: { title: edit.content.title } },
      }
    })
  }
