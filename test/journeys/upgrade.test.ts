import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClock } from '../../local/cloud/clock'
import { startCloud } from '../../local/cloud/start-cloud'
import { askMail, decideByMail, show, submit } from '../../local/demo/desk'
import {
  beijingToday,
  compose,
  confirm,
  confirmationCode,
  edition,
  send,
} from '../../local/demo/edition-desk'
import { eventually, visitor, type Visitor } from '../../local/demo/visitor'
import { proveArchive } from '../kit/archive-at'
import { addresses, anApproved, aStack, aSubmission, type Stack } from '../kit/cloud'
import { releasedVersions, withMachinesOf } from '../kit/released'

/** Machine and state names of the executions that run, with the definition each began with. */
const running = (dir: string) =>
  readdirSync(join(dir, 'step-functions', 'executions'))
    .map((file) => readFileSync(join(dir, 'step-functions', 'executions', file), 'utf8'))
    .filter((text) => !text.includes('"type":"ExecutionEnded"'))

let stop: () => Promise<void>
afterEach(() => stop())

it.each(releasedVersions)(
  'executions begun by %s keep its machines, call today’s code, and end as they should; the archive proves itself',
  async (version) => {
    const stack: Stack = await aStack({ mutateTemplate: withMachinesOf(version) })
    stop = stack.stop
    const officer = await stack.signedIn('officer')
    const editor = await stack.signedIn('editor')
    const { id: approved } = await anApproved(stack, officer)
    const today = beijingToday(stack.cloud.clock.now())
    const seen = (await editor.mails()).length
    await compose(editor, today, [approved])
    await send(editor, today)
    const waiting = await edition(editor, today, ['awaiting-confirmation'])
    const code = await confirmationCode(editor, seen)
    const wish = { unitId: 'marketing', subject: '年终总结素材', details: '', dueOn: '2026-11-26' }
    const { request } = await editor.post<{ request: { id: string } }>('/api/requests', wish)
    const open = await aSubmission(officer)
    await submit(officer, open.id)
    const mail = await askMail(stack.as('unitHead'), open.title)
    await stack.cloud.events.idle()
    const before = running(stack.dir)
    expect(before.length).toBeGreaterThanOrEqual(3)
    await stack.cloud.stop()

    const port = Number(new URL(stack.cloud.url).port)
    const clock = createClock({ startAt: new Date(stack.cloud.clock.now()) })
    const cloud = await startCloud({ dir: stack.dir, port, clock })
    stop = async () => {
      await cloud.stop()
      await stack.stop()
    }
    const as = (who: keyof typeof addresses): Visitor => visitor(cloud.url, addresses[who])
    expect((await decideByMail(mail, { approve: true })).status).toBe(200)
    for (const who of ['reviewer', 'departmentHead'] as const)
      await decideByMail(await askMail(as(who), open.title), { approve: true })
    await confirm(editor, today, waiting.hash, code)
    await edition(editor, today, ['sent'])
    for (const [id, state] of [
      [open.id, 'approved'],
      [approved, 'published'],
    ] as const)
      await eventually(`${id} to be ${state}`, async () =>
        (await show(officer, id)).submission.state === state ? true : undefined,
      )
    await officer.post(`/api/requests/${request.id}/answer`, { submissionId: open.id })
    // Nothing broke off and began anew: each execution that ran went to its end by itself.
    await eventually('the executions to end', async () => {
      await cloud.clock.move(60_000)
      const names = before.map((text) => /"name":"([^"]+)"/.exec(text)?.[1] ?? '')
      return running(stack.dir).some((text) => names.some((name) => text.includes(`"name":"${name}"`)))
        ? undefined
        : true
    })
    await eventually('the published article to be sealed', async () => {
      await cloud.clock.move(60_000)
      const { entries } = await editor.get<{ entries: { submissionId: string }[] }>('/api/archive')
      return entries.some(({ submissionId }) => submissionId === approved) ? true : undefined
    })
    expect(await proveArchive(cloud)).toMatchObject({ status: 0, bundles: [expect.anything()] })
    expect(cloud.denials()).toEqual([])
  },
  600_000,
)
