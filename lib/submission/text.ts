import { renderArticle } from '../article/render'
import { themeOf } from '../article/theme'
import { descriptionsOf, nodesOf } from '../article/tree'
import { filterForWechat } from '../channels/wechat/filter-model'
import { asRead } from './as-read'
import type { Content } from './content'
import { fields, fieldsWith, type FieldName } from './fields'

/** Stands for the address of a picture where only the words count. */
const anyPicture = 'https://picture.invalid/'

/** The article without its source line and pictures: what is screened is what is rendered, captions too. */
export const articleHtml = ({
  body,
  theme,
  mediaIds,
  cover,
}: Pick<Content, 'body' | 'theme' | 'mediaIds' | 'cover'>): string =>
  filterForWechat(
    renderArticle({
      ...{ body, below: '', theme: themeOf(theme) },
      pictures: mediaIds.map((id) => ({ id, url: `${anyPicture}${id}` })),
      apart: cover?.apart && cover.mediaId,
    }).html,
  ).html

const wordsOf = (html: string): string => asRead(html).text.replaceAll(' \n', '\n').trim()

/** The words of the HTML of a body, in the order in which they are read. */
export const plainText = (body: string): string => wordsOf(filterForWechat(body).html)

const withDescriptions = (html: string, body: string): string =>
  [wordsOf(html), ...descriptionsOf(nodesOf(body))].filter((words) => words !== '').join('\n')

/** The words of an article as readers get them, descriptions of pictures last: what is counted, compared and screened. */
export const articleText = (content: Pick<Content, 'body' | 'theme' | 'mediaIds' | 'cover'>): string =>
  withDescriptions(articleHtml(content), content.body)

/** The same of what was frozen of it, the line of source with it. */
export const frozenText = ({ html }: { html: string }, { body }: Pick<Content, 'body'>): string =>
  withDescriptions(html, body)

/** The words of a field as readers get them, by name. */
export const textOf = (content: Content, field: FieldName): string => {
  if (fields[field].markup) return articleText(content)
  const value = content[field]
  if (value === undefined) return ''
  const { said } = fields[field]
  if (said) return said(value as never)
  return typeof value === 'string' ? value : ''
}

/** Every field a reader gets to see, by name: the word screen looks at all of them (article 8). */
export const screenedFields = (content: Content): { field: FieldName; text: string }[] =>
  fieldsWith('screened')
    .map((field) => ({ field, text: textOf(content, field) }))
    .filter(({ text }) => text !== '')
