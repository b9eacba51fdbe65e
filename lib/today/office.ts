import { isUnread } from '../complaint/complaint'
import type { ComplaintLists } from '../complaint/store'
import { editionStateNames, type Edition, type EditionState } from '../edition/edition'
import { confirmUntil } from '../edition/reminders'
import type { Editions } from '../edition/store'
import { postStateNames } from '../weibo-post/post'
import type { Posts } from '../weibo-post/store'
import type { Submissions } from '../submission/store'
import { dayMs, plainly, waiting, type Me } from './me'
import { dueCalls, ofComplaint } from './own-unit'
import type { Waiting } from './today'

interface Needs {
  submissions: Pick<Submissions, 'pool'>
  editions: Pick<Editions, 'between'>
  posts: Pick<Posts, 'newest'>
  complaints: ComplaintLists
}

const newest = { limit: 50 }
const needsEditor: EditionState[] = ['awaiting-confirmation', 'by-hand', 'unknown', 'failed']
const dateIn = (me: Me, days: number) =>
  new Date(Date.parse(me.today) + days * dayMs).toISOString().slice(0, 10)

/** Editions of these days, of the fortnight around today; one day's is that of today. */
export async function editionsAround({ editions }: Needs, me: Me): Promise<Edition[]> {
  return editions.between(dateIn(me, -7), dateIn(me, 14))
}

const count = (found: number) => (found >= newest.limit ? `${found}+` : String(found))

/** Article 4: what the copy editor composes, confirms, posts, takes and answers. */
export async function ofEditor(needs: Needs, me: Me, around: Edition[]): Promise<Waiting[]> {
  const { submissions, posts, complaints } = needs
  const [wechat, weibo, sent, had, chats] = await Promise.all([
    submissions.pool('wechat', newest),
    submissions.pool('weibo', newest),
    posts.newest(newest),
    complaints.newest(newest),
    complaints.chats(newest),
  ])
  const unread = chats.items.filter(isUnread)
  return [
    ...around
      .filter(({ state, date }) => needsEditor.includes(state) && (state !== 'failed' || date >= me.today))
      .map((edition) =>
        waiting(me, {
          ...{ kind: 'edition', title: plainly(edition.date), href: `/editions/${edition.date}` },
          note: editionStateNames[edition.state],
          ...(edition.state === 'awaiting-confirmation' && { due: confirmUntil(edition) }),
        }),
      ),
    ...sent.items
      .filter(({ state }) => state === 'by-hand' || state === 'unknown')
      .map(({ id, title, state }) =>
        waiting(me, {
          ...{ kind: 'weibo', title: plainly(title), href: `/weibo/${id}`, note: postStateNames[state] },
        }),
      ),
    ...had.items.filter(({ state }) => state === 'registered').map((one) => ofComplaint(me, one, undefined)),
    ...dueCalls(me, had.items),
    ...(unread.length > 0
      ? [
          waiting(me, {
            ...{ kind: 'message', href: '/complaints?tab=chats' },
            title: {
              zh: `${count(unread.length)} 个读者留言未读，还不是客诉`,
              en: `${count(unread.length)} readers wrote, not read yet and not taken as complaints`,
            },
          }),
        ]
      : []),
    ...pooled(me, '/editions', wechat.items.length, '微信', 'WeChat'),
    ...pooled(me, '/weibo', weibo.items.length, '微博', 'Weibo'),
  ]
}

const pooled = (me: Me, href: string, found: number, zh: string, en: string): Waiting[] =>
  found === 0
    ? []
    : [
        waiting(me, {
          ...{ kind: 'pool', href },
          title: {
            zh: `${count(found)} 篇已批准，等待在${zh}发布`,
            en: `${count(found)} approved for ${en} and not out yet`,
          },
        }),
      ]
