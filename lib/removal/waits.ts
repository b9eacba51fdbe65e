import { listed, spanInWords, type WaitInWords } from '../matter/wait-in-words'
import { lettersForMs, quickSeconds, slowSeconds, triesAtMost } from './deletion'

export const removalWaits: WaitInWords[] = [
  {
    at: ['approve-submission.AwaitNextTry'],
    waits: 'WeChat deletes an article whose removal was approved',
    reminders: 'none',
    escalation: 'the editor and who asked are told when it is refused',
    end: `\`failed\` after ${triesAtMost} tries, and a person deletes and confirms; letters are owed for ${spanInWords(lettersForMs)}`,
    days: `tries after ${listed(quickSeconds)} seconds, then every ${spanInWords(slowSeconds * 1000)}`,
  },
]
