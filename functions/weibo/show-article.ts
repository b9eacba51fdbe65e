import * as z from 'zod'
import { renderArticlePage } from '../../lib/pages/article-page'
import { renderErrorPage } from '../../lib/pages/error-page'
import { html, http, parsed, seeOther, statusFor } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { pictureOrigin, publicArticle, publicPicture } from '../../lib/weibo-post/public-article'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { posts, submissions } from '../wire/rows'

const room = wire({ posts, submissions, bucket })
const article = publicArticle(room)
const picture = publicPicture(room)

const At = z.object({ path: z.object({ postId: z.uuid() }) })
const AtPicture = z.object({ path: z.object({ postId: z.uuid(), mediaId: z.uuid() }) })

/** Readers and their search engines may keep a published article for a while, and find it. */
const publicly = { headers: { 'cache-control': 'public, max-age=60', 'x-robots-tag': 'all' } }
const asPage = {
  asPage: (refusal: Parameters<typeof statusFor>[0]) =>
    html(
      refusal.code === 'InvalidRequest' ? 404 : statusFor(refusal),
      renderErrorPage({ language: 'zh', said: refusal.said, details: [], code: refusal.code }),
    ),
}

export const handler = routes({
  'GET /a/{postId}': http(async (raw) => {
    const { postId } = parsed(At, raw).path
    const shown = await article(postId)
    return html(200, renderArticlePage(shown), [await pictureOrigin(room.bucket)], publicly)
  }, asPage),
  'GET /a/{postId}/pictures/{mediaId}': http(async (raw) => {
    const { postId, mediaId } = parsed(AtPicture, raw).path
    return seeOther(await picture(postId, mediaId))
  }, asPage),
})
