import type { Outcome } from '../../../lib/channels/wechat/outcome'
import { meaningOf } from '../../../lib/channels/wechat/error-codes'
import { afterDeletion, intentAt, secondsToNextTry, type Learnt } from '../../../lib/removal/deletion'
import type { Deletion } from '../../../lib/submission/removes'

const intent = intentAt(new Date('2026-11-23T02:00:00Z'))
const refused = (errcode: number): Outcome<object> => ({
  kind: 'refused',
  refusal: { errcode, errmsg: 'no', stage: 'call', ...meaningOf(errcode, 'call') },
})
const unknown: Outcome<object> = { kind: 'unknown', cause: 'timeout', detail: '' }
const deletionOf = (learnt: Learnt): Deletion => {
  if (learnt.kind === 'gone') throw new Error('it is gone')
  return learnt.deletion
}

describe('a deletion at WeChat', () => {
  it('is gone only when WeChat says so', () => {
    expect(afterDeletion(intent, { kind: 'done', value: {} })).toEqual({ kind: 'gone' })
    expect(afterDeletion(intent, unknown).kind).toBe('again')
    expect(afterDeletion(intent, refused(40065)).kind).toBe('refused')
  })

  it('was gone before only when the send is marked deleted and this article is refused for its state', () => {
    expect(afterDeletion(intent, refused(40065), 'DELETE')).toEqual({ kind: 'gone' })
    expect(afterDeletion(intent, refused(40065), 'SEND_SUCCESS').kind).toBe('refused')
    expect(afterDeletion(intent, refused(40204), 'DELETE').kind).toBe('refused')
    expect(afterDeletion(intent, unknown, 'DELETE').kind).toBe('again')
  })

  it.each([-1, 40001, 45009, 40164, 48001])(
    'is asked for again after %d, which a person or the next day mends: nobody has to approve anew',
    (errcode) => {
      expect(afterDeletion(intent, refused(errcode))).toMatchObject({
        kind: 'again',
        deletion: { tries: 1, doubtful: false, errcode },
      })
    },
  )

  it('a no for good after a call without an answer says that it may be gone already', () => {
    const doubtful = deletionOf(afterDeletion(intent, unknown))
    const after = deletionOf(afterDeletion(doubtful, refused(40065)))
    expect(after.said?.en).toContain('may be gone already')
    expect(deletionOf(afterDeletion(intent, refused(40065))).said?.en).not.toContain('may be gone already')
  })

  it('ends after two days with what to do by hand, within the ten deletions a day WeChat allows', () => {
    let deletion = intent
    let seconds = 0
    const at: number[] = []
    for (;;) {
      at.push(seconds)
      const learnt = afterDeletion(deletion, unknown)
      deletion = deletionOf(learnt)
      if (learnt.kind === 'refused') break
      seconds += secondsToNextTry(deletion)
    }
    expect(deletion.said?.zh).toContain('手工删除')
    expect(seconds).toBeGreaterThan(47 * 3_600)
    const worst = Math.max(...at.map((from) => at.filter((t) => t >= from && t < from + 24 * 3_600).length))
    expect(worst).toBeLessThanOrEqual(11)
  })
})
