import { waits } from '../matter/waiting'
import { s3Bucket } from '../platform/bucket'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { taskCallbacks } from '../platform/machine'
import { questionDoor } from '../question/door'
import { openRoom } from './open-room'
import { tierAnswering } from './tier-answering'
import { tierQuestion } from './tier-question'

/** What the two doors of the decision page are built from, and the page of a submission's tier. */
export function openDecision() {
  const { MEDIA_BUCKET } = configFrom(Env.pick({ MEDIA_BUCKET: true }))
  const callbacks = taskCallbacks()
  const opened = openRoom()
  const room = {
    ...{ ...opened, callbacks, waits: waits({ ...opened, callbacks }) },
    bucket: s3Bucket(MEDIA_BUCKET),
  }
  return {
    room,
    submission: questionDoor({ ...room, question: tierQuestion(room), answering: tierAnswering(room) }),
  }
}
