import type { StoredArticle } from '../channels/wechat/wechat'
import type { Submissions } from '../submission/store'
import type { Edition } from './edition'

/** The articles of the edition's draft as WeChat stored them when it was made; none where another draft came since. */
export const builtAs =
  ({ submissions }: { submissions: Pick<Submissions, 'readBacks'> }) =>
  async ({ items, draft }: Edition): Promise<StoredArticle[]> => {
    const kept = await Promise.all(
      items.map(async ({ submissionId }) => {
        const readBacks = await submissions.readBacks(submissionId)
        return readBacks.find(({ channel, ref }) => channel === 'wechat' && ref === draft?.mediaId)?.content
      }),
    )
    return kept.filter((content) => content !== undefined) as unknown as StoredArticle[]
  }
