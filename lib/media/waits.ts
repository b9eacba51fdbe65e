import { spanInWords, type WaitInWords } from '../matter/wait-in-words'
import { ends, looks } from './look-for-verdict'

export const mediaWaits: WaitInWords[] = [
  {
    at: ['watch media'],
    waits: 'an upload and the verdict on it',
    reminders: 'none: the page of the draft says how far it is',
    escalation: 'a lost verdict is asked for anew; an alarm when asking brings none',
    end: 'the verdict; what never arrived is said on the page and chosen again',
    days: `a picture ${spanInWords(ends.picture)}, looked at every ${spanInWords(looks.picture)}; a video ${spanInWords(ends.video)}, every ${spanInWords(looks.video)}`,
  },
]
