/** A box of an MP4, MOV or 3GP: length, type, content. */
export function box(type: string, ...content: (Uint8Array | number[])[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part)))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

export const u32 = (...numbers: number[]) => {
  const bytes = Buffer.alloc(numbers.length * 4)
  numbers.forEach((number, index) => bytes.writeUInt32BE(number, index * 4))
  return bytes
}

export interface TrackWish {
  handler?: string
  samples?: number
  /** offsets in `stco` */
  chunks?: number[]
  /** `dref` entries */
  references?: Buffer[]
  /** extra content of `stbl`, in bytes */
  ballast?: number
}

/** A sample description: the coding in four letters, and nothing a decoder would want to know besides. */
const description = (handler: string) =>
  box(
    'stsd',
    u32(0, 1),
    handler === 'vide'
      ? box('raw ', Buffer.alloc(6), [0, 1], Buffer.alloc(70, 1))
      : box('twos', Buffer.alloc(6), [0, 1], Buffer.alloc(20, 1)),
  )

export const track = ({
  handler = 'vide',
  samples = 1,
  chunks = [40],
  references,
  ballast = 0,
}: TrackWish = {}) =>
  box(
    'trak',
    box('tkhd', Buffer.alloc(76), u32(320 << 16, 240 << 16)),
    box(
      'mdia',
      box('mdhd', Buffer.alloc(24)),
      box('hdlr', u32(0, 0), Buffer.from(handler, 'latin1'), Buffer.alloc(13)),
      box(
        'minf',
        box('dinf', box('dref', u32(0, 1), ...(references ?? [box('url ', u32(1))]))),
        box(
          'stbl',
          description(handler),
          box('free', Buffer.alloc(ballast)),
          box('stts', u32(0, 1, samples, 100)),
          box('stsz', u32(0, 8, samples)),
          box('stsc', u32(0, 1, 1, 1, 1)),
          box('stco', u32(0, chunks.length, ...chunks)),
        ),
      ),
    ),
  )

export const brand = (name: string) => box('ftyp', Buffer.from(name, 'latin1'), u32(512))

export const movieHeader = box('mvhd', u32(0, 0, 0, 1000, 2500), Buffer.alloc(80))

/** What a fragment says of the track with id 0. */
export const trackFragment = (samples: number) =>
  Buffer.concat([box('tfhd', u32(0, 0)), box('trun', u32(0, samples))])
