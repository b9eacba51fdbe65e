import * as z from 'zod'
import { PublishedHolidays, ShownHolidays } from '../../lib/api/holidays'
import { ListedThemes, PublishedTheme } from '../../lib/api/theme'
import { ListedWordLists, ProposedWords, PublishedWords, ShownWords } from '../../lib/api/wording'
import { PointsVersions, ProposedPoints } from '../../lib/api/figures'
import { recountApproval } from '../../lib/approval/recount'
import {
  Proposal as HolidayProposal,
  Proposed,
  proposeHolidays,
  suggestYears,
} from '../../lib/calendar/propose'
import { publishHolidays } from '../../lib/calendar/publish'
import { shiftsBy } from '../../lib/calendar/shifts'
import { recountLoan } from '../../lib/loan/recount'
import { shownProposal } from '../../lib/oversight/list'
import { propose as proposeChange } from '../../lib/oversight/propose'
import type { Role } from '../../lib/people/person'
import { json } from '../../lib/platform/http'
import { Paging } from '../../lib/platform/paging'
import { routes } from '../../lib/platform/routes'
import { PointsRule } from '../../lib/policy/points'
import { spoken } from '../../lib/policy/visible'
import { beijingDate } from '../../lib/policy/working-days'
import { CompanyTheme } from '../../lib/theme/company-theme'
import { recountPost } from '../../lib/weibo-post/recount'
import { proposeWords, Proposal } from '../../lib/wording/propose-words'
import { keepWords, showWords } from '../../lib/wording/publish-words'
import { wire } from '../wire/part'
import { approvals, holidays, loans, posts, proposing, signedIn, submissions } from '../wire/rows'

const door = signedIn()
const room = wire({ ...proposing(), holidays, submissions, approvals, loans, posts })
const propose = proposeWords(room)
const keep = keepWords(room)
const ask = proposeChange(room)
const shown = shownProposal(room)
const show = showWords(room)

const recounts = {
  approval: recountApproval(room),
  loan: recountLoan(room),
  'weibo-post': recountPost(room),
}
const proposeDays = proposeHolidays({ ...room, shiftsBy: shiftsBy({ ...room, recounts }) })
const publishDays = publishHolidays({ ...room, propose: proposeDays })

const keepers: Role[] = ['admin', 'editor']
/** `number` of the list it is about; of a proposal, the one it is compared with. */
/** A list arrives as a file of 4,000,000 signs at most. */
const maxBytes = 5_000_000
const path = z.object({ number: z.coerce.number().int().positive().max(999_999) })
const PathFromNone = z.object({ number: z.coerce.number().int().nonnegative().max(999_999) })
const NextTheme = z.strictObject({ theme: CompanyTheme, reason: spoken(500) })
const Next = z.strictObject({
  proposal: Proposal,
  fingerprint: z.string().max(100),
  reason: spoken(500),
})

const NextHolidays = z.strictObject({
  proposal: HolidayProposal,
  fingerprint: z.string().max(100),
  reason: spoken(500),
})

/** What the company publishes in versions: its word list (article 8), its look of articles, and the holidays by which every deadline counts. */
export const handler = routes({
  /** The newest versions: who published each when and why, and how much it changed. */
  'GET /api/word-lists': door(
    { request: z.object({ query: Paging }), roles: keepers, answer: ListedWordLists },
    async ({ query }) => {
      const [page, newest] = await Promise.all([
        room.wordLists.versions(query),
        room.wordLists.newestNumber(),
      ])
      const { items: versions, ...rest } = page
      return json(200, { versions, newest, ...rest })
    },
  ),
  /** The words of a version, and what it changed of the one before. */
  'GET /api/word-lists/{number}': door(
    { request: z.object({ path }), roles: keepers, answer: ShownWords },
    async ({ path: { number } }) => json(200, await show(number)),
  ),
  /** The list a file or single changes would make of version `number`, or everything that is wrong with it; keeps nothing. */
  'POST /api/word-lists/{number}/proposal': door(
    { request: z.object({ path, body: Proposal }), roles: keepers, answer: ProposedWords, maxBytes },
    async ({ path: { number: base }, body: proposal }) => {
      const { entries, difference, fingerprint } = await propose({ proposal, base })
      return json(200, { words: entries.length, difference, fingerprint })
    },
  ),
  /**
   * Proposes what was shown as the version after `number`: published once a second person has confirmed it. What is open
   * keeps the list it was submitted with.
   */
  'POST /api/word-lists/{number}/next': door(
    { request: z.object({ path, body: Next }), roles: keepers, answer: PublishedWords, maxBytes },
    async ({ path: { number: base }, body: { proposal, ...body }, person: by }) => {
      const already = await keep({ proposal, base, by, ...body })
      if (already) return json(200, { version: already })
      const waits = await ask({ change: { kind: 'words', base, ...body }, by })
      if (waits) return json(200, { waits: await shown(waits) })
      return json(200, { version: await room.wordLists.version(base + 1) })
    },
  ),
  /** The newest versions of the company's own look of articles: each as it is, with who published it when and why. */
  'GET /api/themes': door(
    { request: z.object({ query: Paging }), roles: keepers, answer: ListedThemes },
    async ({ query }) => {
      const { items: versions, ...rest } = await room.themes.versions(query)
      return json(200, { versions, ...rest })
    },
  ),
  /** Proposes a look as the version after `number` (0: the first): published once a second person has confirmed it. */
  'POST /api/themes/{number}/next': door(
    { request: z.object({ path: PathFromNone, body: NextTheme }), roles: keepers, answer: PublishedTheme },
    async ({ path: { number: base }, body, person: by }) => {
      const waits = await ask({ change: { kind: 'theme', base, ...body }, by })
      if (waits) return json(200, { waits: await shown(waits) })
      return json(200, { version: await room.themes.newest() })
    },
  ),
  /** The rule of points (稿分) in all its versions, the newest last. */
  'GET /api/points': door({ request: z.object({}), roles: [], answer: PointsVersions }, async () =>
    json(200, { versions: await room.points.versions() }),
  ),
  /** Proposes the version after `number`: in force once a second person has confirmed it. */
  'POST /api/points/{number}/next': door(
    {
      request: z.object({ path, body: z.strictObject({ rule: PointsRule, reason: spoken(500) }) }),
      roles: keepers,
      answer: ProposedPoints,
    },
    async ({ path: { number: base }, body, person: by }) => {
      const waits = await ask({ change: { kind: 'points', base, ...body }, by })
      return json(200, { ...(waits && { waits: await shown(waits) }) })
    },
  ),
  /** What counts now, the years to publish next, and the versions with who published each and why. */
  'GET /api/holidays': door(
    { request: z.object({ query: Paging }), roles: ['admin', 'editor'], answer: ShownHolidays },
    async ({ query }) => {
      const thisYear = Number(beijingDate(room.clock.now()).slice(0, 4))
      const [list, suggested, { items, ...rest }] = await Promise.all([
        room.holidays.newest(),
        suggestYears(room, thisYear),
        room.holidays.versions(query),
      ])
      return json(200, { list, suggested, versions: items.map(({ years: _years, ...one }) => one), ...rest })
    },
  ),
  /** What publishing these years would change, and the open deadlines it would move; keeps nothing. */
  'POST /api/holidays/{number}/proposal': door(
    { request: z.object({ path, body: HolidayProposal }), roles: ['admin'], answer: Proposed },
    async ({ path: { number }, body }) => json(200, await proposeDays(body, number)),
  ),
  /** Publishes what was shown as the version after `number`; open deadlines follow within a minute, only ever later. */
  'POST /api/holidays/{number}/next': door(
    { request: z.object({ path, body: NextHolidays }), roles: ['admin'], answer: PublishedHolidays },
    async ({ path: { number: base }, body, person: by }) =>
      json(200, { version: await publishDays({ ...body, base, by }) }),
  ),
})
