import { seeded } from '../../local/aws/seeded'
import type { LimitOf } from './limits'
import type { Letter } from '../../lib/channels/mail/mail'
import { keyOfWrite, type Row, type Table } from '../../lib/platform/table'
import { Failure } from '../../local/step-functions/failure'
import type { Definition } from '../../local/step-functions/asl'
import type { Evaluate } from '../../local/step-functions/evaluate'
import { decideAsAdministrator } from '../../local/wechat/finish'
import type { TwinState } from '../../local/wechat/state'
import { openAccount } from './account'
import { deskOn, type Desk } from './desk'
import { openMachine } from './machine'
import { laggingTable } from '../kit/lagging-table'
import { memoryTable, type Rows } from '../kit/memory-table'
import { isAct, type Act, type Fault, type How, type Kind } from './plan'
import { between } from './random'
import { createTimeline } from './timeline'
import { runStep } from './verbs'
import { hearPush } from '../../lib/edition/hear-push'
import { actOnKept } from '../../lib/push/act-on-pushes'
import { receivePush } from '../../lib/push/receive-push'
import { Refusal } from '../../lib/platform/refusal'

/** One call of a function: what it does is counted, and it can die, be given up, or go on unseen. */
interface Call {
  step: string
  number: number
  dead: boolean
  counts: Map<string, number>
  /** the process ends: nothing it waits for comes back to it */
  die(error: string): void
  /** whoever called believes that it failed; it goes on */
  disown(error: string): void
  /** when it last saw the draft as WeChat has it */
  sawDraftAt?: number
  /** does the whole call again, beside the first */
  twice(): void
}

export interface Seen {
  step: string
  what: string
  nth: number
  kind: Kind
}

class Named extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

const never = new Promise<never>(() => undefined)
const clientTimeoutMs = 15_000

/** What the twin is told to do with one call. */
const twinFaults: Partial<Record<How, object>> = {
  'http-500-before': { how: 'http-500' },
  'http-500-after': { how: 'http-500', when: 'after' },
  'busy-before': { how: 'errcode', errcode: -1 },
  'busy-after': { how: 'errcode', errcode: -1, when: 'after' },
  'token-stolen': { how: 'token-invalidated' },
  'token-expired': { how: 'errcode', errcode: 42001 },
  'too-many-calls': { how: 'errcode', errcode: 45011 },
  'quota-used-up': { how: 'errcode', errcode: 45009 },
  'certification-lapsed': { how: 'errcode', errcode: 48001 },
  'ip-not-allowed': { how: 'errcode', errcode: 40164 },
  'asked-too-fast': { how: 'errcode', errcode: 45066 },
  'same-draft-too-fast': { how: 'errcode', errcode: 42010 },
  'administrator-yes': { how: 'errcode', errcode: 89505 },
  'administrator-no': { how: 'errcode', errcode: 89505 },
  'administrator-silent': { how: 'errcode', errcode: 89505 },
  'unlisted-before': { how: 'errcode', errcode: 268488001 },
  'unlisted-after': { how: 'errcode', errcode: 268488001, when: 'after' },
  'followers-busy-after': { how: 'errcode', errcode: 268487002, when: 'after' },
  'timeout-after': { how: 'timeout', when: 'after' },
  'disconnect-after': { how: 'disconnect', when: 'after' },
}
const eventFaults: Partial<Record<How, object>> = {
  'event-lost': { how: 'lost' },
  'event-late': { how: 'late', ms: 40 * 60_000 },
  'event-twice': { how: 'duplicate' },
  'event-content-refused': { how: 'err', errcode: 20008 },
  'event-reprint': { how: 'err', errcode: 30003 },
  'event-nobody': { how: 'nobody' },
  'event-deleted': { how: 'deleted' },
  'event-contrary': { how: 'contrary', errcode: 20001, ms: 90_000 },
}

/** What a row is, without what differs from run to run. */
const nameOf = ({ pk, sk }: { pk: string; sk: string }) => `${pk.split('#')[0]}/${sk.split('#')[0]}`

/** Where a world begins: rows and account of a company that has articles in its pool. */
export interface Beginning {
  rows: Rows
  account?: TwinState
  objects: Map<string, Uint8Array>
  now: number
}

/**
 * One company, its table, its functions, its machine and WeChat, on virtual time and by one seed. The functions are
 * the real verbs on the real stores and the real client; only what they stand on can be made to fail.
 */
export function createWorld(given: {
  beginning: Beginning
  seed: number
  kind: 'subscription' | 'service'
  faults: Fault[]
  definition: Definition
  limitOf: LimitOf
  evaluate: (now: () => number) => Evaluate
  /** what somebody does at a point */
  act: (act: Act, at: Fault) => void
}) {
  const { beginning, kind, limitOf } = given
  const random = seeded(given.seed + 1)
  const timeline = createTimeline(beginning.now)
  const rows: Rows = structuredClone(beginning.rows)
  // Lists are up to two seconds behind, as the index of the real table may be.
  const lag = seeded(given.seed + 2)
  const { table } = laggingTable(rows, { now: () => timeline.now(), lagMs: () => lag() * 2_000 })
  const letters: { at: number; letter: Letter }[] = []
  const faults = given.faults.map((fault) => ({ fault, fired: false }))
  const seen: Seen[] = []
  const story: { at: number; line: string }[] = []
  const drafts: { changedAt: number[] } = { changedAt: [] }
  /** sends WeChat took: who asked, and whether the day was held then */
  const taken: {
    msgId: number
    step: string
    clientMsgId: string
    held: boolean
    sawDraftAt?: number
    at: number
  }[] = []
  let calls = 0
  let busy = 0

  const tell = (line: string) => void story.push({ at: timeline.now(), line })

  const account = openAccount({
    ...{ timeline, random, kind, state: beginning.account && structuredClone(beginning.account) },
    post: bringPush as typeof fetch,
  })
  const machine = openMachine({
    ...{ definition: given.definition, evaluate: given.evaluate(timeline.now), timeline, random },
    async invoke(name, payload) {
      try {
        return await call(name, (desk) => runStep(name, desk, payload))
      } catch (error) {
        if (error instanceof Error) throw new Failure(error.name, error.message)
        throw error
      }
    },
    onEntry(name, entry) {
      if (entry.type === 'StateEntered') tell(`  ${name} ▸ ${entry.state}`)
      if (entry.type === 'StateRetried')
        tell(`  ${name} ↻ again in ${Math.round((entry.until - entry.at) / 1000)} s`)
      if (entry.type === 'TaskEnded' && 'error' in entry.outcome)
        tell(`  ${name} ✗ ${entry.outcome.error}: ${entry.outcome.cause.slice(0, 160)}`)
      if (entry.type === 'ExecutionEnded') tell(`  ${name} ■ ${entry.status}`)
    },
  })

  /** The faults of the plan that are due at this doing; each strikes once. */
  function due(one: Call, what: string, nth: number): How[] {
    const now = faults.filter(
      ({ fault, fired }) => !fired && fault.step === one.step && fault.what === what && fault.nth === nth,
    )
    for (const entry of now) {
      entry.fired = true
      tell(`  ⚡ ${one.step} #${one.number}, ${what} (${nth}): ${entry.fault.how}`)
      const { how } = entry.fault
      if (how === 'step-twice') one.twice()
      else if (isAct(how)) given.act(how, entry.fault)
    }
    return now.map(({ fault }) => fault.how)
  }

  /** One doing of a call: counted, told, and struck by the faults due. `perform` is what the other side does. */
  async function doing<T>(one: Call, kind: Kind, what: string, perform: () => Promise<T>): Promise<T> {
    if (one.dead) return never
    const nth = (one.counts.get(what) ?? 0) + 1
    one.counts.set(what, nth)
    const way = between(random, 1, 8)
    seen.push({ step: one.step, what, nth, kind })
    const how = due(one, what, nth).find((name) => !isAct(name))
    const alive = <V>(value: V): V | Promise<never> => (one.dead ? never : value)
    /** The request is on its way: it is carried out whether or not the process that sent it still lives. */
    const carriedOut = async () => {
      try {
        return { value: await perform() }
      } catch (error) {
        return { error }
      }
    }
    const settled = async (done: { value: T } | { error: unknown }) => {
      await timeline.sleep(way)
      await alive(undefined)
      if ('error' in done) throw done.error
      return done.value
    }

    switch (how) {
      case 'throttled':
        await timeline.sleep(2000)
        await alive(undefined)
        throw new Named('ProvisionedThroughputExceededException', 'tried for two seconds')
      case 'disowned':
        one.disown('Lambda.SdkClientException')
        await timeline.sleep(between(random, 2_000, 0.9 * limitOf(one.step)))
        await alive(undefined)
        break
      default:
        await timeline.sleep(way)
        await alive(undefined)
    }
    const done = await carriedOut()
    switch (how) {
      case 'crash':
        one.die('Runtime.ExitError')
        return never
      case 'stalled':
        return never
      case 'broken-after':
        await timeline.sleep(6000)
        await alive(undefined)
        throw new Named('TimeoutError', 'the answer did not come')
      case 'repeated': {
        // The SDK lost the answer and asked again; a transaction carries a token and is done once.
        await timeline.sleep(300)
        await alive(undefined)
        return settled(what.includes('+') ? done : await carriedOut())
      }
      default:
        return settled(done)
    }
  }

  const tableOf = (one: Call): Table => {
    const write = <T>(key: { pk: string; sk: string }, perform: () => Promise<T>) =>
      doing(one, 'write', `write ${nameOf(key)}`, perform)
    const read = <T>(name: string, perform: () => Promise<T>) => doing(one, 'read', `read ${name}`, perform)
    return {
      get: (key) => read(nameOf(key), () => table.get(key)),
      partition: (pk, prefix) => read(nameOf({ pk, sk: prefix ?? '' }), () => table.partition(pk, prefix)),
      span: (pk, options) => read(`span ${pk.split('#')[0]}`, () => table.span(pk, options)),
      list: (pk, options) => read(`list ${pk.split('#')[0]}`, () => table.list(pk, options)),
      put: (row, when) => write(row, () => table.put(row, when)),
      remove: (key, when) => write(key, () => table.remove(key, when)),
      increment: (key, attribute, by) => write(key, () => table.increment(key, attribute, by)),
      transact(writes) {
        const names = writes.map((one) => nameOf(keyOfWrite(one)))
        // The head says what it is; `+` says that it is a transaction.
        return doing(one, 'write', `write ${names[0]}+${names.length - 1}`, () => table.transact(writes))
      },
    }
  }

  /** A call to WeChat: what WeChat does, and apart from it what the client sees. */
  async function ask(one: Call, url: URL, init: RequestInit): Promise<Response> {
    if (one.dead) return never
    const encoded = new Response(init.body ?? null, { headers: init.headers as Record<string, string> })
    const headers = Object.fromEntries(encoded.headers)
    const body = timeline.really(encoded.arrayBuffer())
    const what = `call ${url.pathname.replace('/cgi-bin/', '').replace('message/', '')}`
    const nth = (one.counts.get(what) ?? 0) + 1
    one.counts.set(what, nth)
    seen.push({ step: one.step, what, nth, kind: 'wechat' })
    const way = between(random, 20, 250)
    const hows = due(one, what, nth).filter((name) => !isAct(name))
    const event = hows.find((name) => name in eventFaults)
    const how = hows.find((name) => !(name in eventFaults))
    const alive = <V>(value: V): V | Promise<never> => (one.dead ? never : value)

    const arrive = async (fault: object | undefined) => {
      const before = account.state.sends.length
      if (event)
        account.state.faults.push({ endpoint: 'finish-event', ...eventFaults[event], times: 1 } as never)
      const sent = { method: init.method ?? 'GET', headers, body: Buffer.from(await body) }
      const answer = await account.perform(url, sent, fault && { endpoint: url.pathname, ...fault })
      if (what === 'call draft/get') one.sawDraftAt = timeline.now()
      if (account.state.sends.length > before) took(one)
      if (how?.startsWith('administrator-') && account.state.sends.length > before) askAdministrator(how)
      return answer
    }
    const gaveUp = async (from: number): Promise<never> => {
      await timeline.sleep(from + clientTimeoutMs - timeline.now())
      await alive(undefined)
      throw new Named('TimeoutError', 'the operation was aborted due to timeout')
    }

    const begun = timeline.now()
    if (how === 'disowned') {
      one.disown('Lambda.SdkClientException')
      await timeline.sleep(between(random, 2_000, 0.9 * limitOf(one.step)))
      await alive(undefined)
    }
    await timeline.sleep(way)
    if (how === 'timeout-before') return gaveUp(begun)
    if (how === 'late') {
      // The request lies somewhere on its way and is carried out when nobody waits for it any more.
      busy++
      timeline.at(timeline.now() + between(random, 16_000, 150_000), () => {
        tell(`  … ${what} of ${one.step} #${one.number} reaches WeChat only now`)
        void arrive(undefined).finally(() => busy--)
      })
      return gaveUp(begun)
    }
    if (how === 'disconnect-before') {
      await alive(undefined)
      throw new TypeError('fetch failed')
    }
    const answer = await arrive(how && twinFaults[how])
    if (how === 'crash') {
      one.die('Runtime.ExitError')
      return never
    }
    await timeline.sleep(way)
    await alive(undefined)
    if (answer === 'no-answer') return gaveUp(begun)
    if (answer === 'disconnected') throw new TypeError('fetch failed')
    return answer
  }

  /** WeChat took a mass send: whether whoever asked held the day at that moment (invariant 2). */
  function took(one: Call) {
    const send = account.state.sends.at(-1)!
    const claim = [...rows.values()]
      .flatMap((partition) => [...partition.values()])
      .find(({ sk }) => sk === 'CLAIM')
    const held = claim?.['clientMsgId'] === send.clientMsgId
    tell(
      `  ✉ WeChat takes mass send ${send.msgId} from ${one.step} #${one.number}${held ? '' : ', day not held'}`,
    )
    taken.push({
      ...{ msgId: send.msgId, step: one.step, clientMsgId: send.clientMsgId, held },
      ...{ sawDraftAt: one.sawDraftAt, at: timeline.now() },
    })
  }

  function askAdministrator(how: How) {
    const { msgId } = account.state.sends.at(-1)!
    if (how === 'administrator-silent') return
    timeline.at(timeline.now() + between(random, 1, 28) * 60_000, () => {
      const send = account.state.sends.find((one) => one.msgId === msgId)!
      tell(`  the administrator ${how === 'administrator-yes' ? 'confirms' : 'refuses'} ${msgId}`)
      decideAsAdministrator(account.twin, send, how === 'administrator-yes')
      account.wake()
    })
  }

  const deskOf = (one: Call): Desk =>
    deskOn({
      ...{ table: tableOf(one), clock: timeline.clock.date, kind },
      ids: {
        uuid: () => `00000000-0000-4000-8000-${String(Math.floor(random() * 1e12)).padStart(12, '0')}`,
        secret: () => Math.floor(random() * 2 ** 50).toString(36),
      },
      fetch: ((url: URL, init: RequestInit) => ask(one, url, init)) as typeof fetch,
      sleep: (ms) => timeline.sleep(ms).then(() => (one.dead ? never : undefined)),
      post: (letter) =>
        doing(one, 'mail', `mail ${letter.messageId.split('.')[0]}`, async () => {
          letters.push({ at: timeline.now(), letter })
        }),
      callbacks: {
        succeed: (token, output) =>
          doing(one, 'callback', 'wake', async () => machine.succeed(token, output)),
      },
      machine: {
        start: (name, input) =>
          doing(one, 'start', 'start execution', async () => machine.start(name, input)),
        stateOf: async (name) => machine.stateOf(name),
      },
      read: (key) =>
        doing(one, 'object', 'read object', async () => {
          const bytes = beginning.objects.get(key)
          if (!bytes) throw new Error(`no object ${key}`)
          return bytes
        }),
    })

  /** A function called: it ends with an answer, an error, its death, or its time limit (functions.yml). */
  function call<T>(step: string, run: (desk: Desk) => Promise<T>): Promise<T> {
    const number = ++calls
    return new Promise<T>((resolve, reject) => {
      busy++
      let over = false
      const finish = () => {
        if (!over) busy--
        over = true
        cancelLimit()
      }
      const one: Call = {
        ...{ step, number, dead: false, counts: new Map<string, number>() },
        die(error) {
          one.dead = true
          finish()
          reject(new Named(error, `${step} ended`))
        },
        disown: (error) => reject(new Named(error, `${step} was not heard of again`)),
        twice: () => void call(step, run).catch(() => undefined),
      }
      const cancelLimit = timeline.at(timeline.now() + limitOf(step), () => one.die('Sandbox.Timedout'))
      run(deskOf(one)).then(
        (value) => {
          finish()
          resolve(value)
        },
        (error: unknown) => {
          finish()
          if (error instanceof Error && !(error instanceof Refusal))
            tell(`  ${step} #${number}: ${error.message.slice(0, 200)}`)
          reject(error as Error)
        },
      )
    })
  }

  /** WeChat's push to functions/wechat/receive-push. */
  async function bringPush(url: string, init: RequestInit): Promise<Response> {
    const { appId, token, encodingAesKey } = account.twin.account
    const request = {
      query: Object.fromEntries(new URL(url).searchParams),
      body: String(init.body),
      account: { appId, token, encodingAesKeys: [encodingAesKey] },
    }
    tell('  WeChat brings a push')
    const received = call('receivePush', (desk) => receivePush(desk)(request))
    received.then(actOnPushes, actOnPushes)
    const answer = received.then(
      (believed) => new Response(believed ? 'success' : '', { status: believed ? 200 : 403 }),
      () => new Response('', { status: 500 }),
    )
    return Promise.race([
      answer,
      timeline.sleep(5000).then(() => {
        throw new Named('TimeoutError', 'no answer in five seconds')
      }),
    ])
  }

  /** a look at the rows that costs nothing and fails never: what a person's page or the judge sees */
  const look = deskOn({
    ...{
      table: memoryTable(rows),
      clock: timeline.clock.date,
      kind,
      ids: { uuid: () => '', secret: () => '' },
    },
    fetch: () => never,
    sleep: () => never,
    post: () => never,
    callbacks: { succeed: () => never },
    machine: { start: () => never, stateOf: () => never },
    read: () => never,
  })

  /** The stream of the table tells of a push that was kept; what comes to nothing is looked for every minute. */
  async function actOnPushes(): Promise<void> {
    const waiting = await look.pushes.waiting(100)
    if (waiting.length === 0) return
    const ids = waiting.map(({ id }) => id)
    await call('actOnPushes', (desk) => actOnKept({ ...desk, act: hearPush(desk) })(ids)).catch(
      () => undefined,
    )
    await timeline.sleep(60_000)
    return actOnPushes()
  }

  return {
    ...{ timeline, random, rows, table, account, machine, letters, faults, seen, story, taken, drafts, kind },
    ...{ tell, call, busy: () => busy },
    look,
    row: (pk: string, sk: string): Row | undefined => rows.get(pk)?.get(sk),
  }
}
export type World = ReturnType<typeof createWorld>
