import type { Extensions } from '@tiptap/core'
import Link from '@tiptap/extension-link'
import StarterKit from '@tiptap/starter-kit'
import { isPlatformLink } from '../../../lib/article/language'
import { Figure, PictureRow } from './figure'
import { looks } from './looks'
import { Callout, StyledSection } from './sections'
import { Tables } from './table'

/** What an article may hold, in the editor: the same language that the service renders. */
export const articleExtensions: Extensions = [
  StarterKit.configure({ link: false, heading: { levels: [1, 2, 3] } }),
  Link.configure({
    openOnClick: false,
    autolink: false,
    linkOnPaste: false,
    isAllowedUri: (url) => isPlatformLink(url ?? ''),
    HTMLAttributes: { target: null, rel: null, class: null },
  }),
  ...looks,
  Figure,
  PictureRow,
  Callout,
  StyledSection,
  Tables,
]
