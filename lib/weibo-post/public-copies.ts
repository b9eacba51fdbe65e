import type { MediaPin } from '../submission/submission'
import type { WeiboPost } from './post'

/** Where the public copy of a picture lies; what is public lies under this prefix and nowhere else. */
export const publicCopyKey = (postId: string, mediaId: string): string => `public/${postId}/${mediaId}.jpg`

export const picturesOf = ({ media }: Pick<WeiboPost, 'media'>): MediaPin[] =>
  media.filter(({ kind }) => kind === 'picture')

/** Those that stand with the text on Weibo; the others stand on the public page only. */
export const postedPictures = ({ media, pictures }: Pick<WeiboPost, 'media' | 'pictures'>): MediaPin[] =>
  pictures
    ? pictures.flatMap((id) => picturesOf({ media }).find((pin) => pin.id === id) ?? [])
    : picturesOf({ media })
