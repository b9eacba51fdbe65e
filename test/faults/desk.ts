import { everyDay } from '../kit/calendar'
import { testCipher } from '../kit/cipher'
import { approvalStore } from '../../lib/approval/store'
import type { Letter } from '../../lib/channels/mail/mail'
import { articlePages } from '../../lib/channels/wechat/article-page'
import { createWechat } from '../../lib/channels/wechat/create-wechat'
import { tableTokenStore } from '../../lib/channels/wechat/table-token-store'
import { editionStore } from '../../lib/edition/store'
import { waits } from '../../lib/matter/waiting'
import { peopleStore } from '../../lib/people/store'
import type { Ids } from '../../lib/platform/ids'
import type { Callbacks, Machine } from '../../lib/platform/machine'
import type { Clock } from '../../lib/platform/clock'
import type { Table } from '../../lib/platform/table'
import { pushStore } from '../../lib/push/store'
import { submissionStore } from '../../lib/submission/store'
import { accountOf, baseUrl } from './account'

/** The editor's desk as `openDesk` builds it for a function, from what a world gives. */
export function deskOn(given: {
  table: Table
  clock: Clock
  ids: Ids
  kind: 'subscription' | 'service'
  fetch: typeof fetch
  sleep: (ms: number) => Promise<void>
  post: (letter: Letter) => Promise<void>
  callbacks: Callbacks
  machine: Machine
  read: (key: string) => Promise<Uint8Array>
}) {
  const { table, clock, kind } = given
  const { appId, appSecret } = accountOf(kind)
  return {
    ...{ clock, kind, ids: given.ids, machine: given.machine },
    waits: waits({ table, clock, callbacks: given.callbacks }),
    testers: ['tester_li'],
    calendar: everyDay,
    baseUrl,
    pages: articlePages({ fetch: given.fetch, timeoutMs: 15_000 }),
    uploadsAtOnce: 6,
    secrets: { read: async () => 'a key of the faults' },
    people: peopleStore(table),
    submissions: submissionStore(table, clock),
    approvals: approvalStore(table),
    editions: editionStore(table, clock, appId),
    pushes: pushStore(table, appId, testCipher),
    bucket: { read: ({ key }: { key: string }) => given.read(key) },
    mail: {
      async send(letter: Letter) {
        await given.post(letter)
        return 'sent' as const
      },
    },
    wechat: createWechat({
      ...{ fetch: given.fetch, baseUrl, appId, appSecret, clock, wait: given.sleep },
      tokens: tableTokenStore(table, appId),
      timeoutMs: 15_000,
      log: { info: () => undefined, warn: () => undefined },
    }),
  }
}
export type Desk = ReturnType<typeof deskOn>
