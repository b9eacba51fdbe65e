import type { Bilingual } from '../policy/finding'
import { weiboLengthWithLink } from '../policy/weibo-counter'

/** Signs of a title that fit beside the square of an article that is not the headline, on a phone 360 px wide. */
const titleOnPhone = 26
/** What WeChat shows of a digest where none is written (the first 54 signs), and the most it takes. */
const digestShown = 54
export const digestLimit = 120
export const titleLimit = 32

const baits =
  /震惊|惊呆|惊天|惊人|吓死|吓傻|看哭|泪目|逆天|炸裂|炸锅|炸了|疯传|疯抢|转疯|刷屏|沸腾|太可怕|太厉害|太牛|厉害了|绝了|内幕|揭秘|真相|曝光|秘密|竟然|居然|万万没想到|没想到|史上最|最后一次|一定要看|不看后悔|后悔一辈子|必看|速看|速转|速扔|赶紧看|不转不是|紧急扩散|紧急通知|千万别|再不看就|出大事|重磅|突发|刚刚[！!，,：:]|99%|百分之九十九|没人告诉|看完.{0,6}(?:沉默|后悔|明白)|(?:原因|结果|下一秒).{0,4}(?:让人|令人)/g

/** As wide as a Chinese sign; letters and figures take half of that. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (/[\u0000-\u00ff]/.test(sign) ? 0.5 : 1), 0)

/** What a reader of the list of the day would stumble over in a title; advice only. */
export function titleAdvice(title: string): Bilingual[] {
  const width = Math.ceil(widthOf(title.trim()))
  const found = [...new Set(title.match(baits) ?? [])]
  return [
    ...(width > titleOnPhone
      ? [
          {
            zh: `标题约 ${width} 字宽：不作头条时，手机列表只显示约 ${titleOnPhone} 字`,
            en: `about ${width} signs wide: a phone’s list shows about ${titleOnPhone} of an article that is not the headline`,
          },
        ]
      : []),
    ...(found.length > 0
      ? [
          {
            zh: `${found.map((one) => `“${one}”`).join('')}像标题党，换成事实更可信`,
            en: `${found.map((one) => `“${one}”`).join(' ')} reads as clickbait; a fact is more credible`,
          },
        ]
      : []),
    ...(/[!！?？]{2,}/.test(title)
      ? [{ zh: '标题里一个叹号或问号就够', en: 'one exclamation or question mark is enough in a title' }]
      : []),
    ...(/(?:…|\.{3}|。{2})\s*$/.test(title)
      ? [
          {
            zh: '标题以省略号结尾像卖关子，请把话说完',
            en: 'a title that ends in dots keeps readers guessing; say it whole',
          },
        ]
      : []),
  ]
}

/** A digest from the text: its first whole sentences, as many as the list of the day shows. */
export function proposedDigest(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim()
  let digest = ''
  for (const sentence of words.match(/[^。！？!?]+[。！？!?]?/g) ?? []) {
    if ([...digest, ...sentence].length > digestShown) break
    digest += sentence
  }
  if (digest !== '') return digest.trim()
  const signs = [...words]
  return signs.length > digestShown ? `${signs.slice(0, digestShown - 1).join('')}…` : words
}

/**
 * A text for Weibo from the article: its title, then whole sentences while the link of ours still has room (10.2). A sign
 * that would begin a topic is left out, because Weibo's API does not take it.
 */
export function proposedWeibo(given: { title: string; text: string; limit: number }): string {
  const plain = (words: string) => words.replace(/[#＃]/g, '').replace(/\s+/g, ' ').trim()
  const fits = (words: string) => weiboLengthWithLink(words) <= given.limit
  const title = plain(given.title)
  let proposed = title === '' ? '' : `【${title}】`
  for (const sentence of plain(given.text).match(/[^。！？!?]+[。！？!?]?/g) ?? []) {
    if (!fits(proposed + sentence)) break
    proposed += sentence
  }
  const signs = [...proposed.trim()]
  while (signs.length > 0 && !fits(signs.join(''))) signs.pop()
  return signs.join('')
}
