import type { Theme } from './theme'
import { tag } from './tree'

export interface Heading {
  level: number
  /** HTML of its words */
  inner: string
  /** of the block itself: alignment, indent */
  style: string
  /** counted from 1 among the headings of the second level */
  number: number
  attributes: Record<string, string>
}

const join = (...parts: (string | false)[]): string => parts.filter(Boolean).join(';')

/** Sizes of the first three levels; WeChat's page makes every heading as small as the text unless it is told. */
const sizeOf = (level: number): number => [22, 19, 17][level - 1] ?? 16

/** The chapter headings of each look: real elements, since the platform keeps no pseudo ones. */
const chapter: Record<Theme['ornament'], (theme: Theme, heading: Heading) => string> = {
  bar: ({ accent }, { inner, style, attributes }) =>
    tag(
      'h2',
      {
        ...attributes,
        style: join(
          'margin:36px 0 14px;padding-left:10px',
          `border-left:4px solid ${accent}`,
          `font-size:19px;font-weight:700;line-height:1.4;text-align:left;color:${accent}`,
          style,
        ),
      },
      inner,
    ),
  label: ({ accent, radius }, { inner, style, attributes }) =>
    tag(
      'section',
      { style: join('margin:36px 0 16px;text-align:center', style) },
      tag(
        'h2',
        {
          ...attributes,
          style: `display:inline-block;margin:0;padding:6px 16px;font-size:18px;font-weight:700;line-height:1.4;color:#ffffff;background-color:${accent};border-radius:${radius}px`,
        },
        inner,
      ),
    ),
  number: ({ accent }, { inner, style, number, attributes }) =>
    tag(
      'section',
      {
        style: join(
          'display:flex;align-items:baseline;margin:36px 0 14px;padding-bottom:8px',
          `border-bottom:1px solid ${accent}`,
          style,
        ),
      },
      tag(
        'section',
        { style: `margin-right:10px;font-size:28px;font-weight:700;line-height:1;color:${accent}` },
        String(number).padStart(2, '0'),
      ) +
        tag(
          'h2',
          {
            ...attributes,
            style: 'flex:1;margin:0;font-size:18px;font-weight:700;line-height:1.4;text-align:left',
          },
          inner,
        ),
    ),
  line: ({ accent }, { inner, style, attributes }) =>
    tag(
      'section',
      { style: join('margin:40px 0 16px;text-align:center', style) },
      tag('h2', { ...attributes, style: 'margin:0;font-size:19px;font-weight:700;line-height:1.4' }, inner) +
        tag(
          'section',
          {
            style: `width:40px;height:3px;margin:8px auto 0;border-radius:2px;background-color:${accent};line-height:0`,
          },
          '<br>',
        ),
    ),
}

/** A heading in the look of its theme: the second level carries the ornament, the others differ by size and weight. */
export function ornamented(theme: Theme, heading: Heading): string {
  if (heading.level === 2) return chapter[theme.ornament](theme, heading)
  const { level, inner, style, attributes } = heading
  const top = level === 1 ? 'margin:32px 0 16px;text-align:center' : 'margin:28px 0 12px;text-align:left'
  return tag(
    `h${level}`,
    {
      ...attributes,
      style: join(
        top,
        `font-size:${sizeOf(level)}px;font-weight:700;line-height:1.4`,
        level === 3 && `color:${theme.accent}`,
        style,
      ),
    },
    inner,
  )
}
