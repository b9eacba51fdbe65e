import { placeInFrame } from '../article/cover'
import { markup, type Markup } from '../platform/markup'
import type { RenderedCover } from '../submission/content'
import { wordsIn, type Language } from './layout'

/** `url`: of its preview; none: a plain one, because the article has no picture */
export type ShownCover = RenderedCover & { url?: string }

function frame({ url }: ShownCover, crop: string | undefined): Markup {
  if (!url || !crop) return markup`<span class="cover-frame"></span>`
  const { width, height, left, top } = placeInFrame(crop)
  return markup`<span class="cover-frame"><img src="${url}" alt="" style="width:${width};height:${height};left:${left};top:${top}"></span>`
}

/** The article where readers meet it first: in the list of the day, and as a card that somebody shares. */
export function coverLooks(given: {
  title: string
  digest?: string | undefined
  unitName: string
  cover: ShownCover
  language: Language
}): Markup {
  const { title, digest, cover, language } = given
  const say = wordsIn(language)
  return markup`<h3>${say('封面', 'Cover')}</h3><ul class="covers"><li><small>${say('作头条时', 'As the headline')}</small><span class="cover-wide">${frame(cover, cover.crop235)}<strong class="two-lines">${title}</strong></span></li><li><small>${say('不作头条时', 'As any other article')}</small><span class="cover-square"><strong class="two-lines">${title}</strong>${frame(cover, cover.crop1)}</span></li><li><small>${say('转发给朋友时', 'As a card that is shared')}</small><span class="cover-card"><strong class="two-lines">${title}</strong><span><span class="two-lines">${digest ?? given.unitName}</span>${frame(cover, cover.crop1)}</span></span></li></ul>`
}
