import { beijingMoment } from '../platform/beijing-time'
import { isWebAddress, markup, trusted, type Markup, type Part } from '../platform/markup'
import type { Bilingual, RefusalDetail } from '../platform/refusal'
import { labelOf } from '../submission/fields'
import { wordsIn, type Language } from './layout'

/** What a check of the policy says, with the place in the text where it has one. */
export interface PageFinding extends RefusalDetail {
  at?: { field: string; excerpt: string }
}

/** Why the last form was not taken. */
export interface Problem {
  said: Bilingual
  details?: PageFinding[]
}

export type Tone = 'good' | 'warn' | 'bad' | 'plain'

export const badge = (tone: Tone, label: string): Markup =>
  markup`<span class="badge ${tone}">${label}</span>`

/** A list of names and values; rows without a value are left out. */
export const factList = (rows: [label: string, value: Part][]): Markup =>
  markup`<dl class="facts">${rows
    .filter(([, value]) => value !== undefined && value !== '' && value !== false)
    .map(([label, value]) => markup`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`

/** Date with weekday and minute on the Beijing wall clock. */
export const moment = (at: Date, language: Language): Markup =>
  markup`<time datetime="${at.toISOString()}">${beijingMoment(at)[language]}</time>`

/** Who decides, and in whose place. */
export const nameOf = ({ name, standsInFor }: { name: string; standsInFor?: string }, language: Language) =>
  standsInFor ? wordsIn(language)(`${name}（代${standsInFor}）`, `${name} (for ${standsInFor})`) : name

/** What is to be known about how a deadline was counted. */
export const noteOf = (note: Bilingual | undefined, language: Language): Part =>
  note && ` ${note[language]}${language === 'zh' ? '。' : '.'}`

/** A link where the address is one of the web or of this site, else only the words. */
export const linkTo = (url: string, words: Part): Markup =>
  isWebAddress(url) ? markup`<a href="${url}">${words}</a>` : markup`<span>${words}</span>`

/** Filtered HTML of an article in the frame that WeChat's page puts around it. */
export const wechatFrame = (html: string): Markup =>
  markup`<div class="rich_media_content autoTypeSetting24psection">${trusted(html)}</div>`

/** A limit or a value seen, thousands apart: `1,048,576`. */
export const shown = (value: string | number | undefined): string | undefined =>
  typeof value === 'number' ? value.toLocaleString('en-US') : value

/** One finding: what is wrong, where, limit and value seen, the article, and how to mend it. */
export function finding(of: PageFinding, language: Language): Markup {
  const say = wordsIn(language)
  const field = of.at && labelOf(of.at.field)[language]
  const numbers = [
    of.limit !== undefined && say(`限值 ${shown(of.limit)}`, `limit ${shown(of.limit)}`),
    of.seen !== undefined && say(`实际 ${shown(of.seen)}`, `seen ${shown(of.seen)}`),
    of.article && say(`制度第${of.article}条`, `article ${of.article}`),
  ].filter((part): part is string => typeof part === 'string')
  return markup`<div class="finding"><p><strong>${of.message[language]}</strong></p>${
    of.at && markup`<p>${field}${say('：', ': ')}<mark>${of.at.excerpt}</mark></p>`
  }<p>${of.remedy[language]}</p>${numbers.length > 0 && markup`<p class="hint">${numbers.join(' · ')}</p>`}</div>`
}

export const findingList = (findings: PageFinding[], language: Language): Markup =>
  markup`<ul class="plain">${findings.map((one) => markup`<li>${finding(one, language)}</li>`)}</ul>`

/** Says first thing on a page why the last form was not taken; read out at once. */
export const problemNotice = (problem: Problem | undefined, language: Language): Markup | undefined =>
  problem &&
  markup`<div class="notice bad" role="alert"><p><strong>${problem.said[language]}</strong></p>${
    problem.details && problem.details.length > 0 && findingList(problem.details, language)
  }</div>`

/** The code a person read in a mail; blanks between its digits do no harm. */
export const codeField = (label: string, hint: string, { id = 'code', digits = 6 } = {}): Markup =>
  markup`<div class="field"><label for="${id}">${label}</label><input class="code" id="${id}" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" pattern="([\\s\\-]*[0-9０-９]){${digits}}\\s*" maxlength="${digits + 10}" required aria-describedby="${id}-hint"><p class="hint" id="${id}-hint">${hint}</p></div>`
