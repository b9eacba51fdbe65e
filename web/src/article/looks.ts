import { Extension, Mark } from '@tiptap/core'
import Highlight from '@tiptap/extension-highlight'
import TextAlign from '@tiptap/extension-text-align'
import { Color, FontSize, TextStyle } from '@tiptap/extension-text-style'
import { colourOf, lineHeights, maxIndent, pixelsOf } from '../../../lib/article/language'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    blockLooks: {
      /** moves the block in (1) or out (-1) by a step */
      indentBy: (steps: 1 | -1) => ReturnType
      toggleFirstLine: () => ReturnType
      setLines: (lineHeight: string | null) => ReturnType
    }
    raised: {
      toggleRaised: (how: 'superscript' | 'subscript') => ReturnType
    }
  }
}

const raised = (name: 'superscript' | 'subscript', tag: 'sup' | 'sub') =>
  Mark.create({
    name,
    excludes: 'superscript subscript',
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
  })

const Ground = Highlight.extend({
  addAttributes: () => ({
    color: {
      default: null,
      parseHTML: (element: HTMLElement) =>
        colourOf(element.style.backgroundColor) ? hex(element.style.backgroundColor) : null,
      renderHTML: ({ color }: Record<string, unknown>) =>
        typeof color === 'string' ? { style: `background-color: ${color}` } : {},
    },
  }),
  parseHTML: () => [{ tag: 'mark' }],
}).configure({ multicolor: true })

/** A browser writes colours as `rgb()`; the language has `#rrggbb`. */
export function hex(colour: string): string {
  const known = colourOf(colour)
  if (!known) return colour
  return `#${[known.red, known.green, known.blue].map((one) => Math.round(one).toString(16).padStart(2, '0')).join('')}`
}

const blocks = ['paragraph', 'heading']

const BlockLooks = Extension.create({
  name: 'blockLooks',
  addGlobalAttributes: () => [
    {
      types: blocks,
      attributes: {
        firstLine: {
          default: false,
          parseHTML: (element: HTMLElement) => (pixelsOf(element.style.textIndent) ?? 0) > 0,
          renderHTML: ({ firstLine }: Record<string, unknown>) =>
            firstLine ? { style: 'text-indent: 2em' } : {},
        },
        indent: {
          default: 0,
          parseHTML: (element: HTMLElement) =>
            Math.min(maxIndent, Math.max(0, Math.round((pixelsOf(element.style.marginLeft) ?? 0) / 32))),
          renderHTML: ({ indent }: Record<string, unknown>) =>
            indent ? { style: `margin-left: ${Number(indent) * 2}em` } : {},
        },
        lines: {
          default: null,
          parseHTML: (element: HTMLElement) =>
            lineHeights.find((one) => one === element.style.lineHeight) ?? null,
          renderHTML: ({ lines }: Record<string, unknown>) =>
            typeof lines === 'string' ? { style: `line-height: ${lines}` } : {},
        },
      },
    },
    {
      types: ['textStyle'],
      attributes: {
        spacing: {
          default: null,
          parseHTML: (element: HTMLElement) => element.style.letterSpacing || null,
          renderHTML: ({ spacing }: Record<string, unknown>) =>
            typeof spacing === 'string' ? { style: `letter-spacing: ${spacing}` } : {},
        },
      },
    },
  ],
  addCommands: () => ({
    indentBy:
      (steps) =>
      ({ editor, chain }) =>
        blocks
          .reduce((all, type) => {
            const now = Number(editor.getAttributes(type)['indent'] ?? 0)
            return all.updateAttributes(type, { indent: Math.min(maxIndent, Math.max(0, now + steps)) })
          }, chain())
          .run(),
    toggleFirstLine:
      () =>
      ({ editor, chain }) =>
        chain()
          .updateAttributes('paragraph', { firstLine: !editor.getAttributes('paragraph')['firstLine'] })
          .run(),
    setLines:
      (lines) =>
      ({ chain }) =>
        blocks.reduce((all, type) => all.updateAttributes(type, { lines }), chain()).run(),
    toggleRaised:
      (how) =>
      ({ commands }) =>
        commands.toggleMark(how),
  }),
  addKeyboardShortcuts: () => ({
    'Mod-]': ({ editor }) => editor.commands.indentBy(1),
    'Mod-[': ({ editor }) => editor.commands.indentBy(-1),
    'Mod-.': ({ editor }) => editor.commands.toggleRaised('superscript'),
    'Mod-,': ({ editor }) => editor.commands.toggleRaised('subscript'),
  }),
})

const Colours = Color.extend({
  addGlobalAttributes: () => [
    {
      types: ['textStyle'],
      attributes: {
        color: {
          default: null,
          parseHTML: (element: HTMLElement) => (element.style.color ? hex(element.style.color) : null),
          renderHTML: ({ color }: Record<string, unknown>) =>
            typeof color === 'string' ? { style: `color: ${color}` } : {},
        },
      },
    },
  ],
})

/** Looks of words and blocks within the language of articles. */
export const looks = [
  TextStyle,
  Colours,
  FontSize,
  Ground,
  raised('superscript', 'sup'),
  raised('subscript', 'sub'),
  TextAlign.configure({ types: blocks, alignments: ['left', 'center', 'right', 'justify'] }),
  BlockLooks,
]
