import * as z from 'zod'
import { Colleagues, Me } from '../../lib/api/people'
import { ShownPolicy, ShownSubmission } from '../../lib/api/submission'
import { ListedDecisions, listDecisions } from '../../lib/approval/list-decisions'
import { personsIn } from '../../lib/policy/history'
import { listColleagues } from '../../lib/people/list-colleagues'
import { namesOf } from '../../lib/people/names-of'
import { holds, roles } from '../../lib/people/person'
import { returnedAmong } from '../../lib/people/returned-mail'
import { json } from '../../lib/platform/http'
import { Paging } from '../../lib/platform/paging'
import { At } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { extensionsOf } from '../../lib/policy/media-rule'
import { policy } from '../../lib/policy/policy'
import { statement } from '../../lib/policy/statement'
import { beijingDate } from '../../lib/policy/working-days'
import { shownRemoval } from '../../lib/removal/removal'
import { requireReader } from '../../lib/submission/access'
import { threadsOf } from '../../lib/submission/comment'
import { submissionFindings } from '../../lib/submission/findings'
import { ListedSubmissions, listSubmissions, SubmissionQuestion } from '../../lib/submission/list-submissions'
import { mediaHome } from '../../lib/submission/submission'
import { listToday } from '../../lib/today/list-today'
import { Today } from '../../lib/today/today'
import { wire } from '../wire/part'
import { approvals, signedIn, today, wordLists } from '../wire/rows'

const door = signedIn()
const room = wire({ ...today(), wordLists, approvals })
const { people, clock, submissions } = room
const list = listSubmissions(room)
const decisions = listDecisions(room)
const returned = returnedAmong(room)
const colleagues = listColleagues(room)
const first = listToday(room)

const { picture, video } = policy.media
const shownPolicy: ShownPolicy = {
  version: policy.version,
  categories: policy.categories.map(({ number, name, office }) => ({ number, name, office })),
  statement: statement.parts,
  picture: {
    aboveBytes: picture.aboveBytes,
    belowBytes: picture.belowBytes,
    extensions: extensionsOf('picture'),
  },
  video: { maxBytes: video.maxBytes, extensions: extensionsOf('video') },
  weiboMaxLength: policy.weibo.maxLength,
}

const Anything = z.object({})

/** What the signed-in may read of the portal; nothing here can write. */
export const handler = routes({
  /** The signed-in person with today's roles. */
  'GET /api/me': door({ request: Anything, roles: [], answer: Me }, async ({ person }) => {
    const today = beijingDate(clock.now())
    const unit = (await people.units()).find(({ id }) => id === person.unitId)
    return json(200, {
      id: person.id,
      name: person.name,
      email: person.email,
      unit,
      roles: roles.filter((role) => holds(person, role, today)),
      language: person.language,
      /** the Beijing date by the service's clock */
      today,
    })
  }),
  /** The first page: what waits for this person, what they began and where it stands, today's edition, what to know. */
  'GET /api/today': door({ request: Anything, roles: [], answer: Today }, async ({ person }) =>
    json(200, await first(person)),
  ),
  /** Article 2: a unit's people see their unit's submissions, 企管部 all; changed last first. Searched by title, state, officer, date. */
  'GET /api/submissions': door(
    { request: z.object({ query: SubmissionQuestion }), roles: [], answer: ListedSubmissions },
    async ({ person, query }) => json(200, await list(person, query)),
  ),
  /** One submission whole: content, media with verdicts, findings of the policy as it stands, tiers, ledger. */
  'GET /api/submissions/{submissionId}': door(
    { request: z.object({ path: At }), roles: [], answer: ShownSubmission },
    async ({ path, person }) => {
      const submission = await submissions.withId(path.submissionId)
      const today = beijingDate(clock.now())
      requireReader(submission, person, today)
      const { removal: asked } = submission
      const [media, ledger, turns, removal, afterwards] = await Promise.all([
        submissions.media(mediaHome(submission)),
        submissions.ledger(submission.id),
        room.approvals.turnsOf(submission.id, submission.version),
        asked && submissions.withId(asked.submissionId),
        asked?.afterwards && submissions.withId(asked.afterwards.submissionId),
      ])
      const open = turns.find(({ decision }) => !decision)
      const askedNow = open ? await room.approvals.asksOf(submission.id, submission.version, open.index) : []
      const shown: ShownSubmission = {
        submission,
        media: media.map(({ uploadId: _, ...shown }) => shown),
        findings:
          submission.state === 'draft'
            ? submissionFindings(submission, media, today, (await room.wordLists.newest()).list)
            : [],
        turns: turns.map(({ tier, index, openedAt, deadline, counted, decision }) => ({
          unpublished: counted?.unpublished,
          ...{ tier, index, openedAt, deadline, decision },
        })),
        returnedMail: await returned(askedNow.map(({ personId }) => personId)),
        comments: threadsOf(ledger),
        ledger,
        names: await namesOf(people, personsIn(ledger)),
        ...(removal && { removal: shownRemoval(removal, afterwards) }),
      }
      return json(200, shown)
    },
  ),
  /** The policy in force, as far as a form has to know it. */
  'GET /api/policy': door({ request: Anything, roles: [], answer: ShownPolicy }, () =>
    Promise.resolve(json(200, shownPolicy)),
  ),
  /** Who works here, for naming a substitute or an officer: names and units, nothing else. */
  'GET /api/people': door({ request: Anything, roles: [], answer: Colleagues }, async () =>
    json(200, { people: await colleagues() }),
  ),
  /** What this person decided, newest first. */
  'GET /api/decisions': door(
    { request: z.object({ query: Paging }), roles: [], answer: ListedDecisions },
    async ({ person, query }) => json(200, await decisions(person.id, query)),
  ),
})
