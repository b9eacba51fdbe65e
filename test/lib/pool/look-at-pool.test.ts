import type { Table } from '../../../lib/platform/table'
import { beijingDate } from '../../../lib/policy/working-days'
import { addressOf, givenPool, type GivenPool } from './given-pool'

const editor = addressOf('xu-wen')
const head = addressOf('zhou-heng')
const officer = addressOf('chen-yu')
const unitHead = addressOf('wang-lei')

/** Types of the pool's events with their Beijing date. */
const told = async ({ submissions }: GivenPool, id: string) =>
  (await submissions.ledger(id))
    .filter(({ type }) => ['PoolReminded', 'SubmissionUnused'].includes(type))
    .map(({ type, at }) => `${beijingDate(new Date(at))} ${type}`)

const aboutPool = (post: GivenPool['post'], to: string) =>
  post.written(to).filter((id) => id.startsWith('pool.'))

describe('a year in the pool (article 10.1, invariant 5)', () => {
  it.each([['wechat'], ['weibo']] as const)(
    'reminds on working days 3 and 10, and gives it back to its unit as unused: %s',
    async (channel) => {
      const pool = await givenPool()
      // Monday 9 in the morning, Beijing.
      const id = await pool.approved(channel)
      await pool.live(60)
      expect(await told(pool, id)).toEqual([
        '2026-11-26 PoolReminded',
        '2026-12-07 PoolReminded',
        '2026-12-21 SubmissionUnused',
      ])
      const ended = await pool.submissions.withId(id)
      expect(ended).toMatchObject({ state: 'unused', unused: [channel], endedAt: expect.any(String) })
      expect(await pool.pooled(channel)).toEqual([])
      // Owed to the archive as any end is.
      expect((await pool.submissions.archiveDue(pool.clock.now(), 10)).map(({ head }) => head.state)).toEqual(
        ['unused'],
      )

      await pool.live(305)
      const counts = [editor, head, officer, unitHead].map((to) => aboutPool(pool.post, to).length)
      expect(counts).toEqual([3, 1, 1, 1])
      // Every one of them arrived, reminders in working hours, none of them twice.
      expect(pool.post.delivered.filter(({ to }) => to === editor)).toHaveLength(3)
      for (const { at } of pool.post.delivered.filter(({ to }) => to === head))
        expect(at.getUTCHours()).toBeLessThan(10)
    },
    120_000,
  )

  it('holidays count for nothing: what is approved before Spring Festival is not reminded within it', async () => {
    const pool = await givenPool()
    pool.company.at('2026-02-12T01:00:00.000Z')
    const id = await pool.approved('wechat')
    await pool.live(30)
    // 14 and 28 February are worked, 15 to 23 are not.
    expect(await told(pool, id)).toEqual(['2026-02-24 PoolReminded', '2026-03-04 PoolReminded'])
  })
})

it('gathers what reminds: many articles are one letter a person and working day', async () => {
  const pool = await givenPool()
  for (let made = 0; made < 7; made++) await pool.approved('wechat')
  await pool.live(10)
  expect(aboutPool(pool.post, editor)).toHaveLength(7)
  expect(pool.post.delivered.filter(({ to }) => to === editor)).toHaveLength(1)
})

it('what was approved by an earlier version is found once a day, reminded first, and then ends', async () => {
  const pool = await givenPool()
  pool.company.at('2026-03-02T01:00:00.000Z')
  const id = await pool.approved('weibo')
  pool.rows.get(`SUB#${id}`)?.delete('WATCH#pool')
  pool.company.at('2026-11-23T01:00:00.000Z')
  await pool.live(3)
  expect(await told(pool, id)).toEqual([])

  expect(await pool.verbs.adopt()).toEqual({ adopted: 1 })
  expect(await pool.verbs.adopt()).toEqual({ adopted: 0 })
  await pool.live(30)
  expect(await told(pool, id)).toEqual(['2026-11-26 PoolReminded', '2026-12-01 SubmissionUnused'])
})

it('the unit submits anew: the next version waits for as long as the first', async () => {
  const pool = await givenPool()
  const id = await pool.approved('wechat')
  await pool.live(40)
  expect(await pool.verbs.revise(id)).toMatchObject({ state: 'draft', version: 2, unused: undefined })
})

describe('an edition', () => {
  it('holds the end while it lives; cancelled, the count goes on without the days of the edition', async () => {
    const pool = await givenPool()
    const id = await pool.approved('wechat')
    await pool.live(7)
    await pool.verbs.compose('2027-02-26', id)
    await pool.live(56)
    expect(await told(pool, id)).toEqual(['2026-11-26 PoolReminded'])
    expect(await pool.stateOf(id)).toBe('scheduled')

    // Five working days waited, fifteen are left; Spring Festival counts for nothing.
    await pool.verbs.cancel('2027-02-26')
    expect(beijingDate(pool.clock.now())).toBe('2027-01-25')
    await pool.live(40)
    expect((await told(pool, id)).slice(1)).toEqual([
      '2027-02-01 PoolReminded',
      '2027-02-19 SubmissionUnused',
    ])
  })

  it('gives back at least three working days, however long it waited before', async () => {
    const pool = await givenPool()
    const id = await pool.approved('wechat')
    await pool.live(27)
    await pool.verbs.compose('2026-12-25', id)
    await pool.live(1)
    await pool.verbs.cancel('2026-12-25')
    expect(beijingDate(pool.clock.now())).toBe('2026-12-21')
    await pool.live(10)
    expect((await told(pool, id)).at(-1)).toBe('2026-12-24 SubmissionUnused')
  })
})

describe('an edition whose day is over unsent', () => {
  const dayOver = (pool: GivenPool) => pool.post.written(editor).filter((id) => id.startsWith('day-over.'))

  it('gives its articles back to the pool, where their wait goes on, tells the editors once, and is composed no more', async () => {
    const pool = await givenPool()
    const [id, other] = [await pool.approved('wechat'), await pool.approved('wechat')]
    const date = beijingDate(pool.clock.now())
    await pool.verbs.compose(date, id, other)
    while (beijingDate(pool.clock.now()) === date) await pool.live(1 / 24)
    expect(await pool.stateOf(id)).toBe('scheduled')

    await pool.live(2 / 24)
    expect([await pool.stateOf(id), await pool.stateOf(other)]).toEqual(['approved', 'approved'])
    expect((await pool.pooled('wechat')).sort()).toEqual([id, other].sort())
    expect(await pool.editions.withId(date)).toMatchObject({
      state: 'cancelled',
      outcome: { code: 'DayOver' },
    })
    await pool.live(40)
    expect(dayOver(pool)).toHaveLength(1)
    expect(await pool.stateOf(id)).toBe('unused')
  })

  it('is left to whoever moved its articles in that moment', async () => {
    const pool = await givenPool()
    const id = await pool.approved('wechat')
    const date = beijingDate(pool.clock.now())
    await pool.verbs.compose(date, id)
    await pool.verbs.cancel(date)
    await pool.live(3)
    expect(dayOver(pool)).toEqual([])
    expect(await pool.editions.withId(date)).toMatchObject({ outcome: { code: 'Cancelled' } })
  })
})

describe('both channels', () => {
  it('is published where it was used, and says where it was not', async () => {
    const pool = await givenPool()
    const id = await pool.approved('wechat', 'weibo')
    await pool.submissions.change(id, (submission) => ({
      submission: {
        ...submission,
        state: 'published',
        publications: [
          { channel: 'wechat', url: 'https://mp.weixin.qq.com/s/x', at: '2026-11-24T01:00:00.000Z' },
        ],
      },
      happened: { by: 'system', type: 'SubmissionPublished', facts: { channel: 'wechat' } },
    }))
    await pool.live(40)
    expect(await pool.submissions.withId(id)).toMatchObject({ state: 'published', unused: ['weibo'] })
    expect(await pool.pooled('weibo')).toEqual([])
    await expect(pool.verbs.release(id)).rejects.toMatchObject({ name: 'WrongState' })
  })

  it('waits for a post that is under way, and goes on when it is called off', async () => {
    const pool = await givenPool()
    const id = await pool.approved('wechat', 'weibo')
    const post = await pool.verbs.release(id)
    await pool.live(60)
    expect(await told(pool, id)).toEqual([])
    await pool.verbs.callOff(post.id)
    await pool.live(40)
    expect(await pool.submissions.withId(id)).toMatchObject({ state: 'unused', unused: ['wechat', 'weibo'] })
  })
})

/** Runs `first` right before the transaction in which the other one ends or begins. */
function meeting() {
  let first: (() => Promise<void>) | undefined
  let when: (writes: Parameters<Table['transact']>[0]) => boolean = () => false
  return {
    before(fits: typeof when, work: () => Promise<void>) {
      when = fits
      first = work
    },
    wrapped: (table: Table): Table => ({
      ...table,
      async transact(writes) {
        if (first && when(writes)) {
          const work = first
          first = undefined
          await work()
        }
        return table.transact(writes)
      },
    }),
  }
}

const names = (type: string) => (writes: Parameters<Table['transact']>[0]) =>
  writes.some((write) => 'put' in write && write.put['type'] === type)

/** The minute in which it would end. */
async function atItsEnd(pool: GivenPool, id: string) {
  await pool.live(27)
  expect(await pool.stateOf(id)).toBe('approved')
  pool.company.at('2026-12-21T01:30:00.000Z')
}

describe('at the same moment', () => {
  it('an edition that is composed first keeps it: the end finds it taken', async () => {
    const met = meeting()
    const pool = await givenPool(met.wrapped)
    const id = await pool.approved('wechat')
    await atItsEnd(pool, id)
    met.before(names('SubmissionUnused'), async () => void (await pool.verbs.compose('2026-12-22', id)))
    await pool.verbs.look({ kind: 'pool', id, tries: 0 })
    expect(await pool.stateOf(id)).toBe('scheduled')
    expect((await pool.editions.find('2026-12-22'))?.items).toHaveLength(1)
    expect(aboutPool(pool.post, officer)).toEqual([])
  })

  it('an end that is first leaves the edition nothing to take: it is refused, and nothing of it is written', async () => {
    const met = meeting()
    const pool = await givenPool(met.wrapped)
    const id = await pool.approved('wechat')
    await atItsEnd(pool, id)
    met.before(
      names('EditionComposed'),
      async () => void (await pool.verbs.look({ kind: 'pool', id, tries: 0 })),
    )
    await expect(pool.verbs.compose('2026-12-22', id)).rejects.toMatchObject({ name: 'WrongState' })
    expect(await pool.stateOf(id)).toBe('unused')
    expect(await pool.editions.find('2026-12-22')).toBeUndefined()
  })

  it('an edition whose process died before its articles joined holds the end; they join within minutes', async () => {
    const met = meeting()
    const pool = await givenPool(met.wrapped)
    const id = await pool.approved('wechat')
    await atItsEnd(pool, id)
    met.before(names('SubmissionScheduled'), () => Promise.reject(new Error('the process died')))
    await expect(pool.verbs.compose('2026-12-22', id)).rejects.toThrow('the process died')
    await pool.verbs.look({ kind: 'pool', id, tries: 0 })
    expect(await pool.stateOf(id)).toBe('approved')

    pool.company.later(2)
    await pool.verbs.watch()
    expect(await pool.stateOf(id)).toBe('scheduled')
  })

  it('an edition composed while the end was decided keeps it, though its process died before anything joined', async () => {
    const [met, dies] = [meeting(), meeting()]
    const pool = await givenPool((table) => met.wrapped(dies.wrapped(table)))
    const id = await pool.approved('wechat')
    await atItsEnd(pool, id)
    dies.before(names('SubmissionScheduled'), () => Promise.reject(new Error('the process died')))
    met.before(names('SubmissionUnused'), () =>
      expect(pool.verbs.compose('2026-12-22', id)).rejects.toThrow('the process died'),
    )
    await pool.verbs.look({ kind: 'pool', id, tries: 0 })
    expect(await pool.stateOf(id)).toBe('approved')
    pool.company.later(2)
    await pool.verbs.watch()
    expect(await pool.stateOf(id)).toBe('scheduled')
  })

  it('a stale word of an edition that was cancelled before anything joined does not hold it for ever', async () => {
    const met = meeting()
    const pool = await givenPool(met.wrapped)
    const id = await pool.approved('wechat')
    await atItsEnd(pool, id)
    met.before(names('SubmissionScheduled'), () => Promise.reject(new Error('the process died')))
    await expect(pool.verbs.compose('2026-12-22', id)).rejects.toThrow('the process died')
    await pool.verbs.cancel('2026-12-22')
    await pool.verbs.look({ kind: 'pool', id, tries: 0 })
    expect(await pool.stateOf(id)).toBe('unused')
  })

  it.each([
    ['first', 'SubmissionUnused', 'scheduled'],
    ['second', 'WeiboReleased', 'unused'],
  ] as const)('a post that is released %s', async (_, meets, state) => {
    const met = meeting()
    const pool = await givenPool(met.wrapped)
    const id = await pool.approved('weibo')
    await atItsEnd(pool, id)
    const end = async () => void (await pool.verbs.look({ kind: 'pool', id, tries: 0 }))
    const release = async () => void (await pool.verbs.release(id))
    met.before(names(meets), meets === 'SubmissionUnused' ? release : end)
    if (meets === 'SubmissionUnused') await end()
    else await expect(release()).rejects.toMatchObject({ name: 'WrongState' })
    expect(await pool.stateOf(id)).toBe(state)
    expect(await pool.pooled('weibo')).toEqual([])
  })
})

it('dying before or after any of its writes, it reminds once and ends once', async () => {
  let writes = 0
  let fatal = Infinity
  const pool = await givenPool((table) => ({
    ...table,
    async transact(given) {
      const number = ++writes
      if (number === fatal) throw new Error('died before it')
      await table.transact(given)
      if (number === fatal - 0.5) throw new Error('died after it')
    },
  }))
  const id = await pool.approved('wechat')
  const dying = async (at: number) => {
    writes = 0
    fatal = at
    // What dies is set aside by the watch and tried again some minutes later.
    for (let tries = 0; tries < 4; tries++) {
      await pool.verbs.watch()
      fatal = Infinity
      pool.company.later(10)
    }
  }
  for (const [day, at] of [
    ['2026-11-26T02:00:00.000Z', 1],
    ['2026-12-07T02:00:00.000Z', 1.5],
    ['2026-12-21T02:00:00.000Z', 1],
  ] as const) {
    pool.company.at(day)
    await dying(at)
  }
  expect(await told(pool, id)).toEqual([
    '2026-11-26 PoolReminded',
    '2026-12-07 PoolReminded',
    '2026-12-21 SubmissionUnused',
  ])
  expect(aboutPool(pool.post, editor)).toHaveLength(3)
})
