import * as z from 'zod'

/** Signs that a reader does not see: blanks, format and control signs, marks without a letter, fillers, private ones. */
const unseen = /[\s\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** What of a text a reader sees: a zero-width space or a Hangul filler is nothing. */
export const visibleIn = (text: string): string => text.replace(unseen, '')

/** Whether there is anything to read in it (article 10.1). */
export const isVisible = (text: string): boolean => visibleIn(text) !== ''

/** Control signs but tabs and line ends, halves of characters, and what turns the direction of the words around. */
const unprintable = /[^\P{Cc}\t\n\r]|\p{Cs}|[\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufffe\uffff]/gu

/** Signs that cannot be shown or that make a line read as another, e.g. `U+202E`, each with its place. */
export const unprintablesIn = (text: string): { sign: string; start: number; end: number }[] =>
  [...text.matchAll(unprintable)].map(({ 0: found, index }) => ({
    sign: `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
    start: index,
    end: index + found.length,
  }))

export const lineEnd = /[\n\r\v\f\u0085\u2028\u2029]/

/** Words that a person leaves on record, such as a reason: 1 to `most` characters, some of them visible, none in disguise. */
export const spoken = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine(isVisible, '请写看得见的文字 / write words that can be seen')
    .refine(
      (text) => unprintablesIn(text).length === 0,
      '含有不能显示或会改变文字方向的字符 / there is a sign that cannot be shown or turns the words around',
    )
