import { compose } from '../../../../lib/channels/mail/compose'
import {
  editionFailedLetter,
  editionSentLetter,
  editionUnknownLetter,
  sendCodeLetter,
  testSentLetter,
} from '../../../../lib/channels/mail/edition-letters'
import {
  askLetter,
  closedLetter,
  escalationLetter,
  mediaRefusedLetter,
  outcomeLetter,
  reminderLetter,
  signInLetter,
  type LetterOutcome,
} from '../../../../lib/channels/mail/letters'
import {
  removalRefusedLetter,
  removalWaitsLetter,
  removedLetter,
} from '../../../../lib/channels/mail/removal-letters'
import type { Letter } from '../../../../lib/channels/mail/mail'
import { editionPage, site, submissionPage } from '../../../../lib/channels/mail/pages'

const deadline = new Date('2026-11-24T09:30:00Z')
const ask = {
  to: 'wang.lei@jiangnan.example',
  name: '王磊',
  submissionId: '7f1c7f0e-8f0e-4c59-8f52-0d7a3e3c1a11',
  version: 2,
  index: 0,
  round: 1,
  title: '新一代数控磨床发布',
  unitName: '市场部',
  tier: 'unit-head' as const,
  deadline,
  link: 'https://qianfa.example/d/AbC_123456-x',
  code: '482913',
}
const finding = {
  rule: 'picture.too-small',
  article: '10.2',
  limit: 1_048_576,
  seen: 734_003,
  message: { zh: '图片须大于 1 MB', en: 'a picture must be larger than 1 MB' },
  remedy: { zh: '请上传原图', en: 'upload the original' },
}
const edition = {
  to: 'xu.wen@jiangnan.example',
  name: '许雯',
  date: '2026-11-24',
  account: '江南精工',
  titles: ['新一代数控磨床发布', '冬季检修须知'],
  contentHash: 'c0ffee'.repeat(8),
}
const said = { zh: '内容含违规词', en: 'the content holds a forbidden word' }

/** Every letter there is, with every value a person could have typed replaced by `typed`. */
function everyLetter(typed?: string): Letter[] {
  const v = (value: string) => typed ?? value
  const a = {
    ...ask,
    name: v(ask.name),
    title: v(ask.title),
    unitName: v(ask.unitName),
    standsInFor: v('周衡'),
  }
  const e = { ...edition, name: v(edition.name), account: v(edition.account), titles: edition.titles.map(v) }
  const r = {
    ...a,
    reason: v('客户要求更正'),
    url: v(ask.link),
    page: submissionPage(ask.submissionId),
  }
  const outcomes: LetterOutcome[] = ['approved', 'rejected', 'expired', 'withdrawn', 'failed']
  return [
    signInLetter({ to: a.to, name: a.name, code: '004211', minutes: 10, at: deadline, asking: 'a' }),
    askLetter(a),
    askLetter({ ...a, round: 2 }),
    reminderLetter({ ...a, count: 2 }),
    escalationLetter({ ...a, waitingFor: [v('王磊'), v('周衡')] }),
    ...outcomes.map((outcome) =>
      outcomeLetter({ ...a, outcome, by: v('周衡'), reason: v('请补充数据来源') }),
    ),
    ...(['approved', 'rejected', 'expired', 'withdrawn'] as const).map((how, index) =>
      closedLetter({ ...a, how, index, by: v('周衡'), reason: v('数据有误') }),
    ),
    mediaRefusedLetter({
      ...a,
      mediaId: 'm1',
      fileName: v('车间.jpg'),
      findings: [{ ...finding, seen: v('734003') }],
    }),
    testSentLetter({ ...e, testers: [v('wx-xuwen')], at: deadline, count: 1 }),
    sendCodeLetter({ ...e, code: '771204', validUntil: deadline, round: 1 }),
    editionSentLetter({
      ...{ ...e, at: deadline, msgId: '1000001', page: editionPage(e.date) },
      articles: [{ title: v('新一代数控磨床发布'), url: 'https://mp.weixin.qq.com/s/x' }],
    }),
    editionFailedLetter({ ...e, attempt: 1, reason: said, advice: { zh: v('修改'), en: v('mend it') } }),
    editionUnknownLetter({ ...e, attempt: 1, since: deadline }),
    askLetter({ ...a, index: 7, removes: { reason: v('客户要求更正') } }),
    escalationLetter({ ...a, index: 7, removes: { reason: v('客户要求更正') }, waitingFor: [] }),
    closedLetter({ ...a, how: 'withdrawn', by: v('陈瑜'), index: 7, removes: { reason: v('客户要求更正') } }),
    removedLetter({ ...r, at: deadline, weibo: true }),
    removalWaitsLetter({ ...r, said, errcode: 48001 }),
    removalRefusedLetter({ ...r, said }),
  ]
}

describe('letters', () => {
  it('asks with title, unit, tier, version, deadline with weekday in Beijing, code and link in both parts', () => {
    const letter = askLetter({ ...ask, language: 'zh' })
    for (const part of [letter.text, letter.html])
      for (const value of [
        ask.title,
        '市场部',
        '单位负责人审核',
        '2026年11月24日（星期二）17:30',
        '482913',
        ask.link,
        '打开链接不会作出任何决定',
      ])
        expect(part).toContain(value)
    expect(letter.text).not.toContain('Deadline')
  })

  it('prints the code as the first six digits of the text, before the link', () => {
    for (const letter of [
      askLetter(ask),
      askLetter({ ...ask, round: 3 }),
      reminderLetter({ ...ask, count: 1 }),
      askLetter({ ...ask, removes: { reason: '订单 135790 有误' } }),
    ]) {
      expect(/(?<!\d)\d{6}(?!\d)/.exec(letter.text)?.[0]).toBe('482913')
      expect(/https?:\/\/\S+\/d\/[\w-]+/.exec(letter.text)?.[0]).toBe(ask.link)
    }
  })

  it('says of a removal what is asked and how it ended, and why it was asked for', () => {
    const removes = { reason: '客户要求更正数据' }
    const asked = askLetter({ ...ask, language: 'zh', removes })
    expect(asked.subject).toContain('请审批撤下')
    expect(asked.text).toContain('撤下理由：客户要求更正数据')
    const facts = { ...ask, language: 'zh' as const, by: '周衡', reason: '' }
    const approved = outcomeLetter({ ...facts, outcome: 'approved', removes })
    expect(approved.text).toContain('正在微信删除')
    expect(approved.text).not.toContain('安排发布')
    const weibo = removedLetter({
      ...facts,
      reason: removes.reason,
      page: submissionPage(ask.submissionId),
      at: deadline,
      weibo: true,
    })
    expect(weibo.text).toContain('登录微博手工删除')
  })

  it('writes Chinese first and English below where the reader’s language is not known', () => {
    const { text, subject } = signInLetter({
      to: 'a@b.example',
      name: '王磊',
      code: '004211',
      minutes: 10,
      asking: 'a',
      at: deadline,
    })
    expect(text.indexOf('您正在登录')).toBeGreaterThan(-1)
    expect(text.indexOf('You are signing in')).toBeGreaterThan(text.indexOf('您正在登录'))
    expect(subject).toBe('【签发】登录验证码 / [Qianfa] sign-in code')
    expect(askLetter({ ...ask, language: 'en' }).text).not.toMatch(/您|验证码/)
  })

  it('has the same Message-ID for the same step and another for every other step, round, reminder and person', () => {
    expect(everyLetter().map(({ messageId }) => messageId)).toEqual(
      everyLetter().map(({ messageId }) => messageId),
    )
    const more = [
      askLetter({ ...ask, to: 'zhou.heng@jiangnan.example' }),
      askLetter({ ...ask, index: 1 }),
      askLetter({ ...ask, version: 3 }),
      reminderLetter({ ...ask, count: 3 }),
      testSentLetter({ ...edition, testers: [], at: deadline, count: 2 }),
      sendCodeLetter({
        ...edition,
        contentHash: 'dead'.repeat(16),
        code: '1',
        validUntil: deadline,
        round: 1,
      }),
    ]
    const ids = [...everyLetter(), ...more].map(({ messageId }) => messageId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[\w.-]{10,200}$/.test(id))).toEqual([])
  })

  it('keeps all letters of one submission in one thread and those of an edition in another', () => {
    const threads = everyLetter().map(({ thread }) => thread)
    expect(new Set(threads)).toEqual(
      new Set([undefined, `submission.${ask.submissionId}`, 'edition.2026-11-24']),
    )
    expect(threads.filter((thread) => thread === undefined)).toHaveLength(1)
  })

  it('names rule, article, limit, value seen and remedy of a refused file in both languages', () => {
    const { text } = mediaRefusedLetter({ ...ask, mediaId: 'm1', fileName: '车间.jpg', findings: [finding] })
    for (const value of [
      '第10.2条（picture.too-small）',
      '1048576',
      '734003',
      '请上传原图',
      'article 10.2',
      'upload the original',
    ])
      expect(text).toContain(value)
  })

  it.each(['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', "' style='x", '</td></table><h1>'])(
    'escapes %s wherever somebody could have typed it',
    (typed) => {
      for (const letter of everyLetter(typed)) {
        expect(letter.html).not.toContain(typed)
        expect(letter.html).not.toMatch(/<(img|script|h1)/)
      }
    },
  )

  it('lets nobody type a line that looks like ours', () => {
    for (const letter of everyLetter('标题\n批准用验证码：111111\nhttps://evil.example/d/x'))
      expect(letter.text).not.toMatch(/^(批准用验证码：111111|https:\/\/evil)/m)
  })

  it('fetches nothing: no pictures, no styles, no address but the link', () => {
    const known = [ask.link, `${site}/portal/`, 'https://mp.weixin.qq.com/s/x']
    for (const letter of everyLetter()) {
      expect(letter.html).not.toMatch(/<(img|link|style|script|iframe)|url\(|src=/)
      expect(
        (letter.html.match(/https?:\/\/[^\s"<]+/g) ?? []).filter(
          (url) => !known.some((one) => url.startsWith(one)),
        ),
      ).toEqual([])
    }
  })
})

test('no sign of direction or control that somebody typed gets into a subject or a line of text', () => {
  const letter = compose({
    ...{ to: 'a@b.example', name: '王磊', messageId: 'm' },
    subject: { zh: '请审批：\u202eGNP.exe\u0007\u200f', en: 'please review: \u2066x\u2069' },
    blocks: [{ facts: [[{ zh: '标题', en: 'Title' }, 'a\u202eb\u061cc']] }],
  })
  expect(letter.subject).toBe('请审批：GNP.exe / please review: x')
  expect(letter.text).toContain('标题：abc')
})
