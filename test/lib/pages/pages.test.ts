import { renderDecisionPage } from '../../../lib/pages/decision-page'
import { outcomeOfRefusal, renderDecisionOutcomePage } from '../../../lib/pages/decision-outcome-page'
import { renderErrorPage } from '../../../lib/pages/error-page'
import { stylesheet, stylesheetHref } from '../../../lib/pages/stylesheet'
import { Refusal } from '../../../lib/platform/refusal'
import { articleHtml, decisionView, everyPage, outcomeKinds } from './views'

const plain = (value: string) => value
const languages = ['zh', 'en'] as const

describe('every page', () => {
  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    '</textarea></form><form action=//evil.example>',
    '<!--',
    '&lt;b&gt;&amp;',
    '${7*7}{{7*7}}',
    '\u202egpj.exe\u0000',
  ])('shows %j as text, wherever somebody could have typed it', (payload) => {
    const shown = payload
      .replace(/[\u202e\u0000]/g, '\ufffd')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;')
    for (const language of languages) {
      const clean = everyPage(plain, language)
      for (const [name, html] of Object.entries(everyPage(() => payload, language))) {
        // The same elements stand on the page whatever was typed, so nothing typed has become one.
        const elements = (page: string) => page.match(/<!?\/?[a-z!-]+/gi)?.length
        expect({ name, elements: elements(html) }).toEqual({ name, elements: elements(clean[name]!) })
        expect(html).toContain(shown)
        if (/[<>"'\u202e]/.test(payload)) expect(html).not.toContain(payload)
      }
    }
  })

  it('has no script, no inline style and nothing from another host outside the article', () => {
    for (const language of languages)
      for (const [name, html] of Object.entries(everyPage(plain, language))) {
        const ours = html.replace(articleHtml, '')
        expect({
          name,
          found: ours.match(/<script|<style|\sstyle=|\son[a-z]+=|javascript:|<iframe|<base/gi),
        }).toEqual({
          name,
          found: null,
        })
        const fetched = [...ours.matchAll(/<(?:img|video|link|source|script)\b[^>]*?(?:src|href)="([^"]*)"/g)]
        const foreign = fetched.map((match) => match[1]!).filter((url) => !/^(\/(?!\/)|data:)/.test(url))
        expect({ name, foreign }).toEqual({ name, foreign: [] })
        expect(ours.match(/<form\b[^>]*action="(?!\/(?!\/))/)).toBeNull()
      }
  })

  it('stays below 30 KB, names its language and fits a phone', () => {
    for (const language of languages)
      for (const [name, html] of Object.entries(everyPage(plain, language))) {
        const withoutMedia = html.replace(/"data:image[^"]*"/g, '""')
        expect({ name, small: Buffer.byteLength(withoutMedia) <= 30 * 1024 }).toEqual({ name, small: true })
        expect(html).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`)
        expect(html).toContain('name="viewport" content="width=device-width, initial-scale=1"')
        expect(html).toContain(`href="${stylesheetHref}"`)
      }
    expect(Buffer.byteLength(stylesheet)).toBeLessThan(16 * 1024)
  })

  it('has one main heading, a main landmark, unique ids, and a name for every field and button', () => {
    for (const [name, html] of Object.entries(everyPage())) {
      const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0
      const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1])
      expect({ name, h1: count(/<h1>/g), main: count(/<main /g), ids: ids.length }).toEqual({
        name,
        h1: 1,
        main: 1,
        ids: new Set(ids).size,
      })
      const labels = new Set([...html.matchAll(/<label for="([^"]*)"/g)].map((match) => match[1]))
      for (const [field] of html.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)) {
        if (/type="(hidden|checkbox)"|aria-label="[^"]/.test(field)) continue
        expect(labels).toContain(/\sid="([^"]*)"/.exec(field)?.[1])
      }
      for (const [, pointsTo] of html.matchAll(/(?:aria-labelledby|aria-describedby|href)="#?([a-z-]+)"/g))
        if (pointsTo !== undefined && !pointsTo.startsWith('/')) expect(ids).toContain(pointsTo)
      expect(html).not.toMatch(/<button[^>]*><\/button>|<img(?![^>]*\salt="[^"])/)
    }
  })

  it('is written in one language only, values aside', () => {
    const english = everyPage(() => 'x', 'en')
    for (const [name, html] of Object.entries(english)) {
      if (name === 'error') continue
      const words = html
        .replace(articleHtml, '')
        .replace(/aria-hidden="true">签/g, '')
        .replace(/企管部/g, '')
      expect({ name, left: words.match(/[\u4e00-\u9fff]+/g) }).toEqual({ name, left: null })
    }
  })
})

describe('the decision page', () => {
  it('offers two plain forms to its own address with the page nonce, and nothing that decides by itself', () => {
    const html = renderDecisionPage(decisionView(plain))
    const forms = html.match(/<form\b.*?<\/form>/gs) ?? []
    expect(forms).toHaveLength(2)
    for (const form of forms) {
      expect(form).toContain(`<form method="post" action="${decisionView(plain).action}">`)
      expect(form).toContain('<input type="hidden" name="nonce" value="1763899200000.c2lnbmF0dXJl">')
    }
    expect(forms[0]).toContain('name="choice" value="approve"')
    expect(forms[0]).toMatch(
      /<input class="code"[^>]*name="code"[^>]*inputmode="numeric" autocomplete="one-time-code"[^>]*required/,
    )
    expect(forms[1]).toContain('name="choice" value="reject"')
    expect(forms[1]).toMatch(/<textarea[^>]*name="reason" minlength="1" maxlength="500"[^>]*required/)
    expect(html).not.toMatch(/482913|http-equiv/)
  })

  it('wants an answer to every hit, and shows where the hit stands', () => {
    const html = renderDecisionPage(decisionView(plain))
    expect([...html.matchAll(/name="(answers\[\d+\])"[^>]*required/g)].map((match) => match[1])).toEqual([
      'answers[0]',
      'answers[1]',
    ])
    expect(html).toContain('<mark>一台机床，三项首创</mark>')
    expect(renderDecisionPage({ ...decisionView(plain), hits: [] })).not.toContain('answers[')
  })

  it('shows who decided before with role, substitute, time in Beijing and comment, and the article as it will appear', () => {
    const html = renderDecisionPage(decisionView(plain))
    expect(html).toMatch(
      /企管办审核 · 林静（代何云） · 同意 · <time datetime="2026-11-23T06:03:00\.000Z">2026年11月23日（星期一）14:03</,
    )
    expect(html).toContain('参数已与产品手册核对一致。')
    expect(html).toContain(
      `<div class="article rich_media"><div class="rich_media_content autoTypeSetting24psection">${articleHtml}</div></div>`,
    )
    expect(html).toContain('2026年11月23日（星期一）17:30')
    expect(html).toContain('62 / 140 字')
  })

  it('names the cover, and of a repost its original, who permits it and in which words', () => {
    const view = decisionView(plain)
    const [first, ...others] = view.pictures
    const html = renderDecisionPage({
      ...view,
      pictures: [{ ...first!, isCover: true }, ...others],
      originalUrl: 'https://www.valve.example/1',
      repost: { permittedBy: '《阀门》杂志社', permission: '邮件同意转载', permittedOn: '2026-11-20' },
    })
    expect(html).toContain(`1. <strong>封面</strong> · ${first!.fileName}`)
    expect(html.match(/<strong>封面<\/strong>/g)).toHaveLength(1)
    expect(html).toContain(
      '<dt>转载自原文</dt><dd><a href="https://www.valve.example/1">https://www.valve.example/1</a></dd>',
    )
    expect(html).toContain('<dt>转载许可</dt><dd>《阀门》杂志社 · 2026-11-20<br>邮件同意转载</dd>')
    const typed = renderDecisionPage({ ...view, originalUrl: 'javascript:alert(1)' })
    expect(typed).not.toContain('href="javascript')
    expect(renderDecisionPage(view)).not.toContain('转载')
  })

  it('keeps what was typed when the form comes back, and opens the form that failed', () => {
    const html = everyPage()['decision-again']!
    expect(html).toContain('>有检测报告</textarea>')
    expect(html).toContain('>请补充检测报告编号。</textarea>')
    expect(html).toContain('<details open>')
    expect(html).toContain('role="alert"')
    expect(everyPage()['decision']).not.toContain('<details open>')
  })

  it('opens with the choice whose link was followed at hand', () => {
    const page = (choice?: 'approve' | 'reject') => renderDecisionPage({ ...decisionView(plain), choice })
    expect(page('reject')).toContain('id="reject"')
    expect(page('reject')).toContain('<details open>')
    expect(page('approve')).toContain('id="decide"')
    expect(page('approve')).not.toContain('<details open>')
  })

  it('makes no link of an address that is no web address', () => {
    const view = decisionView(plain)
    const video = { ...view.videos[1]!, url: 'javascript:alert(1)' }
    expect(renderDecisionPage({ ...view, videos: [video] })).not.toContain('javascript:')
  })
})

describe('the outcome page', () => {
  it('has another heading and sentence for each way a link can stand, in both languages', () => {
    for (const language of languages) {
      const pages = outcomeKinds.map((kind) => renderDecisionOutcomePage({ language, kind }))
      const notices = pages.map((html) => /<h1>.*?<\/strong>/s.exec(html)?.[0])
      expect(new Set(notices).size).toBe(outcomeKinds.length)
      for (const html of pages) expect(html).not.toMatch(/<form|<button/)
    }
  })

  const said = { zh: '说明', en: 'said' }
  const when = '2026-11-23T08:05:00.000Z'
  it.each([
    ['AlreadyDecided', { kind: 'approved', by: '周衡', at: when }, '这一级已经同意'],
    ['AlreadyDecided', { kind: 'rejected', by: '周衡', at: when, reason: '缺来源' }, '这一级已经退回'],
    ['AlreadyDecided', { kind: 'withdrawn', by: '李娜', at: when }, '稿件已撤回'],
    ['AlreadyDecided', { kind: 'expired', by: '系统', at: when }, '审批已逾期关闭'],
    ['WrongState', { state: 'withdrawn' }, '稿件已撤回'],
    ['WrongState', { state: 'published' }, '稿件不在审批中'],
    ['ContentChanged', {}, '内容已有变化'],
    ['LinkLocked', {}, '链接已锁定'],
    ['LinkUnknown', {}, '没有这个链接'],
    ['LinkExpired', {}, '链接已过期'],
    ['NotAsked', {}, '现在不由您审批'],
    ['SameHand', {}, '须由另一人审批'],
    ['TooManyAttempts', {}, '尝试次数过多'],
  ] as const)('says what %s with %j came to', (code, facts, head) => {
    const view = outcomeOfRefusal(new Refusal(code, said, { facts }), 'zh', '某稿件')
    const html = renderDecisionOutcomePage(view!)
    expect(html).toContain(`<h1>${head}</h1>`)
    for (const value of 'by' in facts ? [facts.by, '2026年11月23日（星期一）16:05'] : [])
      expect(html).toContain(value)
    if ('reason' in facts) expect(html).toContain('缺来源')
    expect(html.includes('某稿件')).toBe(code !== 'LinkUnknown')
  })

  it('leaves refusals about the form to the decision page', () => {
    for (const code of ['CodeWrong', 'PolicyRefused', 'InvalidRequest'] as const)
      expect(outcomeOfRefusal(new Refusal(code, said), 'zh')).toBeUndefined()
  })
})

describe('the error page', () => {
  it('names rule, article, limit, value seen and remedy in both languages', () => {
    const html = everyPage()['error']!
    for (const value of [
      'picture.too-small',
      '10.2',
      '1,048,576',
      '734,003',
      '请上传相机或手机的原图',
      'upload the original',
    ])
      expect(html).toContain(value)
    expect(renderErrorPage({ language: 'en', said: { zh: '否', en: 'no' }, details: [] })).toContain('否')
  })
})
