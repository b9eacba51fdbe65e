import type { Follower } from '../account'
import { beijingMinute, escape, page } from '../../outside/html'
import type { MassSend, Preview } from '../state'
import type { Twin } from '../twin'

/** One bubble or card of the chat, in the order of time. */
type Entry = { at: number; html: string }

const day = (ms: number) => beijingMinute(ms).slice(0, 10)

function cover(twin: Twin, base: string, mediaId: string): string {
  const known = Object.hasOwn(twin.state.materials, mediaId)
  return known
    ? `<img class="cover" src="${base}/material/${escape(mediaId)}" alt="">`
    : '<span class="cover"></span>'
}

/** One article: cover, title, digest. Several: the first large, the others in rows, as WeChat shows them. */
function card(
  twin: Twin,
  base: string,
  shown: { names: string[]; href: (index: number) => string; label: string },
): string {
  const articles = shown.names.map((name) => twin.article(name))
  const [first, ...others] = articles
  if (!first) return ''
  const lead =
    `<a class="lead${others.length ? ' over' : ''}" href="${shown.href(1)}">${cover(twin, base, first.thumbMediaId)}` +
    `<strong>${escape(first.title)}</strong>` +
    (others.length || !first.digest ? '' : `<span class="digest">${escape(first.digest)}</span>`) +
    '</a>'
  const rows = others
    .map(
      (article, at) =>
        `<a class="row" href="${shown.href(at + 2)}"><span>${escape(article.title)}</span>` +
        `${cover(twin, base, article.thumbMediaId)}</a>`,
    )
    .join('')
  return `<article class="card">${shown.label}${lead}${rows}</article>`
}

const ofPreview = (twin: Twin, base: string, preview: Preview): Entry => ({
  at: preview.at,
  html: card(twin, base, {
    names: preview.articles,
    href: (index) => `${base}/s/${preview.msgId}/${index}`,
    label: '<p class="label test">测试预览 · 仅您可见 <span lang="en">test send</span></p>',
  }),
})

const ofMassSend = (twin: Twin, base: string, send: MassSend): Entry => ({
  at: send.finishedAt ?? send.acceptedAt,
  html: card(twin, base, {
    names: send.articles,
    href: (index) => `${base}/s/${send.msgId}/${index}`,
    label: '',
  }),
})

function entriesOf(twin: Twin, base: string, person: Follower): Entry[] {
  const { previews, sends, messages } = twin.state
  const received = person.follows
    ? sends.filter((send) => send.status === 'success' || send.status === 'deleted')
    : []
  const entries = [
    ...previews.filter((one) => one.openId === person.openId).map((one) => ofPreview(twin, base, one)),
    ...received.map((send) => ofMassSend(twin, base, send)),
    ...messages
      .filter((one) => one.openId === person.openId)
      .map(({ at, from, text }) => ({ at, html: `<p class="bubble ${from}">${escape(text)}</p>` })),
  ]
  return entries.sort((a, b) => a.at - b.at)
}

/** Newest first in the document: the style turns it round, so the page opens at the newest without a script. */
function timeline(entries: Entry[]): string {
  if (entries.length === 0) {
    return '<p class="empty">还没有收到消息<br><span lang="en">nothing has arrived yet</span></p>'
  }
  return entries
    .map(({ at, html }, index) => {
      const before = entries[index - 1]
      const fresh = !before || at - before.at > 300_000 || day(at) !== day(before.at)
      return `<div class="entry">${fresh ? `<time>${beijingMinute(at)}</time>` : ''}${html}</div>`
    })
    .reverse()
    .join('')
}

/** The chat of the account as one person sees it; what is new comes in by itself. */
export function chatPage(twin: Twin, base: string, openId: string | null): string {
  const { followers } = twin.state
  const person = followers.find((one) => one.openId === openId) ?? followers[0]
  if (!person) return page({ title: '手机', base, bodyClass: 'desk' }, '<p class="empty">没有关注者</p>')
  const people = followers
    .map(
      (one) =>
        `<a href="${base}/phone?as=${encodeURIComponent(one.openId)}"${one === person ? ' aria-current="page"' : ''}>` +
        `${escape(one.name)}<small>${escape(one.wechatId)}${one.follows ? '' : ' · 未关注'}</small></a>`,
    )
    .join('')
  const name = escape(twin.account.name ?? '企业公众号')
  const entries = entriesOf(twin, base, person)
  const act = (what: string, zh: string, en: string) =>
    `<form method="post" action="${base}/phone/${what}"><input type="hidden" name="as" value="${escape(person.openId)}">` +
    `<button class="act">${zh} <span lang="en">${en}</span></button></form>`
  return page(
    { title: `${twin.account.name ?? '企业公众号'} · 手机`, base, live: true, bodyClass: 'desk' },
    `<nav class="people" aria-label="选择一位微信用户"><h1>手机 <small lang="en">phone</small></h1>${people}` +
      `<p class="hint">这里模拟读者和测试人在微信中看到的内容。<span lang="en">What readers and testers see in WeChat.</span></p></nav>` +
      `<main class="phone"><header class="bar"><h2>${name}</h2></header>` +
      `<section class="chat" aria-live="polite" data-live>${timeline(entries)}</section>` +
      `<footer class="bar"><a class="write" href="${base}/phone/write?as=${encodeURIComponent(person.openId)}">` +
      `给公众号留言 <span lang="en">write a message</span></a>` +
      act('menu', '投诉', 'complain') +
      (person.follows ? act('leave', '取消关注', 'unfollow') : '') +
      `</footer></main>`,
  )
}

/** A page of its own for writing, which works without any script. */
export function writePage(twin: Twin, base: string, openId: string | null): string {
  const person = twin.state.followers.find((one) => one.openId === openId) ?? twin.state.followers[0]
  const as = escape(person?.openId ?? '')
  return page(
    { title: '留言', base, bodyClass: 'desk' },
    `<main class="phone"><header class="bar"><a class="back" href="${base}/phone?as=${as}" aria-label="返回">‹</a>` +
      `<h2>留言</h2></header><form class="writing" method="post" action="${base}/phone/write">` +
      `<input type="hidden" name="as" value="${as}"><label for="text">${escape(person?.name ?? '')} → ` +
      `${escape(twin.account.name ?? '企业公众号')}</label>` +
      `<textarea id="text" name="text" rows="5" maxlength="600" required autofocus></textarea>` +
      `<button>发送 <span lang="en">send</span></button></form></main>`,
  )
}
