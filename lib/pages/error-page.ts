import { markup, type Markup } from '../platform/markup'
import type { Bilingual, RefusalDetail } from '../platform/refusal'
import { page, wordsIn, type Language, type SignedIn } from './layout'
import { shown } from './parts'

export interface ErrorView {
  language: Language
  signedIn?: SignedIn
  said: Bilingual
  details: RefusalDetail[]
  /** stable code of the refusal, for whoever is asked for help */
  code?: string
  /** where to go from here */
  back?: { href: string; label: Bilingual }
}

const other = (language: Language): Language => (language === 'zh' ? 'en' : 'zh')

const both = (text: Bilingual, language: Language): Markup =>
  markup`<p><strong>${text[language]}</strong><br><small lang="${other(language) === 'zh' ? 'zh-CN' : 'en'}">${text[other(language)]}</small></p>`

function row(detail: RefusalDetail, language: Language): Markup {
  const say = wordsIn(language)
  const facts: [string, string | undefined][] = [
    [say('规定', 'Rule'), detail.rule],
    [say('制度条款', 'Article'), detail.article],
    [say('限值', 'Limit'), shown(detail.limit)],
    [say('实际', 'Seen'), shown(detail.seen)],
  ]
  return markup`<li>${both(detail.message, language)}<dl class="facts">${facts
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`,
    )}<dt>${say('办法', 'Remedy')}</dt><dd>${both(detail.remedy, language)}</dd></dl></li>`
}

/** A refusal for people: each broken rule with article, limit, value seen and remedy, in both languages. */
export function renderErrorPage(view: ErrorView): string {
  const { language, details, signedIn, back } = view
  const say = wordsIn(language)
  const body = markup`<h1>${say('没有办成', 'This did not work')}</h1><div class="notice bad" role="alert">${both(view.said, language)}</div>${
    details.length > 0 &&
    markup`<section class="sheet" aria-labelledby="why"><h2 id="why">${say('逐项说明', 'In detail')}</h2><ul class="plain">${details.map((detail) => row(detail, language))}</ul></section>`
  }<p class="actions"><a class="button" href="${back?.href ?? '/'}">${back?.label[language] ?? say('回到首页', 'Home')}</a></p>${view.code !== undefined && markup`<p class="hint">${say('代码', 'Code')} ${view.code}</p>`}`
  return page({ title: say('没有办成', 'This did not work'), language, signedIn }, body)
}
