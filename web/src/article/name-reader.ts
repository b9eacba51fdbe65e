import { pinyin } from 'pinyin-pro'
import { readerOf, type CompanyNames, type NameReader } from '../../../lib/article/company-names'

const heard = new Map<string, readonly string[]>()

function soundsOf(sign: string): readonly string[] {
  const known = heard.get(sign)
  if (known) return known
  const readings = pinyin(sign, { toneType: 'none', type: 'array', multiple: true })
  heard.set(sign, readings)
  return readings
}

/** A reader of the company's names that knows how Chinese signs are read; the list of readings comes with it. */
export const nameReader = (names: CompanyNames): NameReader => readerOf(names, soundsOf)
