import { queueDelivery } from './deliveries'
import { takeFinishFault } from './faults'
import { finishXml } from './push-xml'
import { finishDelay } from './mass-send'
import type { MassSend } from './state'
import type { Twin } from './twin'

/** Where readers find article `index` (from 1) of a mass send. */
const articleUrl = (twin: Twin, send: MassSend, index: number): string =>
  `${twin.publicUrl()}/s/${send.msgId}/${index}`

/** Ends a mass send whose time has come: readers get it, or it fails; and the finish event is queued. */
export function finish(twin: Twin, send: MassSend, refusedWith?: number) {
  const fault = takeFinishFault(twin.state.faults)
  const code = refusedWith ?? (fault?.how === 'err' ? fault.errcode : undefined)
  const status = code === undefined ? 'send success' : `err(${code})`
  const at = twin.now()
  send.status = code === undefined ? 'success' : 'fail'
  send.result = status
  send.finishedAt = at
  if (fault) send.finish = fault.how
  // A draft that was sent leaves the draft box; a failed send leaves it there.
  if (code === undefined) delete twin.state.drafts[send.mediaId]

  const followers = twin.state.followers.filter((one) => one.follows)
  const openId = followers[0]?.openId ?? 'oSystem'
  const articleUrls =
    code === undefined ? send.articles.map((_, index) => articleUrl(twin, send, index + 1)) : []
  const facts = {
    ...{ openId, followers: followers.length, articleUrls, nobody: fault?.how === 'nobody' },
    reprint: { article: fault?.article ?? 1, canReprint: fault?.canReprint ?? false },
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
    const other = { ...facts, articleUrls: [], at: later, status: `err(${fault.errcode})` }
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
