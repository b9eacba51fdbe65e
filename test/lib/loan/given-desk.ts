import { fakeCallbacks, fakeMachine } from '../../kit/machine'
import type { Letter, Mail } from '../../../lib/channels/mail/mail'
import { applyLoan, type Application } from '../../../lib/loan/apply-loan'
import { askHead } from '../../../lib/loan/ask-head'
import { checkText } from '../../../lib/loan/check-text'
import { closeLoan } from '../../../lib/loan/close-loan'
import { loanAsks } from '../../../lib/loan/ask'
import { loanAnswering } from '../../../lib/loan/loan-answering'
import { loanQuestion } from '../../../lib/loan/loan-question'
import type { Fate } from '../../../lib/loan/posting'
import { lookAfterLoan } from '../../../lib/loan/look-after'
import { postUnderLoan } from '../../../lib/loan/post-under-loan'
import { showLoan } from '../../../lib/loan/show-loan'
import { stillLent } from '../../../lib/loan/still-lent'
import { pressHead } from '../../../lib/loan/press-head'
import { recallLoan } from '../../../lib/loan/recall-loan'
import type { LoanPost } from '../../../lib/loan/rows'
import { loanStore } from '../../../lib/loan/store'
import { awaitLoan, resumeLoan } from '../../../lib/loan/wake'
import { runWatch } from '../../kit/watched'
import { waits } from '../../../lib/matter/waiting'
import { withdrawLoan } from '../../../lib/loan/withdraw-loan'
import type { Person, Role } from '../../../lib/people/person'
import { peopleStore } from '../../../lib/people/store'
import { companyCalendar } from '../../../lib/calendar/store'
import { randomIds } from '../../../lib/platform/ids'
import { questionDoor } from '../../../lib/question/door'
import { askStore } from '../../../lib/question/store'
import { givenTable } from '../edition/given-table'
import { wordListStore } from '../../../lib/wording/store'

const staff: { id: string; name: string; unitId: string; roles: Role[] }[] = [
  { id: 'zhou-heng', name: '周衡', unitId: 'office', roles: ['unit-head', 'department-head'] },
  { id: 'lin-jing', name: '林静', unitId: 'office', roles: ['office-reviewer'] },
  { id: 'xu-wen', name: '许雯', unitId: 'office', roles: ['officer', 'editor'] },
  { id: 'chen-yu', name: '陈瑜', unitId: 'marketing', roles: ['officer'] },
  { id: 'wang-lei', name: '王磊', unitId: 'marketing', roles: ['unit-head'] },
  { id: 'li-na', name: '李娜', unitId: 'research', roles: ['officer'] },
]

/** The room of loans over a real table emulator, with a clock that is set, mails in a list and steps called by hand. */
export async function givenLoans() {
  const given = await givenTable()
  let now = new Date('2026-11-23T01:00:00.000Z')
  const clock = { now: () => now }
  const people = peopleStore(given.table)
  const letters: Letter[] = []
  const mail: Mail = {
    async send(letter) {
      letters.push(letter)
      return 'sent'
    },
  }
  const { callbacks, woken } = fakeCallbacks()
  const { machine, started, end } = fakeMachine()
  const fates = new Map<string, Fate>()
  const released: string[] = []
  const returned: string[] = []
  const loans = loanStore(given.table, clock)
  const room = {
    ...{
      loans,
      people,
      mail,
      clock,
      callbacks,
      calendar: companyCalendar(given.table),
      waits: waits({ table: given.table, callbacks, clock }),
      asks: askStore(given.table),
    },
    wordLists: wordListStore(given.table),
    ids: randomIds,
    secrets: { read: async () => 'a key of the tests' },
    publicUrl: 'https://qianfa.example',
    machine,
    posting: {
      release: async (post: LoanPost) => void released.push(post.postId),
      fateOf: async (post: LoanPost) => fates.get(post.postId),
      takeBack: async (post: LoanPost) => void returned.push(post.postId),
    },
  }
  await people.saveUnit({ id: 'office', name: '企业管理部', office: true })
  await people.saveUnit({ id: 'marketing', name: '市场部', office: false })
  await people.saveUnit({ id: 'research', name: '研发中心', office: false })
  for (const { roles, ...person } of staff) {
    await people.save({ ...person, email: `${person.id}@jiangnan.example`, language: 'zh' })
    for (const role of roles)
      await people.grant(person.id, { role, unitId: person.unitId, from: '2026-01-01' })
  }
  const who = async (id: string) => (await people.withId(id)) as Person

  const verbs = {
    apply: applyLoan(room),
    ask: askHead(room),
    press: pressHead(room),
    await: awaitLoan(room),
    look: lookAfterLoan(room),
    close: closeLoan(room),
    recall: recallLoan(room),
    withdraw: withdrawLoan(room),
    post: postUnderLoan(room),
    show: showLoan(room),
    check: checkText(room),
    stillLent: stillLent(room),
    watch: () => runWatch(given.table, clock, { loan: resumeLoan(room) }),
  }
  const application: Application = {
    unitId: 'marketing',
    event: '上海阀门展直播',
    purpose: '在展会现场与网友互动',
    from: '2026-11-24T01:00:00.000Z',
    until: '2026-11-26T01:00:00.000Z',
    borrowerIds: ['chen-yu', 'wang-lei'],
    cap: 2,
  }
  const door = questionDoor({
    ...room,
    question: loanQuestion(room),
    answering: loanAnswering(room),
  })

  return {
    ...{
      room,
      loans,
      people,
      letters,
      woken,
      started,
      end,
      fates,
      released,
      returned,
      verbs,
      application,
      door,
      who,
      clock,
    },
    table: given.table,
    close: given.close,
    at: (iso: string) => void (now = new Date(iso)),
    lettersTo: (id: string) => letters.filter((letter) => letter.to === `${id}@jiangnan.example`),
    /** Applied by the officer and asked: the head has the mail. */
    async asked(change: Partial<Application> = {}, by = 'chen-yu') {
      const loan = await verbs.apply({
        ...application,
        ...change,
        key: `key-${randomIds.uuid()}`,
        by: await who(by),
      })
      await verbs.ask({ loanId: loan.id })
      return loan.id
    },
    /** Link and code of the newest mail to this person that has both. */
    mailTo(id: string) {
      const mails = letters.filter((letter) => letter.to.startsWith(id) && letter.text.includes('/d/'))
      const { text } = mails.at(-1)!
      return { token: /\/d\/([\w-]{43})/.exec(text)![1]!, code: /验证码：(\d{6})/.exec(text)![1]! }
    },
    async nonceOf(token: string) {
      const page = await door.show(token)
      return /name="nonce" value="([^"]+)"/.exec(page.body!)![1]!
    },
    /** Decides as the person would: opens the link, types the code of the mail. */
    async decide(id: string, choice: 'approve' | 'reject', more: { code?: string; reason?: string } = {}) {
      const { token, code } = this.mailTo(id)
      const body = { nonce: await this.nonceOf(token), choice, code, answers: [], ...more }
      return door.take({ path: { token }, body })
    },
    async granted(change: Partial<Application> = {}) {
      const id = await this.asked(change)
      await this.decide('zhou-heng', 'approve')
      return id
    },
    askedOf: (loanId: string) => room.asks.of(loanAsks, { loanId }),
    stateOf: async (id: string) => (await loans.withId(id)).state,
  }
}

export type GivenLoans = Awaited<ReturnType<typeof givenLoans>>
