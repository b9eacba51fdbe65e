import readExcelFile from 'read-excel-file/node'
import type { UnitWithPeople } from '../../lib/people/administer'
import { planRosterOf } from '../../lib/people/roster'
import { workbook } from '../../lib/platform/workbook'
import {
  requireSmall,
  rowsIn,
  sheetsOf,
  UnreadableFile,
  type ReadSheet,
} from '../../web/src/admin/roster-rows'

const today = '2026-11-23'
const grant = (role: string, unitId: string) => ({ role, unitId, from: '2026-01-01' })
const person = (id: string, name: string, unitId: string, grants: object[], more: object = {}) => ({
  ...{ id, name, email: `${id}@co.example`, unitId, language: 'zh', grants, substitutes: [], ...more },
})
const company = [
  {
    ...{ id: 'office', name: '企管部', office: true },
    people: [
      person('zhou', '周恒', 'office', [grant('department-head', 'office'), grant('unit-head', 'sales')]),
    ],
  },
  {
    ...{ id: 'sales', name: '=HYPERLINK("http://x.example")', nameEn: 'Sales', office: false },
    people: [
      person('li', '李娜', 'sales', [grant('officer', 'sales')], { language: 'en', leftOn: '2026-12-31' }),
      person('old', '旧人', 'sales', [], { leftOn: '2026-01-01' }),
    ],
  },
] as unknown as UnitWithPeople[]
const written = async (units: UnitWithPeople[]) => workbook(sheetsOf(units, today))
const read = async (file: Buffer) => (await readExcelFile(file)) as unknown as ReadSheet[]

describe('the spreadsheet of people and units', () => {
  it('as exported is imported without any change: whoever left is not in it, and a name is no formula', async () => {
    const file = await written(company)
    requireSmall(file)
    const rows = rowsIn(await read(file))
    expect(rows.people).toEqual([
      {
        ...{ row: 2, id: 'zhou', name: '周恒', email: 'zhou@co.example', unit: '企管部', language: '中文' },
        ...{ roles: '企管部负责人、单位负责人（=HYPERLINK("http://x.example")）', leftOn: '' },
      },
      {
        ...{ row: 3, id: 'li', name: '李娜', email: 'li@co.example', unit: '=HYPERLINK("http://x.example")' },
        ...{ language: '英文', roles: '', leftOn: '2026-12-31' },
      },
    ])
    const people = company.flatMap((unit) => unit.people)
    const units = company.map(({ people: _, ...unit }) => unit)
    const { plan, mistakes } = planRosterOf({ ...rows, missing: 'stay' }, { units, people, today }, 'zhou')
    expect(mistakes).toEqual([])
    expect([plan.units, plan.people, plan.unchanged]).toEqual([[], [], 2])
  })

  it('takes an empty form, empty lines, and dates that the program made dates', async () => {
    expect(rowsIn(await read(await written([])))).toEqual({ units: [], people: [] })
    const sheets = await read(await written(company))
    const [people] = sheets
    people!.data.splice(
      1,
      0,
      people!.data[0]!.map(() => null),
    )
    people!.data[2]![6] = new Date('2026-12-31T00:00:00Z')
    expect(rowsIn(sheets).people.map(({ row, leftOn }) => [row, leftOn])).toEqual([
      [3, '2026-12-31'],
      [4, '2026-12-31'],
    ])
  })

  it('says which heading was changed, and which sheet is missing', async () => {
    const sheets = await read(await written(company))
    sheets[0]!.data[0]![2] = '电子邮件'
    expect(() => rowsIn(sheets)).toThrow(UnreadableFile)
    expect(() => rowsIn(sheets)).toThrow(/sheet People, C1/)
    expect(() => rowsIn(sheets.slice(0, 1))).toThrow(/C1|Units/)
  })

  it('refuses what is no spreadsheet, and a zip that says it holds gigabytes, before it is unpacked', async () => {
    expect(() => requireSmall(Buffer.from('%PDF-1.7 and so on'))).toThrow(/no .xlsx/)
    const bomb = Buffer.from(await written(company))
    const at = bomb.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    bomb.writeUInt32LE(4_000_000_000, at + 24)
    expect(() => requireSmall(bomb)).toThrow(/too large/)
  })
})
