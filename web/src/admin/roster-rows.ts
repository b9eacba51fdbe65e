import type { UnitWithPeople } from '../../../lib/people/administer'
import type { Person } from '../../../lib/people/person'
import type { RosterRows } from '../../../lib/people/roster'
import type { Bilingual } from '../../../lib/policy/finding'
import { roleNames } from '../../../lib/policy/role-names'
import { headingOf, rosterSheets, sheetName, type RosterSheet } from '../../../lib/policy/roster-form'

/** A cell as the reader of spreadsheets gives it; a formula is the value it showed when it was saved. */
type Cell = string | number | boolean | Date | null
export interface ReadSheet {
  sheet: string
  data: Cell[][]
}
export interface WrittenSheet {
  name: string
  widths: number[]
  rows: string[][]
}

/** Why a file cannot be read at all. */
export class UnreadableFile extends Error {
  constructor(readonly said: Bilingual) {
    super(said.en)
  }
}

const textOf = (cell: Cell | undefined): string =>
  cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? '')

function rowsOf(sheets: ReadSheet[], sheet: RosterSheet): { row: number; cells: Record<string, string> }[] {
  const { name, columns } = rosterSheets[sheet]
  const found = sheets.find((one) => [name.zh, name.en, sheetName(sheet)].includes(one.sheet.trim()))
  if (!found)
    throw new UnreadableFile({
      zh: `文件里没有“${sheetName(sheet)}”表，请用这里下载的表格`,
      en: `there is no sheet “${sheetName(sheet)}” in the file; use the one from this page`,
    })
  columns.forEach((column, at) => {
    if (textOf(found.data[0]?.[at]).trim() === headingOf(column)) return
    const cell = `${String.fromCharCode(65 + at)}1`
    throw new UnreadableFile({
      zh: `“${name.zh}”表 ${cell} 应为“${headingOf(column)}”；请不要改动表头和列的顺序`,
      en: `sheet ${name.en}, ${cell} should read “${headingOf(column)}”; leave headings and columns as they are`,
    })
  })
  return found.data.slice(1).flatMap((data, at) => {
    const cells = Object.fromEntries(columns.map(([key], index) => [key, textOf(data[index])]))
    return Object.values(cells).some((cell) => cell.trim() !== '') ? [{ row: at + 2, cells }] : []
  })
}

/** What an import asks with, of the sheets as read. @throws UnreadableFile */
export function rowsIn(sheets: ReadSheet[]): Pick<RosterRows, 'units' | 'people'> {
  return {
    units: rowsOf(sheets, 'units').map(({ row, cells }) => ({
      ...{ row, id: cells['id']!, name: cells['name']!, nameEn: cells['nameEn']! },
    })),
    people: rowsOf(sheets, 'people').map(({ row, cells: { officer: _, ...cells } }) => ({
      ...(cells as Omit<RosterRows['people'][number], 'row'>),
      row,
    })),
  }
}

const current = ({ grants }: Person, today: string) => grants.filter(({ until }) => !until || until >= today)

/** The company of today as the same sheets, which an import would leave unchanged; without units an empty form. */
export function sheetsOf(units: UnitWithPeople[], today: string): WrittenSheet[] {
  const unitName = (id: string) => units.find((unit) => unit.id === id)?.name ?? id
  const values = {
    people: units.flatMap(({ people }) =>
      people
        .filter(({ leftOn }) => leftOn === undefined || leftOn > today)
        .map((person): Record<string, string> => {
          const held = current(person, today)
          return {
            ...{ id: person.id, name: person.name, email: person.email, unit: unitName(person.unitId) },
            language: person.language === 'en' ? '英文' : '中文',
            roles: held
              .filter(({ role }) => role !== 'officer')
              .map(({ role, unitId }) =>
                unitId === person.unitId
                  ? roleNames[role].zh
                  : `${roleNames[role].zh}（${unitName(unitId)}）`,
              )
              .join('、'),
            leftOn: person.leftOn ?? '',
            officer: held
              .filter(({ role }) => role === 'officer')
              .map(({ unitId }) => unitName(unitId))
              .join('、'),
          }
        }),
    ),
    units: units.map(({ id, name, nameEn }): Record<string, string> => ({ id, name, nameEn: nameEn ?? '' })),
  }
  return (['people', 'units'] as const).map((sheet) => {
    const { columns } = rosterSheets[sheet]
    return {
      name: sheetName(sheet),
      widths: columns.map(([, , width]) => width),
      rows: [columns.map(headingOf), ...values[sheet].map((one) => columns.map(([key]) => one[key] ?? ''))],
    }
  })
}

/** Larger files are none of ours; what they hold is told by the file itself before anything is unpacked. */
const most = { file: 5_000_000, unpacked: 60_000_000, parts: 200 }

/**
 * Refuses a zip that says it holds far more than a list of people does. One that lies about it stops the page it was
 * chosen in and nothing else: no file of anybody is unpacked by the service.
 */
export function requireSmall(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let unpacked = 0
  let parts = 0
  for (let at = 0; at + 46 <= bytes.length; at++) {
    // A line of the central directory: its mark, and 20 bytes on the size unpacked.
    if (bytes[at] !== 0x50 || view.getUint32(at, true) !== 0x02014b50) continue
    unpacked += view.getUint32(at + 24, true)
    parts += 1
    at += 45
  }
  if (parts === 0)
    throw new UnreadableFile({
      zh: '这不是 .xlsx 表格，请另存为 .xlsx 再上传',
      en: 'this is no .xlsx spreadsheet; save it as .xlsx and upload that',
    })
  if (bytes.length > most.file || unpacked > most.unpacked || parts > most.parts)
    throw new UnreadableFile({
      zh: '文件太大：一份人员表最多 2,000 人，请去掉图片和多余的表',
      en: 'the file is too large: a list holds 2,000 people at most; take out pictures and other sheets',
    })
}
