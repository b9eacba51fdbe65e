import type { Role } from '../people/person'
import { Refusal } from '../platform/refusal'
import { stopsWithout } from './check-up'
import { wholeCompany, type LookNeeds } from './look-company'

/**
 * Asked before a role ends, or somebody leaves: what nobody else does then. Said once, with what stops; who confirms it
 * goes on. Never asked of taking somebody's sign-in away. @throws Refusal `WouldStop`
 */
export const requireGoesOn =
  (needs: Pick<LookNeeds, 'people' | 'clock'>) =>
  async (ends: {
    personId: string
    /** all of them where none is named */
    role?: Role
    unitId?: string
    confirmed?: boolean | undefined
  }): Promise<void> => {
    if (ends.confirmed) return
    const stops = stopsWithout(await wholeCompany(needs), ends.personId, ends.role, ends.unitId)
    if (stops.length === 0) return
    throw new Refusal(
      'WouldStop',
      {
        zh: '没有别人接着做，下列工作会停下。请先请人接任，或确认仍要结束',
        en: 'Nobody else does this, and it would stop. Name a successor first, or confirm that it ends all the same',
      },
      {
        details: stops.map(({ kind, said }) => ({
          rule: `company.${kind}`,
          message: said,
          remedy: { zh: '请先授予接任者这个角色', en: 'give the role to a successor first' },
        })),
      },
    )
  }
