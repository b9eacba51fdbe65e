import { markup } from '../platform/markup'
import type { Bilingual } from '../platform/refusal'
import { page, type Language, type SignedIn } from './layout'
import type { Tone } from './parts'

export interface MessageView {
  language: Language
  signedIn?: SignedIn
  tone: Tone
  title: Bilingual
  said: Bilingual
  /** where to go from here */
  links: { href: string; label: Bilingual }[]
}

/** One thing to say, e.g. that something was done or that something broke here. */
export function renderMessagePage({ language, signedIn, tone, title, said, links }: MessageView): string {
  const body = markup`<h1>${title[language]}</h1><div class="notice ${tone}" role="status"><p>${said[language]}</p></div>${
    links.length > 0 &&
    markup`<p class="actions">${links.map(({ href, label }) => markup`<a class="button" href="${href}">${label[language]}</a>`)}</p>`
  }`
  return page({ title: title[language], language, signedIn }, body)
}
