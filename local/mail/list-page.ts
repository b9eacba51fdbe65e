import { markup, type Markup } from '../../lib/platform/markup'
import { shell, shortTime } from './shell'
import type { Mail } from './stored-mail'

/** Unread first, then the newest first. */
export const inReadingOrder = (mails: Mail[]): Mail[] =>
  [...mails].sort((a, b) => Number(a.read) - Number(b.read) || b.seq - a.seq)

function peopleOf(mails: Mail[]): { address: string; mails: Mail[]; unread: number }[] {
  const byAddress = new Map<string, Mail[]>()
  for (const mail of mails) byAddress.set(mail.to, [...(byAddress.get(mail.to) ?? []), mail])
  const newest = (of: Mail[]) => Math.max(...of.map(({ seq }) => seq))
  return [...byAddress]
    .map(([address, mails]) => ({
      address,
      mails: inReadingOrder(mails),
      unread: mails.filter(({ read }) => !read).length,
    }))
    .sort((a, b) => Number(b.unread > 0) - Number(a.unread > 0) || newest(b.mails) - newest(a.mails))
}

const snippetOf = (text: string) => text.replace(/\s+/g, ' ').slice(0, 90)

const row = (mail: Mail): Markup =>
  markup`<li><a class="mail${!mail.read && ' unread'}" href="/mailbox/${mail.id}"><span class="subject">${!mail.read && markup`<span class="dot">未读</span>`}${mail.subject || '（无主题）'}</span><time datetime="${mail.receivedAt}">${shortTime(mail.receivedAt)}</time><span class="snippet">${snippetOf(mail.text)}</span></a></li>`

/** How many mails of one person stand on the page of everybody; the rest is behind their own page. */
const perPerson = 5
/** How many mails one person's own page shows. */
const shownAlone = 200

const card = (person: ReturnType<typeof peopleOf>[number], alone: boolean): Markup => {
  const shown = person.mails.slice(0, alone ? shownAlone : perPerson)
  const more = person.mails.length - shown.length
  const here = `/mailbox?to=${encodeURIComponent(person.address)}`
  return markup`<section class="person"><h2><a href="${here}">${person.address}</a>${person.unread > 0 && markup` <span class="count">${person.unread} 封未读</span>`}</h2><ul>${shown.map(row)}</ul>${more > 0 && !alone && markup`<p class="more"><a href="${here}">还有 ${more} 封 <small lang="en">${more} more</small></a></p>`}${more > 0 && alone && markup`<p class="more">较早的 ${more} 封未列出 <small lang="en">${more} older not shown</small></p>`}</section>`
}

/** Everybody's mail by recipient, or one recipient's. */
export function listPage(mails: Mail[], to: string): string {
  const everybody = peopleOf(mails)
  const people = to === '' ? everybody : everybody.filter(({ address }) => address.includes(to))
  const alone = to !== '' && people.length === 1
  const search = markup`<form class="search" method="get" action="/mailbox" role="search"><label for="to">收件人 <small lang="en">Recipient</small></label><input id="to" name="to" type="search" list="people" value="${to}" placeholder="name@company.example" autocomplete="off"><datalist id="people">${everybody.map(({ address }) => markup`<option value="${address}"></option>`)}</datalist><button>查找 <small lang="en">Find</small></button>${to !== '' && markup`<a href="/mailbox">全部 <small lang="en">All</small></a>`}</form>`
  const none =
    to === ''
      ? markup`<p class="none">还没有邮件。系统发出的每一封邮件都会出现在这里，不会发到外面。<br><small lang="en">No mail yet. Every mail the system sends arrives here and nowhere else.</small></p>`
      : markup`<p class="none">“${to}”没有邮件。<br><small lang="en">No mail for this recipient.</small></p>`
  const unread = everybody.reduce((sum, person) => sum + person.unread, 0)
  return shell(
    unread > 0 ? `信箱（${unread}）` : '信箱',
    markup`<main><h1>${alone ? people[0]?.address : '所有人的邮件'}${!alone && markup` <small lang="en">Everybody's mail</small>`}</h1>${search}<div class="people${alone && ' alone'}">${people.map((person) => card(person, alone))}</div>${people.length === 0 && none}</main>`,
  )
}
