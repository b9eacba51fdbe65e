import { waits } from '../matter/waiting'
import { cipherKeys, fieldCipher } from '../platform/field-cipher'
import { taskCallbacks } from '../platform/machine'
import { openAsking } from '../question/open-asking'
import { openWechat } from '../settings/open-wechat'
import { complaintStore } from './store'

/** What the doors of complaints are built from, wired once per function. */
export function openComplaintRoom() {
  const room = openAsking()
  const { table, secrets, clock } = room
  const cipher = fieldCipher(async () => cipherKeys(await secrets.read('complaint-key'), clock.now()))
  return {
    ...room,
    ...openWechat(room),
    cipher,
    waits: waits({ table, callbacks: taskCallbacks(), clock }),
    complaints: complaintStore(table, clock, cipher),
  }
}
