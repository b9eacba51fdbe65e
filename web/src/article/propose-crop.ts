import smartcrop from 'smartcrop'
import { coverRatios, cropOf, middleCrop, type CropName } from '../../../lib/article/cover'

/** The part of a picture that a look takes in first, in that shape; `seen`: its content was looked at. */
export interface Proposal {
  crop: string
  seen: boolean
}

/** The picture at this address, its bytes readable here; nothing where they are not. */
async function pictureAt(url: string): Promise<ImageBitmap | undefined> {
  try {
    // What was shown already lies in the cache without the leave to read it.
    const answer = await fetch(url, { cache: 'no-store' })
    return answer.ok ? await createImageBitmap(await answer.blob()) : undefined
  } catch {
    return undefined
  }
}

/** Crops by what is on the picture; its middle where it cannot be read. `sides` in px, as it is shown. */
export async function proposeCrops(
  url: string,
  sides: { width: number; height: number },
): Promise<Record<CropName, Proposal>> {
  const picture = await pictureAt(url)
  const propose = async (name: CropName): Promise<Proposal> => {
    const ratio = coverRatios[name]
    if (!picture) return { crop: middleCrop(sides.width, sides.height, ratio), seen: false }
    const { topCrop } = await smartcrop.crop(picture, { width: 100 * ratio, height: 100 })
    // It counts in whole pixels: the shape is made exact about the middle of what it found.
    const width = Math.min(picture.width, picture.height * ratio)
    const height = width / ratio
    const within = (at: number, most: number) => Math.min(most, Math.max(0, at))
    const x = within(topCrop.x + (topCrop.width - width) / 2, picture.width - width)
    const y = within(topCrop.y + (topCrop.height - height) / 2, picture.height - height)
    const crop = cropOf({
      left: x / picture.width,
      top: y / picture.height,
      right: (x + width) / picture.width,
      bottom: (y + height) / picture.height,
    })
    return { crop, seen: true }
  }
  const [crop235, crop1] = await Promise.all([propose('crop235'), propose('crop1')])
  picture?.close()
  return { crop235, crop1 }
}
