import type { Bilingual, Finding } from '../finding'

/** The two numbers (or names) a sentence is about: what is allowed and what was seen. */
export interface Facts {
  limit?: string | number
  seen?: string | number
}

/** One rule of the regulation as people read it. */
export interface Rule {
  /** article of the regulation; limits of a platform stand under the article that sends us to the platform */
  article: string
  severity: Finding['severity']
  message: (facts: Facts) => Bilingual
  remedy: (facts: Facts) => Bilingual
}

/** 1234567 as 1,234,567, so that a boundary can be read; names stay as they are. */
export const shown = (value: string | number | undefined): string =>
  typeof value === 'number' ? String(value).replace(/\B(?=(\d{3})+$)/g, ',') : (value ?? '?')
