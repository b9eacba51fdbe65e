import type * as z from 'zod'
import type { Policy } from './policy'

const mebibyte = 1_048_576

const unitHead = {
  tier: 'unit-head',
  why: { zh: '责任单位负责人审核（第十一条）', en: 'the head of the unit reviews (article 11)' },
} as const
const officeReview = {
  tier: 'office-review',
  why: { zh: '企管办审核把关（第十一条第一款）', en: 'the office reviews (article 11.1)' },
} as const
const departmentHead = {
  tier: 'department-head',
  why: { zh: '企管部负责人批准（第十一条）', en: 'the head of 企管部 approves (article 11)' },
} as const

/** 微信公众号管理制度 as in force since November 2026. Never edit a version that was in use: add the next one. */
export const november2026: z.input<typeof Policy> = {
  version: '2026-11',
  title: { zh: '微信公众号管理制度', en: 'Rules for the WeChat official account and the Weibo account' },
  categories: [
    {
      number: 1,
      id: 'business-news',
      name: {
        zh: '业务宣传及促销、重要活动、行业与市场资讯',
        en: 'business publicity and promotions, important events, industry and market news',
      },
    },
    {
      number: 2,
      id: 'project-cases',
      name: { zh: '行业应用及有影响的工程案例', en: 'industry applications and influential project cases' },
    },
    {
      number: 3,
      id: 'products',
      name: { zh: '公司研发的产品', en: 'products developed by the company' },
    },
    {
      number: 4,
      id: 'company-life',
      name: {
        zh: '公司形象、企业文化、公益、文体与竞赛活动',
        en: 'company image, culture, charity, sports and contests',
      },
    },
    {
      number: 5,
      id: 'management-experience',
      name: { zh: '管理经验', en: 'management experience' },
    },
    {
      number: 6,
      id: 'leader-approved',
      name: {
        zh: '各部门提出并经公司领导批准的事项',
        en: 'matters raised by departments and approved by a company leader',
      },
      appends: [
        {
          tier: 'company-leader',
          why: {
            zh: '第六类内容须经公司领导批准（第九条第六款）',
            en: 'matter of category 6 is approved by a company leader (article 9, 6)',
          },
        },
      ],
    },
    {
      number: 7,
      id: 'company-decided',
      name: {
        zh: '公司决定发布或转发的其他事项',
        en: 'other matters the company decides to publish or repost',
      },
      office: true,
    },
  ],
  channels: {
    wechat: { name: { zh: '微信公众号', en: 'WeChat' } },
    weibo: { name: { zh: '微博', en: 'Weibo' } },
  },
  // The regulation names no hours. News must be timely (10.1), so a tier has one working day, a leader two.
  tiers: {
    'unit-head': { title: { zh: '单位负责人审核', en: 'Unit head' }, deadline: { workingDays: 1 } },
    'office-review': { title: { zh: '企管办审核', en: 'Office review' }, deadline: { workingDays: 1 } },
    'department-head': {
      title: { zh: '企管部负责人批准', en: 'Department head' },
      deadline: { workingDays: 1 },
    },
    'company-leader': { title: { zh: '公司领导批准', en: 'Company leader' }, deadline: { workingDays: 2 } },
  },
  routes: {
    full: [unitHead, officeReview, departmentHead],
    short: [unitHead, departmentHead],
    // Where 企管部 applies, its unit head and the department head are one person, who cannot sit in two tiers.
    office: [
      {
        tier: 'office-review',
        why: {
          zh: '企管部自己提出的内容：其负责人在下一级批准，这一级由企管办审核',
          en: 'opened by 企管部 itself: its head approves in the next tier, so the office reviews in this one',
        },
      },
      departmentHead,
    ],
  },
  workingHours: { opens: 9, closes: 18 },
  reminders: [0.5, 0.8],
  escalation: { editorAfter: { workingDays: 1 }, expiresAfter: { workingDays: 2 } },
  // 10.1 says timely: what nobody used in four weeks is looked at again by its unit.
  pool: { reminders: [3, 10], unusedAfter: 20, atLeast: 3 },
  media: {
    picture: {
      aboveBytes: mebibyte,
      belowBytes: 5 * mebibyte,
      maxPixels: 50_000_000,
      extensions: ['jpg', 'jpeg'],
    },
    video: {
      maxBytes: 500 * mebibyte,
      extensions: ['avi', 'wma', 'mov', 'rm', 'rmvb', '3gp'],
      extra: ['flv', 'mp4'],
    },
    formats: {
      jpg: {
        contentTypes: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
        containers: ['jpeg'],
        needsVideoTrack: false,
      },
      jpeg: {
        contentTypes: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
        containers: ['jpeg'],
        needsVideoTrack: false,
      },
      avi: {
        contentTypes: ['video/vnd.avi', 'video/x-msvideo', 'video/avi', 'video/msvideo'],
        containers: ['avi'],
      },
      // `.wma` means the ASF container, with or without a video track.
      wma: {
        contentTypes: ['audio/x-ms-wma', 'video/x-ms-asf', 'video/x-ms-wmv', 'audio/x-ms-asf'],
        containers: ['asf'],
        needsVideoTrack: false,
      },
      mov: { contentTypes: ['video/quicktime'], containers: ['mov'] },
      rm: {
        contentTypes: ['application/vnd.rn-realmedia', 'video/x-pn-realvideo', 'audio/x-pn-realaudio'],
        containers: ['rm'],
      },
      rmvb: {
        contentTypes: [
          'application/vnd.rn-realmedia-vbr',
          'application/vnd.rn-realmedia',
          'video/x-pn-realvideo',
          'audio/x-pn-realaudio',
        ],
        containers: ['rm'],
      },
      '3gp': { contentTypes: ['video/3gpp', 'audio/3gpp', 'video/3gp'], containers: ['3gp'] },
      flv: { contentTypes: ['video/x-flv', 'video/flv'], containers: ['flv'] },
      mp4: { contentTypes: ['video/mp4', 'application/mp4'], containers: ['mp4'] },
    },
  },
  weibo: { maxLength: 140 },
  wechat: {
    title: 32,
    author: 16,
    digest: 120,
    contentBelowCharacters: 20_000,
    contentBelowBytes: mebibyte,
    articles: { min: 1, max: 8 },
  },
  accounts: {
    subscription: { sendsPerDay: 1 },
    service: { sendsPerDay: 1, sendsPerMonth: 4 },
  },
  text: {
    freshDays: 15,
    briefCharacters: 3_000,
    unknownSources: [
      '未知',
      '不详',
      '来源不明',
      '来源不详',
      '不知道',
      '网络',
      '互联网',
      '网上',
      '来自网络',
      '来源网络',
      '来源于网络',
      '网络转载',
      '转载',
      '佚名',
      '无',
      '-',
      '?',
      '？',
      'n/a',
      'none',
      'unknown',
      'internet',
      'web',
    ],
  },
  screening: { maxHits: 200 },
  loan: { route: [departmentHead], states: ['window', 'purpose', 'post-cap'] },
  complaint: {
    steps: [
      { id: 'accepted', name: { zh: '受理', en: 'accepted' } },
      { id: 'answered', name: { zh: '答复', en: 'answered' } },
      { id: 'followed-up', name: { zh: '回访', en: 'followed up' } },
    ],
  },
}
