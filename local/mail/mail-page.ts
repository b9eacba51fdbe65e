import { isWebAddress, markup, trusted, type Markup } from '../../lib/platform/markup'
import { shell, shortTime } from './shell'
import type { Mail } from './stored-mail'

/** The plain text with its web addresses made into links. */
const linked = (text: string): Markup[] =>
  text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((piece, index) =>
      index % 2 === 1 && isWebAddress(piece)
        ? markup`<a href="${piece}" target="_blank" rel="noreferrer">${piece}</a>`
        : markup`${piece}`,
    )

/** One mail: header, HTML part in a sandboxed frame, text part behind a tab. Opening it marks it as read. */
export function mailPage(mail: Mail, tab: string): string {
  const asText = tab === 'text' || mail.html === undefined
  const here = `/mailbox/${mail.id}`
  const tabs =
    mail.html !== undefined &&
    markup`<nav class="tabs" aria-label="显示方式"><a href="${here}"${!asText && trusted(' aria-current="page"')}>网页格式 <small lang="en">HTML</small></a><a href="${here}?tab=text"${asText && trusted(' aria-current="page"')}>纯文本 <small lang="en">Text</small></a></nav>`
  const body = asText
    ? markup`<pre class="text">${linked(mail.text)}</pre>`
    : markup`<iframe title="邮件内容 / mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="${here}/html"></iframe>`
  return shell(
    mail.subject || '（无主题）',
    markup`<main class="reading"><p class="back"><a href="/mailbox?to=${encodeURIComponent(mail.to)}">‹ ${mail.to} 的邮件</a></p><h1>${mail.subject || '（无主题）'}</h1><dl class="head"><dt>发件人</dt><dd>${mail.from}</dd><dt>收件人</dt><dd>${mail.to}</dd><dt>时间</dt><dd><time datetime="${mail.receivedAt}">${shortTime(mail.receivedAt)}</time>（北京）</dd></dl>${tabs}${body}<details class="more"><summary>邮件头 <small lang="en">Headers</small></summary><dl class="head"><dt>Message-ID</dt><dd>${mail.messageId}</dd>${mail.inReplyTo && markup`<dt>In-Reply-To</dt><dd>${mail.inReplyTo}</dd>`}</dl></details></main>`,
  )
}

/** The HTML part as the sender wrote it; its links open in a new tab, outside the sandbox. */
export const mailFrame = (mail: Mail): string => {
  const html = mail.html ?? ''
  const target = '<base target="_blank">'
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, `$&${target}`) : `${target}${html}`
}

export const missingPage = (): string =>
  shell(
    '没有这封邮件',
    markup`<main><h1>没有这封邮件 <small lang="en">There is no such mail</small></h1><p><a href="/mailbox">回到信箱</a></p></main>`,
  )
