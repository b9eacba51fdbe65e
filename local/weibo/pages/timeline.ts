import { beijingMinute, escape, page } from '../../outside/html'
import type { TwinPost } from '../state'
import { linksOf } from '../text'
import { visiblePosts } from '../statuses'
import { companyOf, shortId, userOf, type Twin } from '../twin'

/** Text as readers see it: links stand as 网页链接, topics are marked. */
function shownText(text: string): string {
  let rest = text
  let html = ''
  const marked = (part: string) =>
    escape(part).replace(/#[^#\n]+#/g, (topic) => `<span class="topic">${topic}</span>`)
  for (const url of linksOf(text)) {
    const at = rest.indexOf(url)
    html += `${marked(rest.slice(0, at))}<a class="link" href="${escape(url)}" rel="nofollow">网页链接</a>`
    rest = rest.slice(at + url.length)
  }
  return html + marked(rest)
}

const media = (base: string, { file, contentType }: TwinPost['files'][number]) =>
  contentType.startsWith('video/')
    ? `<video src="${base}/files/${file}" controls></video>`
    : `<img src="${base}/files/${file}" alt="">`

export const addressOf = ({ uid, id }: TwinPost): string => `https://weibo.com/${uid}/${shortId(id)}`

function card(twin: Twin, base: string, post: TwinPost): string {
  const user = userOf(twin, post.uid)
  const source = post.by === 'app' ? (twin.state.reviewed ? '企业发布系统' : '未通过审核应用') : '微博网页版'
  const files = post.files.length
    ? `<div class="files n${Math.min(post.files.length, 3)}">${post.files.map((file) => media(base, file)).join('')}</div>`
    : ''
  return (
    `<article class="post" id="p${post.id}"><header><span class="face" aria-hidden="true">${escape((user?.name ?? '?').slice(0, 1))}</span>` +
    `<div><h2>${escape(user?.name ?? post.uid)}</h2><p><a href="${base}/${post.uid}/${shortId(post.id)}"><time>${beijingMinute(post.at)}</time></a> 来自 ${source}</p></div></header>` +
    `<p class="text">${shownText(post.text)}</p>${files}` +
    `<footer><code>${addressOf(post)}</code></footer></article>`
  )
}

/** The account's page as readers see it; it keeps itself up to date. */
export function timelinePage(twin: Twin, base: string): string {
  const user = companyOf(twin)
  const posts = user ? visiblePosts(twin, user.uid) : []
  const cards = posts.map((post) => card(twin, base, post)).join('')
  return page(
    { title: `${user?.name ?? '微博'} · 微博`, base, live: true, bodyClass: 'weibo' },
    `<header class="top"><h1>微博 <small lang="en">Weibo</small></h1><nav><a href="/">首页 home</a>` +
      `<a href="${base}/write">手工发微博 <span lang="en">post by hand</span></a><a href="${base}/_twin">后台 <span lang="en">back stage</span></a></nav></header>` +
      `<main><section class="owner"><span class="face" aria-hidden="true">${escape((user?.name ?? '?').slice(0, 1))}</span>` +
      `<div><h2>${escape(user?.name ?? '')}</h2><p>UID ${escape(user?.uid ?? '')} · ${posts.length} 条微博 <span lang="en">posts</span></p></div></section>` +
      '<div data-live aria-live="polite">' +
      (cards || '<p class="empty">还没有微博<br><span lang="en">nothing has been posted yet</span></p>') +
      '</div></main>',
  )
}

/** One post at its own address; undefined when there is none for readers. */
export function postPage(twin: Twin, base: string, uid: string, short: string): string | undefined {
  const post = visiblePosts(twin, uid).find(({ id }) => shortId(id) === short)
  return (
    post &&
    page(
      { title: '微博正文', base, bodyClass: 'weibo' },
      `<header class="top"><h1>微博正文</h1><nav><a href="${base}/">返回主页 <span lang="en">timeline</span></a></nav></header>` +
        `<main>${card(twin, base, post)}</main>`,
    )
  )
}

/** Where the account's holder posts in Weibo itself, and takes a post away. */
export function writePage(twin: Twin, base: string, refused?: string): string {
  const posts = visiblePosts(twin, companyOf(twin)?.uid ?? '').slice(0, 10)
  const rows = posts.map(
    (post) =>
      `<li>${beijingMinute(post.at)} ${escape(post.text.slice(0, 30))} <code>${addressOf(post)}</code>` +
      `<form method="post" action="${base}/_twin/form"><input type="hidden" name="what" value="delete-post">` +
      `<input type="hidden" name="id" value="${post.id}"><button class="plain">删除 delete</button></form></li>`,
  )
  return page(
    { title: '手工发微博', base, bodyClass: 'weibo' },
    `<header class="top"><h1>手工发微博 <small lang="en">post by hand</small></h1><nav><a href="${base}/">返回主页 <span lang="en">timeline</span></a></nav></header>` +
      `<main><form class="writing" method="post" action="${base}/write" enctype="multipart/form-data">` +
      (refused ? `<p class="refused" role="alert">${escape(refused)}</p>` : '') +
      `<label for="text">以 ${escape(companyOf(twin)?.name ?? '')} 的名义 <span lang="en">as the company</span></label>` +
      `<textarea id="text" name="text" rows="6" required></textarea>` +
      `<label for="files">图片或视频 <span lang="en">pictures or a video</span></label>` +
      `<input id="files" type="file" name="files" multiple accept="image/*,video/mp4">` +
      `<button>发送 <span lang="en">post</span></button></form>` +
      (rows.length ? `<ul class="own">${rows.join('')}</ul>` : '') +
      '</main>',
  )
}
