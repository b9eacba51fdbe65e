import type { Bilingual } from '../policy/finding'

/** How people and units of the company are written. */
export interface CompanyNames {
  people: readonly string[]
  units: readonly string[]
}

/** Readings of one sign without their tones, e.g. `zhang`; several where it has several. */
type Sounds = (sign: string) => readonly string[]

/** A name that is written like none of the company's, and nearly like one. */
interface Misspelt {
  start: number
  end: number
  message: Bilingual
  instead: string
}

/** Finds in a paragraph what is nearly a name of the company's. */
export type NameReader = (text: string) => Misspelt[]

const isHan = (sign: string): boolean => /[\u4e00-\u9fff\u3400-\u4dbf]/.test(sign)

/** Heard alike by many: zh and z, ch and c, sh and s, ng and n. */
const heard = (reading: string): string => reading.replace(/^(z|c|s)h/, '$1').replace(/ng$/, 'n')

/** What a person is called by, before or behind the name; a name of two signs is one only beside it. */
const titles =
  '同志|先生|女士|部长|经理|主任|总监|总工|书记|科长|处长|组长|班长|工程师|师傅|信息员|助理|编辑|主管|院长|厂长|董事长|老师|博士'
const before = new RegExp(`(?:${titles}|感谢|邀请|采访|祝贺|[由请据让和与及、，。；：（“\\s]|^)$`)
const behind = new RegExp(
  `^(?:${titles}|说|表示|介绍|指出|认为|强调|讲话|带领|主持|参加|出席|获|负责|报告|宣布|感谢|总结|带队|汇报|发言|[、，。；：）”\\s]|$)`,
)
const title = new RegExp(`(?:${titles})$`)
const called = new RegExp(`^(?:${titles}|说|表示|介绍|指出|认为|强调|讲话|带领|主持|汇报|发言|带队)`)

const said = (instead: string): Bilingual => ({
  zh: `公司里写作“${instead}”`,
  en: `in the company it is written “${instead}”`,
})

/** A reader of these names; an index is made once, and a paragraph is read in one pass. */
export function readerOf({ people, units }: CompanyNames, sounds: Sounds): NameReader {
  const known = new Set([...people, ...units])
  const soundsAlike = (one: string, other: string): boolean => {
    const readings = new Set(sounds(one).map(heard))
    return sounds(other).some((reading) => readings.has(heard(reading)))
  }

  /** Names by what is left of them without one sign. */
  const people2to4 = people.filter((name) => /^[\u4e00-\u9fff]{2,4}$/.test(name))
  const without = new Map<string, { name: string; at: number }[]>()
  for (const name of people2to4)
    for (let at = 0; at < name.length; at++) {
      const key = `${name.slice(0, at)}*${name.slice(at + 1)}`
      without.set(key, [...(without.get(key) ?? []), { name, at }])
    }
  const lengths = [...new Set(people2to4.map((name) => name.length))].sort((one, other) => other - one)

  /** The one name this could be: one sign differs, and sounds the same. */
  function personLike(written: string): string | undefined {
    if (known.has(written)) return undefined
    const near = new Set<string>()
    for (let at = 0; at < written.length; at++)
      for (const one of without.get(`${written.slice(0, at)}*${written.slice(at + 1)}`) ?? [])
        if (soundsAlike(written.charAt(at), one.name.charAt(at))) near.add(one.name)
    return near.size === 1 ? [...near][0] : undefined
  }

  function isNamed(text: string, start: number, end: number): boolean {
    const [left, right] = [text.slice(Math.max(0, start - 4), start), text.slice(end, end + 4)]
    if (end - start > 2) return true
    return (title.test(left) && behind.test(right)) || (before.test(left) && called.test(right))
  }

  /** Units by their stem, e.g. 研发 of 研发中心. */
  const suffix = /(?:中心|事业部|办公室|公司|车间|部|处|科|室|厂|组|院|所)$/
  const stems = new Map(units.map((name) => [name.replace(suffix, ''), name]))
  const unitEnd = /(?:中心|事业部|办公室|车间|部|处|科|室|厂|院|所)/g
  const longest = Math.max(0, ...units.map((name) => name.length)) + 1

  /** The one unit this could be: a sign that sounds the same, one too few or too many, two changed about, another ending. */
  function unitLike(written: string): string | undefined {
    if (known.has(written)) return undefined
    const near = units.filter((name) => isNear(written, name))
    const stem = stems.get(written.replace(suffix, ''))
    if (near.length === 0 && stem && stem.replace(suffix, '').length >= 2 && suffix.test(written)) return stem
    return near.length === 1 ? near[0] : undefined
  }

  function isNear(written: string, name: string): boolean {
    let from = 0
    while (from < Math.min(written.length, name.length) && written.charAt(from) === name.charAt(from)) from++
    let [one, other] = [written.length, name.length]
    while (one > from && other > from && written.charAt(one - 1) === name.charAt(other - 1)) {
      one--
      other--
    }
    const [here, there] = [written.slice(from, one), name.slice(from, other)]
    if (here.length === 1 && there.length === 1) return soundsAlike(here, there)
    if (name.length < 4) return false
    if (here.length + there.length === 1) return name.length > 4 && from > 0
    return here.length === 2 && here === [...there].reverse().join('')
  }

  const overlaps = (found: Misspelt[], start: number, end: number): boolean =>
    found.some((one) => start < one.end && one.start < end)

  function peopleIn(text: string): Misspelt[] {
    const found: Misspelt[] = []
    for (let start = 0; start < text.length; start++)
      for (const length of lengths) {
        const end = start + length
        const written = text.slice(start, end)
        if (written.length < length || overlaps(found, start, end) || ![...written].every(isHan)) continue
        const instead = personLike(written)
        if (instead === undefined || !isNamed(text, start, end)) continue
        found.push({ start, end, message: said(instead), instead })
      }
    return found
  }

  function unitsIn(text: string): Misspelt[] {
    const found: Misspelt[] = []
    for (const { 0: sign, index } of text.matchAll(unitEnd)) {
      const end = index + sign.length
      // A name that is right, and ends or goes on here, is left alone.
      const rightHere = units.some((name) =>
        text.slice(Math.max(0, end - name.length), index + name.length).includes(name),
      )
      if (rightHere || overlaps(found, index, end)) continue
      for (let start = Math.max(0, end - longest); start <= end - 3; start++) {
        const written = text.slice(start, end)
        const instead = [...written].every(isHan) ? unitLike(written) : undefined
        if (instead === undefined) continue
        found.push({ start, end, message: said(instead), instead })
        break
      }
    }
    return [...found, ...endingsIn(text).filter(({ start, end }) => !overlaps(found, start, end))]
  }

  /** Units whose ending itself is written wrong: their stem is there, and something near the rest. */
  function endingsIn(text: string): Misspelt[] {
    return units.flatMap((name) => {
      const stem = name.replace(suffix, '')
      const start = stem.length < 2 ? -1 : text.indexOf(stem)
      const [end, written] = [start + name.length, text.slice(start, start + name.length)]
      return start >= 0 && written.length === name.length && unitLike(written) === name
        ? [{ start, end, message: said(name), instead: name }]
        : []
    })
  }

  return (text) => {
    const found = unitsIn(text)
    return [...found, ...peopleIn(text).filter(({ start, end }) => !overlaps(found, start, end))]
  }
}
