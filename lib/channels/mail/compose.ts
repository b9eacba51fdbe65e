import { sha256 } from '../../platform/ids'
import { isWebAddress, markup, oneLine, trusted, type Markup } from '../../platform/markup'
import type { Bilingual } from '../../platform/refusal'
import type { Block, Language } from './block'
import type { Letter } from './mail'
import { site, type Page } from './pages'

export type { Block, Language } from './block'

export interface Draft {
  to: string
  name: string
  /** without one the letter is Chinese first, English below */
  language?: Language
  messageId: string
  thread?: string
  subject: Bilingual
  blocks: Block[]
  /** of what it speaks of; whoever gets the letter may open it */
  page?: Page | undefined
  /** after this it is worth nothing any more */
  worthUntil?: Date
  /** it presses what was told before: it waits for the one letter of the day that gathers all such (lib/outbox) */
  reminds?: boolean
  /** notices of it do not wait for working hours */
  urgent?: boolean | undefined
}

/** A Message-ID's local part: the same facts give the same id, another recipient another. */
export const messageIdOf = (kind: string, to: string, ...parts: (string | number)[]): string =>
  [kind, ...parts, sha256(to.toLowerCase()).slice(0, 12)].join('.').replace(/[^\w.-]/g, '-')

/** On one line: what a person typed cannot pass for a line of ours, a code or a link. */
const said = (value: string | Bilingual, language: Language): string =>
  oneLine(typeof value === 'string' ? value : value[language])
const colon: Bilingual = { zh: '：', en: ': ' }

function asText(block: Block, language: Language): string {
  if ('say' in block) return said(block.say, language)
  if ('facts' in block)
    return block.facts
      .map(([label, value]) => `${label[language]}${colon[language]}${said(value, language)}`)
      .join('\n')
  if ('code' in block) return `${block.label[language]}${colon[language]}${block.code}`
  if ('link' in block) return `${said(block.label, language)}${colon[language]}\n${block.link}`
  if ('list' in block)
    return block.list.map((item, index) => `${index + 1}. ${said(item, language)}`).join('\n')
  return block.note[language]
}

/** A link that decides or confirms carries its secret in the last part of its path. */
const hidden = (block: Block): Block =>
  'code' in block
    ? { ...block, code: '******' }
    : 'link' in block
      ? { ...block, link: block.link.replace(/[\w-]{40,}/g, '…') }
      : block

// Colours that stand on white and on black, and no backgrounds: a mail program in dark mode has nothing to spoil.
const seal = '#c8382b'
const line = 'rgba(128,128,128,.4)'
const style = {
  body: 'margin:0;padding:16px;font:16px/1.7 -apple-system,BlinkMacSystemFont,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif',
  sheet: `max-width:560px;margin:0 auto;border-top:3px solid ${seal};padding-top:16px;overflow-wrap:anywhere`,
  mark: `display:inline-block;background:${seal};color:#fff;border-radius:4px;padding:0 6px;font-weight:700`,
  paragraph: 'margin:0 0 16px',
  table: 'width:100%;border-collapse:collapse;margin:0 0 16px',
  label: `padding:6px 12px 6px 0;border-bottom:1px solid ${line};white-space:nowrap;vertical-align:top;text-align:left;font-weight:400;opacity:.7`,
  value: `padding:6px 0;border-bottom:1px solid ${line};width:100%`,
  code: `margin:0 0 16px;padding:12px;border:1px solid ${line};border-radius:6px;text-align:center`,
  digits: 'display:block;font:700 30px/1.3 ui-monospace,Consolas,Menlo,monospace;letter-spacing:.2em',
  button: `display:inline-block;background:${seal};color:#fff;text-decoration:none;border-radius:6px;padding:10px 22px;font-weight:700`,
  address: 'margin:0 0 16px;font-size:13px;opacity:.7;word-break:break-all',
  list: 'margin:0 0 16px;padding-left:1.4em',
  note: 'margin:0 0 12px;font-size:13px;opacity:.75',
  rule: `border:0;border-top:1px solid ${line};margin:24px 0`,
}

function asHtml(block: Block, language: Language): Markup {
  if ('say' in block) return markup`<p style="${style.paragraph}">${block.say[language]}</p>`
  if ('facts' in block)
    return markup`<table style="${style.table}">${block.facts.map(
      ([label, value]) =>
        markup`<tr><th scope="row" style="${style.label}">${label[language]}</th><td style="${style.value}">${said(value, language)}</td></tr>`,
    )}</table>`
  if ('code' in block)
    return markup`<p style="${style.code}">${block.label[language]}<span style="${style.digits}">${block.code}</span></p>`
  if ('link' in block)
    return isWebAddress(block.link)
      ? markup`<p style="${style.paragraph}"><a href="${block.link}" style="${style.button}">${said(block.label, language)}</a></p><p style="${style.address}">${block.link}</p>`
      : markup`<p style="${style.address}">${block.link}</p>`
  if ('list' in block)
    return markup`<ol style="${style.list}">${block.list.map((item) => markup`<li>${said(item, language)}</li>`)}</ol>`
  return markup`<p style="${style.note}">${block.note[language]}</p>`
}

const greeting = (name: string): Bilingual => ({ zh: `${name}：您好！`, en: `Dear ${name},` })
const footer: Bilingual = {
  zh: '此邮件由签发系统自动发出，请勿直接回复。',
  en: 'This mail was sent by Qianfa; replies are not read.',
}

/** A letter with a text part and an HTML part that say the same; no pictures, nothing fetched from anywhere. */
export function compose(draft: Draft): Letter {
  const { to, name, language, messageId, thread, subject, page, worthUntil, reminds, urgent } = draft
  const languages: Language[] = language ? [language] : ['zh', 'en']
  const blocks = [...draft.blocks, ...(page ? [{ link: `${site}${page.path}`, label: page.label }] : [])]
  const all = [{ say: greeting(name) }, ...blocks, { note: footer }]
  const textOf = (blocks: Block[]) =>
    `${languages.map((one) => blocks.map((block) => asText(block, one)).join('\n\n')).join('\n\n----\n\n')}\n`
  const parts = languages.map(
    (one) =>
      markup`<div lang="${one === 'zh' ? 'zh-CN' : 'en'}">${all.map((block) => asHtml(block, one))}</div>`,
  )
  const [first, ...others] = parts
  const html = markup`${trusted('<!doctype html>')}<html lang="${languages[0] === 'en' ? 'en' : 'zh-CN'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${said(subject, languages[0]!)}</title></head><body style="${style.body}"><div style="${style.sheet}"><p style="${style.paragraph}"><span style="${style.mark}">签</span> <strong>签发 Qianfa</strong></p>${first}${others.map((part) => markup`<hr style="${style.rule}">${part}`)}</div></body></html>`
  return {
    to,
    subject: languages.map((one) => said(subject, one)).join(' / '),
    text: textOf(all),
    html: html.html,
    kept: textOf(all.map(hidden)),
    messageId,
    ...(thread && { thread }),
    ...(page && { page: page.path }),
    ...(urgent && { urgent }),
    ...(worthUntil && { deadline: worthUntil.toISOString() }),
    ...(reminds && { reminder: { name, ...(language && { language }), subject, blocks } }),
  }
}

/** Both choices of a question, each by a link of its own: it only opens the page with that choice at hand (invariant 4). */
export const choiceLinks = (link: string, approve: Bilingual, reject: Bilingual): Block[] => [
  { label: approve, link: `${link}?choice=approve#decide` },
  { label: reject, link: `${link}?choice=reject#reject` },
]
