import { markup, type Markup } from '../platform/markup'
import type { Bilingual } from '../platform/refusal'
import { page, wordsIn } from './layout'
import { decisionForms, type DecisionForms } from './decision-forms'
import { coverLooks, type ShownCover } from './cover-looks'
import {
  badge,
  factList,
  finding,
  findingList,
  linkTo,
  moment,
  nameOf,
  noteOf,
  problemNotice,
  wechatFrame,
  type PageFinding,
} from './parts'

/** A decision of an earlier tier. */
export interface EarlierDecision {
  tier: Bilingual
  name: string
  standsInFor?: string
  at: Date
  /** what the person wrote, if anything */
  comment?: string
}

export interface DecisionView extends DecisionForms {
  title: string
  unitName: string
  officerName: string
  source: string
  /** behind 阅读原文; of a repost the address of the original */
  originalUrl?: string
  /** set where it is a repost */
  repost?: { permittedBy: string; permission: string; permittedOn?: string }
  category: Bilingual
  /** the look of the article; absent where it was fixed before looks had versions */
  theme?: { name: Bilingual; number?: number }
  channels: Bilingual[]
  /** Beijing date of what is reported */
  eventDate?: string
  digest?: string
  version: number
  tier: Bilingual
  approver: { name: string; standsInFor?: string }
  deadline: Date
  /** what is to be known about how the deadline was counted */
  deadlineNote?: Bilingual | undefined
  earlier: EarlierDecision[]
  /** tiers still to come */
  later: Bilingual[]
  /** the article as WeChat will show it: HTML that passed the filter model, pictures already preview addresses */
  wechat?: {
    html: string
    characters: number
    dropped: { what: string; why: Bilingual; count: number }[]
    cover: ShownCover
  }
  /** the text as Weibo will show it; `count` by Weibo's own rule */
  weibo?: { text: string; count: number; limit: number; pictures: string[] }
  /** `facts` in plain words, e.g. `4032 × 3024 · 3.2 MB` */
  pictures: { previewUrl: string; fileName: string; facts: string; isCover?: boolean }[]
  /** `url` is short-lived; `playable` when browsers know the format, else it is offered as a file */
  videos: { url: string; fileName: string; facts: string; playable: boolean }[]
  /** since `version`, which this person was asked about when `seen` */
  changes?: {
    version: number
    seen: boolean
    fields: { name: Bilingual; stretches: { text: string; kind: 'same' | 'added' | 'removed' }[] }[]
    media: { added: string[]; removed: string[]; reordered: boolean }
  }
  /** what was said of passages of the text and is not settled; read only here */
  comments?: { quote: string; said: { name: string; text: string }[] }[]
  /** hits of the word screen, each answered in `answers[<n>]` before approving (article 8) */
  hits: PageFinding[]
  warnings: PageFinding[]
  /** set when a published article is to be taken down: the content below is what readers have */
  removal?: {
    reason: string
    url?: string
    publishedAt?: Date
    byHand?: 'wechat' | 'weibo'
    onWeibo: boolean
    /** `at-once`: this person decides alone; `afterwards`: it is down already */
    kind: 'ordinary' | 'at-once' | 'afterwards'
  }
  submittedAt: Date
  /** a removal is signed by nobody */
  statement?: { name: string; at: Date; parts: Bilingual[] }
}

function route(view: DecisionView): Markup {
  const { language } = view
  const say = wordsIn(language)
  return markup`<section class="sheet" aria-labelledby="route"><h2 id="route">${say('审批经过', 'The way so far')}</h2><ol class="route"><li class="done">${view.removal ? say('申请撤下', 'Removal asked for') : say('信息员送审', 'Submitted')} · ${view.officerName} · ${moment(view.submittedAt, language)}</li>${view.earlier.map(
    (one) =>
      markup`<li class="done">${one.tier[language]} · ${nameOf(one, language)} · ${say('同意', 'approved')} · ${moment(one.at, language)}${one.comment && markup`<blockquote class="said">${one.comment}</blockquote>`}</li>`,
  )}<li class="now" aria-current="step"><strong>${view.tier[language]}</strong> · ${say('等待您决定', 'waits for you')}</li>${view.later.map((tier) => markup`<li class="later">${tier[language]}</li>`)}</ol></section>`
}

/** Changes in place: what is new underlined, what went struck through, so that colour is not needed to tell. */
function changes({ changes: since, language }: DecisionView): Markup | undefined {
  if (!since) return undefined
  const say = wordsIn(language)
  const { version, seen, fields, media } = since
  const files = [
    ...media.added.map((name) => say(`新增：${name}`, `added: ${name}`)),
    ...media.removed.map((name) => say(`移除：${name}`, `removed: ${name}`)),
    ...(media.reordered ? [say('顺序有变', 'another order')] : []),
  ]
  return markup`<section class="sheet" aria-labelledby="changes"><h2 id="changes">${
    seen
      ? say(
          `您上次看过以后的改动（与第 ${version} 版比）`,
          `Changed since you last looked (version ${version})`,
        )
      : say(`与第 ${version} 版相比的改动`, `Changed since version ${version}`)
  }</h2>${fields.map(
    ({ name, stretches }) =>
      markup`<h3>${name[language]}</h3><p class="weibo">${stretches.map(({ text, kind }) =>
        kind === 'added'
          ? markup`<ins>${text}</ins>`
          : kind === 'removed'
            ? markup`<del>${text}</del>`
            : text,
      )}</p>`,
  )}${files.length > 0 && markup`<h3>${say('图片和视频', 'Pictures and video')}</h3><ul>${files.map((file) => markup`<li>${file}</li>`)}</ul>`}</section>`
}

function comments({ comments: open = [], language }: DecisionView): Markup | undefined {
  if (open.length === 0) return undefined
  const say = wordsIn(language)
  return markup`<section class="sheet" aria-labelledby="comments"><h2 id="comments">${say(
    `正文旁的意见（${open.length} 条未处理）`,
    `Comments on the text (${open.length} open)`,
  )}</h2><ul>${open.map(
    ({ quote, said }) =>
      markup`<li><q>${quote}</q>${said.map(({ name, text }) => markup`<blockquote class="said">${name}${say('：', ': ')}${text}</blockquote>`)}</li>`,
  )}</ul></section>`
}

function content(view: DecisionView): Markup[] {
  const { language, wechat, weibo } = view
  const say = wordsIn(language)
  const parts: Markup[] = []
  if (wechat)
    parts.push(
      markup`<section class="sheet" aria-labelledby="wechat"><div class="head"><h2 id="wechat">${say('微信正文', 'WeChat article')}</h2><small>${say(`正文 ${wechat.characters} 字`, `${wechat.characters} characters`)}</small></div>${view.digest && markup`<p class="hint">${say('摘要：', 'Digest: ')}${view.digest}</p>`}${coverLooks({ title: view.title, digest: view.digest, unitName: view.unitName, cover: wechat.cover, language })}<div class="article rich_media">${wechatFrame(wechat.html)}</div>${
        wechat.dropped.length > 0 &&
        markup`<h3>${say('微信会去掉的内容', 'What WeChat will drop')}</h3><ul>${wechat.dropped.map(
          ({ what, why, count }) =>
            markup`<li>${what}${count > 1 && ` × ${count}`}${say('：', ': ')}${why[language]}</li>`,
        )}</ul>`
      }</section>`,
    )
  if (weibo)
    parts.push(
      markup`<section class="sheet" aria-labelledby="weibo"><div class="head"><h2 id="weibo">${say('微博文字', 'Weibo text')}</h2>${badge(weibo.count > weibo.limit ? 'bad' : 'plain', `${weibo.count} / ${weibo.limit} ${say('字', 'characters')}`)}</div><p class="weibo">${weibo.text}</p>${weibo.pictures.length > 0 && markup`<p class="hint">${say('配图：', 'With: ')}${weibo.pictures.join(say('、', ', '))}</p>`}</section>`,
    )
  return parts
}

function media({ language, pictures, videos }: DecisionView): Markup[] {
  const say = wordsIn(language)
  const parts: Markup[] = []
  if (pictures.length > 0)
    parts.push(
      markup`<section class="sheet" aria-labelledby="pictures"><h2 id="pictures">${say(`图片（${pictures.length}）`, `Pictures (${pictures.length})`)}</h2><ul class="pictures">${pictures.map(
        ({ previewUrl, fileName, facts, isCover }, index) =>
          markup`<li><img src="${previewUrl}" alt="${fileName}" loading="lazy"><small>${index + 1}. ${isCover && markup`<strong>${say('封面', 'Cover')}</strong> · `}${fileName}<br>${facts}</small></li>`,
      )}</ul></section>`,
    )
  if (videos.length > 0)
    parts.push(
      markup`<section class="sheet" aria-labelledby="videos"><h2 id="videos">${say(`视频（${videos.length}）`, `Videos (${videos.length})`)}</h2><ul class="videos">${videos.map(
        ({ url, fileName, facts, playable }) =>
          markup`<li>${playable && markup`<video controls preload="none" src="${url}" aria-label="${fileName}"></video>`}<p>${linkTo(url, fileName)}<br><small>${facts}${!playable && say(' · 浏览器不能播放这种格式，请下载后观看', ' · browsers cannot play this format; download it')}</small></p></li>`,
      )}</ul><p class="hint">${say('链接短时有效，打不开时请刷新本页。', 'These links are short-lived; reload the page if one fails.')}</p></section>`,
    )
  return parts
}

const afterApproval = {
  api: {
    zh: '同意后系统在微信删除这篇文章，不能恢复；读者会话里的卡片仍在，但打不开正文。',
    en: 'Once approved the article is deleted at WeChat for good; its card stays in chats but opens no text. ',
  },
  wechat: {
    zh: '系统没有这篇文章的微信群发编号：同意后由编辑在微信公众平台后台手工删除，不能恢复。',
    en: 'Its message id on WeChat is not known: once approved, the editor deletes it for good in the WeChat console. ',
  },
  weibo: {
    zh: '同意后由编辑在微博手工删除，不能恢复；公开的文章页随后显示已撤下。',
    en: 'Once approved, the editor deletes the post on Weibo for good; the public page of the article then says that it was taken down. ',
  },
}

const removalHeads = {
  ordinary: { zh: '申请撤下这篇已发布的文章', en: 'This published article is to be taken down' },
  'at-once': {
    zh: '紧急：立即撤下这篇已发布的文章',
    en: 'Urgent: this published article is to be taken down at once',
  },
  afterwards: {
    zh: '这篇文章已立即撤下，现补办审批',
    en: 'This article was taken down at once; its approval follows',
  },
}
const following: Bilingual = {
  zh: '由您一人决定，原来的审批路径随后补办，全部记录在案。',
  en: 'You decide alone; the ordinary approval follows, and all of it is kept on record. ',
}
const staysDown: Bilingual = {
  zh: '企管部负责人已决定立即撤下。不同意也记录在案，但文章不会恢复。下面是读者当时看到的内容。',
  en: 'The head of enterprise management decided alone. A no is kept on record, but the article stays down. Below is what readers had.',
}

/** What a removal is about, before anything else: the reason, and where readers have it. */
function removal({ removal: asked, language }: DecisionView): Markup | undefined {
  if (!asked) return undefined
  const say = wordsIn(language)
  return markup`<section class="sheet" aria-labelledby="removal"><h2 id="removal">${removalHeads[asked.kind][language]}</h2><blockquote class="said">${asked.reason}</blockquote>${factList(
    [
      [say('发布时间', 'Published'), asked.publishedAt && moment(asked.publishedAt, language)],
      [say('读者看到的地址', 'Where readers have it'), asked.url && linkTo(asked.url, asked.url)],
    ],
  )}<p class="hint">${
    asked.kind === 'afterwards'
      ? staysDown[language]
      : markup`${asked.kind === 'at-once' && following[language]}${afterApproval[asked.byHand ?? 'api'][language]}${say('下面是读者现在看到的内容。', 'Below is what readers have now.')}${asked.onWeibo && asked.byHand !== 'weibo' && say('微博上的同一内容由编辑手工删除。', ' The post on Weibo is deleted by hand by the editor.')}`
  }</p></section>`
}

function answers(view: DecisionView): Markup | undefined {
  const { language, hits, typed } = view
  const say = wordsIn(language)
  if (hits.length === 0) return undefined
  return markup`<fieldset><legend>${say(`敏感词提示，须逐条答复（${hits.length} 处，制度第8条）`, `Hits of the word screen, each to be answered (${hits.length}, article 8)`)}</legend><ol class="plain">${hits.map(
    (hit, index) =>
      markup`<li>${finding(hit, language)}${hit.at?.field === 'body' && view.wechat && markup`<p><a href="#hit-${index + 1}">${say('看它在正文里的位置', 'See it in its place in the text')}</a></p>`}<label for="answer-${index}">${say(`对第 ${index + 1} 处的答复`, `Your answer to hit ${index + 1}`)}</label><textarea id="answer-${index}" name="answers[${index}]" maxlength="200" rows="2" required>${typed?.answers?.[index] ?? ''}</textarea></li>`,
  )}</ol></fieldset>`
}

const formWords = {
  code: {
    zh: '验证码印在通知您审批的邮件里。',
    en: 'It is printed in the mail that asked you.',
  },
  approve: { zh: '同意', en: 'Approve' },
  reject: { zh: '退回', en: 'Send back' },
  rejecting: { zh: '不同意，退回修改', en: 'Do not approve, send back' },
  reason: { zh: '退回理由', en: 'Reason' },
  reasonHint: {
    zh: '1–500 字，会原样发给撰稿人并记入台账。',
    en: '1–500 characters; sent to the officer as written and kept on record.',
  },
}

/** The same forms where a published article is to be taken down. */
const removalWords = {
  ...formWords,
  approve: { zh: '同意撤下', en: 'Approve taking it down' },
  rejecting: { zh: '不同意撤下', en: 'Do not take it down' },
}

const wordsFor = ({ removal }: DecisionView): typeof formWords =>
  removal === undefined
    ? formWords
    : removal.kind === 'at-once'
      ? { ...removalWords, approve: { zh: '立即撤下', en: 'Take it down at once' } }
      : removal.kind === 'afterwards'
        ? {
            ...removalWords,
            approve: { zh: '同意已作出的撤下', en: 'Agree with the removal' },
            rejecting: { zh: '不同意已作出的撤下', en: 'Disagree with the removal' },
          }
        : removalWords

function signed({ statement, language }: DecisionView): Markup | undefined {
  if (!statement) return undefined
  const say = wordsIn(language)
  return markup`<section class="sheet" aria-labelledby="statement"><h2 id="statement">${say('撰稿单位声明', 'Statement of the unit')}</h2>${statement.parts.map((part) => markup`<p>${part[language]}</p>`)}<p class="hint">${statement.name} · ${moment(statement.at, language)} ${say('签署', 'signed')}</p></section>`
}

/** Optional, so that the reason stands beside its passage when the officer reads it. */
function quote({ language, typed }: DecisionView): Markup {
  const say = wordsIn(language)
  return markup`<div class="field"><label for="quote">${say('说的是哪句话（可不填）', 'The passage you mean (optional)')}</label><textarea id="quote" name="quote" maxlength="200" rows="2" aria-describedby="quote-hint">${typed?.quote ?? ''}</textarea><p class="hint" id="quote-hint">${say('从上面的正文复制一句，退回理由会显示在这句话旁边。', 'Copy a sentence of the text above; the reason will stand beside it.')}</p></div>`
}

/** The page behind a link of a mail: all an approver needs to decide, on a phone, without JavaScript (invariant 4). */
export function renderDecisionPage(view: DecisionView): string {
  const { language } = view
  const say = wordsIn(language)
  const body = markup`<p class="eyebrow">${view.tier[language]} · ${nameOf(view.approver, language)}</p><h1>${view.title}</h1>${problemNotice(view.problem, language)}${removal(view)}<div class="notice"><p>${say('请在 ', 'Please decide by ')}<strong>${moment(view.deadline, language)}</strong>${say('（北京时间）前决定。', ' (Beijing time).')}${noteOf(view.deadlineNote, language)} <a href="#decide">${say('直接到决定 ↓', 'Go to the decision ↓')}</a></p></div><section class="sheet" aria-labelledby="facts"><h2 id="facts">${say('稿件', 'Submission')}</h2>${factList(
    [
      [say('单位', 'Unit'), view.unitName],
      [view.removal ? say('申请人', 'Asked by') : say('信息员', 'Officer'), view.officerName],
      [say('来源', 'Source'), view.source],
      [
        view.repost ? say('转载自原文', 'Reposted from') : say('阅读原文', 'Original behind the article'),
        view.originalUrl && linkTo(view.originalUrl, view.originalUrl),
      ],
      [
        say('转载许可', 'Permission to repost'),
        view.repost &&
          markup`${view.repost.permittedBy} · ${view.repost.permittedOn}<br>${view.repost.permission}`,
      ],
      [say('类别', 'Category'), view.category[language]],
      [say('渠道', 'Channels'), view.channels.map((channel) => channel[language]).join(say('、', ', '))],
      [
        say('版式', 'Look'),
        view.theme &&
          `${view.theme.name[language]}${view.theme.number === undefined ? '' : say(`（第 ${view.theme.number} 版）`, ` (version ${view.theme.number})`)}`,
      ],
      [say('事件日期', 'Date of event'), view.eventDate],
      [say('版本', 'Version'), String(view.version)],
    ],
  )}</section>${route(view)}${changes(view)}${content(view)}${comments(view)}${media(view)}${
    view.warnings.length > 0 &&
    markup`<section class="sheet" aria-labelledby="warnings"><h2 id="warnings">${say('系统提醒（不妨碍同意）', 'Warnings (you may approve all the same)')}</h2>${findingList(view.warnings, language)}</section>`
  }${signed(view)}${decisionForms(view, wordsFor(view), answers(view), view.removal || !view.wechat ? undefined : quote(view))}`
  return page({ title: view.title, language }, body)
}
