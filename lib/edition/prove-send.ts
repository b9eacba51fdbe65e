import { articleAddress, type ArticlePages } from '../channels/wechat/article-page'
import type { Person } from '../people/person'
import type { Waits } from '../matter/waiting'
import type { Clock } from '../platform/clock'
import { Refusal, type Bilingual } from '../platform/refusal'
import type { Submissions } from '../submission/store'
import { detailOf } from './draft-check'
import { requireEditionState, type Edition } from './edition'
import { approvedArticles, checkPages, keepForArchive, requireByHand, type HandCheck } from './hand-check'
import { learn } from './keep-send'
import type { EditionPost } from './letters'
import { recordSend, type RecordNeeds } from './record-send'
import { isOpen } from './sending'
import { wakeResult } from './wake'

interface Needs extends EditionPost, RecordNeeds {
  submissions: Submissions
  pages: ArticlePages
  /** WeChat's address, or its twin's */
  baseUrl: string
  waits: Waits
  clock: Clock
}

const mend: Bilingual = {
  zh: '请在公众平台后台删除后按批准的内容重发，或核对贴的是不是这一篇；确有必要保留的，请写明理由，会记录在案',
  en: 'delete it in WeChat’s console and send what was approved, or see whether this is the article; if it has to stay, say why, on record',
}

const differs = ({ differences }: HandCheck) =>
  new Refusal(
    'ContentChanged',
    {
      zh: '公众号上的文章与批准的不一致，下面逐处列出；没有登记为已发布',
      en: 'the article at WeChat is not what was approved, as listed; it is not recorded as published',
    },
    { details: differences.map((one) => detailOf(one, mend)), facts: { differences } },
  )

const notRead = ({ unread }: HandCheck) =>
  new Refusal(
    'NotConfirmed',
    {
      zh: `第 ${unread.map(({ index }) => index).join('、')} 篇的页面读不到已发表的文章。请核对地址；确实已发表而系统读不到的，请写明依据，会记录在案`,
      en: `no published article could be read at the address of ${unread.map(({ index }) => index).join(', ')}. Check it; if it is published and cannot be read from here, say on what grounds, on record`,
    },
    { facts: { unread } },
  )

/** One different address of WeChat's for each article. */
function addressesOf(pasted: string[], articles: number, baseUrl: string): string[] {
  const read = pasted.map((one) => articleAddress(one, baseUrl))
  const addresses = read.filter((one) => one !== undefined)
  const wrong = read.findIndex((one) => one === undefined)
  if (wrong >= 0)
    throw new Refusal('InvalidRequest', {
      zh: `第 ${wrong + 1} 个不是公众号文章的地址；请在发表记录里打开文章，复制地址栏，形如 https://mp.weixin.qq.com/s/…`,
      en: `number ${wrong + 1} is not the address of an article; open it from 发表记录 and copy the address, like https://mp.weixin.qq.com/s/…`,
    })
  if (addresses.length !== articles || new Set(addresses).size !== articles)
    throw new Refusal('InvalidRequest', {
      zh: `这一期有 ${articles} 篇文章，请按顺序各贴一个不同的地址`,
      en: `this edition has ${articles} articles: paste one different address for each, in their order`,
    })
  return addresses
}

/**
 * The editor says where the articles stand: each page is read and compared with what was approved. A difference readers
 * see, and a page that cannot be read, need a reason. Also ends what was unknown. Repeatable.
 * @throws Refusal `ContentChanged` with before and after, `NotConfirmed`, `InvalidRequest`, `WrongState`
 */
export const proveSend =
  (needs: Needs) =>
  async (given: { date: string; addresses: string[]; reason?: string; by: Person }): Promise<Edition> => {
    const { editions, submissions, pages, clock, waits, baseUrl } = needs
    const seen = await editions.withId(given.date)
    const at = { date: given.date, attempt: seen.attempt }
    const addresses = addressesOf(given.addresses, seen.items.length, baseUrl)
    if (isProven(seen, addresses)) return finish(seen)
    await requireByHand(editions, seen)
    const check = await checkPages(pages, seen, await approvedArticles(submissions, seen), addresses)
    if (check.differences.length > 0 && !given.reason) throw differs(check)
    if (check.unread.length > 0 && !given.reason) throw notRead(check)
    const now = clock.now()
    await keepForArchive(submissions, seen, check.articles, now)
    await holdOtherDays(seen, check)
    const { edition } = await learn({ editions, now: () => now }, at, (current, head) => {
      requireEditionState(head, 'by-hand', 'unknown')
      if (!isOpen(current) || head.hash !== seen.hash) return undefined
      const proof = {
        ...{ known: 'person' as const, by: given.by.id, name: given.by.name, at: now.toISOString() },
        ...(given.reason && { reason: given.reason }),
        readBack: check.articles.length,
      }
      return {
        ...{ send: { ...current, state: 'sent', proof, revision: current.revision + 1 }, by: given.by.id },
        ...{ articles: addresses.map((url, index) => ({ index: index + 1, url })), type: 'HandProven' },
        facts: { addresses, ...(given.reason && { reason: given.reason }), differences: check.differences },
      }
    })
    return finish(edition)

    /** The machine that would do this may have ended long ago; done twice it changes nothing. */
    async function finish(edition: Edition): Promise<Edition> {
      await wakeResult({ editions, waits })(edition)
      await recordSend(needs)(at)
      return editions.withId(given.date)
    }

    /** Sent on another day than its own, it has used up that day's one mass send (invariant 2). */
    async function holdOtherDays(edition: Edition, { differences }: HandCheck): Promise<void> {
      const days = new Set(differences.filter(({ what }) => what === 'day').map(({ after }) => after))
      const claim = await editions.claimOf(edition.date)
      for (const date of days)
        if (claim && !(await editions.claimOf(date)))
          await editions.claim({ ...claim, date, owner: `hand-${claim.owner}` })
    }
  }

const isProven = ({ state, result }: Edition, addresses: string[]): boolean =>
  state === 'sent' && result?.articles.map(({ url }) => url).join('\n') === addresses.join('\n')
