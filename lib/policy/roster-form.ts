import type { Bilingual } from './finding'

/** The spreadsheet of units and people: sheets and columns in this order, the same in template, export and import. */
export const rosterSheets = {
  people: {
    name: { zh: '人员', en: 'People' },
    columns: [
      ['id', { zh: '编号（系统生成，新人留空）', en: 'Id (made by the system; empty for somebody new)' }, 38],
      ['name', { zh: '姓名', en: 'Name' }, 14],
      ['email', { zh: '邮箱', en: 'Mail address' }, 30],
      ['unit', { zh: '单位', en: 'Unit' }, 18],
      ['language', { zh: '语言（中文或英文）', en: 'Language (Chinese or English)' }, 12],
      ['roles', { zh: '角色（多个用“、”分开；别的单位的写“角色（单位）”）', en: 'Roles' }, 40],
      ['leftOn', { zh: '离职日期（年-月-日）', en: 'Left on (YYYY-MM-DD)' }, 16],
      ['officer', { zh: '信息员（由单位负责人指定，导入时不看）', en: 'Officer (not imported)' }, 18],
    ],
  },
  units: {
    name: { zh: '单位', en: 'Units' },
    columns: [
      ['id', { zh: '编号（系统生成，新单位留空）', en: 'Id (made by the system; empty for a new one)' }, 38],
      ['name', { zh: '名称', en: 'Name' }, 24],
      ['nameEn', { zh: '英文名称（可不填）', en: 'English name (optional)' }, 24],
    ],
  },
} as const satisfies Record<
  string,
  { name: Bilingual; columns: readonly [string, Bilingual, width: number][] }
>

export type RosterSheet = keyof typeof rosterSheets

/** `人员 People`: what a sheet is called in the file, so that either reader finds it. */
export const sheetName = (sheet: RosterSheet): string =>
  `${rosterSheets[sheet].name.zh} ${rosterSheets[sheet].name.en}`

export const headingOf = ([, { zh, en }]: readonly [string, Bilingual, number]): string => `${zh} ${en}`

/** Of one file; a change of more people than `alone` takes a second person whatever it is. One record holds all changes. */
export const rosterLimits = { people: 2_000, changes: 1_200, units: 300, listedErrors: 100, alone: 50 }

/** `人员 表 C7`: where to look, as a spreadsheet names it. */
export function cellName(sheet: RosterSheet, key: string, row: number): Bilingual {
  const at = rosterSheets[sheet].columns.findIndex(([name]) => name === key)
  const cell = `${String.fromCharCode(65 + at)}${row}`
  const { zh, en } = rosterSheets[sheet].name
  return { zh: `“${zh}”表 ${cell}`, en: `sheet ${en}, ${cell}` }
}
