import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../..')
const textsOf = (room: string) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(root, room, file), 'utf8'))

const event = /'((?:[A-Z][a-z]+){2,})'/g
/** Lines that name the type of an event: the event itself, or a map from what happened to its type. */
const naming = /\btype: |\bevent(?:Of|Type)\b[^=]*= \{[\s\S]*?(?:\n\}| \} as const)/g

/** What verbs write into ledgers. */
const written = new Set(
  textsOf('lib').flatMap((text) =>
    [...text.matchAll(naming)].flatMap(({ 0: found, index }) => {
      const said = found.startsWith('type') ? (text.slice(index).split('\n')[0] ?? '') : found
      return [...said.matchAll(event)].map((match) => match[1] ?? '')
    }),
  ),
)

/** What the portal has words for. */
const named = new Set(
  [...textsOf('web/src'), ...textsOf('lib/policy')].flatMap((text) =>
    [...text.matchAll(/^ {2}([A-Z]\w+): \{\s*zh:/gm)].map((match) => match[1] ?? ''),
  ),
)

/** Of ledgers that no page shows: the request or the proposed change itself says where it stands. */
const unseen = new Set([
  'ChangeProposed',
  'ChangeWithdrawn',
  'ProposalClosed',
  'ProposalConfirmed',
  'ProposalDeclined',
  'ProposalForced',
  'ProposalHandedOver',
  'ProposalLapsed',
  'ProposalPressed',
  'ProposalTookEffect',
  'MaterialAsked',
  'MaterialDelivered',
  'RequestExcused',
  'RequestReopened',
  'RequestUnanswered',
  'UnitTold',
])

it('has words in both languages for every event of a ledger', () => {
  expect(written.size).toBeGreaterThan(80)
  expect([...written].filter((type) => !named.has(type) && !unseen.has(type))).toEqual([])
})

/** Written up to version 2967488; their ledgers are read. */
const earlier = new Set(['ApprovalFailed'])

it('has no words for an event that nothing writes or wrote', () => {
  const said = textsOf('lib').join('\n')
  const unsaid = [...named].filter((type) => !earlier.has(type) && !said.includes(`'${type}'`))
  expect(unsaid).toEqual([])
})
