import { renderDecisionOutcomePage, type OutcomeKind } from '../../../lib/pages/decision-outcome-page'
import { renderDecisionPage, type DecisionView } from '../../../lib/pages/decision-page'
import { renderErrorPage } from '../../../lib/pages/error-page'
import { renderHomePage } from '../../../lib/pages/home-page'
import type { Language, SignedIn } from '../../../lib/pages/layout'
import type { PageFinding } from '../../../lib/pages/parts'
import { renderSignInPage } from '../../../lib/pages/sign-in-page'

/** How a value that a person could have typed gets into a view: as it is, or replaced by a payload. */
export type Typed = (value: string) => string

export const outcomeKinds: OutcomeKind[] = [
  'approved-now',
  'rejected-now',
  'approved',
  'rejected',
  'expired',
  'withdrawn',
  'content-changed',
  'link-locked',
  'link-locked-for-now',
  'link-unknown',
  'link-expired',
  'not-asked',
  'same-hand',
  'too-many-attempts',
  'not-in-review',
]

const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`)
const tiers = {
  unit: { zh: '单位负责人审核', en: 'Unit head' },
  office: { zh: '企管办审核', en: 'Office review' },
  head: { zh: '企管部负责人批准', en: 'Department head' },
}
const statement = {
  zh: '本单位对所报内容（文字、图片、视频及其来源）的真实性、可靠性、合规性负责，已核实内容准确，并有权使用所附图片和视频。',
  en: 'Our unit answers for the truth, reliability and compliance of what is submitted.',
}
const secrecy = {
  zh: '所报内容已经过保密审查，不含国家秘密、工作秘密、商业秘密及未经同意公开的个人信息。',
  en: 'What is submitted was reviewed for secrecy.',
}

export const articleHtml = `<p style="font-size:17px;line-height:1.8">11月20日，江南精工在苏州发布新一代数控磨床 JG-M900。该机床主轴转速达到每分钟 12000 转，定位精度 2 微米，面向新能源汽车齿轮与航空轴承的精密加工。</p><p style="text-align:center"><strong style="color:#b3261e">一台机床，三项首创</strong></p><p>发布会上，研发中心主任赵强介绍，JG-M900 采用自研静压导轨和热变形实时补偿系统，连续工作 72 小时尺寸漂移不超过 3 微米。首批 12 台已交付客户，运行稳定。</p><table border="1"><tr><th>参数</th><th>上一代</th><th>JG-M900</th></tr><tr><td>定位精度</td><td>5 μm</td><td>2 μm</td></tr><tr><td>最高转速</td><td>8000 r/min</td><td>12000 r/min</td></tr></table><p>来源：研发中心</p>`

const pixel = (colour: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300" fill="${colour}"/><circle cx="290" cy="90" r="40" fill="#fff8"/><path d="M0 300 150 120 260 240 320 180 400 300z" fill="#0004"/></svg>`)}`

const hitFindings = (v: Typed): PageFinding[] => [
  {
    rule: 'words.absolute',
    article: '8',
    seen: v('首创'),
    message: { zh: v('“首创”属于绝对化用语，须有依据'), en: v('"first ever" needs proof') },
    remedy: { zh: v('请写明依据，或改为可证实的说法。'), en: v('name the proof or reword') },
    at: { field: 'body', excerpt: v('一台机床，三项首创') },
  },
  {
    rule: 'words.personal-data',
    article: '8',
    seen: v('赵强'),
    message: { zh: v('出现个人姓名与职务，须本人同意'), en: v('a person is named; consent is needed') },
    remedy: { zh: v('请确认本人同意公开。'), en: v('confirm the consent') },
    at: { field: 'body', excerpt: v('研发中心主任赵强介绍') },
  },
]
const warning = (v: Typed): PageFinding => ({
  rule: 'text.length',
  article: '10.1',
  limit: 1500,
  seen: 1820,
  message: { zh: v('正文偏长，读者未必读完'), en: v('the text is long') },
  remedy: { zh: v('制度要求简明扼要，可删去重复部分。'), en: v('shorten it') },
})
const tooSmall = (v: Typed): PageFinding => ({
  rule: 'picture.too-small',
  article: '10.2',
  limit: 1_048_576,
  seen: 734_003,
  message: {
    zh: v('图片须大于 1 MB（1,048,576 字节），现为 734,003 字节'),
    en: v('the picture must be larger than 1 MB'),
  },
  remedy: {
    zh: v('请上传相机或手机的原图，不要用聊天软件转发过的压缩图'),
    en: v('upload the original from the camera or phone'),
  },
})

export const signedIn = (v: Typed, current: number): SignedIn => ({
  name: v('许雯'),
  unitName: v('企业管理部'),
  signOutUrl: '/sign-out',
  hidden: { token: v('t-123') },
  nav: [
    { href: '/submissions', label: { zh: '稿件', en: 'Submissions' }, current: current === 0 },
    { href: '/editions/2026-11-24', label: { zh: '期次', en: 'Editions' }, current: current === 1 },
    { href: '/mailbox', label: { zh: '信箱', en: 'Mailbox' } },
    { href: '/phone', label: { zh: '手机', en: 'Phone' } },
  ],
})

export const decisionView = (v: Typed, language: Language = 'zh'): DecisionView => ({
  language,
  action: '/d/AbCdEf0123456789AbCdEf0123456789AbCdEf01234',
  nonce: v('1763899200000.c2lnbmF0dXJl'),
  title: v('新一代数控磨床 JG-M900 发布：定位精度 2 微米，首批已交付客户'),
  unitName: v('研发中心'),
  officerName: v('李娜'),
  source: v('研发中心新品发布会资料'),
  category: { zh: '公司研发的产品', en: 'products developed by the company' },
  channels: [
    { zh: '微信公众号', en: 'WeChat' },
    { zh: '微博', en: 'Weibo' },
  ],
  eventDate: v('2026-11-20'),
  digest: v('主轴转速 12000 转，定位精度 2 微米，面向新能源汽车齿轮与航空轴承。'),
  version: 2,
  tier: tiers.head,
  approver: { name: v('周衡'), standsInFor: v('唐宗') },
  deadline: at('17:30'),
  earlier: [
    { tier: tiers.unit, name: v('赵强'), at: at('10:12') },
    {
      tier: tiers.office,
      name: v('林静'),
      standsInFor: v('何云'),
      at: at('14:03'),
      comment: v('参数已与产品手册核对一致。'),
    },
  ],
  later: [{ zh: '公司领导批准', en: 'Company leader' }],
  wechat: {
    html: articleHtml,
    characters: 1820,
    cover: {},
    dropped: [
      {
        what: v('https://www.jiangnan.example/m900'),
        why: { zh: '正文不支持外部链接', en: 'no outside links' },
        count: 2,
      },
    ],
  },
  weibo: {
    pictures: ['JG-M900.jpg'],
    text: v(
      '【新品】江南精工 JG-M900 数控磨床今日发布：定位精度 2 微米，最高 12000 转，连续工作 72 小时漂移不超过 3 微米。首批 12 台已交付。',
    ),
    count: 62,
    limit: 140,
  },
  pictures: [
    { previewUrl: pixel('#7a9cc0'), fileName: v('发布会现场.jpg'), facts: v('4032 × 3024 · 3.2 MB') },
    { previewUrl: pixel('#b09a7a'), fileName: v('JG-M900 整机.jpg'), facts: v('6000 × 4000 · 4.7 MB') },
    {
      previewUrl: pixel('#83a585'),
      fileName: v('导轨特写_IMG_20261120_093015_大图原片.jpeg'),
      facts: v('4000 × 3000 · 1.4 MB'),
    },
  ],
  videos: [
    {
      url: '/media/v1?sig=1',
      fileName: v('加工演示.mp4'),
      facts: v('MP4 · 1920 × 1080 · 1 分 42 秒 · 86 MB'),
      playable: true,
    },
    {
      url: '/media/v2?sig=1',
      fileName: v('发布会全程.rmvb'),
      facts: v('RealMedia · 48 分 · 412 MB'),
      playable: false,
    },
  ],
  changes: {
    version: 1,
    seen: true,
    fields: [
      {
        name: { zh: '正文', en: 'Text' },
        stretches: [
          { text: v('首批 12 台'), kind: 'same' },
          { text: v('全部'), kind: 'added' },
          { text: v('部分'), kind: 'removed' },
        ],
      },
    ],
    media: { added: [v('新图.jpg')], removed: [v('旧图.jpg')], reordered: true },
  },
  hits: hitFindings(v),
  warnings: [warning(v)],
  submittedAt: at('09:20'),
  statement: { name: v('李娜'), at: at('09:20'), parts: [statement, secrecy] },
})

export function everyPage(v: Typed = (value) => value, language: Language = 'zh'): Record<string, string> {
  const decision = decisionView(v, language)
  const problem = { said: { zh: v('验证码不对，还可尝试 4 次'), en: v('wrong code; 4 tries left') } }
  return {
    decision: renderDecisionPage(decision),
    'decision-removal': renderDecisionPage({
      ...decision,
      ...{ hits: [], warnings: [], statement: undefined, changes: undefined },
      removal: {
        reason: v('客户要求更正数据，先行撤下'),
        url: 'https://mp.weixin.qq.com/s/AbCdEf',
        publishedAt: at('11:00'),
        onWeibo: true,
        kind: 'ordinary',
      },
    }),
    'decision-removal-at-once': renderDecisionPage({
      ...decision,
      ...{ hits: [], warnings: [], statement: undefined, changes: undefined, earlier: [], later: [] },
      removal: {
        reason: v('泄露客户图纸'),
        url: 'https://mp.weixin.qq.com/s/AbCdEf',
        onWeibo: false,
        kind: 'at-once',
      },
    }),
    'decision-removal-afterwards': renderDecisionPage({
      ...decision,
      ...{ hits: [], warnings: [], statement: undefined, changes: undefined },
      removal: { reason: v('泄露客户图纸'), onWeibo: false, kind: 'afterwards' },
    }),
    'decision-again': renderDecisionPage({
      ...decision,
      problem: { ...problem, form: 'reject', details: hitFindings(v) },
      typed: { answers: [v('有检测报告'), v('本人同意')], reason: v('请补充检测报告编号。') },
    }),
    ...Object.fromEntries(
      outcomeKinds.map((kind) => [
        `outcome-${kind}`,
        renderDecisionOutcomePage({
          language,
          kind,
          title: decision.title,
          by: v('周衡'),
          at: at('16:05'),
          reason: v('请补充检测报告编号后再送审。'),
          details: kind === 'same-hand' ? [tooSmall(v)] : [],
          said:
            kind === 'same-hand'
              ? { zh: v('您已在前一级审批'), en: v('you sat in an earlier tier') }
              : undefined,
        }),
      ]),
    ),
    error: renderErrorPage({
      language,
      signedIn: signedIn(v, 0),
      said: { zh: v('有未通过检查的图片或视频'), en: v('some files were refused') },
      details: [tooSmall(v), warning(v)],
      code: v('PolicyRefused'),
      back: { href: '/submissions', label: { zh: v('回到稿件'), en: v('back') } },
    }),
    'sign-in': renderSignInPage({
      language,
      action: '/sign-in',
      step: 'address',
      againUrl: '/sign-in',
      email: v(''),
    }),
    'sign-in-code': renderSignInPage({
      language,
      action: '/sign-in/confirm',
      step: 'code',
      email: v('xu.wen@jiangnan.example'),
      againUrl: '/sign-in',
      hidden: { token: v('t') },
      problem,
    }),
    home: renderHomePage({
      language,
      company: v('江南精工股份有限公司'),
      signInUrl: '/sign-in',
      tiles: [
        {
          href: '/mailbox',
          label: { zh: '信箱', en: 'Mailbox' },
          note: { zh: v('系统发出的邮件'), en: v('mails') },
        },
        {
          href: '/phone',
          label: { zh: '手机', en: 'Phone' },
          note: { zh: v('读者看到的样子'), en: v('what readers see') },
        },
      ],
    }),
    'home-signed-in': renderHomePage({
      language,
      company: v('江南精工股份有限公司'),
      signInUrl: '/sign-in',
      signedIn: {
        ...signedIn(v, -1),
        roles: [
          { zh: v('信息员'), en: v('officer') },
          { zh: v('文字编辑员'), en: v('editor') },
        ],
      },
      tiles: [
        {
          href: '/submissions',
          label: { zh: '稿件', en: 'Submissions' },
          note: { zh: v('本单位的稿件'), en: v('x') },
          count: 3,
        },
        {
          href: '/editions',
          label: { zh: '期次', en: 'Editions' },
          note: { zh: v('编排与群发'), en: v('x') },
        },
        {
          href: '/mailbox',
          label: { zh: '信箱', en: 'Mailbox' },
          note: { zh: v('系统发出的邮件'), en: v('x') },
        },
        { href: '/phone', label: { zh: '手机', en: 'Phone' }, note: { zh: v('读者看到的样子'), en: v('x') } },
      ],
    }),
  }
}
