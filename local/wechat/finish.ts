import { queueDelivery } from './deliveries'
import { takeFinishFault, type FinishFault } from './faults'
import { finishXml, type Reprinted } from './push-xml'
import { finishDelay } from './mass-send'
import type { MassSend } from './state'
import type { Twin } from './twin'

/** Where readers find article `index` (from 1) of a mass send. */
const articleUrl = (twin: Twin, send: MassSend, index: number): string =>
  `${twin.publicUrl()}/s/${send.msgId}/${index}`

/** Assumed: an article of the same title is taken for the same article. */
const originalOf = (twin: Twin, name: string) =>
  twin.state.originals.find(({ title }) => title === twin.article(name).title)

/** The originality check that every mass send goes through (reference sheet, 6.1, 6.7). */
const reprintsOf = (twin: Twin, send: MassSend): Reprinted[] =>
  send.articles.flatMap((name, at) => {
    const original = originalOf(twin, name)
    if (!original) return []
    const { url, canReprint, content } = original
    return [{ article: at + 1, url, canReprint, replaced: content !== undefined }]
  })

/** 30003: the sender did not want reprints sent. 30002: an original forbids it, whatever the sender wants. */
function stoppedBy({ ignoresReprint }: MassSend, reprints: Reprinted[]): number | undefined {
  if (reprints.length === 0) return undefined
  if (!ignoresReprint) return 30003
  return reprints.every(({ canReprint }) => canReprint) ? undefined : 30002
}

/** Readers get the original where it says so. */
function replace(twin: Twin, send: MassSend, reprints: Reprinted[]) {
  for (const { article } of reprints) {
    const name = send.articles[article - 1] ?? ''
    const content = originalOf(twin, name)?.content
    if (content !== undefined)
      send.articles[article - 1] = twin.keepArticle({ ...twin.article(name), content })
  }
}

const toldBy = (fault: FinishFault | undefined, code: number): Reprinted[] =>
  code >= 30001 && code <= 30003
    ? [
        {
          ...{ article: fault?.article ?? 1, canReprint: fault?.canReprint ?? false, replaced: true },
          url: 'http://mp.weixin.qq.com/s/original',
        },
      ]
    : []

/** Ends a mass send whose time has come: readers get it, or it fails; and the finish event is queued. */
export function finish(twin: Twin, send: MassSend, refusedWith?: number) {
  const fault = takeFinishFault(twin.state.faults)
  const judged = reprintsOf(twin, send)
  const forced = refusedWith ?? (fault?.how === 'err' ? fault.errcode : undefined)
  const code = forced ?? stoppedBy(send, judged)
  const status = code === undefined ? 'send success' : `err(${code})`
  const at = twin.now()
  send.status = code === undefined ? 'success' : 'fail'
  send.result = status
  send.finishedAt = at
  if (fault) send.finish = fault.how
  // A draft that was sent leaves the draft box; a failed send leaves it there.
  if (code === undefined) {
    delete twin.state.drafts[send.mediaId]
    replace(twin, send, judged)
  }

  const followers = twin.state.followers.filter((one) => one.follows)
  const openId = followers[0]?.openId ?? 'oSystem'
  const articleUrls =
    code === undefined ? send.articles.map((_, index) => articleUrl(twin, send, index + 1)) : []
  const facts = {
    ...{ openId, followers: followers.length, articleUrls, nobody: fault?.how === 'nobody' },
    reprints: forced === undefined ? judged : toldBy(fault, forced),
  }
  const xml = finishXml(twin.account.originalId, send, { ...facts, at, status })
  if (fault?.how === 'deleted') {
    send.deletedArticles = send.articles.map((_, index) => index + 1)
    send.status = 'deleted'
    return
  }
  if (fault?.how === 'lost') return
  if (fault?.how === 'contrary') {
    const later = at + fault.ms
    const reprints = toldBy(fault, fault.errcode)
    const other = { ...facts, reprints, articleUrls: [], at: later, status: `err(${fault.errcode})` }
    queueDelivery(twin, { openId, xml: finishXml(twin.account.originalId, send, other), dueAt: later })
  }
  queueDelivery(twin, { openId, xml, dueAt: fault?.how === 'late' ? at + fault.ms : at })
  if (fault?.how === 'duplicate') queueDelivery(twin, { openId, xml, dueAt: at + 1000 })
}

export const administratorSilent = 40002
const administratorRefused = 40001

/** The administrator's answer in WeChat to a send that waits. */
export function decideAsAdministrator(twin: Twin, send: MassSend, confirmed: boolean) {
  if (send.status !== 'waiting-administrator') return
  if (!confirmed) return finish(twin, send, administratorRefused)
  send.status = 'sending'
  send.dueAt = twin.now() + finishDelay(twin)
}
