import { DecisionPost, takingOrAgain } from '../../../lib/question/door'
import { html } from '../../../lib/platform/http'

const post = (fields: Record<string, string>) =>
  DecisionPost.parse({
    path: { token: 'a'.repeat(43) },
    body: { nonce: 'n', choice: 'reject', ...fields },
  })

/** Ten lines as a browser counts them and as its form sends them. */
const lines = (length: number) => {
  const seen = '数据不实。\n'.repeat(10).padEnd(length, '改')
  return { seen, sent: seen.replaceAll('\n', '\r\n') }
}

describe('the form of a decision', () => {
  const door = () => {
    const taken: DecisionPost[] = []
    const again: { typed?: unknown; problem?: unknown; status: number }[] = []
    const take = takingOrAgain(
      async (one) => {
        taken.push(one)
        return html(200, 'taken')
      },
      async (_, { typed, problem }, status) => {
        again.push({ typed, problem, status })
        return html(status, 'again')
      },
    )
    return { take, taken, again }
  }

  it('counts an end of line as one sign, as the browser did', async () => {
    const { take, taken, again } = door()
    const { seen, sent } = lines(495)
    expect(sent.length).toBeGreaterThan(500)
    await take(post({ reason: sent, quote: '首批\r\n五台', 'answers[0]': '已核\r\n对' }))
    expect(again).toEqual([])
    expect(taken[0]?.body).toMatchObject({ reason: seen, quote: '首批\n五台', answers: ['已核\n对'] })
  })

  it.each(['reason', 'quote'] as const)(
    'comes again with what was typed when the %s is too long',
    async (field) => {
      const { take, taken, again } = door()
      const { seen, sent } = lines(501)
      await take(post({ reason: '数据不实', [field]: sent }))
      expect(taken).toEqual([])
      expect(again).toMatchObject([{ status: 400, typed: { [field]: seen }, problem: { form: 'reject' } }])
    },
  )

  it.each([
    ['reason', '数据\u202e实不'],
    ['reason', '数据\u0000不实'],
    ['quote', '首批\ud83d'],
    ['answers[0]', '已核\u2067对'],
  ])('comes again when the %s holds a sign that hides or turns', async (field, typed) => {
    const { take, taken, again } = door()
    await take(post({ reason: '数据不实', [field]: typed }))
    expect(taken).toEqual([])
    expect(again).toMatchObject([{ status: 400 }])
  })
})
