import { DecisionPost } from '../../lib/question/door'
import { outcomePage } from '../../lib/question/outcome'
import { decisionDoors } from '../../lib/oversight/decision-doors'
import type { RawRequest } from '../../lib/platform/gate'
import { http, parsed } from '../../lib/platform/http'
import { bucket } from '../wire/files'
import { callbacks, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { loans, proposals, tiers, wordLists } from '../wire/rows'

const doorOf = decisionDoors(wire({ ...tiers(), wordLists, loans, proposals, bucket, callbacks, waits }))

/** Invariant 4: decides by a person's POST with the page's nonce and the code from the mail, or a reason. */
export const handler = http(
  async (raw: RawRequest) => {
    const post = parsed(DecisionPost, raw)
    return (await doorOf(post.path.token)).take(post)
  },
  { asPage: outcomePage, formsAreSealed: true, maxBytes: 262_144 },
)
