import * as z from 'zod'
import { planGrant, planPerson, planRoleEnd, type Planned } from '../people/administer'
import { Person, roles, Substitute, type Person as Proposer, type Role as RoleName } from '../people/person'
import { planRoster } from '../people/import-roster'
import type { Rosters } from '../people/roster-store'
import { planSubstitute } from '../people/substitution'
import type { People } from '../people/store'
import type { OfferedAccounts } from '../channels/weibo/account-store'
import type { Clock } from '../platform/clock'
import { planPoints } from '../points/plan-points'
import type { Points } from '../points/store'
import { PointsRule } from '../policy/points'
import type { Acts } from '../security/ledger'
import { planSettings, SettingsChange } from '../settings/plan'
import type { SettingsStore } from '../settings/store'
import { planTheme, ThemeChange } from '../theme/publish-theme'
import type { Themes } from '../theme/store'
import { planAccount, WeiboAccountChange } from '../weibo-post/change-account'
import { planWords } from '../wording/publish-words'
import type { WordLists } from '../wording/store'

const Role = z.object({ personId: z.string(), role: z.enum(roles), unitId: z.string() })

/** What an administrator wants changed, as the row of a proposal keeps it until it takes effect. */
export const Change = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('person'),
    person: Person.omit({ grants: true, substitutes: true }),
    create: z.boolean().optional(),
  }),
  Role.extend({ kind: z.literal('grant'), from: z.iso.date(), until: z.iso.date().optional() }),
  Role.extend({ kind: z.literal('role-end') }),
  Substitute.extend({ kind: z.literal('substitute'), personId: z.string() }),
  SettingsChange,
  WeiboAccountChange,
  z.object({ kind: z.literal('roster'), fingerprint: z.string(), reason: z.string() }),
  ThemeChange,
  z.object({ kind: z.literal('points'), base: z.number().int(), rule: PointsRule, reason: z.string() }),
  z.object({ kind: z.literal('words'), base: z.number().int(), fingerprint: z.string(), reason: z.string() }),
])
export type Change = z.infer<typeof Change>

/** It is about an account or a key: whoever answers for the company is told, no single person. */
export const isOfAccounts = ({ kind }: Change): boolean => kind === 'settings' || kind === 'weibo-account'

/** Who proposes it, and still has to be that when it takes effect. */
export const proposersOf = ({ kind }: Change): RoleName[] =>
  kind === 'words' || kind === 'theme' || kind === 'points' ? ['admin', 'editor'] : ['admin']

/** The person it is about; nobody where it is about many, the word list, the look of articles, an account or a key. */
export function concernedIn(change: Change): string | undefined {
  if (change.kind === 'person') return change.person.id
  return 'personId' in change ? change.personId : undefined
}

export interface PlanNeeds {
  people: People
  acts: Acts
  wordLists: WordLists
  themes: Themes
  settings: SettingsStore
  rosters: Rosters
  points: Points
  weiboAccounts: OfferedAccounts
  clock: Clock
}

/** Checks a change as things stand now; nothing where there is nothing to change. @throws Refusal */
export const planOf =
  (needs: PlanNeeds) =>
  async (change: Change, by: Proposer): Promise<Planned | undefined> => {
    switch (change.kind) {
      case 'person':
        return planPerson(needs)({ ...change, by })
      case 'grant':
        return planGrant(needs)({ ...change, by })
      case 'role-end':
        return planRoleEnd(needs)({ ...change, by })
      case 'points':
        return planPoints(needs)({ ...change, by })
      case 'roster':
        return planRoster(needs)({ ...change, by })
      case 'settings':
        return planSettings(needs)({ ...change, by })
      case 'weibo-account':
        return planAccount(needs)({ ...change, by })
      case 'theme':
        return planTheme(needs)({ ...change, by })
      case 'words':
        return planWords(needs)({ ...change, by })
      case 'substitute':
        return planSubstitute(needs)({ ...change, by })
    }
  }
