import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { AccessDenied, type Access, type Identity } from '../aws/access'
import { DamagedData } from '../disk/damage'
import { putWhole } from '../disk/kept-json'
import { judge } from './evaluate'
import { statementsOf } from './statement'
import { usesOf } from './used'

export interface Denial {
  /** logical id of the role */
  role: string
  action: string
  resource: string
  /** how often */
  times: number
}

export interface RoleAccess extends Access {
  /** Credentials of a role by its logical id, or of `cloud`, the machine itself. */
  credentialsOf(role: string): Identity
  denials(): Denial[]
}

const seedBytes = 32

/** The seed with its checksum behind it; without one as earlier versions wrote it. */
const summed = (seed: Buffer) => {
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(seed))
  return Buffer.concat([seed, sum])
}

/** Made at the first start and kept, so that links signed before a restart still open after it. @throws DamagedData */
const seedIn = (dir: string): Buffer => {
  const file = join(dir, 'credentials.seed')
  mkdirSync(dir, { recursive: true })
  if (!existsSync(file)) putWhole(file, summed(randomBytes(seedBytes)))
  const kept = readFileSync(file)
  const seed = kept.subarray(0, seedBytes)
  if (kept.length !== seedBytes && !summed(seed).equals(kept))
    throw new DamagedData([{ file, what: 'is not what was written' }], dir)
  return seed
}

/** A role's credentials are temporary, with a session token; the machine's own are an engineer's. */
const identityFrom = (seed: Buffer, name: string): Identity => {
  const derive = (purpose: string) => createHmac('sha256', seed).update(`${purpose}:${name}`).digest()
  const isRole = name !== 'cloud'
  return {
    name,
    accessKeyId: `${isRole ? 'ASIA' : 'AKIA'}${derive('id').toString('hex').toUpperCase().slice(0, 16)}`,
    secretAccessKey: derive('secret').toString('base64').slice(0, 40),
    // As long as those of AWS, with every character that addresses and forms must encode.
    ...(isRole && {
      sessionToken: `IQoJ+/=${Buffer.concat(['a', 'b', 'c', 'd', 'e'].map(derive)).toString('base64').repeat(4)}`,
    }),
  }
}

/**
 * One identity per role of the template, judged by its statements; the first denial of each kind is told to `log`.
 * Throws at once when a role's statements hold what the evaluator does not know.
 */
export function createRoleAccess(options: {
  dir: string
  roles: Record<string, unknown[]>
  log: (line: string) => void
  /** is told what of a role's statements allowed something, each once */
  used?: ((use: string) => void) | undefined
}): RoleAccess {
  const seed = seedIn(options.dir)
  const statements = new Map(
    Object.entries(options.roles).map(([role, list]) => [role, statementsOf(role, list)] as const),
  )
  const identities = [...statements.keys(), 'cloud'].map((name) => identityFrom(seed, name))
  const denied = new Map<string, Denial>()

  return {
    identityOf: (accessKeyId) => identities.find((identity) => identity.accessKeyId === accessKeyId),
    credentialsOf(role) {
      const identity = identities.find(({ name }) => name === role)
      if (!identity) throw new Error(`the template has no role ${role}`)
      return identity
    },
    authorize({ name: role }, action, resource, context) {
      if (role === 'cloud') return
      const asked = { action, resource, context }
      const { outcome, by } = judge(statements.get(role) ?? [], asked)
      if (options.used) for (const use of usesOf(role, by, asked)) options.used(use)
      if (outcome === 'allowed') return
      const key = `${role} ${action} ${resource}`
      const known = denied.get(key)
      if (known) known.times++
      else {
        denied.set(key, { role, action, resource, times: 1 })
        options.log(
          `DENIED ${role} may not ${action} on ${resource} (${outcome}; its grant is missing in the template)`,
        )
      }
      throw new AccessDenied(role, action, resource)
    },
    denials: () => [...denied.values()].map((denial) => ({ ...denial })),
  }
}
