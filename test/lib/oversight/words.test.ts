import { ownOf } from '../../../lib/people/person'
import { sentenceOf } from '../../../lib/oversight/words'
import { givenOversight } from './given-oversight'

const today = '2026-11-23'

describe('an act, where people read it', () => {
  it('names unit and role in the mail that asks, with what stood before and stands after', async () => {
    const { propose, lettersTo, people } = await givenOversight()
    await people.saveUnit({ id: 'marketing', name: '市场部', nameEn: 'Marketing', office: false })
    const of = { personId: 'chen-yu', role: 'editor' as const, unitId: 'marketing' }
    await propose({ kind: 'grant', ...of, from: today })
    const [asked] = await lettersTo('zhou-heng@co.example')
    expect(asked!.text).toContain('单位：市场部')
    expect(asked!.text).toContain('角色：文字编辑员')
    expect(asked!.text).not.toContain('marketing')
    expect(asked!.html).not.toContain('marketing')
  })

  it('keeps what units were called: a move of units reads by name, also once they are renamed', async () => {
    const { propose, who, acts, people } = await givenOversight()
    const chen = ownOf(await who('chen-yu'))
    await propose({ kind: 'person', person: { ...chen, unitId: 'office', language: 'en' } })
    await people.saveUnit({ id: 'marketing', name: '营销中心', office: false })
    const [act] = (await acts()).filter(({ type }) => type === 'PersonSaved')
    const { zh, en } = sentenceOf(act!, [])
    expect(zh).toContain('单位 市场部 → 企管部')
    expect(zh).toContain('语言 中文 → 英文')
    expect(zh).not.toMatch(/marketing|office|\{/)
    expect(en).toContain('language Chinese → English')
  })

  it('tells each change of a company file by name, with its roles', async () => {
    const { loadCompany } = await import('../../../lib/people/load-company')
    const { room, acts } = await givenOversight()
    const unit = { name: '企管部', office: true }
    const person = { id: 'zhou-heng', name: '周恒', email: 'zhou-heng@co.example', language: 'zh' as const }
    await loadCompany(room)({
      ...{ name: '公司', demo: false },
      units: [{ ...unit, id: 'office', people: [{ ...person, roles: ['department-head', 'admin'] }] }],
    })
    const { zh } = sentenceOf((await acts())[0]!, [])
    expect(zh).toContain('周恒：名称 zhou-heng → 周恒')
    expect(zh).toContain(
      '周恒：角色 企管部负责人（企管部）、单位负责人（企管部） → 系统管理员（企管部）、企管部负责人（企管部）',
    )
  })
})
