import type { Person } from '../people/person'
import { Refusal } from '../platform/refusal'
import { ofCompany, type Start } from './start'
import type { Starts } from './store'

/** One template or block whole. @throws Refusal `NotFound` also for one of another unit (article 2) */
export const showStart =
  ({ starts }: { starts: Starts }) =>
  async ({ owner, id, by }: { owner: string; id: string; by: Pick<Person, 'unitId'> }): Promise<Start> => {
    if (owner === ofCompany || owner === by.unitId) return starts.withId(owner, id)
    throw new Refusal('NotFound', { zh: '没有这个模板或常用块', en: 'there is no such template or block' })
  }
