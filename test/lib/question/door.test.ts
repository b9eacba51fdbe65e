import { DecisionPost, ShownLink, takingOrAgain } from '../../../lib/question/door'
import { requireCode } from '../../../lib/question/require-code'
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

describe('a link as people copy it', () => {
  const token = 'Ab-_'.repeat(10) + '123'
  const found = (path: string) => ShownLink.parse({ path: { token: path }, query: {} }).path.token

  it.each(['', '。', '.', '，', '）', '/', '%E3%80%82', ' 请审批', '\n'])(
    'is known with %j behind it',
    (behind) => {
      expect(found(`${token}${behind}`)).toBe(token)
    },
  )

  it.each([
    ['reject', 'reject'],
    ['approve', 'approve'],
    ['reject。', undefined],
    [undefined, undefined],
  ])('brings the choice %j as %j', (typed, choice) => {
    const query = typed === undefined ? {} : { choice: typed }
    expect(ShownLink.parse({ path: { token }, query }).query.choice).toBe(choice)
  })

  it.each(['', 'abc', `${token}x`, `x。${token}`])('is no link as %j, and not an error of a form', (path) => {
    expect(found(path)).toBe('')
  })
})

it.each(['123456', ' 123456 ', '123 456', '123-456', '１２３４５６', '１２３　４５６', '\u200b123456'])(
  'takes the code typed as %j',
  async (typed) => {
    const required = requireCode({ attempt: () => Promise.resolve(1), renew: () => Promise.resolve() })
    await expect(required({ typed, expected: '123456' })).resolves.toBeUndefined()
    await expect(required({ typed, expected: '123457' })).rejects.toMatchObject({ code: 'CodeWrong' })
  },
)
