import { approvalStore } from '../../lib/approval/store'
import { archiveStore } from '../../lib/archive/store'
import { offeredAccounts, weiboAccount as accountIn } from '../../lib/channels/weibo/account-store'
import { letterStore } from '../../lib/channels/mail/letter-store'
import { companyCalendar, holidayStore } from '../../lib/calendar/store'
import { complaintLists, complaintStore } from '../../lib/complaint/store'
import { editionStore } from '../../lib/edition/store'
import { loanStore } from '../../lib/loan/store'
import { listedWays, messengerStore } from '../../lib/messenger/store'
import { createOutbox, letterCipher } from '../../lib/outbox/outbox'
import { returningMailboxes, troubledLetters as troubledIn } from '../../lib/outbox/store'
import { proposalStore } from '../../lib/oversight/store'
import { passkeyStore } from '../../lib/people/passkey-store'
import { portalDoor } from '../../lib/people/portal'
import { sessions as sessionsOf } from '../../lib/people/session'
import { signInStore } from '../../lib/people/sign-in-store'
import { peopleStore } from '../../lib/people/store'
import { pointsStore } from '../../lib/points/store'
import { rosterStore } from '../../lib/people/roster-store'
import { systemClock } from '../../lib/platform/clock'
import { dailyCounts } from '../../lib/platform/daily-count'
import { cipherKeys, fieldCipher } from '../../lib/platform/field-cipher'
import { once as onceFor } from '../../lib/platform/idempotency'
import { randomIds } from '../../lib/platform/ids'
import { ssmSecrets } from '../../lib/platform/secrets'
import { dynamoTable } from '../../lib/platform/table'
import { probeStore } from '../../lib/probe/store'
import { pushCipher, pushStore } from '../../lib/push/store'
import { askStore } from '../../lib/question/store'
import { requestStore } from '../../lib/request/store'
import { actsLedger } from '../../lib/security/ledger'
import { settingsStore } from '../../lib/settings/store'
import { presenceStore } from '../../lib/submission/presence'
import { startStore } from '../../lib/start/store'
import { submissionStore } from '../../lib/submission/store'
import { themeStore } from '../../lib/theme/store'
import { postStore } from '../../lib/weibo-post/store'
import { wordListStore } from '../../lib/wording/store'
import { one, setting } from './part'

/** What lies in the table, and what needs no other client than the table's. */

export const clock = () => systemClock
export const ids = () => randomIds
export const publicUrl = () => setting('PUBLIC_URL')
export const account = () => setting('WECHAT_ACCOUNT')

export const table = () => dynamoTable(setting('TABLE'))
export const secrets = () => ssmSecrets(setting('SECRETS_PREFIX'), systemClock)
export const mail = () => createOutbox({ table: one(table), secrets: one(secrets), clock: systemClock })
export const calendar = () => companyCalendar(one(table))

export const acts = () => actsLedger(one(table), systemClock)
export const approvals = () => approvalStore(one(table))
export const archive = () => archiveStore(one(table))
export const asks = () => askStore(one(table))
export const cipher = () =>
  fieldCipher(async () => cipherKeys(await one(secrets).read('complaint-key'), systemClock.now()))
export const complaints = () => complaintStore(one(table), systemClock, one(cipher))
/** Complaints without what is sealed in them. */
export const listedComplaints = () => complaintLists(one(table))
export const counts = () => dailyCounts(one(table))
export const editions = () => editionStore(one(table), systemClock, account())
export const holidays = () => holidayStore(one(table))
export const letters = () => letterStore(one(table))
export const loans = () => loanStore(one(table), systemClock)
export const mailboxes = () => returningMailboxes(one(table))
export const messengers = () => messengerStore(one(table), letterCipher(one(secrets), systemClock))
export const once = () => onceFor(one(table), systemClock)
export const passkeys = () => passkeyStore(one(table))
export const people = () => peopleStore(one(table))
export const points = () => pointsStore(one(table))
export const posts = () => postStore(one(table), systemClock)
export const presence = () => presenceStore(one(table))
export const probes = () => probeStore(one(table), account())
export const proposals = () => proposalStore(one(table), systemClock)
export const pushes = () => pushStore(one(table), account(), pushCipher(one(secrets), systemClock))
export const requests = () => requestStore(one(table), systemClock)
const rosters = () => rosterStore(one(table))
export const settings = () => settingsStore(one(table))
export const signIns = () => signInStore(one(table))
export const starts = () => startStore(one(table))
export const submissions = () => submissionStore(one(table), systemClock)
/** Robots and application without what opens them: whoever looks has no key. */
const listedMessengers = () => listedWays(one(table))
const troubledLetters = () => troubledIn(one(table))
const weiboAccount = () => () => accountIn(one(table))
const weiboAccounts = () => offeredAccounts(one(table))
export const themes = () => themeStore(one(table))
export const wordLists = () => wordListStore(one(table))

export const sessions = () =>
  sessionsOf({ people: one(people), secrets: one(secrets), clock: systemClock, ids: randomIds })
/** The door of the signed-in. */
export const signedIn = () => portalDoor({ sessions: one(sessions), clock: systemClock })

/** What asking is built from, whatever is asked about. */
export const asking = { clock, table, secrets, ids, publicUrl, people, asks, calendar, mail }

/** Tiers of an approval. */
export const tiers = () => ({ ...asking, submissions, approvals })

/** Changes that take a second person. */
export const proposing = () => ({
  ...asking,
  proposals,
  acts,
  wordLists,
  themes,
  settings,
  weiboAccounts,
  rosters,
  points,
})

/** The first page, and the company's check-up; no secret is among it. */
export const today = () => ({
  ...{ clock, people, asks, mailboxes, submissions, requests, editions, posts, loans, proposals, holidays },
  complaints: listedComplaints,
})
export const checkUp = () => ({
  ...today(),
  approvals,
  probes,
  weiboAccount,
  troubledLetters,
  messengers: listedMessengers,
})
