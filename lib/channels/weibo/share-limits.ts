import { weiboRefusal } from './error-codes'
import type { WeiboRefusal } from './outcome'
import type { Share } from './weibo'

const pictureBelowBytes = 5 * 1_048_576
const link = /https?:\/\/[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+/gi

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : '')

/**
 * What Weibo would refuse for certain, under the code it would give, so that no call of the day's 100 is spent on it
 * (reference sheet, section 2): no text, a topic sign, no link of ours, a picture of 5 MB. Length is the policy's.
 */
export function shareRefusal({ text, picture }: Share, ownHost: string): WeiboRefusal | undefined {
  if (text.trim() === '') return weiboRefusal(20008, 'content is null')
  if (/[#＃]/.test(text.replace(link, ''))) return weiboRefusal(10017, 'topics are not allowed')
  if (!(text.match(link) ?? []).some((url) => hostOf(url) === ownHost))
    return weiboRefusal(10017, 'text not find domain!')
  if (picture && picture.bytes.length >= pictureBelowBytes) return weiboRefusal(20006, 'image size too large')
  return undefined
}
