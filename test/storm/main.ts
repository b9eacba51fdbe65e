import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort } from '../../local/cloud/ports'
import { createClock } from '../../local/cloud/clock'
import { beijingToday } from '../../local/demo/edition-desk'
import { photoLike } from '../../local/demo/photo'
import { pause } from '../../local/demo/visitor'
import { seeded } from '../../local/aws/seeded'
import { between, oneOf } from '../faults/random'
import { workingTuesday } from '../kit/cloud'
import { copyOf, damage } from './damage'
import { judge, verdicts, waitingOn, type Found } from './judge'
import { startLife, type Life, type Told } from './life'
import { peopleOf, type Story } from './people'

/*
 * `npm run storm -- [--kills 100] [--acts 500] [--seed 1] [--keep]`: a company at work on the one-machine cloud, which is killed at
 * random moments and whose mail server, disk, platforms and files go wrong. Ends with 1 where anything that was answered
 * is lost, done twice, stuck, or damaged without being named.
 */

const hourMs = 3_600_000
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    acts: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    /** the folder stays, to look at */
    keep: { type: 'boolean', default: false },
  },
})
const wanted = { kills: Number(values.kills), acts: Number(values.acts) }
const random = seeded(Number(values.seed))
/** Chance of its own, so that what people do says nothing about when they are struck. */
const ofStorm = seeded(Number(values.seed) + 1_000_003)

const base = mkdtempSync(join(tmpdir(), 'qianfa-storm-'))
const dir = join(base, 'data')
mkdirSync(dir)
const log = join(base, 'cloud.log')
const story = join(base, 'storm.log')
const begun = performance.now()
const tell = (line: string) => {
  const stamped = `${((performance.now() - begun) / 1000).toFixed(1).padStart(7)} ${line}`
  appendFileSync(story, `${stamped}\n`)
  if (process.env['VERBOSE']) console.log(stamped)
}

const found: Found[] = []
const struck = { kills: 0, whileStarting: 0, died: 0, damages: 0, named: 0, mail: 0, disk: 0, platforms: 0 }

/** Platforms that break off, answer late or lose the word that it is done. */
const platformFaults = [
  { twin: 'wechat', endpoint: '/cgi-bin/message/mass/sendall', how: 'timeout', when: 'after' },
  { twin: 'wechat', endpoint: '/cgi-bin/message/mass/sendall', how: 'disconnect', when: 'before' },
  { twin: 'wechat', endpoint: '/cgi-bin/message/mass/sendall', how: 'http-500', when: 'after' },
  { twin: 'wechat', endpoint: 'finish-event', how: 'lost' },
  { twin: 'wechat', endpoint: 'finish-event', how: 'duplicate' },
  { twin: 'wechat', endpoint: '/cgi-bin/draft/add', how: 'disconnect', when: 'after' },
  { twin: 'wechat', endpoint: '*', how: 'token-invalidated' },
  { twin: 'weibo', endpoint: '/2/statuses/share.json', how: 'http-502', when: 'after' },
  { twin: 'weibo', endpoint: '/2/statuses/share.json', how: 'disconnect', when: 'after' },
  { twin: 'weibo', endpoint: '/2/statuses/share.json', how: 'delayed' },
] as const

async function main(): Promise<void> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  createClock({ file: join(dir, 'clock'), startAt: workingTuesday }).move(0)
  const photo = await photoLike({ bytes: 1_500_000, seed: 7 })
  const people = peopleOf({ url, random, photo, tell })

  let life: Life | undefined
  /** Starts it until it runs; what it refuses is the caller's to judge. */
  const start = async () => {
    life = startLife({ dir, port, log })
    return life.begun
  }
  const startWell = async () => {
    for (let tries = 0; tries < 5; tries++) {
      const how = await start()
      if (how === 'runs') return
      tell(`it did not start: ${how.refused.slice(-600)}`)
    }
    throw new Error(`the cloud does not start any more: ${log}`)
  }

  /** Changes bytes of what a dead cloud kept, and judges whether its next start names the file. */
  const strikeFiles = async () => {
    const copy = copyOf(dir)
    const hurt = damage(dir, ofStorm)
    if (!hurt) return copy.drop()
    struck.damages++
    tell(`DAMAGE ${hurt.how} in ${hurt.file}`)
    const how = await start()
    const said = how === 'runs' ? JSON.stringify(await (await fetch(`${url}/whole`)).json()) : how.refused
    if (said.includes(hurt.file)) struck.named++
    else
      found.push({
        verdict: 'damaged',
        what: `${hurt.how} in ${hurt.file} was not named: ${said.slice(-500)}`,
      })
    tell(said.includes(hurt.file) ? 'named' : `NOT NAMED: ${said.slice(-500)}`)
    await life?.kill()
    copy.putBack()
  }

  const tellLife = (told: Partial<Told>) => life?.tell(told)
  const strikePlatform = async () => {
    const { twin, ...fault } = oneOf(ofStorm, platformFaults)
    struck.platforms++
    tell(`${twin} ${JSON.stringify(fault)}`)
    await fetch(`${url}/${twin}-twin/_twin/faults`, { method: 'POST', body: JSON.stringify(fault) }).catch(
      () => undefined, // dead by itself just now: it is started anew
    )
  }
  /** Something goes wrong for a while of this life; it ends with the life or before. */
  const strikeLife = async () => {
    const what = ofStorm()
    const forMs = between(ofStorm, 500, 5_000)
    if (what < 0.2) {
      struck.mail++
      tellLife({ mail: { closed: oneOf(ofStorm, ['busy', 'silent'] as const) } })
      setTimeout(() => tellLife({ mail: {} }), forMs).unref()
    } else if (what < 0.35) {
      struck.disk++
      tellLife({ disk: oneOf(ofStorm, ['full', 'failing'] as const) })
      setTimeout(() => tellLife({ disk: 'well' }), forMs).unref()
    } else if (what < 0.6) await strikePlatform()
  }

  let still = false
  /** Kills at random moments until there were enough; then the sky is clear. */
  const storm = async () => {
    while (struck.kills < wanted.kills && !still) {
      await strikeLife()
      const until = performance.now() + between(ofStorm, 200, 9_000)
      while (performance.now() < until && life?.lives()) await pause(20)
      if (!life?.lives()) {
        struck.died++
        tell('it died by itself')
      } else {
        await life.kill()
        struck.kills++
        tell(`KILL ${struck.kills}`)
      }
      if (ofStorm() < 0.25) await strikeFiles()
      if (ofStorm() < 0.15 && struck.kills < wanted.kills) {
        life = startLife({ dir, port, log })
        await pause(between(ofStorm, 100, 6_000))
        await life.kill()
        struck.kills++
        struck.whileStarting++
        tell(`KILL ${struck.kills} while it started`)
      }
      await startWell()
    }
  }

  const now = () =>
    people.patiently('the clock', async () => {
      const { now: at } = (await (await fetch(`${url}/clock`)).json()) as { now: string }
      return Date.parse(at)
    })
  const moveTo = (ms: number) =>
    people.patiently('the clock moves', async () => {
      if ((await now()) >= ms) return
      const moved = await fetch(`${url}/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ to: new Date(ms).toISOString() }),
      })
      if (!moved.ok) throw new SyntaxError(`the clock did not move: ${moved.status}`)
    })
  const pass = async (ms: number) => moveTo((await now()) + ms)
  /** Ten in the morning of the next working day. */
  const nextMorning = (at: number) => {
    const day = 24 * hourMs
    let next = Math.floor((at + 8 * hourMs) / day) * day + day + 2 * hourMs
    while ([0, 6].includes(new Date(next).getUTCDay())) next += day
    return next
  }

  const stories: Story[] = []
  const days = new Map<string, string[]>()
  const work = async () => {
    for (
      let first = true;
      first || struck.kills < wanted.kills || people.acts() < wanted.acts;
      first = false
    ) {
      const fresh: Story[] = []
      await Promise.all(Array.from({ length: 5 }, () => people.tellStory(fresh)))
      stories.push(...fresh)
      const toSend = fresh.filter(
        ({ channel, decided }) =>
          channel === 'wechat' && decided.length === 3 && !decided.includes('rejected'),
      )
      const date = beijingToday(await now())
      if (toSend.length > 0) {
        days.set(
          date,
          toSend.map(({ title }) => title),
        )
        await people.sendEdition(
          date,
          toSend.map(({ id }) => id!),
          () => pass(130_000),
        )
      }
      tell(`${date} is over: ${people.acts()} acts, ${struck.kills} kills`)
      await pass(15 * 60_000)
      await moveTo(nextMorning(await now()))
    }
    still = true
  }

  await startWell()
  const storming = storm()
  await work()
  await storming
  if (!life?.lives()) await startWell()
  tellLife({ mail: {}, disk: 'well' })
  tell('the sky is clear')
  for (const twin of ['wechat', 'weibo'])
    await fetch(`${url}/${twin}-twin/_twin/clear-faults`, { method: 'POST', body: '{}' })
  let waiting: string[] = []
  for (let looks = 0; looks < 12; looks++) {
    await pass(10 * 60_000)
    waiting = await waitingOn(dir)
    if (waiting.length === 0) break
  }
  found.push(...waiting.map((what): Found => ({ verdict: 'stuck', what })))
  found.push(...(await judge({ url, officer: await people.at('officer'), stories, days })))
  const whole = (await (await fetch(`${url}/whole`)).json()) as { damages: { file: string; what: string }[] }
  found.push(
    ...whole.damages.map(({ file, what }): Found => ({ verdict: 'damaged', what: `${file}: ${what}` })),
  )
  await life?.kill()

  for (const { verdict, what } of found) console.log(`${verdict}: ${what}`)
  if (found.length > 0) process.exitCode = 1
  console.log(
    JSON.stringify({
      ...{ seed: Number(values.seed), acts: people.acts(), stories: stories.length, sends: days.size },
      ...struck,
      ...Object.fromEntries(
        verdicts.map((one) => [one, found.filter(({ verdict }) => verdict === one).length]),
      ),
      seconds: Math.round((performance.now() - begun) / 1000),
    }),
  )
  if (found.length === 0 && !values.keep) rmSync(base, { recursive: true })
  else console.log(`kept: ${base}`)
  process.exit()
}

main().catch((error: unknown) => {
  console.error(error)
  console.error(`kept: ${base}`)
  process.exit(2)
})
