import { choiceLinks, compose, messageIdOf, type Block } from '../channels/mail/compose'
import type { Letter } from '../channels/mail/mail'
import { changesPage } from '../channels/mail/pages'
import { beijingMoment } from '../platform/beijing-time'
import type { Bilingual } from '../platform/refusal'
import { whyTwo } from '../policy/two-people'
import type { Act, NewAct } from '../security/act'
import type { ActType } from '../policy/acts'
import type { Mailed } from '../question/question'
import type { Proposal } from './proposal'
import { linesOf, sentenceOf, titleOf } from './words'

/** Whom a letter goes to. */
export interface Reader {
  email: string
  name: string
  language?: 'zh' | 'en'
}

const to = ({ email, name, language }: Reader) => ({ to: email, name, ...(language && { language }) })
const thread = (proposalId: string) => `proposal.${proposalId}`
const subject = (head: Bilingual, title: Bilingual): Bilingual => ({
  zh: `【签发】${head.zh}：${title.zh}`,
  en: `[Qianfa] ${head.en}: ${title.en}`,
})
const inBeijing = (at: Date): Bilingual => ({
  zh: `${beijingMoment(at).zh}（北京时间）`,
  en: `${beijingMoment(at).en}, Beijing time`,
})

/** Why it takes two, of an act on its way. */
export const whyOf = ({ act, concernsHead }: Pick<Proposal, 'act' | 'concernsHead'>): Bilingual | undefined =>
  whyTwo({ ...act, type: act.type as ActType }, concernsHead)

/** More lines than this are read in the portal: a mail of a thousand is none. */
const mostLines = 30

function someLines(act: Parameters<typeof linesOf>[0]): [Bilingual, Bilingual][] {
  const lines = linesOf(act)
  if (lines.length <= mostLines) return lines
  const more = lines.length - mostLines
  const rest: Bilingual = { zh: `另有 ${more} 项，见复核页面`, en: `${more} more on the page` }
  return [...lines.slice(0, mostLines), [{ zh: '其余', en: 'And' }, rest]]
}

const factsOf = (proposal: Proposal): Block => {
  const why = whyOf(proposal)
  return {
    facts: [
      [{ zh: '变更', en: 'Change' }, titleOf(proposal.act)],
      ...someLines(proposal.act),
      [{ zh: '提出人', en: 'Proposed by' }, proposal.proposedBy.name],
      ...(why ? [[{ zh: '为何需要两人', en: 'Why it takes two' }, why] as [Bilingual, Bilingual]] : []),
    ],
  }
}

const asking = (proposal: Proposal, { person, link, code, deadline, deadlineNote, ...mailed }: Mailed) => ({
  ...to(person),
  thread: thread(proposal.id),
  blocks: (opening: Bilingual): Block[] => [
    { say: opening },
    ...(mailed.standsInFor
      ? [
          {
            say: {
              zh: `您作为${mailed.standsInFor}的代理人收到此邮件。`,
              en: `You are asked as substitute of ${mailed.standsInFor}.`,
            },
          },
        ]
      : []),
    { facts: [[{ zh: '请在此前答复', en: 'Answer until' }, inBeijing(deadline)]] },
    ...(deadlineNote ? [{ note: deadlineNote }] : []),
    { label: { zh: '确认用验证码', en: 'Code for confirming' }, code },
    ...choiceLinks(
      link,
      { zh: '查看变更，确认', en: 'See the change and confirm it' },
      { zh: '查看变更，不同意', en: 'See the change and refuse it' },
    ),
    // Below the code: whatever numbers the change holds, the first in the letter is the code.
    factsOf(proposal),
    {
      note: {
        zh: '打开链接不会作出任何决定：确认须在页面上输入上面的验证码，不同意须写明理由。如有疑问，请先当面或电话问清提出人和当事人。',
        en: 'Opening the link decides nothing: confirming needs the code above, refusing needs a reason. When in doubt, ask whoever proposed it and whom it concerns, in person.',
      },
    },
  ],
})

/** To each who may be the second person: link and code. */
export function askLetter(proposal: Proposal, mailed: Mailed): Letter {
  const { blocks, ...letter } = asking(proposal, mailed)
  return compose({
    ...letter,
    messageId: messageIdOf('second', mailed.person.email, proposal.id, mailed.round),
    subject: subject({ zh: '请复核变更', en: 'please confirm a change' }, titleOf(proposal.act)),
    blocks: blocks({
      zh: `${proposal.proposedBy.name}提出了下面的变更，需要第二个人确认后才生效。`,
      en: `${proposal.proposedBy.name} proposes this change; it takes effect once a second person confirms it.`,
    }),
  })
}

/** The same link and code once more. */
export function reminderLetter(proposal: Proposal, mailed: Mailed, count: number): Letter {
  const { blocks, ...letter } = asking(proposal, mailed)
  return compose({
    ...letter,
    messageId: messageIdOf('second-reminder', mailed.person.email, proposal.id, mailed.round, count),
    subject: subject(
      { zh: '催办：请复核变更', en: 'reminder, please confirm a change' },
      titleOf(proposal.act),
    ),
    reminds: true,
    blocks: blocks({
      zh: '下面的变更仍在等待您确认。链接和验证码与前一封邮件相同。',
      en: 'This change still waits for you. Link and code are those of the earlier mail.',
    }),
  })
}

interface News {
  name: string
  head: Bilingual
  say: Bilingual
  note?: Bilingual
  /** whether this person may open the page of changes */
  mayOpen?: boolean
}

/** What became of a proposal, or is about to; `name` tells its letters apart. */
export const newsLetter = (
  proposal: Proposal,
  reader: Reader,
  { name, head, say, note, mayOpen }: News,
): Letter =>
  compose({
    ...to(reader),
    messageId: messageIdOf('proposal', name, reader.email, proposal.id),
    thread: thread(proposal.id),
    subject: subject(head, titleOf(proposal.act)),
    page: mayOpen ? changesPage : undefined,
    blocks: [
      { say },
      factsOf(proposal),
      ...(proposal.decision?.reason
        ? [{ facts: [[{ zh: '理由', en: 'Reason' }, proposal.decision.reason]] } as Block]
        : []),
      ...(proposal.glass
        ? [
            {
              facts: [[{ zh: '紧急变更的理由', en: 'Why the glass was broken' }, proposal.glass.reason]],
            } as Block,
          ]
        : []),
      ...(note ? [{ note }] : []),
    ],
  })

const notYou: Bilingual = {
  zh: '如果您不知道这件事，请立即告诉企管部负责人或另一位管理员。',
  en: 'If you know nothing of this, tell the head of enterprise management or another administrator at once.',
}

/** To whom it concerns, at the address they have and at the one they would get: it is proposed. */
export const proposedLetter = (proposal: Proposal, reader: Reader): Letter =>
  newsLetter(proposal, reader, {
    name: 'proposed',
    head: { zh: '有人提出变更您的信息', en: 'a change about you was proposed' },
    say: {
      zh: `${proposal.proposedBy.name}提出了下面与您有关的变更。另一个人确认后才生效，现在什么都还没有变。`,
      en: `${proposal.proposedBy.name} proposed this change about you. It takes effect once somebody else confirms it; nothing has changed yet.`,
    },
    note: notYou,
  })

/** To whoever answers for the company: an account, a setting or a key is to change. */
export const accountLetter = (proposal: Proposal, reader: Reader): Letter =>
  newsLetter(proposal, reader, {
    name: 'account-proposed',
    head: { zh: '有人提出更换账号、设置或密钥', en: 'a change of an account or key was proposed' },
    say: {
      zh: `${proposal.proposedBy.name}提出了下面的变更。另一个人确认后才生效，现在什么都还没有变。`,
      en: `${proposal.proposedBy.name} proposed this change. It takes effect once somebody else confirms it; nothing has changed yet.`,
    },
    note: notYou,
  })

/** The same, once it is in effect. */
export const effectiveLetter = (proposal: Proposal, reader: Reader): Letter =>
  newsLetter(proposal, reader, {
    name: 'account-effective',
    head: { zh: '账号、设置或密钥的变更已生效', en: 'a change of an account or key is in effect' },
    say: {
      zh: `${proposal.proposedBy.name}提出的下面的变更已经生效。`,
      en: `This change, proposed by ${proposal.proposedBy.name}, is in effect.`,
    },
    note: notYou,
  })

/** To whom an act concerns, once it is done: by one person where that is enough, else by two. */
export const doneLetter = (
  act: Pick<NewAct, 'type' | 'about' | 'before' | 'after' | 'by'> & { facts?: Act['facts'] },
  reader: Reader,
  { id, second }: { id: string; second?: string | undefined },
): Letter => {
  const title = titleOf(act)
  return compose({
    ...to(reader),
    messageId: messageIdOf('done', reader.email, id),
    subject: subject({ zh: '与您有关的变更已生效', en: 'a change about you is in effect' }, title),
    blocks: [
      {
        say: second
          ? {
              zh: `下面的变更由${act.by.name}提出、${second}确认，已经生效。您已在各处退出登录，请重新登录。`,
              en: `This change was proposed by ${act.by.name} and confirmed by ${second}; it is in effect. You are signed out everywhere; please sign in again.`,
            }
          : {
              zh: `${act.by.name}作了下面的变更，已经生效。`,
              en: `${act.by.name} made this change; it is in effect.`,
            },
      },
      {
        facts: [[{ zh: '变更', en: 'Change' }, title], ...someLines({ ...act, facts: act.facts ?? {} })],
      },
      { note: notYou },
    ],
  })
}

/** To whoever is head of 企管部 from now on: what was done while nobody could confirm it. */
export const aloneLetter = (head: Reader, acts: Act[], publicUrl: string): Letter =>
  compose({
    ...to(head),
    messageId: messageIdOf('alone', head.email, acts[0]?.id ?? ''),
    subject: {
      zh: `【签发】您上任前无人复核的 ${acts.length} 项操作`,
      en: `[Qianfa] ${acts.length} acts nobody could confirm before you`,
    },
    blocks: [
      {
        say: {
          zh: '在您担任企管部负责人之前，公司里没有第二个人可以复核，下列操作由一个人完成。请核对。',
          en: 'Before you became head of enterprise management nobody could confirm these acts; one person did them alone. Please look at them.',
        },
      },
      { list: acts.map((act) => sentenceOf(act, [])) },
      { link: `${publicUrl}/portal/record`, label: { zh: '操作记录', en: 'Record of changes' } },
    ],
  })
