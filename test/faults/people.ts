import { cancelEdition } from '../../lib/edition/cancel-edition'
import { composeEdition } from '../../lib/edition/compose-edition'
import { confirmEdition } from '../../lib/edition/confirm-edition'
import { overrideSend } from '../../lib/edition/override-send'
import { startSend } from '../../lib/edition/start-send'
import type { Person } from '../../lib/people/person'
import { isRefusal, type RefusalCode } from '../../lib/platform/refusal'
import type { Desk } from './desk'
import { date, type Company } from './company'
import type { Act } from './plan'
import type { World } from './world'

/** What somebody in front of a page got: done, or a no with its code. */
type Answer = 'done' | RefusalCode

/**
 * The people of the story, each in front of a page: what fails without a word is clicked again, a no is read.
 * `company.editor` sends; `company.second` is another editor; both go by what the page shows.
 */
export function peopleOf(world: World, company: Company) {
  const { timeline, tell, look } = world
  let acting = 0

  async function click(name: string, step: string, run: (desk: Desk) => Promise<unknown>): Promise<Answer> {
    for (let tried = 1; ; tried++) {
      try {
        await world.call(step, run)
        tell(`${name}: ${step} done`)
        return 'done'
      } catch (error) {
        if (isRefusal(error)) {
          tell(`${name}: ${step} refused, ${error.code}: ${error.said.en.slice(0, 140)}`)
          return error.code
        }
        tell(`${name}: ${step} failed, ${(error as Error).name}`)
        if (tried === 8) throw new Error(`${step} failed eight times`, { cause: error })
        await timeline.sleep(20_000)
      }
    }
  }

  const edition = () => look.editions.find(date)
  const compose = (by: Person, submissionIds: string[]) =>
    click(by.id, 'composeEdition', (desk) => composeEdition(desk)({ date, submissionIds, by }))
  const start = (by: Person) => click(by.id, 'startSend', (desk) => startSend(desk)({ date, by }))
  const cancel = (by: Person) =>
    click(by.id, 'cancelEdition', (desk) => cancelEdition(desk)({ date, reason: '有误', by }))

  /** The newest code mailed to a person. */
  const codeOf = (by: Person) =>
    world.letters
      .filter(({ letter }) => letter.to === by.email)
      .map(({ letter }) => /确认码：(\d{6})/.exec(letter.text)?.[1])
      .findLast((code) => code !== undefined)

  async function confirm(by: Person): Promise<Answer> {
    const seen = await edition()
    const code = codeOf(by) ?? '000000'
    return click(by.id, 'confirmEdition', (desk) =>
      confirmEdition(desk)({ date, hash: seen?.hash ?? '', code, by }),
    )
  }

  /** Waits for the test, looks at the phone, confirms; ends when the edition has gone another way. */
  async function confirmWhenTested(by: Person) {
    for (let looks = 0; looks < 600; looks++) {
      await timeline.sleep(5_000)
      const now = await edition()
      if (!now || !['building', 'testing', 'awaiting-confirmation'].includes(now.state)) return
      if (now.state === 'awaiting-confirmation' && codeOf(by) !== undefined) await confirm(by)
    }
  }

  /** What the page shows decides: the editor composes where there is nothing to send, and starts. */
  async function send(by: Person, submissionIds: string[]): Promise<Answer> {
    const composed = await compose(by, submissionIds)
    if (composed !== 'done') return composed
    const started = await start(by)
    if (started !== 'done') return started
    await confirmWhenTested(by)
    return 'done'
  }

  /** Looks in WeChat's console a good while later and says what is true, if nobody knows by then. */
  async function override(by: Person) {
    await timeline.sleep(15 * 60_000)
    const now = await edition()
    if (now?.state !== 'unknown' && now?.state !== 'sending') return
    const send = await look.editions.send(now, now.attempt)
    const inConsole = world.account.state.sends.find((one) => one.clientMsgId === send?.clientMsgId)
    // What WeChat is still sending, or asks its administrator about, is no matter for an override.
    if (inConsole && inConsole.finishedAt === undefined) return
    const out = inConsole?.status === 'success' || inConsole?.status === 'deleted'
    const outcome = out ? 'sent' : 'not-sent'
    await click(by.id, 'overrideSend', (desk) =>
      overrideSend(desk)({ date, attempt: now.attempt, outcome, reason: '已在公众平台后台核对', by }),
    )
  }

  function tamperContent() {
    // As somebody with a hand in the table: an article that was approved is rewritten, its hash left alone.
    const row = world.row(`SUB#${company.ids[0]}`, 'TEXT')!
    row['content'] = { ...(row['content'] as object), body: '<p>没有人批准过的话。</p>' }
  }

  function tamperDraft() {
    // As somebody in WeChat's console.
    const { state, twin } = world.account
    const draft = Object.values(state.drafts).at(-1)
    if (!draft?.articles[0]) return tell('  there is no draft to change')
    draft.articles[0] = twin.keepArticle({
      ...twin.article(draft.articles[0]),
      content: '<p>没有人批准过的话。</p>',
    })
    world.drafts.changedAt.push(timeline.now())
  }

  const deeds: Record<Exclude<Act, 'step-twice'>, () => Promise<unknown> | void> = {
    'second-start': () => send(company.second, [...company.ids].reverse()),
    cancel: () => cancel(company.second),
    recompose: () => compose(company.second, [...company.ids].reverse()),
    override: () => override(company.second),
    'confirm-again': () => confirm(company.second),
    'tamper-content': tamperContent,
    'tamper-draft': tamperDraft,
    'sent-by-hand': () => void world.account.state.manualSends.push(timeline.now()),
  }

  return {
    ...{ edition, compose, start, send, cancel, override },
    /** Somebody else does this, beside everything else. */
    act(act: Act) {
      if (act === 'step-twice') return
      acting++
      void Promise.resolve()
        .then(deeds[act])
        .catch((error: unknown) => tell(`${act} came to nothing: ${String(error)}`))
        .finally(() => acting--)
    },
    /** Begins without waiting; `acting` tells when nobody does anything any more. */
    begin(work: () => Promise<unknown>) {
      acting++
      void work()
        .catch((error: unknown) => tell(`gave up: ${String(error)}`))
        .finally(() => acting--)
    },
    acting: () => acting,
  }
}
export type People = ReturnType<typeof peopleOf>
