import { waits } from '../matter/waiting'
import { s3Bucket } from '../platform/bucket'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { taskCallbacks } from '../platform/machine'
import { openRoom } from './open-room'

/** What the two doors of the decision page are built from. */
export function openDecision() {
  const { MEDIA_BUCKET } = configFrom(Env.pick({ MEDIA_BUCKET: true }))
  const room = openRoom()
  const callbacks = taskCallbacks()
  return { ...room, callbacks, waits: waits({ ...room, callbacks }), bucket: s3Bucket(MEDIA_BUCKET) }
}
