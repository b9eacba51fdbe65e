import { Node } from '@tiptap/core'
import { boxStyle, sectionKinds } from '../../../lib/article/language'

const callouts = sectionKinds.filter((kind) => kind !== 'row' && kind !== 'styled')

/** A card, a note, a tip, a point, a warning: blocks on a ground of their own. */
export const Callout = Node.create({
  name: 'callout',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: () => ({
    kind: {
      default: 'card',
      parseHTML: (element: HTMLElement) => element.getAttribute('data-kind'),
      renderHTML: ({ kind }: Record<string, unknown>) => ({ 'data-kind': kind }),
    },
  }),
  parseHTML: () => callouts.map((kind) => ({ tag: `section[data-kind="${kind}"]` })),
  renderHTML: ({ HTMLAttributes }) => ['section', HTMLAttributes, 0],
})

/** A block that came with a look of its own; its words are edited like any others. */
export const StyledSection = Node.create({
  name: 'styledSection',
  group: 'block',
  content: 'block*',
  defining: true,
  draggable: true,
  addAttributes: () => ({
    look: {
      default: '',
      parseHTML: (element: HTMLElement) => boxStyle(element.getAttribute('style') ?? '').kept,
      renderHTML: ({ look }: Record<string, unknown>) => (look ? { style: look } : {}),
    },
  }),
  parseHTML: () => [{ tag: 'section[data-kind="styled"]' }],
  renderHTML: ({ HTMLAttributes }) => ['section', { 'data-kind': 'styled', ...HTMLAttributes }, 0],
})
