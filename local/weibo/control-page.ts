import { beijingMinute, escape, page } from '../outside/html'
import { endpointPaths } from './api'
import { userOf, type Twin } from './twin'

const option = (value: string, label = value) => `<option value="${escape(value)}">${escape(label)}</option>`

const hows: [value: string, label: string][] = [
  ['timeout', '不应答 never answers'],
  ['disconnect', '断开连接 breaks the connection'],
  ['http-502', 'HTTP 502 without JSON'],
  ['error', '返回错误码 answers a code'],
  ['slow', '变慢 slow'],
  ['delayed', '20032 已发、稍后可见 posted, seen later'],
  ['token-revoked', '授权被撤销 authorisation revoked'],
]

const form = (base: string, what: string, inner: string) =>
  `<form method="post" action="${base}/_twin/form"><input type="hidden" name="what" value="${what}">${inner}</form>`
const field = (label: string, inner: string) => `<label>${label}${inner}</label>`
const list = (items: string[], none: string) =>
  items.length
    ? `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`
    : `<p><small>${none}</small></p>`

const choice = (label: string, name: string, values: number[], chosen: number) =>
  field(
    label,
    `<select name="${name}">${values
      .map((value) => `<option${value === chosen ? ' selected' : ''}>${value}</option>`)
      .join('')}</select>`,
  )

/** The back stage of Weibo: faults, tokens and the settings of the app. */
export function controlPage(twin: Twin, base: string): string {
  const { state } = twin
  const faults = state.faults.map(({ endpoint, how, when, code, ms, times }) =>
    escape(
      [
        ...[endpoint, how, when],
        ...(how === 'error' ? [String(code)] : []),
        ...(how === 'slow' || how === 'delayed' ? [`${ms} ms`] : []),
        `× ${times}`,
      ].join(' · '),
    ),
  )
  const tokens = state.tokens.map((token) =>
    escape(
      `${userOf(twin, token.uid)?.name ?? token.uid} · ${token.revoked ? '已撤销 revoked' : `${beijingMinute(token.expiresAt)} 到期 ends`}`,
    ),
  )
  return page(
    { title: '微博后台 · 模拟', base, bodyClass: 'stage' },
    `<main><h1>微博后台（模拟） <small lang="en">Weibo's back stage</small></h1>` +
      `<p><a href="${base}/">微博 timeline</a> · <a href="${base}/_twin/state">state.json</a></p>` +
      `<section><h2>故障 <small lang="en">faults of the next calls</small></h2>${list(faults, '没有故障 none')}` +
      form(
        base,
        'faults',
        field(
          '接口 endpoint',
          `<select name="endpoint">${option('*', '全部 any')}${endpointPaths.map((path) => option(path)).join('')}</select>`,
        ) +
          field(
            '方式 how',
            `<select name="how">${hows.map(([value, label]) => option(value, label)).join('')}</select>`,
          ) +
          field(
            '时机 when',
            `<select name="when">${option('before', '办理前 before')}${option('after', '办理后 after')}</select>`,
          ) +
          field('错误码 code', '<input name="code" type="number" value="10001">') +
          field('毫秒 ms', '<input name="ms" type="number" value="90000" min="0">') +
          field('次数 times', '<input name="times" type="number" value="1" min="1">') +
          '<button>设置 set</button>',
      ) +
      form(base, 'clear-faults', '<button class="plain">清除全部故障 clear all faults</button>') +
      '</section>' +
      `<section><h2>授权 <small lang="en">authorisations</small></h2>${list(tokens, '没有授权 none')}` +
      form(base, 'revoke-tokens', '<button class="plain">撤销全部授权 revoke all</button>') +
      '</section>' +
      `<section><h2>应用 <small lang="en">the app</small></h2>` +
      `<p>App Key ${escape(twin.app.appKey)} · 授权回调页 redirect ${escape(twin.app.redirectUri)}</p>` +
      form(
        base,
        'reviewed',
        `<p>应用审核 review: <strong>${state.reviewed ? '已通过 passed' : '未通过 not passed'}</strong></p>` +
          `<button class="plain" name="on" value="${state.reviewed ? 'no' : 'yes'}">切换 switch</button>`,
      ) +
      form(
        base,
        'safe-domains',
        field(
          '安全域名 safe domains',
          `<input name="hosts" value="${escape(state.safeDomains.join(' '))}" autocomplete="off">`,
        ) + '<button class="plain">保存 save</button>',
      ) +
      form(
        base,
        'safe-ips',
        field(
          '安全 IP safe addresses',
          `<input name="hosts" value="${escape(state.safeIps.join(' '))}" autocomplete="off">`,
        ) + '<button class="plain">保存 save</button>',
      ) +
      `<h2>没有文档的答复 <small lang="en">answers no document settles</small></h2>` +
      form(
        base,
        'assume',
        choice(
          '坏凭证的 HTTP 状态 status of a bad token',
          'tokenStatus',
          [401, 400],
          state.assumed.tokenStatus,
        ) +
          choice('话题 a topic', 'topicCode', [10017, 20018], state.assumed.topicCode) +
          choice('一小时第 31 条 the 31st post', 'hourCode', [10024, 20016], state.assumed.hourCode) +
          '<button class="plain">保存 save</button>',
      ) +
      '</section></main>',
  )
}

/** From the fields of the page's forms to a change that `applyChange` takes. */
export function changeOf(fields: URLSearchParams): unknown {
  const { what, ...rest } = Object.fromEntries(fields)
  switch (what) {
    case 'faults': {
      const { endpoint, how, when, code, ms, times } = rest
      return {
        what,
        fault: { endpoint, how, when, code: Number(code), ms: Number(ms), times: Number(times) },
      }
    }
    case 'assume':
      return {
        what,
        ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, Number(value)])),
      }
    case 'reviewed':
      return { what, on: rest['on'] === 'yes' }
    case 'safe-domains':
    case 'safe-ips':
      return { what, hosts: (rest['hosts'] ?? '').split(/[\s,]+/).filter(Boolean) }
    default:
      return { what, ...rest }
  }
}
