import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { Manifest, portalPage, portalPolicy } from '../../lib/pages/portal-page'
import { configFrom } from '../../lib/platform/config'
import { http, type HttpAnswer } from '../../lib/platform/http'
import { randomIds } from '../../lib/platform/ids'
import { Refusal } from '../../lib/platform/refusal'
import { bucket } from '../wire/files'

const { LAMBDA_TASK_ROOT } = configFrom(z.object({ LAMBDA_TASK_ROOT: z.string() }))
const files = join(LAMBDA_TASK_ROOT, 'web', 'dist')
const manifest = Manifest.parse(JSON.parse(readFileSync(join(files, 'manifest.json'), 'utf8')))
/** Where previews come from and uploads go: as the SDK addresses the bucket in this partition. */
const mediaHost = bucket()
  .presignRead({ key: 'any', seconds: 1, contentType: 'image/jpeg' })
  .then((url) => new URL(url).origin)

const typeOf = (name: string) =>
  name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8'

/** Names carry their content's hash: a browser may keep them for a year. All are stored gzipped. */
const asset = (name: string): HttpAnswer => ({
  statusCode: 200,
  headers: {
    'content-type': typeOf(name),
    'content-encoding': 'gzip',
    'cache-control': 'public, max-age=31536000, immutable',
  },
  body: readFileSync(join(files, `${name}.gz`)).toString('base64'),
  isBase64Encoded: true,
})

/** The portal: its one page below every `/portal` path, and its files. */
export const handler = http(async ({ path }) => {
  const name = /^assets\/(.+)$/.exec(path['path'] ?? '')?.[1]
  if (name !== undefined) {
    if (!Object.hasOwn(manifest.files, name))
      throw new Refusal('NotFound', { zh: '没有这个文件，请刷新页面', en: 'no such file; reload the page' })
    return asset(name)
  }
  const nonce = randomIds.secret()
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': portalPolicy({ nonce, mediaHost: await mediaHost }),
    },
    body: portalPage(manifest, nonce),
  }
})
