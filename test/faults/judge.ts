import { linesOf } from '../../lib/channels/wechat/read-back/lines'
import { themeOf } from '../../lib/article/theme'
import { articleBody } from '../../lib/submission/article-body'
import type { Edition } from '../../lib/edition/edition'
import type { Send } from '../../lib/edition/rows'
import { isOpen } from '../../lib/edition/sending'
import type { Submission } from '../../lib/submission/submission'
import type { MassSend } from '../../local/wechat/state'
import { date, type Company } from './company'
import type { World } from './world'

/** What may never be, as the issue of the send says; the last is that the records tell what readers have. */
export const verdicts = [
  'double send',
  'day lost',
  'unknown left',
  'content differs',
  'record untrue',
] as const
export type Verdict = (typeof verdicts)[number]
export interface Fault {
  verdict: Verdict
  why: string
}

/** Mass sends that went out, also those deleted again in WeChat's console. */
export const outOf = ({ account }: World): MassSend[] =>
  account.state.sends.filter(({ status }) => status === 'success' || status === 'deleted')

/** Whether WeChat would take one more mass send today. */
export function quotaLeft({ account, kind }: World): boolean {
  const held = account.state.sends.filter(({ status }) => status !== 'fail').length
  return held + account.state.manualSends.length < (kind === 'subscription' ? 1 : 4)
}

/** What readers see of it, whichever pictures: their addresses differ from upload to upload. */
const seenIn = (html: string): string =>
  JSON.stringify(linesOf(html)).replace(/"id":"[^"]*"/g, '"id":"picture"')

/** What every tier approved, as readers see it. */
export function approvedArticle({ content, pins }: Submission): { title: string; seen: string } {
  const pictures = pins.map(({ id }) => ({ id, url: `http://mmbiz.qpic.cn/mmbiz_jpg/${id}/0` }))
  const { html } = articleBody({
    ...{ ...content, theme: themeOf(content.theme) },
    ...{ unitName: '市场部', pictures, videos: [] },
  })
  return { title: content.title, seen: seenIn(html) }
}

/** Changed in WeChat's console after the last look before the send and before the send: no system can notice that. */
export const changedUnseen = (world: World, msgId: number): boolean => {
  const taken = world.taken.find((one) => one.msgId === msgId)
  if (taken?.sawDraftAt === undefined) return false
  const { sawDraftAt, at } = taken
  return world.drafts.changedAt.some((changed) => changed > sawDraftAt && changed <= at)
}

function contents(world: World, approved: Submission[]): Fault[] {
  const wanted = new Map(approved.map(approvedArticle).map(({ title, seen }) => [title, seen]))
  return outOf(world)
    .filter(({ msgId }) => !changedUnseen(world, msgId))
    .flatMap((send) => send.articles.map(world.account.article))
    .filter(({ title, content }) => wanted.get(title) !== seenIn(content))
    .map(({ title, content }) => ({
      verdict: 'content differs' as const,
      why: `readers have 《${title}》 as ${content.slice(0, 80)}`,
    }))
}

/** Two for one day, or one by somebody who did not hold the day: the next such race sends twice. */
export function doubles(world: World): Fault[] {
  const out = outOf(world).filter(({ msgId }) => world.taken.some((taken) => taken.msgId === msgId))
  const unheld = world.taken.filter(({ held }) => !held)
  return [
    ...(out.length > 1
      ? [{ verdict: 'double send' as const, why: `${out.length} mass sends on ${date}` }]
      : []),
    ...unheld.map(({ msgId, step }) => ({
      verdict: 'double send' as const,
      why: `${step} had WeChat take ${msgId} while the day was not held for it`,
    })),
  ]
}

/** How everything stands when nothing moves any more. */
export async function judgeEnd(world: World, company: Company, approved: Submission[]): Promise<Fault[]> {
  const faults: Fault[] = []
  const fault = (verdict: Verdict, why: string) => void faults.push({ verdict, why })
  const edition = await world.look.editions.find(date)
  const claim = await world.look.editions.claimOf(date)
  const out = outOf(world)
  const sends = await world.look.editions.sends(date)

  if (edition && ['sending', 'unknown'].includes(edition.state))
    fault('unknown left', `the edition is ${edition.state}`)
  for (const send of sends.filter(isOpen))
    fault('unknown left', `send of attempt ${send.attempt} is ${send.state}`)

  const holds = edition && ['claiming', 'sending', 'unknown', 'sent'].includes(edition.state)
  if (claim && !holds)
    fault('day lost', `${claim.owner} holds the day while the edition is ${edition?.state}`)
  if (edition?.state === 'sent' && !claim) fault('double send', 'it is sent and the day is free')
  if (
    edition &&
    ['building', 'testing', 'awaiting-confirmation', 'scheduled', 'claiming'].includes(edition.state)
  )
    if (!world.machine.running().includes(`${edition.account}-${date}-${edition.attempt}`))
      fault('day lost', `the edition is ${edition.state} and no machine runs`)

  if (edition?.state === 'sent' && out.length === 0)
    fault('record untrue', 'recorded as sent, readers have nothing')
  const closed = edition && ['failed', 'cancelled', 'composing'].includes(edition.state)
  if (closed && out.length > 0) fault('record untrue', `recorded as ${edition.state}, readers have it`)
  if (edition?.state === 'sent') {
    const states = await Promise.all(
      edition.items.map(
        async ({ submissionId }) => (await world.look.submissions.withId(submissionId)).state,
      ),
    )
    if (states.some((state) => state !== 'published'))
      fault('record untrue', `sent, and articles are ${states.join()}`)
  }
  return [...faults, ...untold(world, edition, sends), ...doubles(world), ...contents(world, approved)]
}

/** What WeChat said beside sent or not sent has to stand on the edition; and nothing strange that was not so. */
function untold({ account }: World, edition: Edition | undefined, sends: Send[]): Fault[] {
  const because = (why: string): Fault => ({ verdict: 'record untrue', why })
  const told = account.state.sends.find(({ msgId }) => String(msgId) === edition?.result?.msgId)
  const found = sends.some(({ override }) => override !== undefined)
  const strange = edition?.strange ?? []
  const contrary = account.state.sends.filter(({ finish }) => finish === 'contrary')
  return [
    ...(told?.status === 'deleted' && !found && edition?.result?.deletedAt === undefined
      ? [because('deleted in the console without a word')]
      : []),
    ...(told?.finish === 'nobody' && edition?.result?.counts && edition.outcome?.code !== 'SentToNobody'
      ? [because('sent to nobody without a word')]
      : []),
    ...contrary
      .filter(({ msgId }) => !strange.some((one) => one.msgId === String(msgId)))
      .map(({ msgId }) => because(`the contrary event of ${msgId} was swallowed`)),
    ...strange
      .filter(({ msgId }) => !contrary.some((one) => String(one.msgId) === msgId))
      .map(({ msgId, status }) => because(`the event ${status} of ${msgId} was called strange`)),
  ]
}

/** After the person's next try of the same day. */
export async function judgeAgain(
  world: World,
  approved: Submission[],
  before: { out: number; couldBeUsed: boolean },
): Promise<Fault[]> {
  const faults: Fault[] = [...doubles(world), ...contents(world, approved)]
  const edition = await world.look.editions.find(date)
  const out = outOf(world).length
  if (before.couldBeUsed && out === 0)
    faults.push({
      verdict: 'day lost',
      why: `a new attempt ended ${edition?.state}, ${edition?.outcome?.code ?? 'without a reason'}`,
    })
  if (before.out > 0 && out > before.out)
    faults.push({ verdict: 'double send', why: 'sent once more when asked again' })
  return faults
}
