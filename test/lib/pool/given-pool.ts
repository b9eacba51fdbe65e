import type { Turn } from '../../../lib/approval/approval'
import { openWrites } from '../../../lib/approval/store'
import { calendarOf } from '../../../lib/calendar/calendar'
import { shippedList } from '../../../lib/calendar/store'
import { cancelEdition } from '../../../lib/edition/cancel-edition'
import { composeEdition } from '../../../lib/edition/compose-edition'
import { editionStore } from '../../../lib/edition/store'
import { resumeEdition } from '../../../lib/edition/resume-edition'
import { emptyChain } from '../../../lib/ledger/event'
import type { Channel } from '../../../lib/policy/policy'
import type { Table } from '../../../lib/platform/table'
import { adoptPool } from '../../../lib/pool/adopt-pool'
import { lookAtPool } from '../../../lib/pool/look-at-pool'
import { reviseSubmission } from '../../../lib/submission/revise-submission'
import { contentHashOf } from '../../../lib/submission/submission'
import { cancelPost } from '../../../lib/weibo-post/end-post'
import { releasePost } from '../../../lib/weibo-post/release-post'
import { postStore } from '../../../lib/weibo-post/store'
import { givenCompany } from '../../kit/company'
import { postOffice } from '../../kit/post-office'
import { approvedTurn, aSubmission } from '../../kit/submission'
import { runWatch } from '../../kit/watched'

export const addressOf = (id: string) => `${id}@jiangnan.example`

/** The company with its editor's pool, editions and posts, on a table in memory; mail leaves as it really does. */
export async function givenPool(wrapped?: (table: Table) => Table) {
  const company = await givenCompany(wrapped)
  const { room, table, rows, clock, submissions, people, approvals } = company
  const calendar = calendarOf(shippedList())
  const post = postOffice({ ...{ table: company.bare, rows, clock, calendar }, secrets: room.secrets })
  const editions = editionStore(table, clock, 'wx0000000000000001')
  const posts = postStore(table, clock)
  const desk = { ...room, mail: post.mail, editions, posts }
  const editor = await company.who('xu-wen')

  let made = 0
  /** Through the last tier and the end of its approval, now. */
  async function approved(...channels: Channel[]): Promise<string> {
    const id = `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`
    const content = {
      ...{ ...aSubmission().content, title: `第${made}篇`, channels },
      ...(channels.includes('weibo') && { weiboText: '首批智能阀门通过验收。' }),
    }
    const contentHash = contentHashOf(content, [], '2026-11')
    const route: Turn['tier'][] = ['unit-head', 'department-head']
    await submissions.create(
      aSubmission({ ...{ id, content, contentHash, route, state: 'in-review', chain: emptyChain } }),
      { by: 'chen-yu', type: 'SubmissionSubmitted', facts: {} },
    )
    for (const index of route.keys())
      await company.bare.transact(
        openWrites(approvedTurn({ id, route, contentHash }, index, clock.now().toISOString()), []),
      )
    await company.verbs.close({ submissionId: id, version: 1 })
    return id
  }

  const look = lookAtPool(desk)
  const verbs = {
    look,
    adopt: adoptPool({ submissions, table: company.bare, clock }),
    compose: (date: string, ...submissionIds: string[]) =>
      composeEdition(desk)({ date, submissionIds, by: editor }),
    cancel: (date: string) => cancelEdition(desk)({ date, reason: '改期', by: editor }),
    release: (submissionId: string) => releasePost(desk)({ submissionId, by: editor, ip: '211.156.0.1' }),
    callOff: (postId: string) => cancelPost(desk)({ postId, reason: '改期', by: editor }),
    revise: async (submissionId: string) =>
      reviseSubmission({ submissions, clock })({
        submissionId,
        version: 1,
        by: await company.who('chen-yu'),
      }),
    watch: () => runWatch(company.bare, clock, { pool: look, edition: resumeEdition(desk) }),
  }

  return {
    ...{ company, clock, submissions, editions, posts, post, verbs, approved, people, approvals, rows },
    types: (id: string) => company.types(id),
    stateOf: async (id: string) => (await submissions.withId(id)).state,
    pooled: async (channel: Channel) => (await submissions.pool(channel)).items.map(({ id }) => id),
    /** The clock goes on an hour at a time; what runs every minute runs then. */
    async live(days: number) {
      for (let hour = 0; hour < days * 24; hour++) {
        company.later(60)
        await verbs.watch()
        await post.run()
      }
    },
  }
}

export type GivenPool = Awaited<ReturnType<typeof givenPool>>
