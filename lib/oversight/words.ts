import { beijingMoment } from '../platform/beijing-time'
import type { Bilingual } from '../platform/refusal'
import { actNames, detailsOf, type Said } from '../policy/acts'
import type { Act, Named } from '../security/act'

const names: Record<string, Bilingual> = actNames

/** What is done to whom, in a few words. */
export function titleOf({ type, about }: { type: string; about: Named }): Bilingual {
  const name = names[type] ?? { zh: type, en: type }
  return { zh: `${name.zh} ${about.name}`, en: `${name.en} ${about.name}` }
}

/** Each thing it changes or says: what, and `before → after`. */
export const linesOf = (act: Said): [label: Bilingual, value: Bilingual][] =>
  detailsOf(act).map(({ label, before, after }) => {
    const value = (language: 'zh' | 'en') =>
      before ? `${before[language]} → ${after?.[language] ?? '—'}` : (after?.[language] ?? '—')
    return [label, { zh: value('zh'), en: value('en') }]
  })

/** An act of the record in one line, with why it is told. */
export function sentenceOf(act: Act, why: Bilingual[]): Bilingual {
  const at = beijingMoment(new Date(act.at))
  const title = titleOf(act)
  const lines = linesOf(act)
  const said = (language: 'zh' | 'en', [open, between, close]: [string, string, string]) =>
    lines.length === 0
      ? ''
      : `${open}${lines.map(([label, value]) => `${label[language]} ${value[language]}`).join(between)}${close}`
  return {
    zh: `${at.zh}，${act.by.name}：${title.zh}${said('zh', ['（', '；', '）'])}。${why.map(({ zh }) => zh).join('；')}`,
    en: `${at.en}, ${act.by.name}: ${title.en}${said('en', [' (', '; ', ')'])}. ${why.map(({ en }) => en).join('; ')}`,
  }
}
