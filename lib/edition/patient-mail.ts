import type { Mail } from '../channels/mail/mail'
import { log } from '../platform/log'
import { isRefusal } from '../platform/refusal'

/** One mailbox that takes no mail must not hold up an edition: it is logged, and everybody else is told. */
export const patientMail = (mail: Mail): Mail => ({
  async send(letter) {
    try {
      return await mail.send(letter)
    } catch (error) {
      if (!isRefusal(error)) throw error
      log.warn('mail refused', { messageId: letter.messageId, code: error.code })
      return 'unknown'
    }
  },
})
