import type { Finding } from './finding'
import { policy, type Policy } from './policy'
import { findingOf } from './rule-book'
import { isVisible } from './visible'

// Sina's own web counter knows http only; https is counted alike, as Weibo shortens both.
const link = /https?:\/\/[a-z0-9]+(?:\.[a-z0-9]+)+[-\w$.+!*()/,:;@&=?~#%]*/gi
const shortLink = /^https?:\/\/t\.cn/i
const ownLink = /^https?:\/\/(?:t\.sina\.com\.cn|t\.sina\.cn|weibo\.com|weibo\.cn)/i

/** Half characters a shortened link takes, and the lengths from which and to which it is shortened to that. */
const shortened = { halves: 20, ownAbove: 41, fullAbove: 140 }

/** UTF-16 units, those above Latin-1 twice. */
function halvesOf(text: string): number {
  let halves = text.length
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) halves++
  return halves
}

function linkHalves(url: string): number {
  const halves = halvesOf(url)
  if (shortLink.test(url)) return halves
  if (ownLink.test(url) && halves <= shortened.ownAbove) return halves
  return shortened.halves + Math.max(0, halves - shortened.fullAbove)
}

/**
 * Length of a Weibo text as Sina counts: a Chinese character is one, two Latin letters or digits are one, a link
 * of up to 140 is ten, an emoji two; the sum is rounded up.
 */
export const weiboLength = (text: string): number => Math.ceil(weiboHalves(text) / 2)

/**
 * The same with the link of ours that a post through Weibo's API must carry, after a space. Weibo shortens the link
 * wherever it leads, also on a host that Sina's old counter would not know for one.
 */
export const weiboLengthWithLink = (text: string): number =>
  Math.ceil((weiboHalves(text) + 1 + shortened.halves) / 2)

function weiboHalves(text: string): number {
  let halves = 0
  const rest = text.replaceAll('\r\n', '\n').replace(link, (url) => {
    halves += linkHalves(url)
    return ''
  })
  return halves + halvesOf(rest)
}

/** 10.2: there is a text, and it has at most 140 characters. */
export function checkWeiboText(text: string, using: Policy = policy): Finding[] {
  if (!isVisible(text)) return [findingOf('weibo.required')]
  const seen = weiboLength(text)
  const limit = using.weibo.maxLength
  return seen > limit ? [findingOf('weibo.too-long', { limit, seen })] : []
}
