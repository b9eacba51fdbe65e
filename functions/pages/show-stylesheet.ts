import { stylesheet } from '../../lib/pages/stylesheet'
import { http } from '../../lib/platform/http'

/** The one stylesheet of all pages; its address carries its hash, so it may be kept for a year. */
export const handler = http(() =>
  Promise.resolve({
    statusCode: 200,
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    },
    body: stylesheet,
  }),
)
