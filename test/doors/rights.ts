import { firstCompanyTheme } from '../../lib/theme/drawn-in'
import { seal } from '../../lib/platform/ids'
import { statutoryYear } from '../../lib/calendar/statutory'
import { linkHashOf } from '../../lib/question/ask'
import { secrets } from '../kit/doors'
import type { Thing, Things } from './things'

/** Who knocks: people of the company by what they are to the marketing unit, whose things they are about. */
export const people = {
  clerk: 'shi-yi',
  officer: 'chen-yu',
  head: 'wang-lei',
  otherOfficer: 'li-na',
  otherHead: 'zhao-qiang',
  reviewer: 'lin-jing',
  departmentHead: 'zhou-heng',
  leader: 'tang-zong',
  editor: 'xu-wen',
  admin: 'song-an',
  inspector: 'gu-ming',
} as const
/** Who is nobody: no cookie, and cookies that are worth nothing. */
export const strangers = [
  'nobody',
  'forged key',
  'no algorithm',
  'signed out',
  'expired',
  'left the company',
  'moved address',
] as const

export type Member = keyof typeof people
export type Caller = Member | (typeof strangers)[number]

const everybody = Object.keys(people) as Member[]
const unit: Member[] = ['clerk', 'officer', 'head']
const office: Member[] = ['reviewer', 'departmentHead', 'leader', 'editor', 'admin', 'inspector']
/** Article 2: 企管部 sees all, a unit its own. */
const readers: Member[] = [...unit, ...office]
const editor: Member[] = ['editor']
const officer: Member[] = ['officer']

export interface Right {
  /** who gets through; `anybody` also without a session */
  may: Member[] | 'anybody'
  /** who may be told of the marketing unit's things by this door; those who get through unless said otherwise */
  sees?: Member[]
  /** what the path names, and in which states those who may get through; all of them unless said */
  on?: keyof Things
  in?: string[]
  /** callers for whom it is other states */
  but?: Partial<Record<Member, string[]>>
  /** states in which it was done before: said again, nothing more happens */
  again?: string[]
  /** what is wanting when everything else is right, by code: a proof that this caller does not have */
  wants?: string
  /** what this door may leave behind for a stranger too: codes asked for, and what is counted */
  leaves?: RegExp
  body?: object | ((thing: Thing, things: Things) => object)
  /** `{name}` is what the thing's path says */
  query?: string
  path?: Record<string, string>
  form?: true
}

const reason = '数据有误，需要更正'
const year2026 = statutoryYear(2026)
const content = {
  ...{
    title: '新一代智能阀门',
    body: '<p>通过验收。</p>',
    source: '市场部',
    category: 1,
    channels: ['wechat'],
  },
  mediaIds: [],
}
/** A row of the spreadsheet of people. */
const newcomer = {
  ...{ row: 2, id: '', name: '新人', email: 'newcomer@jiangnan.example', unit: '市场部' },
  ...{ language: '', roles: '', leftOn: '' },
}
const inState = (things: Thing[], state: string) => things.find((one) => one.state === state)!
const sinceAssigned = ['assigned', 'drafted', 'answered', 'closed']
/** Codes, counters, and the letter with the code. */
const asking = /^(SIGNIN|COUNT|OUTBOX)#/
/** How often a link's code was tried, and the letter with a new link when it was too often. */
const tried = /^(LINK|OUTBOX)#/
const changeableEditions = [
  'composing',
  'building',
  'testing',
  'awaiting-confirmation',
  'scheduled',
  'failed',
]

/**
 * What each door of the template grants, by the company's regulation: nothing here is read from the code. A door that is
 * not here fails the test.
 */
export const rights: Record<string, Right> = {
  // Signing in, and oneself.
  'GET /': { may: 'anybody', sees: [] },
  'GET /assets/style.css': { may: 'anybody', sees: [] },
  'GET /portal': { may: 'anybody', sees: [] },
  'GET /portal/{path+}': { may: 'anybody', sees: [], path: { path: 'editions' } },
  'GET /sign-in': { may: 'anybody', sees: [] },
  'POST /sign-in': {
    ...{ may: 'anybody', sees: [], leaves: asking, form: true, body: { email: 'nobody@jiangnan.example' } },
  },
  'POST /sign-out': { may: everybody, sees: [], form: true },
  'POST /api/sign-in': {
    ...{ may: 'anybody', sees: [], leaves: asking, body: { email: 'nobody@jiangnan.example' } },
  },
  'POST /api/sign-in/confirm': {
    ...{ may: 'anybody', sees: [], wants: 'CodeWrong', leaves: asking },
    body: { email: 'chen-yu@jiangnan.example', code: '0000000000' },
  },
  'POST /api/sign-out': { may: everybody, sees: [] },
  'GET /api/me': { may: everybody, sees: [] },
  'GET /api/me/sessions': { may: everybody, sees: [] },
  'DELETE /api/me/sessions': { may: everybody, sees: [] },
  'DELETE /api/me/sessions/{sessionId}': {
    // Nobody ends another's: of a session that is not one's own, only that there is none.
    ...{ may: [], sees: [], path: { sessionId: 'f'.repeat(64) } },
  },
  // Not used by this company; with it: test/lib/people/company-sign-in.test.ts.
  'GET /sign-in/company': { may: 'anybody', sees: [], wants: 'NotFound' },
  'GET /sign-in/company/back': { may: 'anybody', sees: [], wants: 'NotFound' },
  'DELETE /api/me/sessions/others': { may: everybody, sees: [] },
  'POST /api/sign-in/passkey/begin': { may: 'anybody', sees: [] },
  'POST /api/sign-in/passkey': {
    ...{ may: 'anybody', sees: [], wants: 'SignInRefused' },
    body: {
      response: {
        ...{ id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {} },
        response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
      },
    },
  },
  'GET /api/me/passkeys': { may: everybody, sees: [] },
  'POST /api/me/passkeys/begin': { may: everybody, sees: [] },
  'POST /api/me/passkeys': {
    ...{ may: everybody, sees: [], wants: 'SignInRefused' },
    body: {
      name: '手机',
      response: {
        ...{ id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {} },
        response: { clientDataJSON: 'e30', attestationObject: 'AAAA' },
      },
    },
  },
  'DELETE /api/me/passkeys/{passkeyId}': {
    // Of a passkey that is not one's own, only that there is none.
    ...{ may: [], sees: [], path: { passkeyId: 'f'.repeat(64) } },
  },
  'GET /api/setup': { may: 'anybody', sees: [] },
  'POST /api/setup': {
    ...{ may: 'anybody', sees: [], wants: 'CodeWrong' },
    body: {
      code: 'guessed',
      company: { name: '新公司', units: [{ id: 'office', name: '企管部', office: true, people: [] }] },
    },
  },
  'GET /api/policy': { may: everybody, sees: [] },
  'GET /api/people': { may: everybody, sees: [] },
  // Of a question that is not one's own, only that it is none: test/lib/question/from-portal.test.ts.
  'POST /api/asks/link': {
    ...{ may: everybody, sees: [], wants: 'NotAsked', body: { about: 'loan', loanId: 'none' } },
  },
  'POST /api/asks/letter': {
    ...{ may: everybody, sees: [], wants: 'NotAsked', body: { about: 'proposal', proposalId: 'none' } },
  },
  'GET /api/today': { may: everybody, sees: ['officer', 'head', ...office] },
  'GET /api/decisions': { may: everybody, sees: [] },
  'PUT /api/me/substitute': {
    may: ['head', 'otherHead', 'reviewer', 'departmentHead', 'leader'],
    sees: [],
    body: { substituteId: 'shi-yi', from: '2026-11-24', until: '2026-11-25' },
  },
  'GET /api/me/substitute': { may: everybody, sees: [] },
  'DELETE /api/me/substitute/{from}/{substituteId}': {
    ...{ may: everybody, sees: [], path: { from: '2026-11-24', substituteId: 'shi-yi' } },
  },

  // Decisions by the mail's link: whoever holds it, signed in or not; deciding wants the code as well (invariant 4).
  'GET /d/{token}': { may: 'anybody', sees: everybody, on: 'link', in: ['open', 'loan'] },
  'HEAD /d/{token}': { may: 'anybody', sees: everybody, on: 'link', in: ['open', 'loan'] },
  'POST /d/{token}': {
    ...{ may: 'anybody', sees: everybody, on: 'link', in: ['open', 'loan'], form: true, wants: 'CodeWrong' },
    leaves: tried,
    body: ({ path, hash }) => ({
      ...{ nonce: nonceOf(path['token'] ?? '', String(hash)), choice: 'approve', code: '000000' },
    }),
  },

  // A unit's own matter (articles 2, 6, 11).
  'GET /api/submissions': { may: everybody, sees: readers },
  'POST /api/submissions': { may: ['officer', 'otherOfficer'], sees: [], body: content },
  'GET /api/submissions/{submissionId}': { may: readers, on: 'submission' },
  'GET /api/submissions/{submissionId}/preview': { may: readers, on: 'submission' },
  'GET /api/submissions/{submissionId}/versions': { may: readers, on: 'submission' },
  'PUT /api/submissions/{submissionId}': {
    ...{ may: officer, on: 'submission', in: ['draft'], body: { edits: 0, content } },
  },
  'POST /api/submissions/{submissionId}/editing': {
    ...{ may: officer, on: 'submission', in: ['draft'], body: { page: 'a'.repeat(32) } },
  },
  // Article 2: who may read it may say something of it, for as long as somebody can act on that.
  'POST /api/submissions/{submissionId}/comments': {
    ...{ may: readers, on: 'submission' },
    in: ['draft', 'checking', 'in-review', 'rejected', 'withdrawn', 'expired', 'unused'],
    body: { about: { quote: '通过验收', block: 0 }, text: '请写明日期' },
  },
  // Of a comment that nobody wrote, only that there is none.
  'POST /api/submissions/{submissionId}/comments/{commentId}': {
    ...{ may: readers, on: 'submission', wants: 'NotFound', path: { commentId: '0'.repeat(12) } },
    body: { text: '已经改了' },
  },
  'POST /api/submissions/{submissionId}/submit': {
    ...{ may: officer, on: 'submission', in: ['draft'], again: ['checking', 'in-review'] },
    body: { version: 1, edits: 0, agreed: { truth: true, unclassified: true } },
  },
  'POST /api/submissions/{submissionId}/revise': {
    ...{ may: officer, on: 'submission', in: ['rejected', 'expired', 'withdrawn', 'unused', 'failed'] },
    body: { version: 1 },
  },
  'POST /api/submissions/{submissionId}/withdraw': {
    ...{ may: officer, on: 'submission', in: ['draft', 'checking', 'in-review', 'approved'] },
    ...{ again: ['withdrawn'], body: { reason } },
  },
  'POST /api/submissions/{submissionId}/resume': {
    ...{ may: ['admin', 'editor'], on: 'submission' },
    again: [
      'draft',
      'approved',
      'scheduled',
      'sending',
      'published',
      'rejected',
      'withdrawn',
      'expired',
    ].concat('unused', 'failed', 'removed', 'removing'),
  },
  'POST /api/submissions/{submissionId}/removal': {
    may: ['officer', 'editor', 'departmentHead'],
    ...{ on: 'submission', in: ['published'], body: { reason, atOnce: true } },
  },
  'POST /api/submissions/{submissionId}/removal/confirm': {
    ...{ may: editor, on: 'removal', body: { channel: 'wechat' } },
  },
  'POST /api/submissions/{submissionId}/media': {
    ...{ may: officer, on: 'submission', in: ['draft'], body: { fileName: '现场.mp4', bytes: 9_000_000 } },
  },
  'POST /api/submissions/{submissionId}/media/{mediaId}/parts': {
    ...{ may: officer, on: 'media', in: ['uploading'], body: { partNumbers: [1] } },
  },
  'GET /api/submissions/{submissionId}/media/{mediaId}/parts': {
    ...{ may: officer, on: 'media', in: ['uploading'] },
  },
  'POST /api/submissions/{submissionId}/media/{mediaId}/complete': {
    ...{ may: officer, on: 'media', in: ['uploading'], again: ['checking', 'accepted', 'refused'] },
    wants: 'MediaMissing',
  },
  'DELETE /api/submissions/{submissionId}/media/{mediaId}': {
    ...{ may: officer, on: 'media', in: ['uploading', 'checking', 'accepted', 'refused'] },
  },
  // What an article begins with: the unit's by its head and officers, the company's by 企管部.
  'GET /api/starts': { may: everybody, sees: unit },
  'GET /api/starts/{owner}/{startId}': { may: unit, on: 'start' },
  'POST /api/starts': {
    ...{ may: ['officer', 'head', 'otherOfficer', 'otherHead'], sees: [] },
    body: { kind: 'block', name: '联系方式', company: false, body: '<p>电话</p>' },
  },
  'DELETE /api/starts/{owner}/{startId}': { may: ['officer', 'head'], on: 'start' },
  'POST /api/starts/begin': {
    ...{ may: officer, on: 'submission' },
    body: ({ path }) => ({ from: { kind: 'article', submissionId: path['submissionId'] } }),
  },
  'GET /api/library': { may: ['officer', 'otherOfficer'], sees: officer },
  // Its original is not in this bucket.
  'POST /api/submissions/{submissionId}/reused-media': {
    ...{ may: officer, on: 'submission', in: ['draft'], wants: 'MediaMissing' },
    body: (_, { media }) => ({ from: inState(media, 'accepted').path }),
  },
  'PUT /api/units/{unitId}/officers/{personId}': {
    ...{ may: ['head'], sees: [], path: { unitId: 'marketing', personId: 'shi-yi' } },
  },
  'DELETE /api/units/{unitId}/officers/{personId}': {
    ...{ may: ['head'], sees: [], path: { unitId: 'marketing', personId: 'chen-yu' } },
  },

  // Editions (articles 4, 10.3, 11.3): 企管部 looks, its editor acts.
  'GET /api/editions': { may: office, query: 'from=2026-12-01&to=2026-12-31' },
  'GET /api/editions/{date}': { may: office, on: 'edition' },
  'GET /api/editions/{date}/as-read': { may: office, on: 'edition' },
  'GET /api/pool': { may: ['editor', 'departmentHead', 'reviewer'] },
  'GET /api/admin/checks': { may: ['admin', 'editor'], sees: [] },
  'POST /api/admin/checks': { may: ['admin'], sees: [] },
  'GET /api/wechat/quota': { may: ['editor', 'departmentHead', 'admin'], sees: [] },
  'PUT /api/editions/{date}': {
    ...{ may: editor, on: 'edition', in: [...changeableEditions, 'cancelled', 'none'] },
    body: (_, { submission }) => ({ submissionIds: [inState(submission, 'approved').path['submissionId']] }),
  },
  'POST /api/editions/{date}/move': {
    ...{ may: editor, on: 'edition', in: changeableEditions },
    body: ({ submissionId }) => ({
      submissionIds: [submissionId === '' ? '00000000-0000-4000-8000-000000000000' : submissionId],
      to: '2026-12-29',
    }),
  },
  'POST /api/editions/{date}/send': {
    ...{ may: editor, on: 'edition', in: ['composing', 'failed'], again: ['building'] },
  },
  'POST /api/editions/{date}/confirm': {
    ...{ may: editor, on: 'edition', in: ['awaiting-confirmation'], wants: 'CodeWrong' },
    body: ({ hash }) => ({ hash, code: '000000' }),
  },
  'POST /api/editions/{date}/code': { may: editor, on: 'edition', in: ['awaiting-confirmation'] },
  'POST /api/editions/{date}/cancel': {
    ...{ may: editor, on: 'edition', in: [...changeableEditions, 'claiming'], again: ['cancelled'] },
    body: { reason },
  },
  'POST /api/editions/{date}/override': {
    ...{ may: ['editor', 'departmentHead'], on: 'edition', in: ['sending', 'by-hand', 'unknown'] },
    body: { attempt: 1, outcome: 'not-sent', reason },
  },

  // By hand in WeChat's console: no page can be read from here.
  'GET /api/editions/{date}/hand': { may: editor, on: 'edition', in: ['by-hand'] },
  'POST /api/editions/{date}/prove': {
    ...{ may: editor, on: 'edition', in: ['by-hand'], wants: 'NotConfirmed' },
    body: { addresses: ['http://127.0.0.1:9/wechat/s/1/1'] },
  },
  'GET /api/admin/probes': { may: ['admin', 'editor', 'departmentHead', 'inspector'], sees: [] },
  'POST /api/admin/probes': { may: ['admin', 'editor'], sees: [] },

  // Weibo (11.3).
  'GET /api/weibo': { may: office },
  'GET /api/weibo-queue': { may: office },
  'GET /api/weibo/{postId}': { may: office, on: 'post' },
  'POST /api/submissions/{submissionId}/weibo': {
    ...{ may: editor, on: 'submission', in: ['approved', 'scheduled', 'sending', 'published'], body: {} },
  },
  'POST /api/weibo/{postId}/cancel': {
    ...{ may: editor, on: 'post', in: ['released', 'by-hand'], again: ['cancelled'], body: { reason } },
  },
  'POST /api/weibo/{postId}/prove': {
    ...{ may: editor, on: 'post', in: ['by-hand', 'unknown'] },
    body: { address: 'https://weibo.com/1234567890/NqXyZ1a2B', reason },
  },
  'POST /api/weibo/{postId}/deny': {
    ...{
      may: ['editor', 'departmentHead'],
      on: 'post',
      in: ['unknown'],
      again: ['refused'],
      body: { reason },
    },
  },
  'GET /api/weibo-account': { may: ['admin', 'editor'], sees: [] },
  'POST /api/weibo-account/look': { may: ['admin', 'editor'], sees: [] },
  'POST /api/weibo-account/authorisations': { may: ['admin', 'editor'], sees: [] },
  'GET /weibo/authorised': { may: ['admin', 'editor'], sees: [], query: 'state=guessed&code=guessed' },
  // What readers have is for anybody, and nothing else is.
  'GET /a/{postId}': { may: 'anybody', sees: everybody, on: 'post', in: ['posting', 'unknown', 'posted'] },
  'GET /a/{postId}/pictures/{mediaId}': { may: 'anybody', on: 'post', in: [] },

  // Loans of the Weibo account (article 12).
  'GET /api/loans': { may: everybody, sees: readers },
  'POST /api/loans': {
    may: ['officer', 'head'],
    sees: [],
    body: {
      ...{ unitId: 'marketing', event: '展会', purpose: '直播', borrowerIds: ['chen-yu'], cap: 2 },
      ...{ from: '2026-11-26T01:00:00.000Z', until: '2026-11-27T01:00:00.000Z' },
    },
  },
  'GET /api/loans/{loanId}': { may: readers, on: 'loan' },
  'POST /api/loans/{loanId}/check': { may: readers, on: 'loan', body: { text: '现场直播' } },
  'POST /api/loans/{loanId}/withdraw': {
    ...{ may: ['officer', 'head'], on: 'loan', in: ['applied'], again: ['withdrawn'] },
  },
  'POST /api/loans/{loanId}/recall': {
    ...{ may: ['departmentHead', 'editor'], on: 'loan', in: ['granted', 'open'], again: ['recalled'] },
    body: { reason },
  },
  'POST /api/loans/{loanId}/posts': {
    ...{ may: ['officer', 'head'], on: 'loan', in: ['granted', 'open'] },
    body: { text: '展会现场直播开始。', answers: [], declared: true },
  },

  // Complaints (article 4): the office, and the unit one was assigned to.
  'GET /api/complaints': {
    ...{ may: ['editor', 'departmentHead', 'inspector', 'officer', 'head', 'otherOfficer', 'otherHead'] },
    // First words, on record.
    sees: ['editor', 'departmentHead', 'inspector', 'officer', 'head'],
  },
  'POST /api/complaints': { may: editor, body: { source: 'phone', words: '阀门漏水' }, sees: [] },
  'GET /api/complaints/{complaintId}': {
    ...{ may: ['editor', 'departmentHead', 'inspector', 'officer', 'head'], on: 'complaint' },
    but: { officer: sinceAssigned, head: sinceAssigned },
  },
  'POST /api/complaints/{complaintId}/assign': {
    ...{ may: editor, on: 'complaint', in: ['registered', 'assigned', 'drafted'] },
    body: { unitId: 'research' },
  },
  'POST /api/complaints/{complaintId}/answer': {
    ...{ may: ['editor', 'officer', 'head'], on: 'complaint', in: ['assigned', 'drafted'] },
    body: { text: '已安排上门维修。', how: 'phone' },
  },
  'POST /api/complaints/{complaintId}/follow-up': {
    ...{ may: ['editor', 'officer', 'head'], on: 'complaint', in: ['answered'] },
    body: { dueOn: '2026-12-01', outcome: 'satisfied' },
  },
  'POST /api/complaints/{complaintId}/label': {
    ...{ may: ['editor', 'officer', 'head'], on: 'complaint' },
    but: { officer: sinceAssigned, head: sinceAssigned },
    body: { kind: 'quality', tags: ['阀门'] },
  },
  'POST /api/complaints/{complaintId}/notes': {
    ...{ may: ['editor', 'officer', 'head'], on: 'complaint' },
    but: { officer: sinceAssigned, head: sinceAssigned },
    body: { text: '已约周五上门' },
  },
  'POST /api/complaints/{complaintId}/reopen': {
    ...{ may: editor, on: 'complaint', in: ['answered', 'closed'] },
    body: { reason: '客户来电：同样的问题又出现了' },
  },
  'POST /api/complaints/{complaintId}/urge': {
    ...{ may: ['editor', 'departmentHead'], on: 'complaint', in: ['assigned', 'drafted', 'answered'] },
  },
  'GET /api/prepared-answers': { may: ['editor', 'officer', 'head', 'otherOfficer', 'otherHead'], sees: [] },
  'PUT /api/prepared-answers': {
    ...{ may: editor, sees: [] },
    body: { answers: [{ title: '已受理', text: '您好，已安排专人处理。' }], revision: 0 },
  },
  'GET /api/chats': { may: editor },
  'GET /api/chats/{chatId}': { may: editor, on: 'chat', in: ['no complaint'] },
  'POST /api/chats/{chatId}/aside': { may: editor, on: 'chat', in: ['no complaint'], sees: [] },
  'POST /api/chats/{chatId}/complaint': { may: editor, on: 'chat', in: ['no complaint'] },
  'GET /api/bulletins/{month}': { may: office, sees: [], path: { month: '2026-11' } },
  'GET /api/bulletins/{month}/sheet': { may: office, sees: [], path: { month: '2026-11' } },

  // Figures: the office of all, the head of the unit, everybody of themselves.
  'GET /api/figures/{period}': {
    ...{ may: ['head', ...office], sees: ['head', ...office] },
    ...{ path: { period: '2026-11' }, query: 'unit=marketing' },
  },
  'GET /api/figures/{period}/sheet': {
    ...{ may: ['head', ...office], sees: [] },
    ...{ path: { period: '2026' }, query: 'unit=marketing' },
  },
  'GET /api/points': { may: everybody, sees: [] },
  'POST /api/points/{number}/next': {
    ...{ may: ['admin', 'editor'], sees: [], path: { number: '1' } },
    body: {
      rule: { submitted: 2, accepted: 1, wechat: 5, weibo: 2, returned: 0, expired: 0 },
      reason,
    },
  },

  // Material (articles 4, 5): 企管部 asks and excuses, the unit answers.
  'GET /api/requests': { may: everybody, sees: readers },
  'POST /api/requests': {
    may: ['editor', 'departmentHead', 'reviewer'],
    body: { unitId: 'marketing', subject: '国庆活动', dueOn: '2026-12-01' },
    sees: [],
  },
  'POST /api/requests/{requestId}/answer': {
    ...{ may: officer, on: 'request', in: ['open', 'unanswered'] },
    body: (_, { submission }) => ({ submissionId: inState(submission, 'draft').path['submissionId'] }),
  },
  'POST /api/requests/{requestId}/excuse': {
    ...{ may: ['editor', 'departmentHead', 'reviewer'], on: 'request', in: ['open', 'unanswered'] },
    ...{ again: ['excused'], body: { reason } },
  },
  'PUT /api/units/{unitId}/expectation': {
    ...{
      may: ['editor', 'departmentHead', 'reviewer'],
      path: { unitId: 'marketing' },
      body: { perMonth: 2 },
    },
  },
  'PUT /api/units/{unitId}/exemptions/{month}': {
    ...{ may: ['editor', 'departmentHead', 'reviewer'], path: { unitId: 'marketing', month: '2026-11' } },
    body: { reason },
  },
  'DELETE /api/units/{unitId}/exemptions/{month}': {
    ...{ may: ['editor', 'departmentHead', 'reviewer'], path: { unitId: 'marketing', month: '2026-11' } },
  },

  // The archive (articles 2, 11).
  'GET /api/archive': { may: everybody, sees: readers },
  'GET /api/archive/{submissionId}': { may: readers, on: 'archive' },
  'GET /api/archive/{submissionId}/bundle': { may: readers, on: 'archive' },
  'GET /api/archive/{submissionId}/sheet': { may: readers, on: 'archive' },
  'GET /api/sheets': { may: readers, sees: [], on: 'archive', query: 'of={submissionId}' },
  'GET /api/registers/{month}': {
    ...{ may: readers, sees: [], path: { month: '2026-11' }, query: 'unit=marketing' },
  },

  // The administrator's desk.
  'GET /api/themes': { may: ['admin', 'editor'], sees: [] },
  'POST /api/themes/{number}/next': {
    ...{ may: ['admin', 'editor'], path: { number: '0' }, body: { theme: firstCompanyTheme, reason } },
  },
  'GET /api/word-lists': { may: ['admin', 'editor'], sees: [] },
  'GET /api/word-lists/{number}': { may: ['admin', 'editor'], sees: [], path: { number: '1' } },
  'POST /api/word-lists/{number}/proposal': {
    ...{ may: ['admin', 'editor'], sees: [], path: { number: '1' }, body: { put: [], remove: [] } },
  },
  'POST /api/word-lists/{number}/next': {
    ...{ may: ['admin', 'editor'], sees: [], path: { number: '1' }, wants: 'ContentChanged' },
    body: { proposal: { put: [], remove: [] }, fingerprint: 'guessed', reason },
  },
  'GET /api/holidays': { may: ['admin', 'editor'], sees: [] },
  'POST /api/holidays/{number}/proposal': {
    ...{ may: ['admin'], sees: [], path: { number: '1' }, body: { put: [year2026] } },
  },
  'POST /api/holidays/{number}/next': {
    ...{ may: ['admin'], sees: [], path: { number: '1' }, wants: 'ContentChanged' },
    body: { proposal: { put: [year2026] }, fingerprint: 'guessed', reason },
  },
  'GET /api/admin/company': { may: ['admin'], sees: [] },
  'GET /api/messengers': { may: everybody, sees: [] },
  'POST /api/messengers': {
    may: ['admin'],
    body: {
      name: '值班群',
      webhook: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-0000-4000-8000-000000000000',
    },
  },
  'DELETE /api/messengers/{wayId}': { may: ['admin'], on: 'messenger' },
  'POST /api/messengers/{wayId}/trial': { may: ['admin'], on: 'messenger' },
  'PUT /api/me/messenger': { may: everybody, body: { userId: 'LiNa' } },
  'GET /api/check-up': { may: ['admin', 'departmentHead'], sees: [] },
  'GET /api/admin/acts': { may: ['admin', 'inspector', 'departmentHead'], sees: [], query: 'month=2026-11' },
  'GET /api/failed-work': { may: ['admin'], sees: [] },
  'POST /api/failed-work/again': { may: ['admin'], sees: [], body: {} },
  'GET /api/settings': { may: ['admin', 'editor', 'departmentHead', 'leader', 'inspector'], sees: [] },
  'POST /api/settings/proposals': {
    may: ['admin'],
    sees: [],
    body: { names: ['wechat'], reason },
  },
  'GET /api/admin/acts/file': { may: ['admin', 'inspector', 'departmentHead'], sees: [], query: 'part=1' },
  'GET /api/changes': { may: ['admin', 'editor', 'departmentHead', 'leader', 'inspector'], sees: [] },
  'POST /api/changes/{proposalId}/withdrawal': {
    ...{
      may: ['admin', 'editor'],
      sees: [],
      path: { proposalId: '7b8f6f0e-6f0e-4c55-9a6e-1d2b9f7f4c11' },
      wants: 'NotFound',
    },
  },
  'POST /api/changes/{proposalId}/glass': {
    ...{
      may: ['admin', 'editor'],
      sees: [],
      path: { proposalId: '7b8f6f0e-6f0e-4c55-9a6e-1d2b9f7f4c11' },
      wants: 'NotFound',
    },
    body: { reason },
  },
  'PUT /api/admin/people/{personId}/substitute': {
    ...{ may: ['admin'], sees: [], path: { personId: 'wang-lei' } },
    body: { substituteId: 'shi-yi', from: '2026-11-25', until: '2026-11-27' },
  },
  'PUT /api/admin/units/{unitId}': {
    ...{ may: ['admin'], sees: [], path: { unitId: 'research' }, body: { name: '研究院', office: false } },
  },
  'PUT /api/admin/people/{personId}': {
    ...{ may: ['admin'], sees: [], path: { personId: 'shi-yi' } },
    body: { name: '石一', email: 'shi-yi@jiangnan.example', unitId: 'marketing', language: 'zh' },
  },
  'PUT /api/admin/people/{personId}/roles/{role}/{unitId}': {
    ...{ may: ['admin'], sees: [], path: { personId: 'shi-yi', role: 'inspector', unitId: 'marketing' } },
    body: { from: '2026-11-25' },
  },
  'DELETE /api/admin/people/{personId}/roles/{role}/{unitId}': {
    ...{
      may: ['admin'],
      sees: [],
      path: { personId: 'gu-ming', role: 'inspector', unitId: 'enterprise-management' },
    },
  },
  'POST /api/admin/roster/preview': {
    ...{ may: ['admin'], sees: [] },
    body: { missing: 'stay', units: [], people: [newcomer] },
  },
  'POST /api/admin/roster': {
    ...{ may: ['admin'], sees: [], wants: 'ContentChanged' },
    body: {
      rows: { missing: 'stay', units: [], people: [newcomer] },
      ...{ fingerprint: 'of another file', reason },
    },
  },
  'DELETE /api/admin/people/{personId}/sessions': {
    ...{ may: ['admin'], sees: [], path: { personId: 'shi-yi' } },
  },

  // WeChat's own signature stands in for a session; nobody here has it.
  'GET /wechat/callback': { may: [], sees: [], query: 'signature=a&timestamp=1&nonce=2&echostr=3' },
  'POST /wechat/callback': { may: [], sees: [], query: 'signature=a&timestamp=1&nonce=2' },
}

/** What a page of ours carries for its form, made with the key: the code is what is wanting then. */
const nonceOf = (token: string, hash: string): string => {
  const until = String(Date.parse('2026-11-24T03:00:00.000Z'))
  return `${until}.${seal(secrets['page-key'], 'page', linkHashOf(token), hash, until)}`
}
