import type { Bilingual } from '../policy/finding'

/** Signs of a title a phone shows in the list of the day before it breaks into a third line. */
const titleOnPhone = 30
/** What WeChat shows of a digest where none is written (the first 54 signs), and the most it takes. */
const digestShown = 54
export const digestLimit = 120

const baits =
  /震惊|惊呆|不看后悔|必看|速看|疯传|刷屏|炸裂|太可怕|真相|竟然|居然|万万没想到|史上最|吓死|赶紧看|不转不是|出大事|重磅|揭秘|沸腾|后悔一辈子/

/** What a reader of the list of the day would stumble over in a title; advice only. */
export function titleAdvice(title: string): Bilingual[] {
  const signs = [...title.trim()]
  const bait = baits.exec(title)?.[0]
  return [
    ...(signs.length > titleOnPhone
      ? [
          {
            zh: `标题 ${signs.length} 字，手机列表里超过 ${titleOnPhone} 字会被截断`,
            en: `${signs.length} characters: a phone’s list cuts titles beyond ${titleOnPhone}`,
          },
        ]
      : []),
    ...(bait
      ? [
          {
            zh: `“${bait}”像标题党，换成事实更可信`,
            en: `“${bait}” reads as clickbait; a fact is more credible`,
          },
        ]
      : []),
    ...(/[!！?？]{2,}/.test(title)
      ? [{ zh: '标题里一个叹号或问号就够', en: 'one exclamation or question mark is enough in a title' }]
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
