import { channelOf, type Removes } from '../submission/removes'
import type { Submission } from '../submission/submission'
import { onlyByHand } from './deletion'
import { intend, keep } from './keep-removal'
import { tellRefused, type RemovalPost } from './letters'

/** An approved removal that no call can carry out: what the editor does stands on it and in letters, told last. */
export const handOver =
  (needs: RemovalPost) =>
  async (approved: Submission, removes: Removes): Promise<void> => {
    const removal = await intend(needs, approved, removes, 'unknown')
    const { state, deletion } = removal
    if (state !== 'removing' || !deletion) return
    const said = onlyByHand(channelOf(removes))
    const kept = await keep(needs, removal, {
      state: 'failed',
      deletion: { ...deletion, tries: deletion.tries + 1, said },
    })
    if (kept.state === 'failed') await tellRefused(needs)(kept)
  }
