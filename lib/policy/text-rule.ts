import { excerptOf } from './excerpt'
import type { Finding } from './finding'
import { fold } from './folded-text'
import { categoryOf, policy, type Channel, type Policy } from './policy'
import { findingOf, type RuleId } from './rule-book'
import { isVisible, lineEnd, unprintablesIn, visibleIn } from './visible'
import { checkWeiboText } from './weibo-counter'
import { wechatByHandReasons } from './wechat-way'
import { byHandReasons } from './weibo-way'

export interface SubmittedText {
  title: string
  /** HTML as it will be sent */
  body: string
  /** characters of the body as a reader sees it */
  plainLength: number
  /** the body as it is read, where its signs are to be looked at */
  plainBody?: string
  source: string
  category?: number
  channels: readonly Channel[]
  weiboText?: string
  digest?: string
  author?: string
  /** behind 阅读原文; of a repost the address of the original */
  originalUrl?: string
  /** set where it was published elsewhere before; what is missing is an empty text */
  repost?: { permittedBy: string; permission: string; permittedOn?: string }
  /** how many pictures come with it */
  pictures: number
  /** how many of them stand with the text on Weibo; all of them unless said */
  weiboPictures?: number
  videos?: number
  /** Beijing date of what is reported */
  eventDate?: string
  /** Beijing date of today */
  today: string
}

/** Articles 9 and 10 for the words of a submission; files have their own rule (`media-rule`). */
export function checkSubmission(submitted: SubmittedText, using: Policy = policy): Finding[] {
  return [
    ...(isVisible(submitted.title) ? [] : [findingOf('title.required')]),
    ...checkSource(submitted.source, using),
    ...checkOriginal(submitted),
    ...checkCategory(submitted.category, using),
    ...checkSigns(submitted),
    ...(submitted.channels.length === 0 ? [findingOf('channels.required')] : []),
    ...(submitted.channels.includes('wechat') ? checkWechat(submitted, using) : []),
    ...(submitted.channels.includes('weibo') ? checkWeibo(submitted, using) : []),
    ...advise(submitted, using),
  ]
}

/** What cannot be shown, or makes a line read as another (article 10.1). */
export const signFindings = (field: string, text: string): Finding[] =>
  unprintablesIn(text).map(({ sign, start, end }) =>
    findingOf(
      'text.unprintable',
      { seen: sign },
      { field, start, end, excerpt: excerptOf(text, start, end) },
    ),
  )

function oneLine(field: string, text: string): Finding[] {
  const start = text.search(lineEnd)
  if (start < 0) return []
  const excerpt = excerptOf(text, start, start + 1)
  return [findingOf('text.one-line', {}, { field, start, end: start + 1, excerpt })]
}

function checkSigns({
  title,
  source,
  digest = '',
  weiboText = '',
  plainBody = '',
  originalUrl = '',
  repost,
}: SubmittedText): Finding[] {
  const lines = { title, source, digest, originalUrl }
  const permission = repost ? `${repost.permittedBy}\n${repost.permission}` : ''
  const fields = { ...lines, body: plainBody, weiboText, repost: permission }
  return [
    ...Object.entries(fields).flatMap(([field, text]) => signFindings(field, text)),
    ...Object.entries(lines).flatMap(([field, text]) => oneLine(field, text)),
    ...oneLine('repost', repost?.permittedBy ?? ''),
  ]
}

function checkSource(source: string, using: Policy): Finding[] {
  const said = visibleIn(fold(source).text)
  if (said === '') return [findingOf('source.required')]
  return using.text.unknownSources.includes(said)
    ? [findingOf('source.unknown', { seen: source.trim() })]
    : []
}

/** Bytes WeChat takes of a link behind 阅读原文 (reference sheet, 4). */
const longestAddress = 1_024

const isAddress = (text: string): boolean =>
  /^https?:\/\/[^\s/?#.]+\.[^\s"'<>\\]+$/i.test(text) && URL.canParse(text)

/** Articles 8 and 9(7): what others wrote is taken over only with their leave, and readers are led to it. */
function checkOriginal({ originalUrl = '', repost, today }: SubmittedText): Finding[] {
  const bytes = new TextEncoder().encode(originalUrl).length
  const place = { field: 'originalUrl', start: 0, end: originalUrl.length, excerpt: originalUrl.slice(0, 60) }
  return [
    ...(originalUrl !== '' && !isAddress(originalUrl)
      ? [findingOf('original.address', { seen: originalUrl.slice(0, 60) }, place)]
      : []),
    ...(bytes > longestAddress
      ? [findingOf('original.long', { limit: longestAddress, seen: bytes }, place)]
      : []),
    ...(repost && originalUrl === '' ? [findingOf('repost.original')] : []),
    ...(repost && !(isVisible(repost.permittedBy) && isVisible(repost.permission) && repost.permittedOn)
      ? [findingOf('repost.permission')]
      : []),
    ...(repost?.permittedOn && repost.permittedOn > today
      ? [findingOf('repost.later', { limit: today, seen: repost.permittedOn })]
      : []),
  ]
}

function checkCategory(category: number | undefined, using: Policy): Finding[] {
  const limit = `1–${using.categories.length}`
  if (category === undefined) return [findingOf('category.required', { limit })]
  return categoryOf(category, using) ? [] : [findingOf('category.unknown', { limit, seen: category })]
}

/** WeChat counts characters; whether it takes a Latin letter for half of one is not known, so it is taken for one. */
const atMost = (rule: RuleId, text: string | undefined, limit: number): Finding[] => {
  const seen = [...(text ?? '')].length
  return seen > limit ? [findingOf(rule, { limit, seen })] : []
}

function checkWechat(submitted: SubmittedText, using: Policy): Finding[] {
  const { title, author, digest, body, plainLength, videos = 0 } = submitted
  const { wechat } = using
  const characters = body.length
  const bytes = new TextEncoder().encode(body).length
  return [
    ...(plainLength === 0 ? [findingOf('body.required')] : []),
    ...atMost('wechat.title', title, wechat.title),
    ...atMost('wechat.author', author, wechat.author),
    ...atMost('wechat.digest', digest, wechat.digest),
    ...(characters >= wechat.contentBelowCharacters
      ? [findingOf('wechat.content-characters', { limit: wechat.contentBelowCharacters, seen: characters })]
      : []),
    ...(bytes >= wechat.contentBelowBytes
      ? [findingOf('wechat.content-bytes', { limit: wechat.contentBelowBytes, seen: bytes })]
      : []),
    ...wechatByHandReasons({ videos }),
  ]
}

const checkWeibo = (
  { weiboText = '', pictures, weiboPictures = pictures, videos = 0 }: SubmittedText,
  using: Policy,
): Finding[] => [
  ...checkWeiboText(weiboText, using),
  ...byHandReasons({ text: weiboText, pictures: weiboPictures, videos }, using),
]

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** Timely, brief, with pictures (10.1): said to the officer and the reviewers, never a refusal. */
function advise({ eventDate, today, plainLength, pictures }: SubmittedText, using: Policy): Finding[] {
  const { freshDays, briefCharacters } = using.text
  const age = eventDate === undefined ? 0 : daysBetween(eventDate, today)
  return [
    ...(age > freshDays ? [findingOf('text.stale', { limit: freshDays, seen: age })] : []),
    ...(plainLength > briefCharacters
      ? [findingOf('text.long', { limit: briefCharacters, seen: plainLength })]
      : []),
    ...(pictures === 0 ? [findingOf('text.no-picture', { limit: 1, seen: 0 })] : []),
  ]
}
