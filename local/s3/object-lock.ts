import { S3Error } from './errors'
import type { Retention, Version } from './version'

/** What a new version gets when its writer asks for nothing else. */
export interface DefaultRetention {
  mode: Retention['mode']
  days: number
}

const dayMs = 86_400_000

export const defaultRetention = (rule: DefaultRetention | undefined, now: number): Retention | undefined =>
  rule && { mode: rule.mode, until: now + rule.days * dayMs }

/** @throws S3Error InvalidArgument for an unknown mode or a date that is not ahead */
export function retentionOf(mode: string | undefined, until: string | undefined, now: number): Retention {
  const at = Date.parse(until ?? '')
  if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE')
    throw new S3Error('InvalidArgument', 'Unknown wormMode directive.')
  if (!(at > now)) throw new S3Error('InvalidArgument', 'The retain until date must be in the future!')
  return { mode, until: at }
}

const locked = () => new S3Error('AccessDenied', 'Access Denied because object protected by object lock.')

const holds = (version: Version, now: number): Retention | undefined =>
  version.retention && version.retention.until > now ? version.retention : undefined

/** @param bypass the caller asked to pass GOVERNANCE and may; COMPLIANCE lets nobody through */
export function requireDeletable(version: Version, bypass: boolean, now: number): void {
  const retention = holds(version, now)
  if (retention && !(retention.mode === 'GOVERNANCE' && bypass)) throw locked()
}

/** A lock may always become longer; shorter, gone or of another mode only in GOVERNANCE and with the bypass. */
export function requireRetainable(
  version: Version,
  next: Retention | undefined,
  bypass: boolean,
  now: number,
): void {
  const retention = holds(version, now)
  if (!retention || (retention.mode === 'GOVERNANCE' && bypass)) return
  if (next?.mode !== retention.mode || next.until < retention.until) throw locked()
}
