import { markup, trusted, type Markup } from '../platform/markup'
import type { Bilingual } from '../platform/refusal'
import { hiddenFields, page, wordsIn, type Language, type SignedIn } from './layout'
import {
  badge,
  factList,
  findingList,
  ledger,
  linkTo,
  minute,
  moment,
  problemNotice,
  type LedgerLine,
  type PageFinding,
  type Problem,
  type Tone,
} from './parts'

/** One file and its verdict; `facts` in plain words, e.g. `4032 × 3024 · 3.2 MB`. */
export interface MediaRow {
  fileName: string
  state: Bilingual
  tone: Tone
  facts: string
  previewUrl?: string
  findings: PageFinding[]
}

/** An address a form is posted to; `hidden` are the fields it needs, e.g. version and form token. */
export interface FormTarget {
  action: string
  hidden?: Record<string, string>
}

export interface SubmissionView {
  language: Language
  signedIn: SignedIn
  listUrl: string
  title: string
  unitName: string
  officerName: string
  source: string
  category?: Bilingual
  channels: Bilingual[]
  version: number
  state: Bilingual
  tone: Tone
  holder?: { names: string[]; tier?: Bilingual; since: Date; deadline?: Date }
  /** reason of a rejection, advice of a failure */
  note?: string
  /** the route with what has been decided */
  tiers: {
    tier: Bilingual
    decided?: { name: string; kind: Bilingual; tone: Tone; at: Date; comment?: string }
  }[]
  wechat?: { html: string; characters: number }
  weibo?: { text: string; count: number; limit: number }
  media: MediaRow[]
  findings: PageFinding[]
  /** published, with the addresses readers open */
  published?: { at: Date; links: { url: string; label: string }[] }
  ledger: LedgerLine[]
  problem?: Problem
  /** what the person may do now */
  actions: {
    editUrl?: string
    /** posts `truth` and `unclassified`, one for each part of the statement, value `on` */
    submit?: FormTarget & { statement: { name: string; text: Bilingual }[] }
    /** posts `reason` */
    withdraw?: FormTarget
    revise?: FormTarget
  }
}

function standing({ language, holder, note, published }: SubmissionView): Markup {
  const say = wordsIn(language)
  return markup`${
    holder &&
    markup`<div class="notice"><p>${say('现在在 ', 'Now with ')}<strong>${holder.names.join(say('、', ', '))}</strong>${say(' 处', '')}${holder.tier && say(`（${holder.tier.zh}）`, ` (${holder.tier.en})`)}${say('，自 ', ' since ')}${minute(holder.since)}${holder.deadline && markup`${say('，截止 ', ', due ')}${moment(holder.deadline, language)}`}</p></div>`
  }${note && markup`<div class="notice warn"><p>${note}</p></div>`}${
    published &&
    markup`<div class="notice good"><p>${say('已发布于 ', 'Published ')}${moment(published.at, language)}</p>${published.links.map(({ url, label }) => markup`<p>${linkTo(url, label)}</p>`)}</div>`
  }`
}

function contents({ language, wechat, weibo }: SubmissionView): Markup {
  const say = wordsIn(language)
  return markup`${
    wechat &&
    markup`<section class="sheet" aria-labelledby="wechat"><div class="head"><h2 id="wechat">${say('微信正文', 'WeChat article')}</h2><small>${say(`正文 ${wechat.characters} 字`, `${wechat.characters} characters`)}</small></div><div class="article">${trusted(wechat.html)}</div></section>`
  }${
    weibo &&
    markup`<section class="sheet" aria-labelledby="weibo"><div class="head"><h2 id="weibo">${say('微博文字', 'Weibo text')}</h2>${badge(weibo.count > weibo.limit ? 'bad' : 'plain', `${weibo.count} / ${weibo.limit}`)}</div><p class="weibo">${weibo.text}</p></section>`
  }`
}

function files({ language, media }: SubmissionView): Markup | undefined {
  const say = wordsIn(language)
  if (media.length === 0) return undefined
  return markup`<section class="sheet" aria-labelledby="media"><h2 id="media">${say('图片和视频', 'Pictures and videos')}</h2><ul class="plain">${media.map(
    (file) =>
      markup`<li><div class="head"><strong>${file.fileName}</strong>${badge(file.tone, file.state[language])}</div><p class="hint">${file.facts}</p>${file.previewUrl && markup`<div class="pictures"><img src="${file.previewUrl}" alt="${file.fileName}" loading="lazy"></div>`}${file.findings.length > 0 && findingList(file.findings, language)}</li>`,
  )}</ul></section>`
}

function acts({ language, actions }: SubmissionView): Markup | undefined {
  const say = wordsIn(language)
  const { editUrl, submit, withdraw, revise } = actions
  if (!editUrl && !submit && !withdraw && !revise) return undefined
  return markup`<section class="sheet" aria-labelledby="acts"><h2 id="acts">${say('可以做的事', 'What you can do')}</h2>${
    editUrl && markup`<p><a class="button" href="${editUrl}">${say('修改', 'Edit')}</a></p>`
  }${
    submit &&
    markup`<form method="post" action="${submit.action}">${hiddenFields(submit.hidden)}${submit.statement.map(
      ({ name, text }) =>
        markup`<div class="field"><label class="check"><input type="checkbox" name="${name}" required><span>${text[language]}</span></label></div>`,
    )}<button class="main">${say('签署声明并送审', 'Sign and submit')}</button></form>`
  }${
    revise &&
    markup`<form method="post" action="${revise.action}">${hiddenFields(revise.hidden)}<p><button class="main">${say('修改为新版本', 'Make a new version')}</button></p></form>`
  }${
    withdraw &&
    markup`<details><summary>${say('撤回稿件', 'Withdraw')}</summary><form method="post" action="${withdraw.action}">${hiddenFields(withdraw.hidden)}<div class="field"><label for="reason">${say('撤回理由', 'Reason')}</label><textarea id="reason" name="reason" maxlength="500" rows="3" required></textarea></div><button class="danger">${say('撤回', 'Withdraw')}</button></form></details>`
  }</section>`
}

/** One submission for officers and 企管部: where it stands, verdicts on its files, findings, the way so far, the ledger. */
export function renderSubmissionPage(view: SubmissionView): string {
  const { language } = view
  const say = wordsIn(language)
  const body = markup`<p class="eyebrow"><a href="${view.listUrl}">${say('稿件', 'Submissions')}</a> · ${say(`第 ${view.version} 版`, `version ${view.version}`)}</p><div class="head"><h1>${view.title || say('（未命名）', '(untitled)')}</h1>${badge(view.tone, view.state[language])}</div>${problemNotice(view.problem, language)}${standing(view)}<div class="columns"><div>${contents(view)}${files(view)}</div><div>${acts(view)}<section class="sheet" aria-labelledby="facts"><h2 id="facts">${say('稿件信息', 'Facts')}</h2>${factList(
    [
      [say('单位', 'Unit'), view.unitName],
      [say('信息员', 'Officer'), view.officerName],
      [say('来源', 'Source'), view.source],
      [say('类别', 'Category'), view.category?.[language]],
      [say('渠道', 'Channels'), view.channels.map((channel) => channel[language]).join(say('、', ', '))],
    ],
  )}</section>${
    view.tiers.length > 0 &&
    markup`<section class="sheet" aria-labelledby="route"><h2 id="route">${say('审批路线', 'Route')}</h2><ol class="route">${view.tiers.map(
      ({ tier, decided }) =>
        decided
          ? markup`<li class="done">${tier[language]} · ${decided.name} ${badge(decided.tone, decided.kind[language])}<br><small>${minute(decided.at)}</small>${decided.comment && markup`<blockquote class="said">${decided.comment}</blockquote>`}</li>`
          : markup`<li class="later">${tier[language]}</li>`,
    )}</ol></section>`
  }${
    view.findings.length > 0 &&
    markup`<section class="sheet" aria-labelledby="findings"><h2 id="findings">${say('系统检查', 'Checks')}</h2>${findingList(view.findings, language)}</section>`
  }<section class="sheet" aria-labelledby="ledger"><h2 id="ledger">${say('台账', 'Ledger')}</h2>${ledger(view.ledger, language)}</section></div></div>`
  return page(
    { title: view.title || say('稿件', 'Submission'), language, signedIn: view.signedIn, wide: true },
    body,
  )
}
