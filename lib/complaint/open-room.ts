import { openDesk } from '../edition/open-desk'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { cipherKeys, fieldCipher } from '../platform/field-cipher'
import { dynamoTable } from '../platform/table'
import { complaintStore } from './store'

/** What the doors of complaints are built from, wired once per function. */
export function openComplaintRoom() {
  const env = configFrom(Env.pick({ TABLE: true, PUBLIC_URL: true, WECHAT_ACCOUNT: true }))
  const desk = openDesk()
  const table = dynamoTable(env.TABLE)
  const cipher = fieldCipher(async () =>
    cipherKeys(await desk.secrets.read('complaint-key'), desk.clock.now()),
  )
  return {
    ...desk,
    cipher,
    account: env.WECHAT_ACCOUNT,
    publicUrl: env.PUBLIC_URL,
    complaints: complaintStore(table, desk.clock, cipher),
  }
}
