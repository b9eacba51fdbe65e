import { keepRoster, previewRoster } from '../../../lib/people/import-roster'
import { holds, type Person } from '../../../lib/people/person'
import type { RosterRows } from '../../../lib/people/roster'
import { isRefusal } from '../../../lib/platform/refusal'
import { givenOversight } from './given-oversight'

const today = '2026-11-23'
type Row = RosterRows['people'][number]

const row = (at: number, given: Partial<Row>): Row => ({
  ...{ row: at, id: '', name: '', email: '', unit: '市场部', language: '', roles: '', leftOn: '', ...given },
})
const file = (people: Partial<Row>[], more: Partial<RosterRows> = {}): RosterRows => ({
  ...{ units: [], missing: 'stay', people: people.map((one, at) => row(at + 2, one)), ...more },
})
const titles: Record<string, string> = {
  ...{ admin: '系统管理员', 'unit-head': '单位负责人', 'department-head': '企管部负责人' },
  ...{ 'office-reviewer': '企管办审核人', 'company-leader': '公司领导' },
}

async function given() {
  const oversight = await givenOversight()
  const { room, who, propose, people } = oversight
  const look = async (rows: RosterRows) => previewRoster(room)({ rows, by: await who('song-an') })
  const present = async () =>
    (await Promise.all(['office', 'marketing'].map((unit) => people.ofUnit(unit)))).flat()
  return {
    ...oversight,
    look,
    present,
    import: async (rows: RosterRows) => {
      const { fingerprint } = await look(rows)
      await keepRoster(room)({ rows, fingerprint, by: await who('song-an') })
      return propose({ kind: 'roster', fingerprint, reason: '年度调整' })
    },
    mistakes: async (rows: RosterRows) => {
      try {
        await look(rows)
      } catch (error) {
        if (isRefusal(error)) return error.details.map(({ message }) => message.zh)
        throw error
      }
      return []
    },
    /** As the portal exports them. */
    exported: async () =>
      (await present()).map((person: Person) => ({
        ...{ id: person.id, name: person.name, email: person.email, language: '中文' },
        unit: person.unitId === 'office' ? '企管部' : '市场部',
        roles: person.grants
          .filter(({ role }) => role !== 'officer')
          .map(({ role }) => titles[role]!)
          .join('、'),
      })),
  }
}

describe('a spreadsheet of people', () => {
  it('as it was exported changes nothing, with ids and without', async () => {
    const { exported, look } = await given()
    const all = await exported()
    for (const people of [all, all.map((one) => ({ ...one, id: '' }))]) {
      const { plan } = await look(file(people))
      expect([plan.people, plan.units, plan.unchanged]).toEqual([[], [], 6])
    }
  })

  it('says everything that is wrong with it by cell, in both languages', async () => {
    const { mistakes } = await given()
    expect(
      await mistakes(
        file([
          { name: '', email: 'a@co.example' },
          { name: '乙', email: '不是邮箱' },
          { name: '丙', email: 'chen-yu@co.example', id: 'wang-lei' },
          { name: '丁', email: 'd@co.example', unit: '销售部' },
          { name: '戊', email: 'e@co.example', roles: '单位负责人、董事长' },
          { name: '己', email: 'f@co.example', roles: '信息员' },
          { name: '庚', email: 'A@co.example', language: '法文', leftOn: '昨天' },
          { name: '辛', email: 'h@co.example', id: '自编号' },
          { name: '宋安', email: 'song-an@co.example', unit: '企管部', roles: '' },
        ]),
      ),
    ).toEqual([
      '“人员”表 B2：不能为空',
      '“人员”表 C3：“不是邮箱”不是邮箱地址',
      '“人员”表 C4：这个邮箱是chen-yu的',
      '“人员”表 D5：没有单位“销售部”',
      '“人员”表 F6：没有角色“董事长”',
      '“人员”表 F7：信息员由单位负责人指定（第六条）',
      '“人员”表 C8：与第 2 行是同一个人',
      '“人员”表 G8：“昨天”不是日期',
      '“人员”表 E8：只能是“中文”或“英文”',
      '“人员”表 A9：没有这个编号的人',
      '“人员”表 F10：不能停用自己或取消自己的管理员角色',
    ])
  })

  it('adds units and people with ids that nobody invented, roles and all, once a second person confirms', async () => {
    const oversight = await given()
    const { answer, watch, people, acts } = oversight
    const wish = file(
      [
        { name: '新主任', email: 'xin@co.example', unit: '销售部', roles: '单位负责人' },
        { name: '陈宇', email: 'chen-yu@co.example', roles: '文字编辑员（企管部）' },
      ],
      { units: [{ row: 2, id: '', name: '销售部', nameEn: 'Sales' }] },
    )
    expect(await oversight.import(wish)).toMatchObject({ state: 'waiting' })
    await watch()
    expect((await people.units()).map(({ name }) => name)).not.toContain('销售部')
    const { shown } = await answer('zhou-heng', 'approve')
    expect(shown).toContain('新增 新主任')
    expect(shown).toContain('单位负责人（销售部）')
    expect(shown).toContain('文字编辑员（企管部）')
    await watch()
    const sales = (await people.units()).find(({ name }) => name === '销售部')!
    expect(sales).toMatchObject({
      nameEn: 'Sales',
      office: false,
      id: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    })
    const [head] = await people.ofUnit(sales.id)
    expect(holds(head!, 'unit-head', today, sales.id)).toBe(true)
    const chen = (await people.withId('chen-yu'))!
    expect([
      chen.name,
      holds(chen, 'editor', today, 'office'),
      holds(chen, 'officer', today, 'marketing'),
    ]).toEqual([...['陈宇', true, true]])
    expect((await people.ofSession('chen-yu')).end).toBeDefined()
    expect((await acts())[0]).toMatchObject({
      type: 'RosterImported',
      facts: { confirmedBy: 'zhou-heng', newPeople: 1, changedPeople: 1, newUnits: 1 },
    })
    // The same file once more changes nothing.
    const { plan } = await oversight.look(wish)
    expect([plan.people, plan.units]).toEqual([[], []])
  })

  it('tells each person of what changes of theirs, at the old and the new address, and of nobody else', async () => {
    const oversight = await given()
    await oversight.import(
      file([
        { id: 'chen-yu', name: 'chen-yu', email: 'new@co.example' },
        { id: 'wang-lei', name: '王磊', email: 'wang-lei@co.example', roles: '单位负责人' },
      ]),
    )
    for (const address of ['chen-yu@co.example', 'new@co.example']) {
      const [letter] = await oversight.lettersTo(address)
      expect(letter!.text).toContain('chen-yu@co.example → new@co.example')
      expect(letter!.text).not.toContain('王磊')
    }
    expect((await oversight.lettersTo('wang-lei@co.example'))[0]!.text).toContain('wang-lei → 王磊')
  })

  it('does at once what one administrator may: new people without a role; more than fifty take two', async () => {
    const oversight = await given()
    const some = (count: number, from: string) =>
      file(
        Array.from({ length: count }, (_, n) => ({ name: `${from}${n}`, email: `${from}${n}@co.example` })),
      )
    expect(await oversight.import(some(3, 'few'))).toBeUndefined()
    expect(await oversight.people.withEmail('few2@co.example')).toMatchObject({ name: 'few2', grants: [] })
    expect(await oversight.import(some(51, 'many'))).toMatchObject({ state: 'waiting' })
    await expect(oversight.glass((await oversight.list())[0]!.id)).rejects.toMatchObject({
      code: 'NotAllowed',
    })
  })

  it('ends roles and lets those leave who are missing, where that is wished, never whoever imports', async () => {
    const oversight = await given()
    await oversight.import(file([{ name: 'wang-lei', email: 'wang-lei@co.example' }], { missing: 'leave' }))
    await oversight.answer('zhou-heng', 'approve')
    await oversight.watch()
    expect(holds(await oversight.who('wang-lei'), 'unit-head', today)).toBe(false)
    expect(await oversight.who('chen-yu')).toMatchObject({ leftOn: today })
    expect(await oversight.who('song-an')).not.toHaveProperty('leftOn')
  })

  it('is refused whole when somebody else took an address meanwhile, or anything has changed', async () => {
    const oversight = await given()
    const before = await oversight.present()
    await oversight.import(
      file([
        { name: '甲', email: 'jia@co.example', roles: '单位负责人' },
        { name: '乙', email: 'yi@co.example' },
      ]),
    )
    await oversight.answer('zhou-heng', 'approve')
    // Taken in the instant between looking and writing: the row of the address book alone.
    await oversight.table.put({ pk: 'EMAIL#yi@co.example', sk: 'HEAD', personId: 'somebody' })
    await oversight.watch()
    expect((await oversight.list())[0]).toMatchObject({ state: 'failed' })
    expect(await oversight.present()).toEqual(before)
    expect(await oversight.table.get({ pk: 'EMAIL#jia@co.example', sk: 'HEAD' })).toBeUndefined()
    // Letters of one moment have no order, and the newest is answered.
    oversight.later(60_000)
    await oversight.import(file([{ name: '丙', email: 'bing@co.example', roles: '单位负责人' }]))
    await oversight.people.saveUnit({ id: 'marketing', name: '营销中心', office: false })
    await oversight.answer('zhou-heng', 'approve')
    await oversight.watch()
    expect((await oversight.list())[0]).toMatchObject({ state: 'failed' })
    expect(await oversight.present()).toEqual(before)
  })

  it('brings a thousand people, and goes on where it broke off', async () => {
    const oversight = await given()
    const people = Array.from({ length: 1_000 }, (_, n) => ({
      ...{ name: `员工${n}`, email: `staff${n}@co.example`, roles: n % 50 === 0 ? '检查人员' : '' },
    }))
    await oversight.import(file(people))
    await oversight.answer('zhou-heng', 'approve')
    const { save } = oversight.people
    let saved = 0
    oversight.people.save = async (...of) => {
      saved += 1
      if (saved === 300) throw new Error('the process died')
      return save(...of)
    }
    expect(await oversight.watch()).toMatchObject({ moved: 0 })
    expect((await oversight.list())[0]).toMatchObject({ state: 'confirmed' })
    oversight.people.save = save
    oversight.later(120_000)
    await oversight.watch()
    expect((await oversight.list())[0]).toMatchObject({ state: 'effective' })
    expect(await oversight.people.ofUnit('marketing')).toHaveLength(1_002)
    expect(await oversight.people.withEmail('staff950@co.example')).toMatchObject({
      grants: [expect.objectContaining({ role: 'inspector', unitId: 'marketing' })],
    })
    const { plan } = await oversight.look(file(people))
    expect([plan.people, plan.unchanged]).toEqual([[], 1_000])
  })
})
