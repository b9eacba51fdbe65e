import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newBill, type Bill } from '../local/cloud/bill'
import type { Cloud } from '../local/cloud/cloud'
import { createClock } from '../local/cloud/clock'
import { startCloud } from '../local/cloud/start-cloud'
import { askMail, create, formOf, submit, uploadPicture, use } from '../local/demo/desk'
import {
  beijingToday,
  compose,
  confirm,
  confirmationCode,
  send,
  showEdition,
} from '../local/demo/edition-desk'
import { photoLike } from '../local/demo/photo'
import { seed } from '../local/demo/seed'
import { codeIn, eventually, linkIn, visitor, type Visitor } from '../local/demo/visitor'
import { occurrencesOf } from '../local/schedules/expression'
import type { Template } from '../local/template/template'

/** What one journey used, counted in the one-machine cloud. */
export interface Counted extends Bill {
  transitions: number
  lambdaRequests: number
  /** milliseconds × configured megabytes, on the machine that counted */
  lambdaMbMs: number
  scheduledRuns: number
  logBytes: number
  /** what stays: objects with all their versions */
  storedBytes: number
}

export interface Counts {
  /** the schedules of 30 days with nothing to do */
  idleMonth: Counted
  /** one article with a photo of 3 MB: written, decided by three tiers that look at it, sent, archived */
  item: Counted
  /** what an edition costs beside its articles */
  edition: Counted
}

const approvers = ['wang.lei@jiangnan.example', 'lin.jing@jiangnan.example', 'zhou.heng@jiangnan.example']
const day = 24 * 3_600_000

const filesBelow = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : []
const bytesBelow = (dir: string) => filesBelow(dir).reduce((sum, file) => sum + statSync(file).size, 0)
/** Every state entered is one, every attempt after the first another, and so is the start. */
const transitionsIn = (dir: string) =>
  filesBelow(dir)
    .map((file) => readFileSync(file, 'utf8'))
    .reduce(
      (sum, text) =>
        sum + (text.match(/"type":"(ExecutionStarted|StateEntered|StateRetried)"/g)?.length ?? 0),
      0,
    )

/** Numbers that add up: lines of the bill, and invocations by function. */
type Meter = Record<string, number>

const readMeter = (cloud: Cloud, bill: Bill): Meter => ({
  ...bill,
  transitions: transitionsIn(join(cloud.dir, 'step-functions', 'executions')),
  scheduledRuns: 0,
  storedBytes: bytesBelow(join(cloud.dir, 's3')),
  ...Object.fromEntries(cloud.service.functions.map(({ key }) => [`λ${key}`, cloud.stats(key).invocations])),
})

const each = (one: Meter, change: (value: number, line: string) => number): Meter =>
  Object.fromEntries(Object.entries(one).map(([line, value]) => [line, change(value, line)]))
const minus = (after: Meter, before: Meter) => each(after, (value, line) => value - (before[line] ?? 0))
const plus = (one: Meter, other: Meter) => each(one, (value, line) => value + (other[line] ?? 0))
const times = (one: Meter, factor: number) => each(one, (value) => value * factor)

/** Invocations by the fastest of each function: what a busy machine and a cold start add is no price of the work. */
function settled(cloud: Cloud, meter: Meter): Counted {
  const used = cloud.service.functions.map(({ key, name, memoryMb }) => {
    const taken = cloud.metrics.read('AWS/Lambda', 'Duration', { FunctionName: name })
    const calls = meter[`λ${key}`] ?? 0
    const logged = taken.length > 0 ? statSync(join(cloud.dir, 'logs', `${key}.log`)).size / taken.length : 0
    return { calls, logged, mbMs: Math.min(...taken.map(({ value }) => value)) * memoryMb }
  })
  const lines = Object.fromEntries(Object.entries(meter).filter(([line]) => !line.startsWith('λ')))
  return {
    ...(lines as unknown as Omit<Counted, 'lambdaRequests' | 'lambdaMbMs' | 'logBytes'>),
    logBytes: used.reduce((sum, { calls, logged }) => sum + calls * logged, 0),
    lambdaRequests: used.reduce((sum, { calls }) => sum + calls, 0),
    lambdaMbMs: used.reduce((sum, { calls, mbMs }) => sum + (calls === 0 ? 0 : calls * mbMs), 0),
  }
}

/** Their runs are counted one by one, so none may happen in between. */
const withoutSchedules = ({ Resources }: Template) => {
  for (const { Type, Properties } of Object.values(Resources))
    if (Type === 'AWS::Scheduler::Schedule') Object.assign(Properties ?? {}, { State: 'DISABLED' })
}

/** Each schedule with nothing to do, warm, times its runs in 30 days. */
async function idleMonth(cloud: Cloud, spent: () => Promise<Meter>): Promise<Meter> {
  let month = times(await spent(), 0)
  for (const { functionArn, expression, timeZone, input } of cloud.service.schedules) {
    const event = () =>
      JSON.parse(
        input.replace('<aws.scheduler.scheduled-time>', new Date(cloud.clock.now()).toISOString()),
      ) as object
    await cloud.invoke(functionArn, event())
    const before = await spent()
    await cloud.invoke(functionArn, event())
    const once = minus(await spent(), before)
    const occurrences = occurrencesOf(expression, timeZone)
    let runs = 0
    const from = cloud.clock.now()
    for (
      let at = occurrences.after(from);
      at !== undefined && at <= from + 30 * day;
      at = occurrences.after(at)
    )
      runs++
    month = plus(month, { ...times(once, runs), scheduledRuns: runs })
  }
  return month
}

/** A page as a browser loads it: pictures and scripts too. */
async function look(url: string): Promise<string> {
  const page = await (await fetch(url)).text()
  const parts = [
    ...page.matchAll(/(?:src|href)="([^"#]+\.(?:js|css|jpe?g|png|svg)[^"]*|https?:\/\/[^"]+X-Amz-[^"]+)"/g),
  ]
  for (const [, part = ''] of parts)
    await (await fetch(new URL(part.replaceAll('&amp;', '&'), url))).arrayBuffer()
  return page
}

/** Opens the mail's link, looks at everything on the page, and approves. */
async function decide(who: Visitor, title: string): Promise<void> {
  const mail = await askMail(who, title)
  const { nonce, answers } = formOf(await look(linkIn(mail)))
  const form = new URLSearchParams({ nonce, choice: 'approve', code: codeIn(mail) })
  for (const name of answers) form.set(name, '已核实，属实')
  const { status } = await fetch(linkIn(mail), { method: 'POST', body: form })
  if (status !== 200) throw new Error(`${who.email} could not approve: ${status}`)
}

/**
 * Counts what AWS would bill, on a one-machine cloud of its own: no page is asked twice to see whether something is
 * done, so nothing is counted that people would not cause.
 */
export async function countCalls(): Promise<Counts> {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-cost-'))
  const clock = createClock({ file: join(dir, 'clock'), startAt: new Date('2026-11-24T02:00:00Z') })
  const bill = newBill()
  const root = join(__dirname, '..')
  const cloud = await startCloud({ dir, port: 0, root, clock, bill, mutateTemplate: withoutSchedules })
  try {
    await seed(cloud)
    const spent = async () => {
      await cloud.events.idle()
      return readMeter(cloud, bill)
    }
    const officer = visitor(cloud.url, 'chen.yu@jiangnan.example')
    const editor = visitor(cloud.url, 'xu.wen@jiangnan.example')
    await officer.signIn()
    await editor.signIn()
    const ended = (machine: string) => {
      const found = cloud.service.machines.find(({ name }) => name.endsWith(machine))
      return cloud.metrics.read('AWS/States', 'ExecutionsSucceeded', { StateMachineArn: found?.arn ?? '' })
        .length
    }
    const finished = (machine: string, before: number) =>
      eventually(`${machine} to end`, async () => (ended(machine) > before ? true : undefined), 180_000)

    let stories = 0
    const approved = async () => {
      const title = `智能阀门投用纪实 ${++stories}号`
      const before = ended('approve-submission')
      await look(`${cloud.url}/portal`)
      const { id } = await create(officer, {
        ...{ title, source: '市场部', category: 1, channels: ['wechat'], mediaIds: [] },
        body: '<p>十一月二十日，首批智能阀门在西部管网通过验收，运行平稳。</p>',
      })
      const photo = await photoLike({ bytes: 3_000_000, seed: stories, gps: true })
      const media = await uploadPicture(officer, id, '现场.jpg', photo)
      await cloud.events.idle()
      await use(officer, id, [media])
      await submit(officer, id)
      for (const address of approvers) await decide(visitor(cloud.url, address), title)
      await finished('approve-submission', before)
      return id
    }
    const sent = async (submissionIds: string[]) => {
      const today = beijingToday(cloud.clock.now())
      const [seen, before] = [(await editor.mails()).length, ended('send-edition')]
      await look(`${cloud.url}/portal`)
      await compose(editor, today, submissionIds)
      await send(editor, today)
      const code = await confirmationCode(editor, seen)
      const { edition } = await showEdition(editor, today)
      await confirm(editor, today, edition?.hash ?? '', code)
      await finished('send-edition', before)
      // What was sent is sealed a moment later; nothing of it may be left for the next count.
      await cloud.clock.move(10 * 60_000)
      for (let round = 0; round < 3; round++)
        await cloud.invoke('sealArchive', { scheduledAt: new Date(cloud.clock.now()).toISOString() })
    }
    const counted = async (work: () => Promise<unknown>) => {
      const before = await spent()
      await work()
      return minus(await spent(), before)
    }
    const nextDay = async () => {
      await cloud.clock.move(day)
      await officer.signIn()
      await editor.signIn()
    }

    // Once through, so that processes and caches are as on a working day.
    await sent([await approved()])
    await nextDay()
    const ids: string[] = []
    const approvals = times(
      await counted(async () => void ids.push(await approved(), await approved(), await approved())),
      1 / 3,
    )
    const [first = '', ...others] = ids
    const alone = await counted(() => sent([first]))
    await nextDay()
    const two = await counted(() => sent(others))
    const article = minus(two, alone)
    const month = await idleMonth(cloud, spent)
    return {
      idleMonth: settled(cloud, month),
      item: settled(cloud, plus(approvals, article)),
      edition: settled(cloud, minus(alone, article)),
    }
  } finally {
    await cloud.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
