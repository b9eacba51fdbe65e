import { Refusal } from '../platform/refusal'
import type { Media } from './media'
import type { MediaPin } from './submission'

/**
 * The files of a submitted version with their rows, in the author's order. What people look at must be what is pinned.
 * @throws Refusal `ContentChanged` when a row is gone, or stands for other bytes than were submitted
 */
export function pinnedMedia(
  pins: readonly MediaPin[],
  rows: readonly Media[],
): { pin: MediaPin; media: Media }[] {
  return pins.map((pin) => {
    const media = rows.find(({ id }) => id === pin.id)
    const same = media?.versionId === pin.versionId && media.checksum === pin.checksum
    if (media && same && (pin.kind === 'video' || media.preview)) return { pin, media }
    throw new Refusal(
      'ContentChanged',
      {
        zh: `“${pin.fileName}”与送审时不是同一个文件，暂不能审批；请联系信息员重新送审`,
        en: `“${pin.fileName}” is not the file that was submitted; nothing can be decided here, ask the officer to submit again`,
      },
      { facts: { mediaId: pin.id } },
    )
  })
}
