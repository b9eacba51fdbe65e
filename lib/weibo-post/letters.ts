import { compose, messageIdOf, type Block } from '../channels/mail/compose'
import type { Mail } from '../channels/mail/mail'
import { loanPage, postPage, submissionPage, type Page } from '../channels/mail/pages'
import { editorsOf, staffAbove } from '../people/office-staff'
import { seesAll, type Person } from '../people/person'
import type { People } from '../people/store'
import { beijingMinute } from '../platform/beijing-time'
import type { Clock } from '../platform/clock'
import type { Bilingual } from '../platform/refusal'
import { escalation, type Above } from '../policy/ladder'
import { unpublishedNote } from '../policy/unpublished'
import { beijingDate } from '../policy/working-days'
import type { WeiboPost } from './post'

export interface PostMail {
  mail: Mail
  people: People
  clock: Clock
}

interface Words {
  kind: string
  head: Bilingual
  say: Bilingual
  more?: Block[]
  reminds?: boolean
  /** besides those whose matter it is */
  above?: readonly Above[]
}

const threadOf = ({ under, id }: WeiboPost): string =>
  under.kind === 'approval' ? under.submissionId : `weibo.${id}`

/** Editors, who released it and who wrote it, and whom the ladder names: each once. */
async function readersOf(needs: PostMail, post: WeiboPost, above: readonly Above[]): Promise<Person[]> {
  const others = await Promise.all([post.releasedBy.id, post.officerId].map((id) => needs.people.withId(id)))
  const all = [
    ...(await editorsOf(needs)),
    ...others.filter((one) => one !== undefined),
    ...(await Promise.all(above.map((one) => staffAbove[one](needs)))).flat(),
  ]
  return all.filter((person, at) => all.findIndex(({ id }) => id === person.id) === at)
}

/** The post is for 企管部; who wrote it under an approval or a loan may open that. */
const pageFor = ({ id, under }: WeiboPost, person: Person, today: string): Page =>
  seesAll(person, today)
    ? postPage(id)
    : under.kind === 'approval'
      ? submissionPage(under.submissionId)
      : loanPage(under.loanId)

async function tell(
  needs: PostMail,
  post: WeiboPost,
  { kind, head, say, more = [], reminds = false, above = [] }: Words,
): Promise<void> {
  const today = beijingDate(needs.clock.now())
  for (const person of await readersOf(needs, post, above))
    await needs.mail.send(
      compose({
        to: person.email,
        name: person.name,
        language: person.language,
        messageId: messageIdOf(`weibo.${kind}`, person.email, post.id, post.attempt),
        thread: threadOf(post),
        reminds,
        page: pageFor(post, person, today),
        subject: { zh: `【签发】${head.zh}：${post.title}`, en: `[Qianfa] ${head.en}: ${post.title}` },
        blocks: [
          { say },
          {
            facts: [
              [{ zh: '标题', en: 'Title' }, post.title],
              [{ zh: '单位', en: 'Unit' }, post.unitName],
              [{ zh: '微博文字', en: 'Text' }, post.text],
            ],
          },
          ...more,
        ],
      }),
    )
}

/** Asks an editor to post by hand; `count` is how many reminders went before. */
export const askByHand =
  (needs: PostMail) =>
  (post: WeiboPost, count: number): Promise<void> => {
    const note = unpublishedNote(post.hand?.counted?.unpublished ?? [])
    return tell(needs, post, {
      kind: `hand.${count}`,
      reminds: count > 0,
      head:
        count === 0
          ? { zh: '请人工发布微博', en: 'please post on Weibo by hand' }
          : { zh: `催办（${count}）：请人工发布微博`, en: `reminder ${count}: please post on Weibo by hand` },
      say: {
        zh: `这条微博不能通过接口发布，请在微博网站按批准的文字发布，再把地址贴回来。期限：${until(post)}（北京时间）。`,
        en: `This post cannot go through Weibo's API. Post the approved text on Weibo's site and paste its address here, until ${until(post)} (Beijing time).`,
      },
      more: [{ list: post.byHand }, ...(note ? [{ note }] : [])],
    })
  }

const until = ({ hand }: WeiboPost): string => (hand ? beijingMinute(new Date(hand.deadline)) : '—')

/** Nobody knows whether it stands, and looking has not told: a person decides. `rung` of the ladder, from 1. */
export const tellUnknown =
  (needs: PostMail) =>
  (post: WeiboPost, rung: number): Promise<void> =>
    tell(needs, post, {
      kind: `undecided.${rung}`,
      reminds: true,
      above: escalation[rung - 1]?.also ?? [],
      head: { zh: '请查看微博是否已发出', en: 'please look whether it stands on Weibo' },
      say: post.hand
        ? {
            zh: '人工发布的期限已过，没有人说明是否已发出，时间线里也没有找到。请打开公司微博查看：已经发出就贴上地址，没有发出就如实认定，之后可以再次放行。',
            en: 'The time for posting by hand is over, nobody said whether it was posted, and the timeline does not show it. Look at the company’s Weibo: paste the address if it stands, or say that it does not; it can then be released again.',
          }
        : {
            zh: '微博没有给出明确结果，时间线里也没有找到。系统不会重发。请打开公司微博查看：已经发出就贴上地址，没有发出就如实认定。',
            en: 'Weibo gave no clear answer and the timeline does not show it. Nothing is posted again. Look at the company’s Weibo: paste the address if it stands, or say that it does not.',
          },
    })

export const tellPosted =
  (needs: PostMail) =>
  (post: WeiboPost): Promise<void> =>
    tell(needs, post, {
      kind: 'posted',
      head: { zh: '微博已发布', en: 'published on Weibo' },
      say: { zh: '这条微博已经发布。', en: 'This post is published.' },
      more: post.standing
        ? [{ link: post.standing.url, label: { zh: '打开微博', en: 'Open it on Weibo' } }]
        : [],
    })

export const tellNotPosted =
  (needs: PostMail) =>
  (post: WeiboPost): Promise<void> =>
    tell(needs, post, {
      kind: 'not-posted',
      head: { zh: '微博没有发布', en: 'not published on Weibo' },
      say: post.outcome?.said ?? { zh: '这条微博没有发布。', en: 'This post was not published.' },
    })
