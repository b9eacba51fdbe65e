import type { Finding } from '../policy/finding'

/** What the bytes of a file say about it, as far as they could be read. */
export interface MediaFacts {
  /** container by content: one of the policy's, or the name of something else, or `unknown` */
  container: string
  bytes: number
  /** pixels, as stored: orientation 5–8 shows them swapped */
  width?: number
  height?: number
  /** EXIF orientation, 1–8 */
  orientation?: number
  videoTracks?: number
  audioTracks?: number
  durationSeconds?: number
  /** whether the picture tells where it was taken */
  gps?: boolean
}

/** What one kind of check finds and learns. */
export interface Judged {
  findings: Finding[]
  facts: Partial<MediaFacts>
  /** of an accepted picture: the small JPEG that approvers look at */
  preview?: Uint8Array
}
