import { beijingMoment } from '../../platform/beijing-time'
import type { Bilingual } from '../../platform/refusal'
import { compose, messageIdOf, type Block } from './compose'
import type { Recipient } from './letters'
import type { Letter } from './mail'
import type { Page } from './pages'

/** The removal a letter is about; all its letters make one thread. */
export interface AboutRemoval extends Recipient {
  /** id of the removal itself */
  submissionId: string
  title: string
  reason: string
  url?: string
  /** of the article */
  page: Page
}

const letter = (
  facts: AboutRemoval,
  { kind, head, blocks }: { kind: (string | number)[]; head: Bilingual; blocks: Block[] },
): Letter =>
  compose({
    ...facts,
    messageId: messageIdOf('removal', facts.to, facts.submissionId, ...kind),
    thread: `submission.${facts.submissionId}`,
    subject: { zh: `【签发】${head.zh}：${facts.title}`, en: `[Qianfa] ${head.en}: ${facts.title}` },
    blocks: [
      ...blocks,
      {
        facts: [
          [{ zh: '标题', en: 'Title' }, facts.title],
          [{ zh: '撤下理由', en: 'Reason' }, facts.reason],
          ...(facts.url ? [[{ zh: '地址', en: 'Address' }, facts.url] satisfies [Bilingual, string]] : []),
        ],
      },
    ],
  })

const weiboByHand: Block = {
  say: {
    zh: '这篇稿件也发布在微博，微博没有删除接口：请编辑登录微博手工删除，然后在下面的页面点“微博已手工删除”。',
    en: 'It is on Weibo too, which offers no way to delete by API: the editor deletes the post by hand and then confirms it on the page below.',
  },
}

/** To who asked, the officer and the editors: readers have it no more. */
export const removedLetter = (facts: AboutRemoval & { at: Date; weibo: boolean }): Letter =>
  letter(facts, {
    kind: ['removed'],
    head: { zh: '已撤下', en: 'taken down' },
    blocks: [
      {
        say: {
          zh: `下面的文章已于${beijingMoment(facts.at).zh}（北京时间）在微信撤下；读者会话里的卡片仍在，点开后看不到正文。`,
          en: `This article was taken down from WeChat on ${beijingMoment(facts.at).en}, Beijing time. The cards stay in readers' chats, but the text can no longer be opened.`,
        },
      },
      ...(facts.weibo ? [weiboByHand] : []),
    ],
  })

/** To the editors, once: WeChat did not delete it yet, why, and what to do. */
export const removalWaitsLetter = (facts: AboutRemoval & { said: Bilingual; errcode: number }): Letter =>
  letter(facts, {
    kind: ['waits', facts.errcode],
    head: { zh: '尚未撤下', en: 'not taken down yet' },
    blocks: [
      {
        say: {
          zh: `撤下已获批准，但微信还没有删除：${facts.said.zh}。系统会自动再试，无需重新审批。`,
          en: `The removal is approved, but WeChat has not deleted the article: ${facts.said.en}. It is tried again by itself and needs no new approval.`,
        },
      },
    ],
  })

/** To who asked and the editors: it is still there, and what to do by hand. */
export const removalRefusedLetter = (facts: AboutRemoval & { said: Bilingual }): Letter =>
  letter(facts, {
    kind: ['refused'],
    head: { zh: '未能撤下', en: 'could not be taken down' },
    blocks: [
      {
        say: {
          zh: `撤下已获批准，但系统没能在微信删除：${facts.said.zh}。`,
          en: `The removal is approved, but the system could not delete it at WeChat: ${facts.said.en}.`,
        },
      },
    ],
  })

/** To who asked and the editors: no call can delete it, so the editor does, and how. */
export const removalByHandLetter = (facts: AboutRemoval & { said: Bilingual }): Letter =>
  letter(facts, {
    kind: ['by-hand'],
    head: { zh: '请手工撤下', en: 'please take it down by hand' },
    blocks: [
      {
        say: {
          zh: `撤下已获批准：${facts.said.zh}。`,
          en: `The removal is approved: ${facts.said.en}.`,
        },
      },
    ],
  })
