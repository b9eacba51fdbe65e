import { approvalStore } from '../approval/store'
import { weiboAccount } from '../channels/weibo/account-store'
import { troubledLetters } from '../outbox/store'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { dynamoTable } from '../platform/table'
import { probeStore } from '../probe/store'
import type { LookNeeds } from './look-company'
import { openToday } from './open-today'

/** What the company's check-up looks at, wired once per function; no secret is among it. */
export function openCheckUp(): LookNeeds {
  const table = dynamoTable(configFrom(Env.pick({ TABLE: true })).TABLE)
  const room = openToday()
  return {
    ...room,
    approvals: approvalStore(table),
    probes: probeStore(table, room.editions.account),
    weiboAccount: () => weiboAccount(table),
    troubledLetters: troubledLetters(table),
  }
}
