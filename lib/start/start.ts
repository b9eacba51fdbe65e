import * as z from 'zod'
import { holds, type Person } from '../people/person'
import { Refusal } from '../platform/refusal'
import { Content } from '../submission/content'

/** Who keeps it: a unit, by its id, or the company as a whole. */
export const ofCompany = 'company'

/** What of an article a template keeps; the rest is each article's own. */
export const Frame = z.object(
  Content.pick({
    title: true,
    body: true,
    theme: true,
    category: true,
    channels: true,
    source: true,
    mediaIds: true,
    cover: true,
  }).shape,
)

/** What an article can begin with: a template, or a block to be put into its text. */
const Kept = z.object({
  id: z.string(),
  /** a unit's id, or `company` */
  owner: z.string(),
  name: z.string(),
  /** of whoever kept it */
  by: z.object({ id: z.string(), name: z.string() }),
  at: z.iso.datetime(),
})
const Template = Kept.extend({
  kind: z.literal('template'),
  frame: Frame,
  /** the article whose files its pictures are */
  filesOf: z.string(),
})
const Block = Kept.extend({
  kind: z.literal('block'),
  /** HTML in the language of articles; pictures in it are still to be uploaded */
  body: z.string(),
})
export const Start = z.discriminatedUnion('kind', [Template, Block])
export type Start = z.infer<typeof Start>

/** As a list names it. */
export const ListedStart = Kept.extend({ kind: z.enum(['template', 'block']) })
export type ListedStart = z.infer<typeof ListedStart>

export const longestBlock = 20_000
/** Of one owner: a list that people choose from by eye. */
export const mostStarts = 60

/** The company's are kept by 企管部, a unit's by its head and its officers (articles 4 and 6). */
export const mayKeep = (person: Person, owner: string, today: string): boolean =>
  owner === ofCompany
    ? (['editor', 'office-reviewer', 'department-head'] as const).some((role) => holds(person, role, today))
    : (['officer', 'unit-head'] as const).some((role) => holds(person, role, today, owner))

/** @throws Refusal `NotAllowed` */
export function requireKeeper(person: Person, owner: string, today: string): void {
  if (mayKeep(person, owner, today)) return
  throw new Refusal('NotAllowed', {
    zh:
      owner === ofCompany ? '公司的模板和常用块由企管部维护' : '单位的模板和常用块由本单位负责人和信息员维护',
    en:
      owner === ofCompany
        ? 'templates and blocks of the company are kept by the enterprise management department'
        : 'templates and blocks of a unit are kept by its head and its officers',
  })
}

/** In another article its pictures are not there: each waits for an upload in its place. */
export const withoutFiles = (body: string): string =>
  body.replace(/\sdata-media="[^"]*"/g, ' data-wanted="图片"')
