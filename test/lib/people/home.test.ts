import { demoTiles, homePage } from '../../../lib/people/home'
import type { Person, Role } from '../../../lib/people/person'
import { browserLanguage } from '../../../lib/platform/browser-language'

const today = new Date('2026-11-24T02:00:00Z')
const someone = (id: string, name: string, unitId: string, ...roles: Role[]): Person => ({
  ...{ id, name, unitId, email: `${id}@jiangnan.example`, language: 'zh', substitutes: [] },
  grants: roles.map((role) => ({ role, unitId, from: '2026-01-01' })),
})
const staff = [
  someone('zhou-heng', '周衡', 'office', 'unit-head', 'department-head'),
  someone('xu-wen', '许雯', 'office', 'officer', 'editor'),
  someone('chen-yu', '陈瑜', 'marketing', 'officer'),
  someone('qian-feng', '钱峰', 'service', 'unit-head'),
  someone('wang-lei', '王磊', 'marketing', 'unit-head'),
  someone('gone', '离任', 'office', 'inspector'),
]
staff[5]!.grants[0]!.until = '2026-11-23'

test('the demo company’s people stand on the front page, one for each role, with one thing to do and a way in', () => {
  const tiles = demoTiles(staff, today, 'zh')
  expect(tiles.map(({ label }) => label.zh)).toEqual([
    ...['陈瑜 · 信息员', '王磊 · 单位负责人', '周衡 · 企管部负责人', '许雯 · 文字编辑员'],
  ])
  expect(tiles[0]?.href).toBe('/sign-in?email=chen-yu%40jiangnan.example')
  expect(demoTiles(staff, today, 'en')[0]?.href).toContain('lang=en')
  const page = homePage({
    ...{ person: undefined, units: [], today, oneMachine: true, company: '江南精工', language: 'en' },
    people: tiles,
  })
  expect(page).toContain('Mail me a code')
  expect(page).toContain('href="/?lang=zh"')
  expect(page).toContain('/sign-in?email=chen-yu%40jiangnan.example')
})

test('an empty start leads to set-up, and nobody’s address stands on a page of a real company', () => {
  const given = { person: undefined, units: [], today, oneMachine: true, language: 'zh' as const }
  expect(homePage({ ...given, company: '', people: [], isEmpty: true })).toContain('/portal/setup')
  const own = homePage({ ...given, company: '自己的公司', people: [] })
  expect(own).not.toContain('/portal/setup')
  expect(own).not.toContain('演示公司')
})

test.each([
  ['en-GB,en;q=0.9,zh;q=0.4', undefined, 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', undefined, 'zh'],
  ['fr-FR,fr;q=0.9', undefined, 'zh'],
  [undefined, undefined, 'zh'],
  ['en', 'zh', 'zh'],
  ['zh', 'en', 'en'],
])('a browser of %s with lang=%s reads %s', (accepted, lang, language) => {
  expect(browserLanguage({ query: { lang }, headers: { 'accept-language': accepted } })).toBe(language)
})
