import * as z from 'zod'
import type { ShownPolicy } from '../../lib/api/submission'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'
import { extensionsOf } from '../../lib/policy/media-rule'
import { policy } from '../../lib/policy/policy'
import { statement } from '../../lib/policy/statement'

const { door } = openPortal()

const { picture, video } = policy.media
const shown: ShownPolicy = {
  version: policy.version,
  categories: policy.categories.map(({ number, name, office }) => ({ number, name, office })),
  statement: statement.parts,
  picture: {
    aboveBytes: picture.aboveBytes,
    belowBytes: picture.belowBytes,
    extensions: extensionsOf('picture'),
  },
  video: { maxBytes: video.maxBytes, extensions: extensionsOf('video') },
  weiboMaxLength: policy.weibo.maxLength,
}

/** The policy in force, as far as a form has to know it. */
export const handler = door({ request: z.object({}), roles: [] }, () => Promise.resolve(json(200, shown)))
