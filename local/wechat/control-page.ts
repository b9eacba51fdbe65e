import { endpointPaths } from './api'
import { beijingMinute, escape, page } from '../outside/html'
import type { Twin } from './twin'

const option = (value: string, label = value) => `<option value="${escape(value)}">${escape(label)}</option>`

const hows: [value: string, label: string][] = [
  ['timeout', '不应答 never answers'],
  ['disconnect', '断开连接 breaks the connection'],
  ['http-500', 'HTTP 500'],
  ['errcode', '返回错误码 answers an errcode'],
  ['slow', '变慢 slow'],
  ['token-invalidated', '凭证被他人作废 token invalidated'],
]

const finishHows: [value: string, label: string][] = [
  ['late', '晚到 late'],
  ['duplicate', '重复 duplicate'],
  ['lost', '丢失 lost'],
  ['err', '失败 err(N)'],
  ['nobody', '没有一人收到 sent to nobody'],
  ['deleted', '发出后在后台被删除 deleted again, no event'],
  ['contrary', '成功后又报失败 success, then err(N)'],
]

const form = (base: string, what: string, inner: string) =>
  `<form method="post" action="${base}/_twin/form"><input type="hidden" name="what" value="${what}">${inner}</form>`

const field = (label: string, inner: string) => `<label>${label}${inner}</label>`

/** The back stage of WeChat: faults, the administrator, and what someone does in WeChat's own console. */
export function controlPage(twin: Twin, base: string): string {
  const { state } = twin
  const faults = state.faults.map((fault) => {
    const detail = [
      fault.endpoint,
      fault.how,
      ...('when' in fault ? [fault.when] : []),
      ...(fault.how === 'errcode' || fault.how === 'err' ? [String(fault.errcode)] : []),
      ...(fault.how === 'slow' || fault.how === 'late' ? [`${fault.ms} ms`] : []),
      `× ${fault.times}`,
    ]
    return `<li>${escape(detail.join(' · '))}</li>`
  })
  const waiting = state.sends.filter((send) => send.status === 'waiting-administrator')
  const decisions = waiting.map(
    (send) =>
      `<li>${escape(twin.article(send.articles[0] ?? '').title)} · ${beijingMinute(send.acceptedAt)}` +
      form(
        base,
        'administrator',
        `<input type="hidden" name="msgId" value="${send.msgId}">` +
          `<button name="confirmed" value="yes">确认群发 confirm</button>` +
          `<button class="plain" name="confirmed" value="no">拒绝 refuse</button>`,
      ) +
      '</li>',
  )
  const sends = state.sends
    .slice(-10)
    .reverse()
    .map(
      (send) =>
        `<li>${send.msgId} · ${beijingMinute(send.acceptedAt)} · ${send.status} ${escape(send.result ?? '')} · ` +
        `${escape(twin.article(send.articles[0] ?? '').title)}</li>`,
    )
  const list = (items: string[], none: string) =>
    items.length ? `<ul>${items.join('')}</ul>` : `<p><small>${none}</small></p>`

  return page(
    { title: '微信后台 · 模拟', base, bodyClass: 'stage' },
    `<main><h1>微信后台（模拟） <small lang="en">WeChat's back stage</small></h1>` +
      `<p><a href="${base}/phone">手机 phone</a> · <a href="${base}/_twin/state">state.json</a></p>` +
      `<section><h2>故障 <small lang="en">faults of the next calls</small></h2>${list(faults, '没有故障 none')}` +
      form(
        base,
        'faults',
        field(
          '接口 endpoint',
          `<select name="endpoint">${option('*', '全部 any')}${endpointPaths.map((p) => option(p)).join('')}</select>`,
        ) +
          field('方式 how', `<select name="how">${hows.map(([v, l]) => option(v, l)).join('')}</select>`) +
          field(
            '时机 when',
            `<select name="when">${option('before', '办理前 before')}${option('after', '办理后 after')}</select>`,
          ) +
          field('错误码 errcode', '<input name="errcode" type="number" value="-1">') +
          field('毫秒 ms', '<input name="ms" type="number" value="50" min="0">') +
          field('次数 times', '<input name="times" type="number" value="1" min="1">') +
          '<button>设置 set</button>',
      ) +
      '</section>' +
      `<section><h2>群发结果事件 <small lang="en">the next finish event</small></h2>` +
      form(
        base,
        'faults',
        '<input type="hidden" name="endpoint" value="finish-event">' +
          field(
            '方式 how',
            `<select name="how">${finishHows.map(([v, l]) => option(v, l)).join('')}</select>`,
          ) +
          field('err(N)', '<input name="errcode" type="number" value="30003">') +
          field('毫秒 ms', '<input name="ms" type="number" value="60000" min="0">') +
          field('次数 times', '<input name="times" type="number" value="1" min="1">') +
          '<button>设置 set</button>',
      ) +
      form(base, 'clear-faults', '<button class="plain">清除全部故障 clear all faults</button>') +
      '</section>' +
      `<section><h2>管理员 <small lang="en">administrator</small></h2>` +
      form(
        base,
        'administrator-mode',
        `<p>群发保护 API mass-send protection: <strong>${state.administratorConfirms ? '开 on' : '关 off'}</strong></p>` +
          `<button class="plain" name="on" value="${state.administratorConfirms ? 'no' : 'yes'}">切换 switch</button>`,
      ) +
      `${list(decisions, '没有等待确认的群发 nothing waits')}</section>` +
      `<section><h2>他人操作 <small lang="en">someone else</small></h2>` +
      form(base, 'manual-send', '<button class="plain">在后台手工群发一次 sends by hand</button>') +
      form(base, 'invalidate-tokens', '<button class="plain">作废凭证 invalidates the token</button>') +
      '</section>' +
      `<section><h2>最近群发 <small lang="en">latest mass sends</small></h2>${list(sends, '没有群发 none')}</section></main>`,
  )
}

/** From the fields of the page's forms to a change that `applyChange` takes. */
export function changeOf(fields: URLSearchParams): unknown {
  const { what, ...rest } = Object.fromEntries(fields)
  switch (what) {
    case 'faults': {
      const { endpoint, how, when, errcode, ms, times } = rest
      const numbers = { errcode: Number(errcode), ms: Number(ms), times: Number(times) }
      return { what, fault: { endpoint, how, ...(when && { when }), ...numbers } }
    }
    case 'administrator-mode':
      return { what, on: rest['on'] === 'yes' }
    case 'administrator':
      return { what, msgId: rest['msgId'], confirmed: rest['confirmed'] === 'yes' }
    default:
      return { what, ...rest }
  }
}
