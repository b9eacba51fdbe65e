import type { Bilingual } from './finding'

/** Said beside every deadline that runs through a year whose holidays the company has not published. */
export function unpublishedNote(years: readonly number[]): Bilingual | undefined {
  if (years.length === 0) return undefined
  return {
    zh: `${years.join('、')} 年的节假日安排尚未公布，期限暂按法定节假日计算`,
    en: `The holidays of ${years.join(' and ')} are not published yet; the date is counted by the statutory days`,
  }
}
