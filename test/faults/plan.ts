import { seeded } from '../../local/aws/seeded'
import { between, oneOf } from './random'

/** What a step does to the world outside it: `what` names it, e.g. `write EDITION/HEAD`; `nth` of its kind in one call. */
export interface Point {
  step: string
  what: string
  nth: number
  kind: Kind
  /** the weather in which the step comes there */
  scene: string
}
export type Kind = 'read' | 'write' | 'wechat' | 'callback' | 'start' | 'mail' | 'object'

/** Something that goes wrong, once, at a point. */
export interface Fault {
  step: string
  what: string
  nth: number
  how: How
}

const ofCrash = ['crash'] as const
const ofTable = ['throttled', 'broken-after', 'repeated', 'stalled', 'disowned'] as const
const ofCall = [
  'timeout-before',
  'timeout-after',
  'late',
  'disconnect-before',
  'disconnect-after',
  'http-500-before',
  'http-500-after',
  'busy-before',
  'busy-after',
  'token-stolen',
  'token-expired',
  'too-many-calls',
  'quota-used-up',
  'certification-lapsed',
  'ip-not-allowed',
] as const
const ofSend = [
  'asked-too-fast',
  'same-draft-too-fast',
  'administrator-yes',
  'administrator-no',
  'administrator-silent',
  'event-lost',
  'event-late',
  'event-twice',
  'event-content-refused',
  'event-reprint',
  'event-nobody',
  'event-deleted',
  'event-contrary',
  'unlisted-before',
  'unlisted-after',
  'followers-busy-after',
] as const
/** What somebody else does at that very moment. */
export const acts = [
  'second-start',
  'cancel',
  'recompose',
  'override',
  'confirm-again',
  'step-twice',
  'tamper-content',
  'tamper-draft',
  'sent-by-hand',
] as const
export type Act = (typeof acts)[number]
export type How =
  | (typeof ofCrash)[number]
  | (typeof ofTable)[number]
  | (typeof ofCall)[number]
  | (typeof ofSend)[number]
  | Act
export const isAct = (how: How): how is Act => (acts as readonly string[]).includes(how)

const sendall = 'call mass/sendall'

/** Which faults a point can have. */
export function howsOf({ kind, what }: Pick<Point, 'kind' | 'what'>): How[] {
  switch (kind) {
    case 'read':
      // What is read next may just have been rewritten.
      return what.endsWith('/HEAD') ? ['crash', 'throttled', 'tamper-content'] : ['crash', 'throttled']
    case 'object':
      return ['crash', 'throttled']
    case 'write':
      return [...ofCrash, ...ofTable, ...acts]
    case 'callback':
    case 'start':
      return ['crash', 'throttled', 'broken-after', 'disowned', ...acts]
    case 'mail':
      return ['crash', 'throttled']
    case 'wechat':
      return [...ofCrash, 'disowned', ...ofCall, ...(what === sendall ? ofSend : []), ...acts]
  }
}

/** Kinds of faults as the table counts them; pairs are made of these. */
const families: Record<string, readonly How[]> = {
  crash: ['crash'],
  throttle: ['throttled', 'too-many-calls'],
  'lost answer': ['broken-after', 'repeated', 'stalled'],
  'goes on unseen': ['disowned', 'step-twice'],
  'timeout before': ['timeout-before', 'disconnect-before', 'http-500-before', 'busy-before'],
  'timeout after': ['timeout-after', 'disconnect-after', 'http-500-after', 'busy-after'],
  'late call': ['late'],
  token: ['token-stolen', 'token-expired'],
  refusal: [
    ...['quota-used-up', 'certification-lapsed', 'ip-not-allowed'],
    ...['asked-too-fast', 'same-draft-too-fast', 'sent-by-hand'],
  ] as How[],
  administrator: ['administrator-yes', 'administrator-no', 'administrator-silent'],
  event: [
    ...(['event-lost', 'event-late', 'event-twice', 'event-content-refused', 'event-reprint'] as const),
    ...(['event-nobody', 'event-deleted', 'event-contrary'] as const),
  ],
  'unlisted code': ['unlisted-before', 'unlisted-after', 'followers-busy-after'],
  'another hand': ['second-start', 'cancel', 'recompose', 'override', 'confirm-again'],
  tampering: ['tamper-content', 'tamper-draft'],
}
export const familyNames = Object.keys(families)
export function familyOf(how: How): string {
  const found = familyNames.find((name) => families[name]?.includes(how))
  if (found === undefined) throw new Error(`${how} is of no family`)
  return found
}

/** Weather: faults that bring a run to steps it would not come to otherwise. */
export const scenes: Record<string, Fault[]> = {
  fair: [],
  'no event': [{ step: 'massSend', what: sendall, nth: 1, how: 'event-lost' }],
  'no answer': [
    { step: 'massSend', what: sendall, nth: 1, how: 'timeout-after' },
    { step: 'massSend', what: sendall, nth: 1, how: 'event-lost' },
  ],
  'not done': [{ step: 'massSend', what: sendall, nth: 1, how: 'timeout-before' }],
  administrator: [{ step: 'massSend', what: sendall, nth: 1, how: 'administrator-yes' }],
  refused: [{ step: 'massSend', what: sendall, nth: 1, how: 'certification-lapsed' }],
  'content refused': [{ step: 'massSend', what: sendall, nth: 1, how: 'event-content-refused' }],
  'broken off': [{ step: 'sendTest', what: 'call mass/preview', nth: 1, how: 'ip-not-allowed' }],
  cancelled: [{ step: 'confirmEdition', what: 'write EDITION/HEAD', nth: 1, how: 'cancel' }],
  recomposed: [{ step: 'sendTest', what: 'write EDITION/HEAD', nth: 1, how: 'recompose' }],
}

export const levels = ['single', 'race', 'pair', 'random'] as const
export type Level = (typeof levels)[number]

export interface Plan {
  seed: number
  level: Level
  scene: string
  faults: Fault[]
  kind: 'subscription' | 'service'
}

const faultAt = ({ step, what, nth }: Point, how: How): Fault => ({ step, what, nth, how })

/** Where it is decided who sends: every slow write and call there meets every other hand there. */
const crux = ['claimDay', 'massSend']
const slow: readonly How[] = ['disowned', 'stalled', 'late']
const hands: readonly How[] = ['second-start', 'cancel', 'recompose']

/** Every run there is: each seed is one plan, the same for the same points. */
export function plans(points: Point[]) {
  const singles = points.flatMap((point) => howsOf(point).map((how) => ({ point, how })))
  const cells = new Map<string, typeof singles>()
  for (const single of singles) {
    const name = `${single.point.step} ${familyOf(single.how)}`
    cells.set(name, [...(cells.get(name) ?? []), single])
  }
  const groups = [...cells.values()]
  const pairs = groups.flatMap((one, at) => groups.slice(at).map((other) => [one, other] as const))
  const around = singles.filter(({ point }) => crux.includes(point.step))
  const meetings = around
    .filter(({ how }) => slow.includes(how))
    .flatMap((one) => around.filter(({ how }) => hands.includes(how)).map((other) => [one, other] as const))
  // Each twice: how long the slow one takes is another matter of chance.
  const races = [...meetings, ...meetings]
  const ends = [singles.length, singles.length + races.length, singles.length + races.length + pairs.length]

  const levelOf = (seed: number): Level => levels[ends.filter((end) => seed >= end).length]!
  const choose = (seed: number, random: () => number) => {
    const [afterSingles = 0, afterRaces = 0, afterPairs = 0] = ends
    if (seed < afterSingles) return [singles[seed]!]
    if (seed < afterRaces) return [...races[seed - afterSingles]!]
    if (seed < afterPairs) return pairs[seed - afterRaces]!.map((group) => oneOf(random, group))
    return Array.from({ length: between(random, 2, 4) }, () => oneOf(random, oneOf(random, groups)))
  }

  return {
    counts: { single: singles.length, race: races.length, pair: pairs.length },
    levelOf,
    of(seed: number): Plan {
      const random = seeded(seed * 7919 + 17)
      const kind = random() < 0.5 ? 'subscription' : 'service'
      const chosen = choose(seed, random)
      const scene = chosen.map(({ point }) => point.scene).findLast((name) => name !== 'fair') ?? 'fair'
      const faults = chosen.map(({ point, how }) => faultAt(point, how))
      return { seed, level: levelOf(seed), scene, faults, kind }
    },
  }
}
export type Plans = ReturnType<typeof plans>
