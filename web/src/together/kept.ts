import type { Content } from '../../../lib/submission/content'
import { newKey } from '../api/client'
import type { Clash } from './merge-content'

/** What a page of the editor has that the service does not: written to this browser, gone as soon as it is saved. */
interface Kept {
  by: string
  at: string
  base: Content
  mine: Content
  clashes: Clash[]
}

export interface LeftBehind {
  kept: Kept
  forget: () => void
}

const prefix = 'qianfa.unsaved.'
/** this page, for as long as it is open */
export const page = newKey()
const keyOf = (submissionId: string, of = page) => `${prefix}${submissionId}.${of}`
const nameOf = (of: string) => `qianfa.page.${of}`

// Held for as long as the page is open, whatever ends it: other pages leave alone what an open one still has in hand.
if (navigator.locks) void navigator.locks.request(nameOf(page), () => new Promise(() => undefined))

/** Keeps what is not saved yet, or forgets it; whether this browser had room for it. */
export function keep(submissionId: string, kept: Kept | undefined): boolean {
  if (!kept) {
    localStorage.removeItem(keyOf(submissionId))
    return true
  }
  try {
    localStorage.setItem(keyOf(submissionId), JSON.stringify(kept))
    return true
  } catch (error) {
    // Full, or switched off: the page still has it, and warns before it is closed.
    console.warn(error)
    return false
  }
}

/**
 * What pages of this person left unsaved, oldest first, with what forgets each. Where the browser cannot
 * tell which pages are open (no https), all of it: a change taken twice is the same change.
 */
export async function leftBehind(submissionId: string, by: string): Promise<LeftBehind[]> {
  const held = navigator.locks ? ((await navigator.locks.query()).held ?? []) : []
  const open = new Set(held.map(({ name }) => name))
  const start = `${prefix}${submissionId}.`
  const own = keyOf(submissionId)
  return Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '')
    .filter((key) => key.startsWith(start) && (key === own || !open.has(nameOf(key.slice(start.length)))))
    .map((key) => ({
      kept: JSON.parse(localStorage.getItem(key) ?? '{}') as Kept,
      // One's own, of before another page of the portal was looked at, is written over.
      forget: () => (key === own ? undefined : localStorage.removeItem(key)),
    }))
    .filter(({ kept }) => kept.by === by)
    .sort((one, other) => one.kept.at.localeCompare(other.kept.at))
}
