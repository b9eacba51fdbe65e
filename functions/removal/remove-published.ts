import { AtVersion } from '../../lib/approval/at'
import { openDesk } from '../../lib/edition/open-desk'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { step } from '../../lib/platform/step'
import { removePublished } from '../../lib/removal/remove-published'

const { PUBLIC_URL } = configFrom(Env.pick({ PUBLIC_URL: true }))

export const handler = step(AtVersion, removePublished({ ...openDesk(), publicUrl: PUBLIC_URL }))
