import { markup, trusted, type Markup } from '../platform/markup'
import type { Bilingual } from '../platform/refusal'
import { hiddenFields, page, wordsIn, type Language, type SignedIn } from './layout'
import {
  badge,
  codeField,
  ledger,
  linkTo,
  minute,
  problemNotice,
  type LedgerLine,
  type Problem,
  type Tone,
} from './parts'
import type { FormTarget } from './submission-page'

/** An approved submission the editor can place in the edition, or has placed. */
export interface ArticleRow {
  submissionId: string
  title: string
  unitName: string
  href: string
  /** of the last approval, for what waits in the pool */
  approvedAt?: Date
}

export interface EditionView {
  language: Language
  signedIn: SignedIn
  account: string
  /** Beijing date, YYYY-MM-DD */
  date: string
  /** neighbouring days */
  days: { href: string; label: string; current?: boolean }[]
  state: Bilingual
  tone: Tone
  /** what the state means for the editor now, in one sentence */
  said: Bilingual
  /** in the edition's order */
  articles: ArticleRow[]
  pool: ArticleRow[]
  maxArticles: number
  /** Beijing time HH:MM before which it does not go out */
  hour?: string
  tested?: { at: Date; to: string[] }
  confirmed?: { name: string; at: Date }
  sent?: { at: Date; links: { url: string; label: string }[] }
  ledger: LedgerLine[]
  problem?: Problem
  actions: {
    /** posts `place[<submissionId>]` (1 to `maxArticles`, empty: not in the edition) and `hour` */
    compose?: FormTarget
    /** builds the draft and sends it to the testers */
    test?: FormTarget
    /** posts `code` from the editor's mail; releases the mass send */
    confirm?: FormTarget
    /** mails the code once more */
    renewCode?: FormTarget
    cancel?: FormTarget
  }
}

const placeRow = (article: ArticleRow, place: number | undefined, view: EditionView): Markup => {
  const say = wordsIn(view.language)
  return markup`<li class="place-row"><input class="place" type="number" name="place[${article.submissionId}]" min="1" max="${view.maxArticles}" inputmode="numeric" value="${place ?? ''}" aria-label="${say(`“${article.title}”排第几篇`, `Place of "${article.title}"`)}">${linkTo(article.href, article.title)}<span class="under">${article.unitName}${article.approvedAt && markup` · ${say('批准于 ', 'approved ')}${minute(article.approvedAt)}`}</span></li>`
}

const plainRow = (article: ArticleRow, place: number): Markup =>
  markup`<li class="place-row"><strong>${place}</strong>${linkTo(article.href, article.title)}<span class="under">${article.unitName}</span></li>`

function composing(view: EditionView, target: FormTarget): Markup {
  const say = wordsIn(view.language)
  return markup`<form class="sheet" method="post" action="${target.action}" aria-labelledby="compose">${hiddenFields(target.hidden)}<h2 id="compose">${say('编排本期', 'Compose')}</h2><p class="hint">${say(`在稿件前填上第几篇（1–${view.maxArticles}），留空即不编入；第 1 篇为头条。`, `Give each article its place (1–${view.maxArticles}); empty means not in it. The first is the headline.`)}</p>${view.articles.length > 0 && markup`<h3>${say('已编入', 'In this edition')}</h3><ol class="rows">${view.articles.map((article, index) => placeRow(article, index + 1, view))}</ol>`}<h3>${say('已批准待编', 'Approved, waiting')}</h3>${
    view.pool.length > 0
      ? markup`<ul class="rows">${view.pool.map((article) => placeRow(article, undefined, view))}</ul>`
      : markup`<p class="hint">${say('没有等待编入的稿件。', 'Nothing is waiting.')}</p>`
  }<div class="field"><label for="hour">${say('最早群发时间（北京）', 'Not before (Beijing time)')}</label><input id="hour" type="time" name="hour" value="${view.hour ?? ''}"></div><button>${say('保存编排', 'Save')}</button></form>`
}

const placed = ({ language, articles }: EditionView): Markup => {
  const say = wordsIn(language)
  return markup`<section class="sheet" aria-labelledby="articles"><h2 id="articles">${say('本期文章', 'Articles')}</h2>${
    articles.length > 0
      ? markup`<ol class="rows">${articles.map((article, index) => plainRow(article, index + 1))}</ol>`
      : markup`<p class="hint">${say('本期还没有文章。', 'There are no articles.')}</p>`
  }</section>`
}

const button = (target: FormTarget, label: string, kind: 'main' | 'plain' | 'quiet' | 'danger'): Markup =>
  markup`<form method="post" action="${target.action}">${hiddenFields(target.hidden)}<button class="${kind}">${label}</button></form>`

function steps(view: EditionView): Markup {
  const { language, tested, confirmed, sent, actions } = view
  const say = wordsIn(language)
  const step = (done: boolean, now: boolean, head: string, inner: Markup | undefined) =>
    markup`<li class="${done ? 'done' : now ? 'now' : 'later'}"${now && !done && trusted(' aria-current="step"')}><strong>${head}</strong>${inner}</li>`
  return markup`<section class="sheet" aria-labelledby="steps"><h2 id="steps">${say('群发步骤', 'Steps to the mass send')}</h2><ol class="route">${step(
    view.articles.length > 0,
    true,
    say('编排', 'Compose'),
    markup`<p class="hint">${say(`${view.articles.length} 篇`, `${view.articles.length} articles`)}</p>`,
  )}${step(
    tested !== undefined,
    actions.test !== undefined,
    say('测试发送（制度第10.3条）', 'Test send (article 10.3)'),
    markup`${tested && markup`<p class="hint">${minute(tested.at)} → ${tested.to.join(say('、', ', '))}</p>`}${actions.test && button(actions.test, tested ? say('再次测试发送', 'Test again') : say('测试发送', 'Send the test'), tested ? 'plain' : 'main')}`,
  )}${step(
    confirmed !== undefined,
    actions.confirm !== undefined,
    say('核对后确认群发', 'Look at it, then confirm'),
    markup`${confirmed && markup`<p class="hint">${confirmed.name} · ${minute(confirmed.at)}</p>`}${
      actions.confirm &&
      markup`<form method="post" action="${actions.confirm.action}">${hiddenFields(actions.confirm.hidden)}${codeField(say('群发确认码', 'Confirmation code'), say('6 位确认码已发到您的邮箱。群发后无法收回。', 'Six digits, mailed to you. A mass send cannot be taken back.'))}<button class="main">${say('确认并群发', 'Confirm and send')}</button></form>`
    }${actions.renewCode && button(actions.renewCode, say('重新发送确认码', 'Mail the code again'), 'quiet')}`,
  )}${step(
    sent !== undefined,
    false,
    say('群发', 'Mass send'),
    sent &&
      markup`<p class="hint">${minute(sent.at)}</p>${sent.links.map(({ url, label }) => markup`<p>${linkTo(url, label)}</p>`)}`,
  )}</ol>${actions.cancel && markup`<div class="actions">${button(actions.cancel, say('取消本期', 'Cancel this edition'), 'danger')}</div>`}</section>`
}

/** The editor's plain desk for one day: pool, edition, test, confirmation, send, and the ledger in words (10.3, 11.3). */
export function renderEditionPage(view: EditionView): string {
  const { language, actions } = view
  const say = wordsIn(language)
  const title = say(`${view.date} 期次`, `Edition of ${view.date}`)
  const body = markup`<p class="eyebrow">${view.account}</p><div class="head"><h1>${title}</h1>${badge(view.tone, view.state[language])}</div><nav aria-label="${say('日期', 'Days')}"><ul class="filters">${view.days.map(({ href, label, current }) => markup`<li><a href="${href}"${current && trusted(' aria-current="date"')}>${label}</a></li>`)}</ul></nav>${problemNotice(view.problem, language)}<div class="notice ${view.tone}"><p>${view.said[language]}</p></div><div class="columns"><div>${actions.compose ? composing(view, actions.compose) : placed(view)}</div><div>${steps(view)}<section class="sheet" aria-labelledby="ledger"><h2 id="ledger">${say('台账', 'Ledger')}</h2>${ledger(view.ledger, language)}</section></div></div>`
  return page({ title, language, signedIn: view.signedIn, wide: true }, body)
}
