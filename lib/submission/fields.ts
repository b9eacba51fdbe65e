import { cornersOf } from '../article/cover'
import type { Bilingual } from '../policy/finding'
import type { Content, Cover, Repost } from './content'

export type FieldName = keyof Content

/**
 * What is known of one field of the content; everything that handles fields derives from it, so that a new one is
 * described here and nowhere forgotten.
 */
export interface Field {
  label: Bilingual
  /** HTML of the article: what is counted, screened and compared are the words of what is rendered of it */
  markup?: true
  /** of a list: the order says nothing, so it is hashed in order */
  unordered?: true
  /** why the content hash does not cover it (invariant 1): every field that gives no reason is hashed */
  unhashed?: string
  /** of one that is no text: its words, as they are screened, compared and printed */
  said?: (value: never) => string
  /** a reader gets to see its words: the word screen looks at them (article 8) */
  screened: boolean
  /** the words are laid side by side when a version is compared with another */
  compared: boolean
  /** on the approval sheet: in a cell of its own, on a line below, or not */
  printed: 'cell' | 'line' | false
}

const inPercent = (crop: string): string => {
  const { left, top, right, bottom } = cornersOf(crop)
  const [from, down, to, end] = [left, top, right, bottom].map((share) => Math.round(100 * share))
  return `左右 ${from}–${to}%、上下 ${down}–${end}%`
}

/** In the order in which they are read. */
export const fields: Record<FieldName, Field> = {
  title: { label: { zh: '标题', en: 'Title' }, screened: true, compared: true, printed: 'cell' },
  digest: { label: { zh: '摘要', en: 'Digest' }, screened: true, compared: true, printed: false },
  body: {
    ...{ label: { zh: '正文', en: 'Text' }, markup: true },
    ...{ screened: true, compared: true, printed: false },
  },
  weiboText: { label: { zh: '微博文字', en: 'Weibo text' }, screened: true, compared: true, printed: false },
  weiboPictures: {
    label: { zh: '微博配图', en: 'Pictures on Weibo' },
    ...{ screened: false, compared: false, printed: false },
  },
  source: { label: { zh: '来源', en: 'Source' }, screened: true, compared: true, printed: 'cell' },
  originalUrl: {
    label: { zh: '原文地址', en: 'Address of the original' },
    ...{ screened: true, compared: true, printed: 'line' },
  },
  repost: {
    label: { zh: '转载许可', en: 'Permission to repost' },
    said: ({ permittedBy, permission, permittedOn }: Repost) =>
      [permittedBy, permission, permittedOn ?? ''].filter((part) => part !== '').join('；'),
    ...{ screened: true, compared: true, printed: 'line' },
  },
  category: { label: { zh: '类别', en: 'Category' }, screened: false, compared: false, printed: 'cell' },
  channels: {
    ...{ label: { zh: '渠道', en: 'Channels' }, unordered: true },
    ...{ screened: false, compared: false, printed: 'cell' },
  },
  theme: { label: { zh: '版式', en: 'Look' }, screened: false, compared: true, printed: false },
  cover: {
    label: { zh: '封面', en: 'Cover' },
    said: ({ mediaId, apart, crop235, crop1 }: Cover) =>
      [
        `${apart ? '只作封面的图片' : '文中的图片'} ${mediaId.slice(0, 8)}`,
        ...(crop235 ? [`头条取 ${inPercent(crop235)}`] : []),
        ...(crop1 ? [`方形取 ${inPercent(crop1)}`] : []),
      ].join('；'),
    ...{ screened: false, compared: true, printed: false },
  },
  eventDate: {
    label: { zh: '事件日期', en: 'Date of the event' },
    unhashed: 'no reader sees it: it only warns the officer of matter that is no longer fresh',
    ...{ screened: false, compared: false, printed: false },
  },
  mediaIds: {
    label: { zh: '附件', en: 'Files' },
    unhashed:
      'the pins are hashed in its stead: ids in this order, with the version and checksum of the bytes',
    ...{ screened: false, compared: false, printed: 'cell' },
  },
}

const names = Object.keys(fields) as FieldName[]

/** The fields with one of these marks, in the order in which they are read. */
export const fieldsWith = (mark: 'screened' | 'compared'): FieldName[] =>
  names.filter((name) => fields[name][mark])

/** Those that get a line of their own on the approval sheet. */
export const printedLines = (): FieldName[] => names.filter((name) => fields[name].printed === 'line')

/** What a field is called; of a place that is no field of the content, its own name. */
export const labelOf = (field: string): Bilingual =>
  names.some((name) => name === field) ? fields[field as FieldName].label : { zh: field, en: field }

const hashed = (field: Field, value: unknown) =>
  field.unordered && Array.isArray(value) ? [...(value as unknown[])].sort() : value

/** What the content hash covers of a content: every field, except those that say why not. */
export const hashedPart = (
  content: object,
  described: Record<string, Field> = fields,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(described)
      .filter(([, field]) => field.unhashed === undefined)
      .map(([name, field]) => [name, hashed(field, (content as Record<string, unknown>)[name])]),
  )
