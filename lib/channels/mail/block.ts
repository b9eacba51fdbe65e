import type { Bilingual } from '../../platform/refusal'

export type Language = 'zh' | 'en'

/** A piece of a letter; each has a form in plain text and one in HTML. */
export type Block =
  | { say: Bilingual }
  | { facts: [label: Bilingual, value: string | Bilingual][] }
  /** a short code a person types; stands before any link, so that it is the first number seen */
  | { code: string; label: Bilingual }
  | { link: string; label: Bilingual }
  /** numbered from 1 */
  | { list: (string | Bilingual)[] }
  | { note: Bilingual }
