import { markup, trusted, type Markup } from '../platform/markup'
import type { Bilingual } from '../platform/refusal'
import { stylesheetHref } from './stylesheet'

export type Language = 'zh' | 'en'

/** Picks a wording: `const say = wordsIn(language)`, then `say('同意', 'Approve')`. */
export const wordsIn =
  (language: Language) =>
  (zh: string, en: string): string =>
    language === 'zh' ? zh : en

/** Who is signed in, as every desk shows it. `hidden` are fields each form carries, e.g. a form token. */
export interface SignedIn {
  name: string
  unitName: string
  signOutUrl: string
  hidden?: Record<string, string>
  nav: { href: string; label: Bilingual; current?: boolean }[]
}

export interface Shell {
  title: string
  language: Language
  signedIn?: SignedIn
  wide?: boolean
  /** its forms name their origin: a browser that keeps the page's address to itself would hide that too */
  namesOrigin?: boolean
}

export const hiddenFields = (fields: Record<string, string> = {}): Markup[] =>
  Object.entries(fields).map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`)

const top = ({ language, signedIn }: Shell): Markup => {
  const say = wordsIn(language)
  return markup`<header class="top"><div><a class="brand" href="/"><span class="seal" aria-hidden="true">签</span>${say('签发', 'Qianfa')}</a>${
    signedIn &&
    markup`<nav aria-label="${say('主导航', 'Main')}">${signedIn.nav.map(
      ({ href, label, current }) =>
        markup`<a href="${href}"${current && trusted(' aria-current="page"')}>${label[language]}</a>`,
    )}</nav><div class="who"><span>${signedIn.unitName} · ${signedIn.name}</span><form method="post" action="${signedIn.signOutUrl}">${hiddenFields(signedIn.hidden)}<button class="quiet">${say('退出', 'Sign out')}</button></form></div>`
  }</div></header>`
}

/** A whole page: no script, no other host, one stylesheet of ours. */
export const page = (shell: Shell, body: Markup): string => {
  const say = wordsIn(shell.language)
  return `<!doctype html>${
    markup`<html lang="${say('zh-CN', 'en')}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="${shell.namesOrigin ? 'same-origin' : 'no-referrer'}"><meta name="robots" content="noindex"><title>${shell.title} · ${say('签发', 'Qianfa')}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${stylesheetHref}"></head><body><a class="skip" href="#main">${say('跳到正文', 'Skip to content')}</a>${top(shell)}<main id="main"${shell.wide && trusted(' class="wide"')}>${body}</main><footer>${say('签发 · 微信公众号与微博发布管理', 'Qianfa · publishing on WeChat and Weibo under the company’s rules')}</footer></body></html>`
      .html
  }`
}
