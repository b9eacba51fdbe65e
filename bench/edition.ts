import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { tableTokenStore } from '../lib/channels/wechat/table-token-store'
import { decodersAtOnce } from '../lib/edition/pictures'
import { forWechat } from '../lib/media/preview'
import { photoLike } from '../local/demo/photo'
import { memoryTable } from '../test/kit/memory-table'
import { date, givenDesk, type GivenDesk } from '../test/lib/edition/given-desk'
import { account, picture } from '../test/local/wechat/given-twin'
import { median, ratioOf, type Ratio } from './side-by-side'

const perCallMs = 50
const articles = 8
const picturesEach = 5
const rounds = 5
/** WeChat's own limit for mass/… (reference sheet, 6.1) */
const massCallsAMinute = 60

interface Call {
  path: string
  /** milliseconds of this process */
  startedAt: number
  endedAt: number
  /** milliseconds of WeChat's clock */
  at: number
}

const isUpload = ({ path }: Call) => /\/(uploadimg|add_material)$/.test(path)

/** The most calls that were made one after the other; `independent` says which pairs need not have been. */
function longestRow(calls: Call[], independent: (a: Call, b: Call) => boolean): number {
  const depths = new Map<Call, number>()
  for (const call of [...calls].sort((a, b) => a.startedAt - b.startedAt)) {
    const before = [...depths].filter(
      ([other]) => other.endedAt <= call.startedAt && !independent(other, call),
    )
    depths.set(call, 1 + Math.max(0, ...before.map(([, depth]) => depth)))
  }
  return Math.max(...depths.values())
}

/**
 * The longest chain of dependent calls, from what was recorded: a call may depend on whatever had been answered before
 * it was made, but an upload never on another upload: those stand in a row only where not all run at once.
 */
const longestChain = (calls: Call[]) => longestRow(calls, (a, b) => isUpload(a) && isUpload(b))

/** The editor's desk with the real client, which talks to the twin at `baseUrl`, and a list of its calls. */
async function aDesk(baseUrl?: string) {
  const calls: Call[] = []
  const desk: GivenDesk = await givenDesk({
    // The emulator's own work would hide ours: what is measured are the calls to WeChat.
    openTable: async () => ({
      table: memoryTable(),
      client: new DynamoDBClient({}),
      close: async () => undefined,
    }),
    clientOf: (table) => ({
      ...(baseUrl && { baseUrl }),
      timeoutMs: 15_000,
      tokens: tableTokenStore(table, account.appId),
      async fetch(input, init) {
        const { pathname } = new URL(String(input))
        const call = {
          path: pathname.replace('/wechat', ''),
          startedAt: performance.now(),
          endedAt: Infinity,
          at: desk.clock.now().getTime(),
        }
        calls.push(call)
        const answer = await fetch(input, init)
        call.endedAt = performance.now()
        return answer
      },
    }),
  })
  return { desk, calls }
}

/** Draft, test send and mass send; the person who confirms in between is not timed. */
async function sendOnce(desk: GivenDesk, pictures: Uint8Array[][]) {
  const submissionIds: string[] = []
  for (const of of pictures) submissionIds.push((await desk.approved({}, of)).id)
  await desk.verbs.compose({ date, submissionIds, by: desk.editor })
  const at = { date, attempt: (await desk.verbs.start({ date, by: desk.editor })).attempt }
  let tookMs = 0
  const timed = async <T extends { next: string }>(step: () => Promise<T>, next: string): Promise<T> => {
    const begun = performance.now()
    const result = await step()
    tookMs += performance.now() - begun
    if (result.next !== next) throw new Error(`it ended with ${JSON.stringify(await desk.edition())}`)
    return result
  }
  await timed(() => desk.verbs.buildDraft(at), 'test')
  await timed(() => desk.verbs.sendTest(at), 'wait')
  const { hash } = await desk.edition()
  await desk.verbs.confirm({ date, hash, code: desk.code(), by: desk.editor })
  await desk.verbs.claimDay(at)
  const asked = await timed(() => desk.verbs.massSend(at), 'wait')
  return { tookMs, at, asked }
}

const each = <T>(make: (at: number) => Promise<T>): Promise<T[][]> =>
  Promise.all(
    Array.from({ length: articles }, (_, row) =>
      Promise.all(Array.from({ length: picturesEach }, (_unused, at) => make(row * picturesEach + at))),
    ),
  )

/** Sizes that differ, so that no two pictures are the same bytes: re-encoding them takes next to no time. */
const tiny = () => each(async (at) => (await picture(40 + at, 30)).bytes)
const photos = () => each((at) => photoLike({ bytes: 1_100_000 + at * 45_000, seed: at }))

/** Where there is a disk in memory, the twin's own writing takes no time from what is measured. */
const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A twin for each send, because a day has one; all in one process, which is warm after the first. */
async function startTwins(count: number, dir: string) {
  const child = fork(join(__dirname, 'twin-process.ts'), [String(count), String(perCallMs)], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TMPDIR: dir },
  })
  const [urls] = (await once(child, 'message')) as [string[]]
  return {
    urls,
    async stop() {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

/** One send of an edition on a fresh desk and twin: what it took, and the longest chain among its calls. */
async function measured(twinUrl: string, pictures: Uint8Array[][]) {
  const { desk, calls } = await aDesk(twinUrl)
  try {
    const { tookMs } = await sendOnce(desk, pictures)
    const chain = longestChain(calls)
    const inARow = longestRow(calls, () => false)
    const made = calls.length
    const begun = performance.now()
    // The chain alone: as many of the smallest calls there are, one after the other.
    for (let link = 0; link < chain; link++) await desk.client.quotaOf('/cgi-bin/draft/add')
    return { tookMs, chain, inARow, chainMs: performance.now() - begun, calls: made }
  } finally {
    await desk.close()
  }
}

/** The most mass calls in any minute of a send that stays unknown for three hours: WeChat answers HTTP 500 only. */
async function mostInAMinute(): Promise<number> {
  const { desk, calls } = await aDesk()
  try {
    await desk.twin.fault({
      endpoint: '/cgi-bin/message/mass/sendall',
      how: 'http-500',
      times: 10_000,
    })
    const { at, asked } = await sendOnce(desk, [[]])
    const until = desk.clock.now().getTime() + 3 * 3_600_000
    for (let looked = asked; desk.clock.now().getTime() < until;) {
      desk.twin.clock.move(looked.waitSeconds * 1000)
      looked = await desk.verbs.settleSend(at)
      if (looked.next !== 'wait') throw new Error(`an unknown send ended: ${looked.next}`)
    }
    const mass = calls.filter(({ path }) => path.startsWith('/cgi-bin/message/mass/')).map((call) => call.at)
    return Math.max(...mass.map((from) => mass.filter((one) => one >= from && one < from + 60_000).length))
  } finally {
    await desk.close()
  }
}

/** Re-encoding alone, as many at a time as the desk does. */
async function encodingMs(pictures: Uint8Array[]): Promise<number> {
  const begun = performance.now()
  for (let at = 0; at < pictures.length; at += decodersAtOnce)
    await Promise.all(pictures.slice(at, at + decodersAtOnce).map(forWechat))
  return performance.now() - begun
}

/** An edition of 8 articles with 5 pictures each against 50 ms a call, and how often an unknown send asks. */
export async function edition(): Promise<Ratio[]> {
  const twins = await startTwins(rounds + 1, inMemory)
  const onDisk = await startTwins(1, tmpdir())
  try {
    const [first = '', ...others] = twins.urls
    const small = await tiny()
    await measured(first, small)
    const runs = []
    for (const url of others) runs.push(await measured(url, small))
    const chain = Math.max(...runs.map((run) => run.chain))
    const large = await photos()
    const cpuMs = await encodingMs(large.flat())
    const real = await measured(onDisk.urls[0] ?? '', large)
    return [
      ratioOf({
        bench: 'edition',
        what: `${articles} articles, ${articles * picturesEach} pictures / longest chain, ${chain} of ${runs[0]?.calls} calls`,
        ours: median(runs.map((run) => run.tookMs)),
        other: median(runs.map((run) => run.chainMs)),
        unit: 'ms',
      }),
      ratioOf({
        bench: 'edition',
        what: 'its calls that waited for one another / longest chain',
        ours: median(runs.map((run) => run.inARow)),
        other: chain,
        unit: 'calls',
      }),
      ratioOf({
        bench: 'edition',
        what: 'the same with photos of 1–3 MB / re-encoding + chain',
        ours: real.tookMs,
        other: cpuMs + real.chainMs,
        unit: 'ms',
      }),
      ratioOf({
        bench: 'edition',
        what: 'mass calls in the busiest minute, unknown for 3 h / allowed',
        ours: await mostInAMinute(),
        other: massCallsAMinute,
        unit: 'calls',
      }),
    ]
  } finally {
    await twins.stop()
    await onDisk.stop()
  }
}
