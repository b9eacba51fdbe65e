import { structureIn } from '../../../lib/submission/structure'
import { headingOrnaments } from '../../../lib/article/theme'
import { peopleStore } from '../../../lib/people/store'
import type { Person } from '../../../lib/people/person'
import { wordList } from '../../../lib/policy/word-list'
import { actsLedger } from '../../../lib/security/ledger'
import { htmlWith, picturesIn, renditionHashOf, renditionOf } from '../../../lib/submission/rendition'
import { contentHashOf } from '../../../lib/submission/submission'
import { codePicture, codeSquares } from '../../../lib/theme/code-picture'
import { CompanyTheme } from '../../../lib/theme/company-theme'
import { contrastMistakes } from '../../../lib/theme/contrast'
import { companyThemeId, drawnIn, firstCompanyTheme } from '../../../lib/theme/drawn-in'
import { mistakesIn } from '../../../lib/theme/mistakes'
import { planTheme } from '../../../lib/theme/publish-theme'
import { themeStore } from '../../../lib/theme/store'
import { carryOut } from '../../../lib/people/administer'
import { wordListStore } from '../../../lib/wording/store'
import { memoryTable } from '../../kit/memory-table'
import { aPin, aSubmission } from '../../kit/submission'

const clock = { now: () => new Date('2026-11-23T01:00:00Z') }
const editor: Person = {
  ...{ id: 'xu-wen', name: '许雯', email: 'xu-wen@jiangnan.example', unitId: 'enterprise-management' },
  ...{ language: 'zh', grants: [], substitutes: [] },
}
const whole: CompanyTheme = {
  ...firstCompanyTheme,
  ...{ name: '江南蓝', accent: '#0b4f8a', tint: '#e7eef6', ornament: 'number' },
  lead: '江南阀门 · 让每一滴水到家',
  footer: {
    words: '江南阀门股份有限公司\n服务热线见官网',
    code: 'http://weixin.qq.com/r/abcDEF123',
    follow: '长按识别二维码，关注我们',
  },
}

const content = { ...aSubmission().content, theme: companyThemeId, body: '<h2>一章</h2><p>正文</p>' }
const everything =
  '<h1>题</h1><h2>一章</h2><p>正文</p><h3>小节</h3><table><tr><th>型号</th><td>200</td></tr></table><blockquote><p>引</p></blockquote><section data-kind="card"><p>卡片</p></section>'
const rendered = (number: number, theme: CompanyTheme, body = content.body) =>
  renditionOf({
    ...{ content: { ...content, body }, pins: [], media: [], unitName: '市场部' },
    companyTheme: { number, theme },
  })

it('what it begins with, and a whole one, may be published, and WeChat keeps all of it', () => {
  for (const theme of [firstCompanyTheme, whole]) {
    expect(CompanyTheme.parse(theme)).toEqual(theme)
    expect(mistakesIn(theme, wordList)).toEqual([])
    for (const ornament of headingOrnaments) {
      const { html, dropped } = rendered(1, { ...theme, ornament }, everything)
      expect(dropped).toEqual([])
      expect(structureIn(html)).toEqual([])
    }
  }
})

it.each([
  ['a main colour too light for words', { accent: '#7fb2e5' }, '主色和白色'],
  ['a ground too dark for the text', { tint: '#888888' }, '正文和底色'],
  ['a ground too near to the main colour', { accent: '#b3261e', tint: '#f0a6a1' }, '主色和底色'],
  ['captions too light', { caption: { ...whole.caption, colour: '#aaaaaa' } }, '图片说明和白色'],
])('refuses %s, in plain words', (_, part, says) => {
  const theme = { ...whole, ...part }
  const found = contrastMistakes(theme)
  expect(found.map(({ message }) => message.zh).join()).toContain(says)
  expect(found.every(({ message }) => /对比度 [123]\.\d|对比度 4\.[0-4]/.test(message.zh))).toBe(true)
  expect(mistakesIn(theme, wordList)).toEqual(expect.arrayContaining(found))
})

it('the least contrast is 4.5, not less', () => {
  // #767676 on white has 4.54, #777777 has 4.48.
  const of = (colour: string) => contrastMistakes({ ...whole, caption: { ...whole.caption, colour } })
  expect(of('#767676')).toEqual([])
  expect(of('#777777')).toHaveLength(1)
})

it('its fixed words answer to the word list, and its code to a web address', () => {
  const rules = (theme: CompanyTheme) => mistakesIn(theme, wordList).map(({ rule }) => rule)
  expect(rules({ ...whole, lead: '全国最好的阀门' })).toContain('theme.words')
  expect(rules({ ...whole, footer: { words: '机密 ★ 10年' } })).toContain('theme.words')
  expect(rules({ ...whole, footer: { code: 'javascript:alert(1)' } })).toEqual(['theme.code'])
})

it.each([
  { accent: 'red' },
  { accent: '#123' },
  { gap: 60 },
  { size: 40 },
  { name: '' },
  { more: 1 },
  { caption: { size: 13, align: 'center', colour: 'url(https://a.example)' } },
])('is no theme: %j', (part) => {
  expect(CompanyTheme.safeParse({ ...whole, ...part }).success).toBe(false)
})

it('stands in every article that takes it, words escaped, with its code as a picture made of what it says', () => {
  const { html, code, theme, dropped } = rendered(3, { ...whole, lead: '<b>开头</b> & 再说' })
  expect(theme).toEqual({ id: companyThemeId, name: { zh: '江南蓝', en: '江南蓝' }, number: 3 })
  expect(dropped).toEqual([])
  expect(html.indexOf('&lt;b>开头&lt;/b> &amp; 再说')).toBeLessThan(html.indexOf('正文'))
  expect(html.indexOf('来源：')).toBeLessThan(html.indexOf('服务热线见官网'))
  expect(html.indexOf('服务热线见官网')).toBeLessThan(html.indexOf('长按识别二维码'))
  expect(picturesIn({ html, media: [aPin()] })).toEqual([])
  expect(htmlWith({ html, ...(code && { code }) }, () => undefined)).toContain(`src="${codePicture(code!)}"`)
  expect(htmlWith({ html }, (id) => `https://mmbiz.qpic.cn/${id}`)).toContain(
    'src="https://mmbiz.qpic.cn/code"',
  )
  expect(codeSquares(code!).length).toBeGreaterThan(20)
})

it('what was frozen keeps its version: another one is another hash, and a draft takes the newest', () => {
  const [second, third] = [rendered(2, whole), rendered(3, { ...whole, lead: '另一句' })]
  const hash = (rendition: typeof second) =>
    contentHashOf(content, [], 'p', undefined, renditionHashOf(rendition))
  expect(hash(second)).not.toBe(hash(third))
  expect(hash(rendered(3, whole))).not.toBe(hash(second))
  expect([second.theme?.number, third.theme?.number]).toEqual([2, 3])
  // A look of the house is not touched by any of it, nor is a draft where the company has none.
  const house = renditionOf({
    ...{ content: { ...content, theme: 'seal' }, pins: [], media: [], unitName: '市场部' },
    companyTheme: { number: 3, theme: whole },
  })
  expect(house).toMatchObject({ theme: { id: 'seal' } })
  expect(house.code).toBeUndefined()
  expect(renditionOf({ ...{ content, pins: [], media: [], unitName: '市场部' } }).theme).toMatchObject({
    id: 'clear',
  })
})

describe('its versions', () => {
  const room = () => {
    const table = memoryTable()
    return {
      ...{ table, clock, themes: themeStore(table), wordLists: wordListStore(table) },
      ...{ acts: actsLedger(table, clock), people: peopleStore(table) },
    }
  }
  const publish = async (given: ReturnType<typeof room>, base: number, theme: CompanyTheme) =>
    carryOut(given)(await planTheme(given)({ base, theme, reason: '换新标识', by: editor }))

  it('are counted, kept whole, and tell in words what changed', async () => {
    const given = room()
    expect(await given.themes.newest()).toBeUndefined()
    await publish(given, 0, firstCompanyTheme)
    await publish(given, 1, whole)
    expect(await given.themes.newest()).toMatchObject({
      number: 2,
      theme: whole,
      by: 'xu-wen',
      reason: '换新标识',
    })
    expect((await given.themes.versions()).items.map(({ number, theme }) => [number, theme])).toEqual([
      [2, whole],
      [1, firstCompanyTheme],
    ])
    const act = await given.acts.numbered(2)
    expect(act).toMatchObject({
      ...{ type: 'ThemePublished', about: { id: 'theme-2', name: '2' } },
      before: { accent: '#1d5c99', ornament: '竖条', lead: '无', code: '无' },
      after: { accent: '#0b4f8a', ornament: '编号', code: 'http://weixin.qq.com/r/abcDEF123' },
    })
    expect(act?.after).not.toHaveProperty('caption')
  })

  it('refuse a version that another one overtook, the same again, and one that cannot be read', async () => {
    const given = room()
    await publish(given, 0, firstCompanyTheme)
    await expect(publish(given, 0, whole)).rejects.toMatchObject({
      code: 'ContentChanged',
      facts: { newest: 1 },
    })
    await expect(publish(given, 1, firstCompanyTheme)).rejects.toMatchObject({ code: 'InvalidRequest' })
    await expect(publish(given, 1, { ...whole, accent: '#cccccc' })).rejects.toMatchObject({
      ...{
        code: 'InvalidRequest',
        details: expect.arrayContaining([expect.objectContaining({ rule: 'theme.contrast' })]),
      },
    })
    // Two at once: one of them.
    const plan = () => planTheme(given)({ base: 1, theme: whole, reason: '换', by: editor })
    const [one, other] = [await plan(), await plan()]
    await carryOut(given)(one)
    await expect(carryOut(given)(other)).rejects.toMatchObject({ code: 'ContentChanged' })
    expect((await given.themes.newest())?.number).toBe(2)
  })
})

it('drawn in it an article keeps within its sizes', () => {
  expect(drawnIn(whole)).toMatchObject({ id: companyThemeId, size: 16, lineHeight: 1.75, gap: 20 })
})
