import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { warnOfHolidays } from '../../../../lib/calendar/warn-of-holidays'
import { accountCheckedLetter } from '../../../../lib/channels/mail/check-letter'
import { digestOf } from '../../../../lib/channels/mail/digest'
import * as editionLetters from '../../../../lib/channels/mail/edition-letters'
import * as letters from '../../../../lib/channels/mail/letters'
import type { Letter, Mail } from '../../../../lib/channels/mail/mail'
import * as loanLetters from '../../../../lib/channels/mail/loan-letters'
import { atSite, editionPage, loanPage, submissionPage } from '../../../../lib/channels/mail/pages'
import { passkeyLetter } from '../../../../lib/channels/mail/passkey-letters'
import * as removalLetters from '../../../../lib/channels/mail/removal-letters'
import { tokenLetter } from '../../../../lib/channels/mail/weibo-letters'
import { complaintLetter } from '../../../../lib/complaint/letters'
import { tellUnread } from '../../../../lib/complaint/tell-unread'
import type { Complaint } from '../../../../lib/complaint/complaint'
import type { Edition } from '../../../../lib/edition/edition'
import * as aboutEditions from '../../../../lib/edition/letters'
import { askByHand } from '../../../../lib/edition/hand-letters'
import type { Send } from '../../../../lib/edition/rows'
import * as changes from '../../../../lib/oversight/letters'
import type { Proposal } from '../../../../lib/oversight/proposal'
import type { Person, Role } from '../../../../lib/people/person'
import type { People } from '../../../../lib/people/store'
import { commentLetter } from '../../../../lib/submission/comment-letter'
import { tellReturnedMail } from '../../../../lib/people/returned-mail'
import { poolReminder, unusedLetter } from '../../../../lib/pool/letters'
import { tellNews } from '../../../../lib/probe/letters'
import { noticeSettings } from '../../../../lib/settings/notice'
import { handedOverLetter, unreachedLetter } from '../../../../lib/question/letters'
import * as requests from '../../../../lib/request/letters'
import type { MaterialRequest } from '../../../../lib/request/request'
import * as weibo from '../../../../lib/weibo-post/letters'
import type { WeiboPost } from '../../../../lib/weibo-post/post'
import { mayOpen, placeOf } from '../../../../web/src/shell/places'
import { people as members, rights, type Member } from '../../../doors/rights'
import { filesIn, root } from '../../../house/imports'

const site = 'https://qianfa.example'
const at = new Date('2026-11-24T01:30:00Z')
const clock = { now: () => at }
const roleOf: Partial<Record<Member, Role>> = {
  ...{ officer: 'officer', head: 'unit-head', reviewer: 'office-reviewer', editor: 'editor' },
  ...{ departmentHead: 'department-head', leader: 'company-leader', admin: 'admin', inspector: 'inspector' },
}
const inUnit = ['clerk', 'officer', 'head']

/** The company of the doors' tests; a mailbox is named by what its owner is. */
const company: Person[] = Object.entries(members)
  .filter(([member]) => !member.startsWith('other'))
  .map(([member, id]) => ({
    ...{ id, name: id, email: `${member}@co.example`, language: 'zh', substitutes: [] },
    unitId: inUnit.includes(member) ? 'marketing' : 'office',
    grants: [roleOf[member as Member] ?? []].flat().map((role) => ({
      role,
      unitId: inUnit.includes(member) ? 'marketing' : 'office',
      from: '2026-01-01',
    })),
  }))
const personOf = (member: Member) => company.find(({ id }) => id === members[member])!
afterEach(() => speak('zh'))
const speak = (of: 'zh' | 'en') => {
  language = of
  for (const person of company) person.language = of
}
const people = {
  units: () =>
    Promise.resolve([
      { id: 'marketing', name: '市场部', office: false },
      { id: 'office', name: '企管部', office: true },
    ]),
  holding: (role: Role, unitId: string) =>
    Promise.resolve(
      company.filter(({ grants }) => grants.some((one) => one.role === role && one.unitId === unitId)),
    ),
  withId: (id: string) => Promise.resolve(company.find((one) => one.id === id)),
} as unknown as People

const sent: Letter[] = []
const mail: Mail = { send: (letter) => Promise.resolve(sent.push(letter)) }
const room = { mail, people, clock }
const told = async (tell: Promise<unknown>): Promise<Letter[]> => {
  sent.length = 0
  await tell
  return [...sent]
}

let language: 'zh' | 'en' = 'zh'
const to = (member: Member) => ({ to: `${member}@co.example`, name: members[member], language })
const submission = { submissionId: '7f1c7f0e-8f0e-4c59-8f52-0d7a3e3c1a11', version: 1, title: '阀门投用' }
const ask = {
  ...{ ...submission, index: 0, round: 1, unitName: '市场部', tier: 'unit-head' as const, deadline: at },
  ...{ link: `${site}/d/AbC`, code: '482913' },
}
const about = { date: '2026-11-24', account: '江南精工', titles: ['阀门投用'], contentHash: 'c'.repeat(64) }
const loan = {
  ...{ loanId: 'l1', event: '展会', purpose: '直播', unitName: '市场部', from: at, until: at, cap: 3 },
  borrowers: ['石一'],
}
const removal = { ...submission, reason: '数据有误', page: submissionPage(submission.submissionId) }
const said = { zh: '原因', en: 'why' }
const edition = {
  ...{ account: 'wx', date: '2026-11-24', state: 'sent', hash: 'c'.repeat(64), attempt: 1, round: 1 },
  items: [{ submissionId: submission.submissionId, title: '阀门投用' }],
  result: { msgId: '1', at: at.toISOString(), articles: [{ index: 1, url: 'https://mp.weixin.qq.com/s/x' }] },
} as unknown as Edition
const trouble = { code: 'SentToNobody', said, details: [], facts: {}, at: at.toISOString() }
const send = {
  attempt: 1,
  intendedAt: at.toISOString(),
  hand: { deadline: at.toISOString() },
} as unknown as Send
const strange = {
  ...{ msgId: '2', status: 'sent success', at: at.toISOString() },
  counts: { total: 1, afterFilter: 1, sent: 1, failed: 0 },
}
const post = (under: WeiboPost['under']) =>
  ({
    ...{ id: 'p1', under, title: '阀门', text: '走进车间', unitName: '市场部', attempt: 1, byHand: [] },
    ...{ releasedBy: { id: members.editor }, officerId: members.officer },
    standing: { url: 'https://weibo.com/1/x', at: at.toISOString(), known: 'answer' },
  }) as unknown as WeiboPost
const approval = post({
  kind: 'approval',
  submissionId: submission.submissionId,
  version: 1,
  contentHash: 'c',
})
const complaint = (state: Complaint['state']) =>
  ({
    id: 'k1',
    number: 'KS-1',
    unitId: 'marketing',
    unitName: '市场部',
    state,
    reopened: 0,
    followUps: [],
  }) as never
const request = {
  ...{ id: 'r1', round: 1, unitName: '市场部', subject: '总结', details: '三张照片', dueOn: '2026-12-01' },
  ...{ askedBy: { name: '许雯' }, state: 'delivered' },
} as unknown as MaterialRequest
const act = {
  type: 'RoleGranted',
  about: { id: 'x', name: '石一' },
  facts: {},
  by: { id: 'a', name: '宋安' },
}
const proposal = { id: 'c1', act, proposedBy: { id: members.admin, name: '宋安' } } as unknown as Proposal
const mailed = {
  person: personOf('departmentHead'),
  link: `${site}/d/AbC`,
  code: '1',
  round: 1,
  deadline: at,
  deadlineNote: undefined,
}
const reader = (member: Member) => ({ email: `${member}@co.example`, name: member, language })
const question = {
  kind: { parts: () => ['1'], about: 'tier' },
  ...{ title: () => '阀门投用', thread: () => 'submission.1', fields: () => ({}) },
  page: () => `/submissions/${submission.submissionId}`,
} as never

/** Letters that lead nowhere, and why. */
const leadsNowhere: Record<string, string> = {
  'sign-in': 'whoever reads it is not signed in yet; the code is typed where it was asked for',
  'handed-over': 'the matter is another’s now, and may be of a unit this person may not read',
  'proposal.clerk-co':
    'whom a change concerns may have no right to the page of changes; the letter says all of it',
  done: 'as before',
}

/** Every letter the files of `lib` can write, and to whom: by the verbs themselves where they choose their readers. */
const all: Record<string, () => Promise<Letter[]> | Letter[]> = {
  'lib/channels/mail/letters.ts': () => [
    letters.signInLetter({ ...to('clerk'), code: '004211', minutes: 10, at, asking: 'a' }),
    letters.unusualSignInLetter({ ...to('clerk'), times: 5, at }),
    letters.askLetter({ ...ask, ...to('head') }),
    letters.reminderLetter({ ...ask, ...to('departmentHead'), count: 1 }),
    letters.escalationLetter({ ...ask, ...to('editor'), waitingFor: ['王磊'] }),
    letters.outcomeLetter({
      ...submission,
      ...to('officer'),
      outcome: 'rejected',
      by: '王磊',
      reason: '补充',
    }),
    letters.askLetter({ ...ask, ...to('departmentHead'), removes: { reason: '数据有误', atOnce: true } }),
    letters.askLetter({ ...ask, ...to('leader'), removes: { reason: '数据有误', after: 'r1' } }),
    ...(['approved', 'rejected', 'expired', 'withdrawn', 'failed'] as const).flatMap((outcome) =>
      (['officer', 'editor', 'departmentHead'] as const).flatMap((member) =>
        [{ atOnce: true as const }, { after: 'r1' }].map((kind) =>
          letters.outcomeLetter({
            ...{ ...submission, ...to(member), outcome, by: '王磊', reason: '补充' },
            removes: { reason: '数据有误', ...kind },
          }),
        ),
      ),
    ),
    ...(['head', 'reviewer', 'departmentHead', 'leader', 'editor'] as const).map((member) =>
      letters.closedLetter({ ...removal, ...to(member), index: 0, how: 'approved', by: '王磊' }),
    ),
    letters.mediaRefusedLetter({
      ...submission,
      ...to('officer'),
      mediaId: 'm',
      fileName: 'a.jpg',
      findings: [],
    }),
  ],
  'lib/submission/comment-letter.ts': () => {
    const comment = { ...submission, by: '王磊', quote: '通过验收', text: '请写明日期', date: '2026-11-24' }
    return [
      commentLetter(personOf('officer'), { ...comment, answer: false }),
      commentLetter(personOf('head'), { ...comment, answer: true }),
    ]
  },
  'lib/channels/mail/edition-letters.ts': () => [
    editionLetters.testSentLetter({ ...about, ...to('editor'), testers: ['wx'], at, count: 1 }),
    editionLetters.sendCodeLetter({ ...about, ...to('editor'), code: '1', validUntil: at, round: 1 }),
    editionLetters.editionSentLetter({
      ...{ ...about, ...to('editor'), at, msgId: '1', articles: [], page: editionPage(about.date) },
    }),
    editionLetters.editionFailedLetter({ ...about, ...to('editor'), attempt: 1, reason: said, advice: said }),
    editionLetters.editionUnknownLetter({ ...about, ...to('editor'), attempt: 1, since: at }),
  ],
  'lib/edition/letters.ts': async () => [
    ...(await told(aboutEditions.tellSent(room)(edition, [members.officer]))),
    ...(await told(aboutEditions.tellSent(room)({ ...edition, outcome: trouble }, [members.officer]))),
    ...(await told(aboutEditions.tellStrange(room)(strange, edition))),
    ...(await told(aboutEditions.tellDown(room)(edition, at))),
    ...(await told(aboutEditions.nudgeAdministrators(room)(edition, send, 1))),
    ...(await told(askByHand(room)(edition, send, 2))),
  ],
  'lib/channels/mail/loan-letters.ts': () => [
    loanLetters.loanAskLetter({ ...ask, ...loan, ...to('departmentHead') }),
    loanLetters.loanReminderLetter({ ...ask, ...loan, ...to('departmentHead'), count: 1 }),
    ...(['clerk', 'officer', 'head', 'editor', 'departmentHead'] as const).flatMap((member) => [
      loanLetters.loanNewsLetter({
        ...{ ...loan, ...to(member), kind: 'granted', head: said, say: said },
        link: { label: said, url: site + loanPage('l1').path },
      }),
      loanLetters.loanReportLetter({
        ...{ ...loan, ...to(member), head: said, say: said, posted: 1, lines: [] },
        link: site + loanPage('l1').path,
      }),
    ]),
    loanLetters.loanPostLetter({
      ...{ ...loan, ...to('editor'), postId: 'p', by: '石一', number: 1, text: '直播', at, answers: [] },
      link: site + loanPage('l1').path,
    }),
  ],
  'lib/channels/mail/removal-letters.ts': () =>
    (['officer', 'head', 'editor'] as const).flatMap((member) => [
      removalLetters.removedLetter({ ...removal, ...to(member), at, weibo: true }),
      removalLetters.removalRefusedLetter({ ...removal, ...to(member), said }),
    ]),
  'lib/channels/mail/check-letter.ts': () =>
    (['admin', 'editor'] as const).map((member) =>
      accountCheckedLetter({ ...to(member), account: 'wx', at, standing: 'x', checks: [] }),
    ),
  'lib/channels/mail/weibo-letters.ts': () =>
    (['admin', 'editor'] as const).map((member) =>
      tokenLetter({ ...to(member), warning: '7', authorisation: 'a', url: `${site}/portal/accounts` }),
    ),
  'lib/channels/mail/passkey-letters.ts': () => [
    passkeyLetter({ ...to('clerk'), what: 'added', passkeys: ['手机'], at }),
  ],
  'lib/channels/mail/digest.ts': () => [
    digestOf([letters.reminderLetter({ ...ask, ...to('head'), count: 1 })], '2026-11-24'),
  ],
  'lib/weibo-post/letters.ts': async () => {
    const needs = { ...room }
    return [
      ...(await told(weibo.tellPosted(needs)(approval))),
      ...(await told(weibo.tellNotPosted(needs)(approval))),
      ...(await told(weibo.askByHand(needs)(approval, 0))),
      ...(await told(
        weibo.tellPosted(needs)(post({ kind: 'loan', loanId: 'l1', personId: members.officer })),
      )),
    ]
  },
  'lib/pool/letters.ts': () =>
    (['officer', 'head', 'editor', 'departmentHead', 'leader'] as const).flatMap((member) => {
      const waiting = {
        submission: { id: submission.submissionId, version: 1, content: { title: '阀门' }, publications: [] },
        ...{ channels: ['wechat' as const], person: personOf(member), publicUrl: site },
      } as never
      return [
        poolReminder({ ...(waiting as object), count: 1, days: 2, until: at, unpublished: [] } as never),
        unusedLetter(waiting, 3),
      ]
    }),
  'lib/probe/letters.ts': () =>
    told(
      tellNews(room)({
        ...{ account: 'wx', at: at.toISOString() },
        news: [{ what: 'permission', name: 'draft_add', before: '1', after: '0' }],
      } as never),
    ),
  'lib/complaint/letters.ts': () =>
    (['officer', 'head', 'editor', 'departmentHead', 'leader'] as const).map((member) =>
      complaintLetter(complaint('assigned'), personOf(member), { kind: 'news', publicUrl: site }),
    ),
  'lib/complaint/tell-unread.ts': () =>
    told(
      tellUnread({
        ...{ ...room, publicUrl: site },
        complaints: { chats: () => Promise.resolve({ items: [{}], next: 'more' }) } as never,
      })(),
    ),
  'lib/request/letters.ts': () =>
    (['officer', 'head', 'editor', 'reviewer', 'departmentHead'] as const).flatMap((member) => [
      requests.askLetter(request, personOf(member), site),
      requests.endLetter(request, personOf(member), site),
      requests.summaryLetter(personOf(member), [], '2026-11-24', site),
    ]),
  'lib/oversight/letters.ts': () => [
    changes.askLetter(proposal, mailed),
    changes.reminderLetter(proposal, mailed, 1),
    changes.newsLetter(proposal, reader('admin'), { name: 'x', head: said, say: said, mayOpen: true }),
    changes.proposedLetter(proposal, reader('clerk')),
    changes.doneLetter(act as never, reader('clerk'), { id: 'c1' }),
    changes.aloneLetter(reader('departmentHead'), [], site),
  ],
  'lib/question/letters.ts': () => [
    handedOverLetter(question, {}, personOf('head'), { round: 1 } as never),
    unreachedLetter(question, {}, { asked: [], presser: personOf('editor'), publicUrl: site }),
  ],
  'lib/calendar/warn-of-holidays.ts': () =>
    told(
      warnOfHolidays({
        ...{ ...room, publicUrl: site },
        holidays: { newest: () => Promise.resolve({ years: [] }) } as never,
      })(),
    ),
  'lib/settings/notice.ts': () =>
    told(
      noticeSettings({
        ...{ ...room, publicUrl: site, ids: { secret: () => 'salt' } as never },
        mail: { write: (letter) => mail.send(letter).then(() => []) },
        settings: {
          find: () =>
            Promise.resolve({ salt: 's', confirmed: { wechat: 'a' }, alone: {}, announced: {}, revision: 1 }),
          save: () => Promise.resolve(),
        },
        inUse: () => Promise.resolve({ wechat: 'b' }),
        anybody: () => Promise.resolve(true),
        acts: {
          record: async (_: unknown, save: (rows: never[]) => unknown) => void (await save([])),
        } as never,
      })(),
    ),
  'lib/people/returned-mail.ts': () =>
    told(
      tellReturnedMail({
        ...{ ...room, publicUrl: site },
        people: { ...people, withEmail: () => Promise.resolve(personOf('head')) } as never,
        mailboxes: {
          all: () =>
            Promise.resolve([
              { address: 'head@co.example', since: at.toISOString(), lastAt: at.toISOString() },
            ]),
        } as never,
      })(),
    ),
}
/** Written to heads of 企管部 alone, with the page of the record, by lib/oversight/weekly-letter.ts; told in its own test. */
const elsewhere = ['lib/oversight/weekly-letter.ts']

/** Titles, names and reasons of this company, and what WeChat's console calls its pages; `sent success` is WeChat's too. */
const written =
  /阀门投用|阀门|市场部|企管部|江南精工|展会|直播|石一|王磊|许雯|宋安|补充|数据有误|原因|走进车间|总结|三张照片|通过验收|请写明日期|手机|发表记录|删除/g

/** The door each page of the portal begins with. */
const doorOf: [RegExp, string][] = [
  [/^\/submissions\/[\w-]+$/, 'GET /api/submissions/{submissionId}'],
  [/^\/editions\/[\d-]+$/, 'GET /api/editions/{date}'],
  [/^\/weibo\/\w+$/, 'GET /api/weibo/{postId}'],
  [/^\/loans\/\w+$/, 'GET /api/loans/{loanId}'],
  [/^\/complaints\?tab=chats$/, 'GET /api/chats'],
  [/^\/complaints\/bulletin$/, 'GET /api/bulletins/{month}'],
  [/^\/complaints\/\w+$/, 'GET /api/complaints/{complaintId}'],
  [/^\/requests$/, 'GET /api/requests'],
  [/^\/accounts$/, 'GET /api/admin/checks'],
  [/^\/holidays$/, 'GET /api/holidays'],
  [/^\/changes$/, 'GET /api/changes'],
  [/^\/record$/, 'GET /api/admin/acts'],
  [/^\/company$/, 'GET /api/admin/company'],
  [/^\/me$/, 'GET /api/me'],
]
const linksIn = ({ text }: Letter) =>
  [...text.matchAll(/https:\/\/qianfa\.example\/(?:portal(\/\S*)|d\/\S+)/g)].map(([, path]) => path)

describe('every letter', () => {
  it('that lib can write is among these', () => {
    const writers = filesIn('lib').filter(
      (file) =>
        file !== 'lib/channels/mail/compose.ts' &&
        /(?<!\w\.)\bcompose\(\{/.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(writers.length).toBeGreaterThan(15)
    expect([...Object.keys(all), ...elsewhere].sort()).toEqual(writers.sort())
  })

  it.each(Object.keys(all))(
    'of %s links to what it speaks of, and its reader may open that',
    async (file) => {
      const written = (await all[file]!()).map((letter) => atSite(letter, site))
      expect(written.length).toBeGreaterThan(0)
      for (const letter of written) {
        const paths = linksIn(letter)
        const nowhere = Object.keys(leadsNowhere).some((kind) => letter.messageId.startsWith(`${kind}.`))
        expect({ kind: letter.messageId, links: paths.length > 0 }).toEqual({
          kind: letter.messageId,
          links: !nowhere,
        })
        const member = letter.to.split('@')[0] as Member
        for (const path of paths.flatMap((one) => one ?? [])) {
          const door = doorOf.find(([page]) => page.test(path))?.[1]
          const right = rights[door ?? '']!
          expect({ path, door }).toEqual({ path, door: expect.any(String) })
          expect({ path, member, may: [right.may].flat().includes(member as never) }).toEqual({
            path,
            member,
            may: true,
          })
          const roles = personOf(member).grants.map(({ role }) => role)
          expect({ path, member, desk: mayOpen({ roles }, placeOf(path.split('?')[0]!)!) }).toEqual({
            path,
            member,
            desk: true,
          })
        }
      }
    },
  )

  it.each(Object.keys(all))('of %s is in its reader’s language, but for what people wrote', async (file) => {
    speak('en')
    for (const { subject, text } of await all[file]!())
      expect(`${subject}\n${text}`.replaceAll(written, '').match(/[\u3400-\u9fff]+/g) ?? []).toEqual([])
    speak('zh')
    for (const { subject, text } of await all[file]!())
      expect(
        `${subject}\n${text}`
          .replaceAll(/https?:\S+|sent success/g, '')
          .match(/[A-Za-z]{3,} [A-Za-z]{2,}/g) ?? [],
      ).toEqual([])
  })

  it('of a mass send names the article and links to it, for the officer too', async () => {
    const written = await told(aboutEditions.tellSent(room)(edition, [members.officer]))
    expect(written.map((letter) => letter.to.split('@')[0])).toEqual(['editor', 'officer'])
    for (const { text } of written) expect(text).toContain('打开《阀门投用》：\nhttps://mp.weixin.qq.com/s/x')
    const [, officers] = written.map((letter) => linksIn(atSite(letter, site)))
    expect(officers).toEqual([`/submissions/${submission.submissionId}`])
  })

  it('that asks for a decision has a link for each choice; both only open the page', () => {
    const letter = letters.askLetter({ ...ask, ...to('head'), language: 'zh' })
    expect([...letter.text.matchAll(/(.+)：\n(https:\S+)/g)].map(([, label, link]) => [label, link])).toEqual(
      [
        ['查看内容，同意', `${ask.link}?choice=approve#decide`],
        ['查看内容，退回修改', `${ask.link}?choice=reject#reject`],
      ],
    )
    expect(letter.text).toContain('打开链接不会作出任何决定')
  })
})
