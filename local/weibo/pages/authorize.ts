import { escape, page } from '../../outside/html'
import type { WeiboError } from '../errors'
import type { Twin } from '../twin'

const standings = {
  owner: '应用所有者，授权五年 · owns the app: five years',
  tester: '授权 30 天，应用未审核时 1 天 · 30 days, one day before review',
  stranger: '授权 30 天 · 30 days',
}

/** Where a person with a Weibo account grants the app the right to post. */
export function authorizePage(twin: Twin, base: string, fields: URLSearchParams): string {
  const kept = ['client_id', 'redirect_uri', 'response_type', 'state']
    .map((name) => `<input type="hidden" name="${name}" value="${escape(fields.get(name) ?? '')}">`)
    .join('')
  const users = twin.state.users
    .map(
      ({ uid, name, standing }) =>
        `<button name="uid" value="${uid}"><strong>${escape(name)}</strong><small>UID ${uid} · ${standings[standing]}</small></button>`,
    )
    .join('')
  return page(
    { title: '微博授权', base, bodyClass: 'weibo' },
    `<header class="top"><h1>微博授权 <small lang="en">authorise</small></h1></header><main>` +
      `<form class="writing choice" method="post" action="${base}/oauth2/authorize">${kept}` +
      `<p>应用 ${escape(twin.app.appKey)} 请求以您的名义发微博。请选择登录的微博账号：<br>` +
      `<span lang="en">The app asks to post for you. Choose the account you sign in with:</span></p>${users}` +
      `<button class="plain" name="deny" value="1">拒绝 <span lang="en">deny</span></button></form></main>`,
  )
}

export const authorizeErrorPage = (base: string, error: WeiboError): string =>
  page(
    { title: '访问出错了', base, bodyClass: 'weibo' },
    `<header class="top"><h1>访问出错了 <small lang="en">error</small></h1></header><main>` +
      `<p class="empty">错误码 error_code: ${error.code}<br>${escape(error.message)}</p></main>`,
  )
