import { markup } from '../platform/markup'
import type { Bilingual } from '../platform/refusal'
import { page, wordsIn, type Language, type SignedIn } from './layout'
import { badge } from './parts'

/** A place to go from the home page; `count` is how much waits there. */
export interface Tile {
  href: string
  label: Bilingual
  note: Bilingual
  count?: number
}

export interface HomeView {
  language: Language
  company: string
  signInUrl: string
  /** with today's roles, when somebody is signed in */
  signedIn?: SignedIn & { roles: Bilingual[] }
  tiles: Tile[]
  /** of the demo company: whom to sign in as, and what to do first */
  people?: Tile[]
  /** the same page in the other language, while nobody is known */
  otherUrl?: string
}

const tile = ({ href, label, note, count }: Tile, language: Language) =>
  markup`<li><a href="${href}"><strong>${label[language]}${count !== undefined && count > 0 && markup` ${badge('warn', String(count))}`}</strong><span class="hint">${note[language]}</span></a></li>`

/** The plain front: who this is, the way to sign in, and where one can go. */
export function renderHomePage(view: HomeView): string {
  const { language, company, signedIn, tiles } = view
  const say = wordsIn(language)
  const front = signedIn
    ? markup`<h1>${say(`${signedIn.name}，您好`, `Hello, ${signedIn.name}`)}</h1><p class="eyebrow">${signedIn.unitName}${signedIn.roles.map((role) => markup` ${badge('plain', role[language])}`)}</p>`
    : markup`<div class="hero"><div class="seal" aria-hidden="true">签</div><h1>${say('签发', 'Qianfa')}</h1><p>${company}</p><p class="hint">${say('微信公众号与微博：撰稿、逐级审批、每日一次群发，全程留痕', 'WeChat and Weibo: write, approve step by step, one mass send a day, everything on record')}</p><p><a class="button main" href="${view.signInUrl}">${say('登录', 'Sign in')}</a></p></div>`
  const places =
    tiles.length > 0 &&
    markup`<nav aria-label="${say('去向', 'Places')}"><ul class="tiles">${tiles.map((one) => tile(one, language))}</ul></nav>`
  const people =
    view.people &&
    view.people.length > 0 &&
    markup`<h2>${say('演示公司：先以谁的身份看看？', 'The demo company: whom would you like to be?')}</h2><p class="hint">${say('点一个人，再点“发送验证码”；验证码在', 'Choose somebody, press “Mail me a code”; the code is in the ')}<a href="/mailbox">${say('邮箱', 'mailbox')}</a>${say('里。', '.')}</p><ul class="tiles">${view.people.map((one) => tile(one, language))}</ul>`
  const other =
    view.otherUrl !== undefined &&
    markup`<p class="middle"><a href="${view.otherUrl}" lang="${say('en', 'zh-CN')}">${say('English', '中文')}</a></p>`
  return page(
    { title: say('首页', 'Home'), language, signedIn, wide: signedIn !== undefined, namesOrigin: true },
    markup`${front}${other}${people}${places}`,
  )
}
