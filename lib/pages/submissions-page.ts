import { markup, trusted } from '../platform/markup'
import type { Bilingual } from '../platform/refusal'
import { page, wordsIn, type Language, type SignedIn } from './layout'
import { badge, minute, type Tone } from './parts'

/** One submission in the list. `tone` colours the state. */
export interface SubmissionRow {
  href: string
  title: string
  unitName: string
  officerName: string
  version: number
  state: Bilingual
  tone: Tone
  /** with whom it is, and since when */
  holder?: { names: string[]; tier?: Bilingual; since: Date }
  updatedAt: Date
}

export interface SubmissionsView {
  language: Language
  signedIn: SignedIn
  rows: SubmissionRow[]
  filters: { href: string; label: Bilingual; current?: boolean }[]
  /** when there are more than shown */
  olderUrl?: string
}

const line = (row: SubmissionRow, language: Language) => {
  const say = wordsIn(language)
  const names = row.holder?.names.join(say('、', ', '))
  return markup`<li><a href="${row.href}">${row.title || say('（未命名）', '(untitled)')}</a>${badge(row.tone, row.state[language])}<span class="under">${row.unitName} · ${row.officerName} · ${say(`第 ${row.version} 版`, `version ${row.version}`)} · ${
    row.holder
      ? markup`${say('在', 'with ')}<strong>${names}</strong>${say('处', '')}${row.holder.tier && say(`（${row.holder.tier.zh}）`, ` (${row.holder.tier.en})`)}${say('，自 ', ' since ')}${minute(row.holder.since)}`
      : markup`${say('更新于 ', 'changed ')}${minute(row.updatedAt)}`
  }</span></li>`
}

/** Submissions the person may see, the newest change first: state, and who holds each since when. */
export function renderSubmissionsPage(view: SubmissionsView): string {
  const { language, rows, filters } = view
  const say = wordsIn(language)
  const body = markup`<h1>${say('稿件', 'Submissions')}</h1>${
    filters.length > 0 &&
    markup`<nav aria-label="${say('筛选', 'Filter')}"><ul class="filters">${filters.map(({ href, label, current }) => markup`<li><a href="${href}"${current && trusted(' aria-current="true"')}>${label[language]}</a></li>`)}</ul></nav>`
  }<section class="sheet" aria-label="${say('列表', 'List')}">${
    rows.length > 0
      ? markup`<ul class="rows">${rows.map((row) => line(row, language))}</ul>`
      : markup`<p class="hint">${say('这里还没有稿件。', 'There is nothing here yet.')}</p>`
  }</section>${view.olderUrl && markup`<p><a href="${view.olderUrl}">${say('更早的稿件', 'Older submissions')}</a></p>`}`
  return page({ title: say('稿件', 'Submissions'), language, signedIn: view.signedIn, wide: true }, body)
}
