import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { askMail, create, decideByMail, submit } from '../local/demo/desk'
import { linkIn, visitor } from '../local/demo/visitor'
import { aDraft, addresses } from '../test/kit/cloud'
import { ownProcess } from '../test/kit/own-process'
import { paired, quantile, ratioOf, type Ratio } from './side-by-side'

const crowdOf = 50
const rounds = 5
/** Of acts that can be done once each: every one needs a submission of its own. */
const roundsOfActs = 2

/** All ask at once, wait, and ask again; the time below which 95 of 100 were answered, in milliseconds. */
async function crowd(each: number, ask: (n: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  const person = async (who: number) => {
    for (let time = 0; time < each; time++) {
      const begun = performance.now()
      await ask(time * crowdOf + who)
      times.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: crowdOf }, (_, who) => person(who)))
  return quantile(times, 0.95)
}

/** Of a process and all it started, in megabytes; what they share is counted once for each. */
function memoryOf(pid: number): number {
  const processes = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number])
  const ours = new Set([pid])
  for (let grown = true; grown;) {
    const before = ours.size
    for (const [child, parent] of processes) if (ours.has(parent)) ours.add(child)
    grown = ours.size > before
  }
  return processes.reduce((sum, [child, , rss]) => sum + (ours.has(child) ? rss / 1024 : 0), 0)
}

/** Fifty people on one machine, against a door of the same stack that does nothing: the stylesheet. */
export async function people(): Promise<Ratio[]> {
  const stack = await ownProcess()
  try {
    await stack.start()
    const { url } = stack
    const officer = visitor(url, addresses.officer)
    await officer.signIn()
    const open = async (path: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${url}${path}`, { headers })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`${answer.status} at ${path}`)
    }
    const nothing = () => open('/assets/style.css')

    const drafts: { id: string; title: string }[] = []
    for (let n = 0; n < crowdOf * (roundsOfActs + 1); n++) {
      const draft = aDraft()
      drafts.push({ id: (await create(officer, draft)).id, title: draft.title })
    }
    const rows: Ratio[] = []
    const compare = async (
      what: string,
      count: number,
      each: number,
      ask: (n: number) => Promise<unknown>,
    ) => {
      const times = { ours: [] as number[], other: [] as number[] }
      for (let round = 0; round <= count; round++) {
        const ours = await crowd(each, (n) => ask(round * crowdOf * each + n))
        const other = await crowd(each, nothing)
        if (round === 0) continue
        times.ours.push(ours)
        times.other.push(other)
      }
      rows.push(
        ratioOf({
          ...{ bench: 'people', what: `${what}, p95 at ${crowdOf} people / a door that does nothing` },
          ...{ ...paired(times.ours, times.other), unit: 'ms', goal: 3 },
        }),
      )
    }

    await compare('submit', roundsOfActs, 1, (n) => submit(officer, drafts[n]!.id))
    const unitHead = visitor(url, addresses.unitHead)
    const mails = await Promise.all(drafts.map(({ title }) => askMail(unitHead, title)))
    const link = new URL(linkIn(mails[0]!)).pathname
    await compare('decision page', rounds, 3, () => open(link))
    await compare('decision', roundsOfActs, 1, async (n) => {
      const { status } = await decideByMail(mails[n]!, { approve: true })
      if (status !== 200) throw new Error(`the decision answered ${status}`)
    })
    await compare('list of 50', rounds, 3, () => open('/api/submissions', { cookie: officer.cookie() }))
    const { id } = await create(officer, aDraft())
    await compare('presign', roundsOfActs, 1, () =>
      officer.post(
        `/api/submissions/${id}/media`,
        { fileName: '现场.jpg', contentType: 'image/jpeg', bytes: 2_000_000 },
        randomUUID(),
      ),
    )
    rows.push(
      ratioOf({
        ...{ bench: 'people', what: `memory of all processes at ${crowdOf} people / 600 MB` },
        ...{ ours: memoryOf(stack.pid()), other: 600, unit: 'MB', goal: 1 },
      }),
    )
    return rows
  } finally {
    await stack.remove()
  }
}
