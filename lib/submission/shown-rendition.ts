import type { People } from '../people/store'
import { pinnedMedia } from './pinned-media'
import { renditionOf, type Rendition } from './rendition'
import type { Submissions } from './store'
import { mediaHome, type Submission } from './submission'

/**
 * What readers get of a submitted version: what was fixed when it was submitted. Where that was before there were
 * renditions it is rendered as it was then, from the content and the pinned files.
 * @throws Refusal `ContentChanged` when what was fixed is gone, or not what was hashed, and when an older version's file was changed since
 */
export const shownRendition =
  ({ submissions, people }: { submissions: Submissions; people: Pick<People, 'units'> }) =>
  async (submission: Submission): Promise<Rendition> => {
    const fixed = await submissions.rendition(submission)
    if (fixed) return fixed
    const [media, units] = await Promise.all([submissions.media(mediaHome(submission)), people.units()])
    const { content, pins, unitId } = submission
    const withPreview = pinnedMedia(pins, media).map(({ pin, media: row }) => ({
      ...pin,
      ...(row.preview && { preview: row.preview }),
    }))
    const unitName = units.find(({ id }) => id === unitId)?.name ?? unitId
    return renditionOf({ content, pins: withPreview, media, unitName })
  }
