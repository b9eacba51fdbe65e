import { diffWords } from 'diff'
import type { Content } from './content'
import { fieldsWith, type FieldName } from './fields'
import type { MediaPin } from './submission'
import { frozenText, textOf } from './text'

export interface Stretch {
  text: string
  kind: 'same' | 'added' | 'removed'
}

/** What changed from one submitted version to another, as a reader would see it. */
export interface Difference {
  /** fields whose words differ */
  fields: { field: FieldName; stretches: Stretch[] }[]
  /** file names */
  media: { added: string[]; removed: string[]; reordered: boolean }
}

interface Version {
  content: Content
  pins: MediaPin[]
  /** what readers get of it; absent where it was submitted before that was frozen */
  rendition?: { html: string }
}

/** Chinese has no spaces between words: the segmenter knows where they end. */
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Beyond this many edits it is another text, and finding the shortest way costs seconds. */
const maxEditLength = 3_000

function stretchesOf(before: string, after: string): Stretch[] {
  const found = diffWords(before, after, { intlSegmenter: segmenter, maxEditLength })
  if (!found)
    return [
      { text: before, kind: 'removed' },
      { text: after, kind: 'added' },
    ]
  return found.map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }))
}

/** Files are the same when their bytes are: a picture replaced under its name is removed and added. */
const named = (pins: MediaPin[], without: MediaPin[]) =>
  pins
    .filter((pin) => !without.some(({ checksum }) => checksum === pin.checksum))
    .map(({ fileName }) => fileName)

/** Of two frozen articles what was frozen is compared: what readers get of them, whatever renders a body today. */
export function differenceBetween(before: Version, after: Version): Difference {
  const frozen = before.rendition && after.rendition
  const words = ({ content, rendition }: Version, field: FieldName) =>
    frozen && rendition && field === 'body' ? frozenText(rendition, content) : textOf(content, field)
  const fields = fieldsWith('compared')
    .map((field) => ({ field, old: words(before, field), now: words(after, field) }))
    .filter(({ old, now }) => old !== now)
    .map(({ field, old, now }) => ({ field, stretches: stretchesOf(old, now) }))
  const added = named(after.pins, before.pins)
  const removed = named(before.pins, after.pins)
  const order = ({ pins }: Version) => pins.map(({ checksum }) => checksum).join()
  return {
    fields,
    media: {
      added,
      removed,
      reordered: added.length === 0 && removed.length === 0 && order(before) !== order(after),
    },
  }
}

export const isSame = ({ fields, media }: Difference): boolean =>
  fields.length === 0 && media.added.length === 0 && media.removed.length === 0 && !media.reordered
