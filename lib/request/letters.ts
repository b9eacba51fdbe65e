import { compose, messageIdOf } from '../channels/mail/compose'
import type { Letter } from '../channels/mail/mail'
import type { Person, Unit } from '../people/person'
import type { Bilingual } from '../platform/refusal'
import { requestStateNames, type MaterialRequest } from './request'
import type { Standing } from './standing'

/** One thing a person is pressed for today. */
export type Pressing =
  | ({ kind: 'month'; unit: Unit; due: string; missing: number } & Standing)
  | { kind: 'request'; unit: Unit; request: MaterialRequest }

const subject = (zh: string, en: string): Bilingual => ({ zh: `【签发】${zh}`, en: `[Qianfa] ${en}` })
const recipient = ({ email, name, language }: Person) => ({ to: email, name, language })
const desk = (publicUrl: string, label: Bilingual = { zh: '查看和答复', en: 'See and answer' }) => ({
  link: `${publicUrl}/portal/requests`,
  label,
})

/** Article 5: the office needs material; it can be answered, not declined. */
export const askLetter = (request: MaterialRequest, person: Person, publicUrl: string): Letter =>
  compose({
    ...recipient(person),
    messageId: messageIdOf('request.asked', person.email, request.id, request.round),
    thread: `request.${request.id}`,
    subject: subject(`请提供材料：${request.subject}`, `material wanted: ${request.subject}`),
    blocks: [
      {
        say: {
          zh: `企管部请贵单位在 ${request.dueOn} 前提供下列材料（制度第五条：不得拒绝；确有困难请与企管部联系）。`,
          en: `The enterprise-management department asks your unit for this material until ${request.dueOn} (article 5: it may not be refused; talk to the office if it is hard).`,
        },
      },
      {
        facts: [
          [{ zh: '主题', en: 'Subject' }, request.subject],
          [{ zh: '要求', en: 'Details' }, request.details],
          [{ zh: '截止', en: 'Due' }, request.dueOn],
          [{ zh: '联系人', en: 'Contact' }, request.askedBy.name],
        ],
      },
      desk(publicUrl),
    ],
  })

export const endLetter = (request: MaterialRequest, person: Person, publicUrl: string): Letter =>
  compose({
    ...recipient(person),
    messageId: messageIdOf(`request.${request.state}`, person.email, request.id, request.round),
    thread: `request.${request.id}`,
    subject: subject(
      `${request.unitName}${requestStateNames[request.state].zh}：${request.subject}`,
      `${request.unitName}, ${requestStateNames[request.state].en}: ${request.subject}`,
    ),
    blocks: [
      {
        say: {
          zh: `${request.unitName}的材料请求“${request.subject}”（截止 ${request.dueOn}）${requestStateNames[request.state].zh}。`,
          en: `The request to ${request.unitName} for “${request.subject}” (due ${request.dueOn}) is ${requestStateNames[request.state].en}.`,
        },
      },
      desk(publicUrl, { zh: '查看', en: 'See it' }),
    ],
  })

const line = (item: Pressing): Bilingual =>
  item.kind === 'month'
    ? {
        zh: `${item.unit.name}：本月应报 ${item.expected} 篇，已报 ${item.delivered} 篇，还差 ${item.missing} 篇；请在 ${item.due} 前送审`,
        en: `${item.unit.nameEn ?? item.unit.name}: ${item.expected} expected this month, ${item.delivered} submitted, ${item.missing} to go; submit until ${item.due}`,
      }
    : {
        zh: `${item.unit.name}：请提供“${item.request.subject}”，截止 ${item.request.dueOn}`,
        en: `${item.unit.nameEn ?? item.unit.name}: please deliver “${item.request.subject}”, due ${item.request.dueOn}`,
      }

/** Article 4: one polite letter a day with everything in it. */
export const summaryLetter = (person: Person, items: Pressing[], date: string, publicUrl: string): Letter =>
  compose({
    ...recipient(person),
    messageId: messageIdOf('pressing', person.email, date),
    reminds: true,
    subject: subject(`${date} 待报送事项 ${items.length} 项`, `${items.length} to be delivered, ${date}`),
    blocks: [
      {
        say: {
          zh: '下列事项到期或临近到期，烦请安排。已经送审的不在其中。',
          en: 'These are due or nearly due; please see to them. What was submitted is not among them.',
        },
      },
      { list: items.map(line) },
      desk(publicUrl),
    ],
  })
