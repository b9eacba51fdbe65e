import { mergeAttributes, Node } from '@tiptap/core'

/** A picture of the submission (`media`), or one that still has to be uploaded (`wanted`); its content is the caption. */
export const Figure = Node.create({
  name: 'figure',
  group: 'block',
  content: 'inline*',
  draggable: true,
  isolating: true,
  defining: true,
  addAttributes: () => ({
    media: {
      default: null,
      parseHTML: (element: HTMLElement) => element.getAttribute('data-media'),
      renderHTML: ({ media }: Record<string, unknown>) => (media ? { 'data-media': media } : {}),
    },
    wanted: {
      default: null,
      parseHTML: (element: HTMLElement) => element.getAttribute('data-wanted'),
      renderHTML: ({ wanted }: Record<string, unknown>) => (wanted ? { 'data-wanted': wanted } : {}),
    },
    alt: {
      default: '',
      rendered: false,
      parseHTML: (element: HTMLElement) => element.querySelector('img')?.getAttribute('alt') ?? '',
    },
    width: {
      default: null,
      parseHTML: (element: HTMLElement) => Number(element.getAttribute('data-width')) || null,
      renderHTML: ({ width }: Record<string, unknown>) => (width ? { 'data-width': width } : {}),
    },
  }),
  parseHTML: () =>
    ['figure[data-media]', 'figure[data-wanted]'].map((tag) => ({
      tag,
      contentElement: (element) =>
        (element as HTMLElement).querySelector<HTMLElement>('figcaption') ??
        (element as HTMLElement).ownerDocument.createElement('figcaption'),
    })),
  renderHTML: ({ node, HTMLAttributes }) => [
    'figure',
    mergeAttributes(HTMLAttributes),
    ['img', { alt: String(node.attrs['alt'] ?? '') }],
    ['figcaption', 0],
  ],
})

/** Two or three pictures side by side. */
export const PictureRow = Node.create({
  name: 'pictureRow',
  group: 'block',
  content: 'figure{1,3}',
  draggable: true,
  isolating: true,
  parseHTML: () => [{ tag: 'section[data-kind="row"]' }],
  renderHTML: () => ['section', { 'data-kind': 'row' }, 0],
})
