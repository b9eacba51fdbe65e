import type { Clock } from '../platform/clock'
import type { Refusal } from '../platform/refusal'
import { channelOf, type Deletion, type Removes } from '../submission/removes'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { intentAt, type Standing } from './deletion'

interface Needs {
  submissions: Submissions
  clock: Clock
}

/** What readers have before it goes: address, WeChat's word on the send, and the article as it was read back. */
export async function intend(needs: Needs, removal: Submission, removes: Removes, status: Standing) {
  const { submissions, clock } = needs
  const readBack = (await submissions.readBacks(removes.submissionId)).find(
    (one) => one.channel === channelOf(removes),
  )
  const before = { ...removes, status, readBack: readBack ?? null }
  const now = clock.now()
  return submissions.change(removal.id, (current) =>
    current.state === 'approved'
      ? {
          // A run that broke before has counted itself already.
          submission: { ...current, state: 'removing', deletion: current.deletion ?? intentAt(now) },
          happened: { by: 'system', type: 'RemovalIntended', facts: { before } },
        }
      : undefined,
  )
}

/** The try is counted and what WeChat said stands on the removal; a later no never undoes a removal that is done. */
export const keep = (
  { submissions }: Needs,
  removal: Submission,
  kept: { state: 'removing' | 'failed'; deletion: Deletion },
) =>
  submissions.change(removal.id, (current) => {
    if (current.state !== 'removing' || (current.deletion?.tries ?? 0) >= kept.deletion.tries)
      return undefined
    const { said, errcode, tries, doubtful } = kept.deletion
    return {
      submission: { ...current, ...kept, note: said && `${said.zh} / ${said.en}` },
      happened: {
        by: 'system',
        type: kept.state === 'failed' ? 'RemovalRefused' : 'RemovalTried',
        facts: { tries, doubtful, ...(errcode !== undefined && { errcode }), ...(said && { said }) },
      },
    }
  })

/** WeChat is asked nothing more: why not stands on the removal, and it may be asked for anew. */
export const stop = ({ submissions }: Needs, removal: Submission, { code, said, facts }: Refusal) =>
  submissions.change(removal.id, (current) =>
    current.state === 'approved' || current.state === 'removing'
      ? {
          submission: { ...current, state: 'failed', note: `${said.zh} / ${said.en}` },
          happened: { by: 'system', type: 'RemovalStopped', facts: { code, ...facts } },
        }
      : undefined,
  )
