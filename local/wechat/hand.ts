import * as z from 'zod'
import { rewrite } from './rewrite'
import { nextId, type Twin } from './twin'

/** An article as somebody makes it in WeChat's console. */
export const HandArticle = z.strictObject({
  title: z.string().min(1).max(32),
  author: z.string().max(16).default(''),
  html: z.string(),
  videos: z.number().int().min(0).max(10).default(0),
  sourceUrl: z.string().default(''),
})

const video =
  '<section nodeleaf="nodeleaf"><iframe class="video_iframe rich_pages" data-vidtype="2" data-mpvid="wxv_1"></iframe></section>'

/** Pasted pictures are fetched and named by the console; this twin keeps their places and not their bytes. */
function pasted(twin: Twin, html: string): string {
  const named = html.replace(
    /<img\b[^>]*>/g,
    () => `<img data-src="https://mmbiz.qpic.cn/mmbiz_jpg/hand${nextId(twin.state)}/0">`,
  )
  return rewrite(named, () => true)
}

/** A mass send by hand: it uses up the day as any other, readers get it, and no event tells of it. */
export function sendByHand(twin: Twin, articles: z.infer<typeof HandArticle>[]): void {
  twin.state.manualSends.push(twin.now())
  if (articles.length === 0) return
  const names = articles.map(({ title, author, html, videos, sourceUrl }) =>
    twin.keepArticle({
      ...{ title, author, digest: '', contentSourceUrl: sourceUrl, thumbMediaId: '' },
      content: pasted(twin, html) + video.repeat(videos),
    }),
  )
  twin.state.handSends.push({ msgId: nextId(twin.state), articles: names, at: twin.now() })
}
