import { readDefinition } from '../../local/step-functions/read-definition'
import { createEvaluate, type Evaluate } from '../../local/step-functions/evaluate'
import { aCompany } from './company'
import { judgeAgain, judgeEnd, outOf, quotaLeft, type Fault as Found } from './judge'
import { definitionOf } from './machine'
import { limitsFrom } from './limits'
import { peopleOf, type People } from './people'
import { plans, scenes, type Fault, type Plan, type Point } from './plan'
import { createWorld, type World } from './world'

const minute = 60_000
const hour = 60 * minute

/** What came of one run. */
export interface Result {
  seed: number
  level: Plan['level']
  faults: { fault: Fault; fired: boolean }[]
  /** how the edition stood when nothing moved any more */
  ending: string
  /** a person's word was needed, because neither WeChat nor time could tell */
  asked: boolean
  found: Found[]
  story: string[]
}

const timeOf = (ms: number) => new Date(ms + 8 * hour).toISOString().slice(11, 19)

/** Everything runs share: read once, and the points a run can be struck at, found by running undisturbed. */
export async function prepare(texts: { asl: string; functions: string[] }) {
  const definition = readDefinition('send-edition', definitionOf(texts.asl))
  const limitOf = limitsFrom(texts.functions)
  const { beginning, company } = await aCompany()
  let now = () => beginning.now
  const evaluate = createEvaluate(() => now())
  const shared = (of: () => number): Evaluate => {
    now = of
    return evaluate
  }

  /** The world of a plan with its editor at work, until nothing moves any more or evening has come. */
  async function live(plan: Plan, weather: Fault[]): Promise<{ world: World; people: People }> {
    const present: { people?: People } = {}
    const world = createWorld({
      ...{ beginning, seed: plan.seed, kind: plan.kind, definition, limitOf, evaluate: shared },
      faults: [...weather, ...plan.faults],
      act: (act) => present.people?.act(act),
    })
    const people = (present.people = peopleOf(world, company))
    people.begin(() => people.send(company.editor, company.ids))
    await rest(world, people, beginning.now + 8 * hour)
    return { world, people }
  }

  async function rest(world: World, people: People, horizon: number) {
    const still = () => people.acting() === 0 && world.machine.running().length === 0 && world.busy() === 0
    await world.timeline.run(still, horizon)
    // Pushes, and what somebody left lying, may still come.
    await world.timeline.run(() => false, world.timeline.now() + 3 * minute)
    await world.timeline.run(still, horizon)
  }

  const approved = await (async () => {
    const { world } = await live({ seed: 0, level: 'single', scene: 'fair', faults: [], kind: 'service' }, [])
    return Promise.all([...company.ids, company.spare].map((id) => world.look.submissions.withId(id)))
  })()

  async function points(): Promise<Point[]> {
    const known = new Map<string, Point>()
    for (const [scene, weather] of Object.entries(scenes)) {
      const { world } = await live({ seed: 0, level: 'single', scene, faults: [], kind: 'service' }, weather)
      for (const { step, what, nth, kind } of world.seen) {
        const name = `${step} ${what} ${nth}`
        if (!known.has(name)) known.set(name, { step, what, nth, kind, scene })
      }
    }
    return [...known.values()]
  }

  async function run(plan: Plan): Promise<Result> {
    const { world, people } = await live(plan, scenes[plan.scene] ?? [])
    const { timeline, tell } = world
    const asked = await unknownToPeople(world, people)
    const found = await judgeEnd(world, company, approved)
    const ending = (await people.edition())?.state ?? 'nothing'
    tell(`it rests: ${ending}, ${outOf(world).length} mass sends out`)

    // A person's next try on the same day: it must go out if nothing has, and must not if something has.
    const before = { out: outOf(world).length, couldBeUsed: outOf(world).length === 0 && quotaLeft(world) }
    const tampered = plan.faults.some(({ how }) => how === 'tamper-content')
    const other = tampered || plan.seed % 2 === 1
    const fired = world.faults.map((entry) => ({ fault: entry.fault, fired: entry.fired }))
    // From here on nothing goes wrong any more.
    world.faults.length = 0
    world.account.state.faults.length = 0
    people.begin(async () => {
      const edition = await people.edition()
      if (edition && ['building', 'testing', 'awaiting-confirmation', 'scheduled'].includes(edition.state))
        await people.cancel(company.second)
      await people.send(company.second, other ? [company.spare] : company.ids)
    })
    await rest(world, people, timeline.now() + 4 * hour)
    const again = await judgeAgain(world, approved, before)
    world.account.close()
    return {
      ...{ seed: plan.seed, level: plan.level, ending, asked },
      faults: fired,
      found: [...found, ...again],
      story: world.story.map(({ at, line }) => `${timeOf(at)}  ${line}`),
    }
  }

  /** Where the settler says that it cannot know, a person looks in WeChat's console. */
  async function unknownToPeople(world: World, people: People): Promise<boolean> {
    const edition = await people.edition()
    if (edition?.state !== 'unknown' && edition?.state !== 'sending') return false
    people.begin(() => people.override(company.second))
    await rest(world, people, world.timeline.now() + hour)
    return true
  }

  const found = await points()
  return { run, plans: plans(found), points: found.length }
}
