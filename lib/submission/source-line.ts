import { excerptOf } from '../policy/excerpt'
import type { Finding } from '../policy/finding'
import { fold } from '../policy/folded-text'
import { findingOf } from '../policy/rule-book'
import { variants } from '../policy/variants'
import { isVisible } from '../policy/visible'

/** A line that says where the matter comes from or who delivered it, as the printed one does: 数据来源 is another matter. */
const label =
  /^[[(【〔「『*·\-—]*(?:(?:本文|文章|稿件|消息|信息|新闻|内容|文字)?来源|稿源|供稿(?:单位|人|者)?|转载自|转自|source|contributedby)(?:[:∶꞉]|\.\.)/
const both = /来源.{0,40}供稿[:∶꞉]|供稿.{0,40}来源[:∶꞉]/

const closing = /[\])】〕」』*。.]+$/

/** The last lines of a text, where a reader looks for its source. */
const atTheEnd = 3

/**
 * Article 10.1: the line of source is printed below the text from its own field; a body that brings one of its own in that
 * place, or one that looks just like it anywhere, says something else.
 */
export function sourceLinesIn(text: string, source: string): Finding[] {
  const own = fold(source, { variants }).text
  const lines: { line: string; start: number }[] = []
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g))
    if (isVisible(line)) lines.push({ line, start: index })
  return lines.flatMap(({ line, start }, at) => {
    const said = fold(line, { variants }).text
    const isLast = at >= lines.length - atTheEnd
    if (!both.test(said) && !(isLast && label.test(said))) return []
    const end = start + line.length
    const place = { field: 'body', start, end, excerpt: excerptOf(text, start, end) }
    // Whoever writes the very source of the field below the text says it twice, and nothing else.
    const isOwn = own !== '' && said.replace(label, '').replace(closing, '') === own
    const rule = isOwn ? 'body.source-twice' : 'body.source-line'
    return [findingOf(rule, { seen: line.trim().slice(0, 60) }, place)]
  })
}
