import { randomUUID } from 'node:crypto'
import {
  askMail,
  create,
  decideByMail,
  show,
  submit,
  uploadPicture,
  use,
  verdictOn,
} from '../../local/demo/desk'
import { compose, confirm, send, showEdition } from '../../local/demo/edition-desk'
import { codeIn, pause, Refused, visitor, type Visitor } from '../../local/demo/visitor'
import { aDraft, addresses } from '../kit/cloud'
import { oneOf } from '../faults/random'

/** What a story came to, as far as it was answered: nothing of it may be missing in the end, or be there twice. */
export interface Story {
  title: string
  channel: 'wechat' | 'weibo'
  id?: string
  submitted: boolean
  /** decisions that were answered, in order */
  decided: ('approved' | 'rejected')[]
  withdrawn: boolean
  /** released on Weibo */
  postId?: string
  /** texts for Weibo carry a number of their own */
  weiboText?: string
}

type Who = keyof typeof addresses
const tiers = {
  wechat: ['unitHead', 'reviewer', 'departmentHead'],
  weibo: ['unitHead', 'departmentHead'],
} as const satisfies Record<Story['channel'], readonly Who[]>

/** How long somebody tries the same before the storm says that it is stuck, in milliseconds. */
const patienceMs = 15 * 60_000

/** What a person shrugs at and tries again: nobody answers, the disk is full, too many ask, a mail that is late. */
const passes = (error: unknown): boolean =>
  error instanceof Refused
    ? error.status >= 500 || error.status === 429 || error.status === 401 || error.code === 'InProgress'
    : error instanceof TypeError ||
      error instanceof SyntaxError ||
      /^waited|has no form|S3 answered|no code in|part \d/.test((error as Error).message)

/** Answered before, and the answer was lost: it is under way, and the next look says how far. */
function alreadyDone(error: unknown): void {
  if (!(error instanceof Refused) || ![403, 409, 422].includes(error.status)) throw error
}

/** The code of the newest mail that asks to confirm this day's edition. */
async function codeOf(editor: Visitor, date: string): Promise<string> {
  const mail = (await editor.mails()).findLast(
    ({ subject, text }) => subject.includes('确认') && `${subject}${text}`.includes(date),
  )
  if (!mail) throw new SyntaxError('no mail with the code yet')
  return codeIn(mail)
}

/** The company at work: every act is tried until it is answered, with the key of the first try. */
export function peopleOf(given: {
  url: string
  random: () => number
  photo: Uint8Array
  tell: (line: string) => void
}) {
  const { url, random, tell } = given
  const visitors = new Map<Who, Visitor>()
  const signing = new Map<Who, Promise<void>>()
  let acts = 0
  let stories = 0

  async function patiently<T>(what: string, work: () => Promise<T>): Promise<T> {
    const until = Date.now() + patienceMs
    for (;;)
      try {
        return await work()
      } catch (error) {
        if (!passes(error)) throw new Error(`${what}: ${String(error)}`, { cause: error })
        if (Date.now() > until) throw new Error(`stuck: ${what}: ${String(error)}`, { cause: error })
        await pause(250)
      }
  }
  async function act<T>(what: string, work: () => Promise<T>): Promise<T> {
    const done = await patiently(what, work)
    acts++
    tell(`${acts} ${what}`)
    return done
  }

  const as = (who: Who): Visitor => {
    const known = visitors.get(who) ?? visitor(url, addresses[who])
    visitors.set(who, known)
    return known
  }
  /** Signed in, and again where the session is over. */
  async function at(who: Who): Promise<Visitor> {
    const person = as(who)
    const begun =
      signing.get(who) ??
      patiently(`${who} signs in`, async () => {
        try {
          await person.get('/api/me')
        } catch (error) {
          if (!(error instanceof Refused) || error.status !== 401) throw error
          await person.signIn()
        }
      }).finally(() => signing.delete(who))
    signing.set(who, begun)
    await begun
    return person
  }

  async function decide(story: Story, tier: number, choice: { approve: true } | { reject: string }) {
    const who = tiers[story.channel][tier]!
    const officer = await at('officer')
    await act(`${who} decides ${story.title}`, async () => {
      const turns = async () =>
        (await officer.get<{ turns: { decision?: { kind: string } }[] }>(`/api/submissions/${story.id}`))
          .turns
      if ((await turns())[tier]?.decision) return
      const answer = await decideByMail(await askMail(as(who), story.title), choice)
      if (answer.status !== 200 && !(await turns())[tier]?.decision)
        throw new SyntaxError(`the page answered ${answer.status}`)
    })
    story.decided.push('approve' in choice ? 'approved' : 'rejected')
  }

  return {
    acts: () => acts,
    at,
    patiently,

    /** From the draft to the last decision; one in eight is rejected, one in ten taken back. */
    async tellStory(stories_: Story[]): Promise<void> {
      const channel: Story['channel'] = random() < 0.7 ? 'wechat' : 'weibo'
      const weiboText = `第${++stories}号智能阀门投用。`
      const { title } = aDraft()
      const story: Story = { title, channel, submitted: false, decided: [], withdrawn: false, weiboText }
      stories_.push(story)
      const [fate, pictured] = [random(), random() < 0.25]
      const officer = await at('officer')
      const draft = { ...aDraft(), title, channels: [channel], ...(channel === 'weibo' && { weiboText }) }
      const key = randomUUID()
      const { id } = await act(`${title} is begun`, () => create(officer, draft, key))
      story.id = id
      if (pictured) {
        const mediaId = await act(`a picture for ${title}`, async () => {
          const taken = await uploadPicture(officer, id, '现场.jpg', given.photo)
          await verdictOn(officer, id, taken)
          return taken
        })
        await act(`${title} uses it`, () => use(officer, id, [mediaId]))
      }
      const submitKey = randomUUID()
      await act(`${title} is submitted`, () => submit(officer, id, 1, submitKey))
      story.submitted = true
      if (fate < 0.1) {
        const withdrawKey = randomUUID()
        await act(`${title} is taken back`, async () => {
          if ((await show(officer, id)).submission.state === 'withdrawn') return
          await officer.post(`/api/submissions/${id}/withdraw`, { reason: '另有安排' }, withdrawKey)
        })
        story.withdrawn = true
        return
      }
      const rejectedAt = fate < 0.22 ? oneOf(random, [0, 1]) : -1
      for (const tier of tiers[channel].keys()) {
        if (tier === rejectedAt) return decide(story, tier, { reject: '数据需要核实' })
        await decide(story, tier, { approve: true })
      }
      await patiently(`${title} to be approved`, async () => {
        const { state } = (await show(officer, id)).submission
        if (!['approved', 'scheduled', 'sending', 'published'].includes(state))
          throw new SyntaxError(`it is ${state}`)
      })
      if (channel === 'wechat') return
      const editor = await at('editor')
      const releaseKey = randomUUID()
      const { post } = await act(`${title} is released`, () =>
        editor.post<{ post: { id: string } }>(`/api/submissions/${id}/weibo`, {}, releaseKey),
      )
      story.postId = post.id
    },

    /** The day's edition, from composing to its end; `pass` moves the clock where only time tells. */
    async sendEdition(date: string, ids: string[], pass: () => Promise<void>): Promise<void> {
      const editor = await at('editor')
      const look = () => patiently(`the edition of ${date}`, () => showEdition(editor, date))
      for (let tries = 0; tries < 400; tries++) {
        const { edition: shown } = await look()
        switch (shown?.state) {
          case 'sent':
            return
          case undefined:
          case 'composing':
          case 'failed':
          case 'cancelled':
            await act(`the edition of ${date} is composed`, () =>
              compose(editor, date, ids).catch(alreadyDone),
            )
            await act(`the edition of ${date} is sent`, () => send(editor, date).catch(alreadyDone))
            break
          case 'awaiting-confirmation':
            await act(`the edition of ${date} is confirmed`, async () => {
              const { hash, state } = (await showEdition(editor, date)).edition!
              if (state !== 'awaiting-confirmation') return
              await confirm(editor, date, hash, await codeOf(editor, date)).catch(alreadyDone)
            })
            break
          case 'unknown':
          case 'sending':
            await pass()
            break
          default:
            await pause(500)
        }
        await pause(300)
      }
      throw new Error(`stuck: the edition of ${date} is ${(await look()).edition?.state}`)
    },
  }
}
