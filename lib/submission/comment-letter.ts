import { compose, messageIdOf } from '../channels/mail/compose'
import type { Letter } from '../channels/mail/mail'
import { submissionPage } from '../channels/mail/pages'
import type { Person } from '../people/person'

/**
 * Somebody wrote beside the text: with the reminders, in the one letter of a working day; what is written later on the
 * same Beijing date is found on the page.
 */
export const commentLetter = (
  to: Pick<Person, 'email' | 'name' | 'language'>,
  about: {
    submissionId: string
    title: string
    by: string
    quote: string
    text: string
    answer: boolean
    date: string
  },
): Letter =>
  compose({
    ...{ to: to.email, name: to.name, language: to.language, reminds: true },
    messageId: messageIdOf('comment', to.email, about.submissionId, about.date),
    thread: `submission.${about.submissionId}`,
    page: submissionPage(about.submissionId),
    subject: about.answer
      ? { zh: `意见有答复：${about.title}`, en: `a comment was answered: ${about.title}` }
      : { zh: `有人写了意见：${about.title}`, en: `somebody commented: ${about.title}` },
    blocks: [
      {
        say: about.answer
          ? {
              zh: `${about.by}答复了下面这篇稿件上的一条意见。当天的其他意见和答复请在页面上看。`,
              en: `${about.by} answered a comment on this submission. Others of the day are on its page.`,
            }
          : {
              zh: `${about.by}在下面这篇稿件的一段文字旁写了意见。当天的其他意见和答复请在页面上看。`,
              en: `${about.by} commented on a passage of this submission. Others of the day are on its page.`,
            },
      },
      {
        facts: [
          [{ zh: '稿件', en: 'Submission' }, about.title],
          [{ zh: '文字', en: 'Passage' }, about.quote],
          [about.answer ? { zh: '答复', en: 'Answer' } : { zh: '意见', en: 'Comment' }, about.text],
        ],
      },
    ],
  })
