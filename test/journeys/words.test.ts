import type { ListedWordLists, ProposedWords, PublishedWords } from '../../lib/api/wording'
import { askMail, decideByMail, show, submit } from '../../local/demo/desk'
import { eventually, linkIn, Refused } from '../../local/demo/visitor'
import { aStack, aSubmission, type Stack } from '../kit/cloud'
import { bySecond } from '../kit/second'

let stack: Stack

beforeAll(async () => {
  stack = await aStack()
}, 300_000)
afterAll(() => stack?.stop())

const proposal = { put: [{ word: '天蓝计划', rule: 'screen.internal' }], remove: [] }

it('a published word is found in what is submitted afterwards, in its place; what was open stays as it was', async () => {
  const officer = await stack.signedIn('officer')
  const admin = await stack.signedIn('admin')
  const answersOn = async (id: string) => {
    const { turns } = await officer.get<{ turns: { decision?: { answers: string[] } }[] }>(
      `/api/submissions/${id}`,
    )
    return turns[0]?.decision?.answers.length
  }
  const body = '<p>本部门的<strong>天\u200b蓝</strong>计划 &amp; 智能阀门今日投用。</p>'
  const open = await aSubmission(officer, { body })
  await submit(officer, open.id)
  const openAsk = await askMail(stack.as('unitHead'), open.title)

  const { fingerprint, difference } = await admin.post<ProposedWords>('/api/word-lists/1/proposal', proposal)
  expect(difference.added.map(({ word }) => word)).toEqual(['天蓝计划'])
  const next = { proposal, fingerprint, reason: '新项目名称暂不公开' }
  await bySecond(stack, admin, async () => {
    const { version, waits } = await admin.post<PublishedWords>('/api/word-lists/1/next', next)
    expect(version).toBeUndefined()
    return { ...(waits && { waits }) }
  })
  const { version } = await admin.post<PublishedWords>('/api/word-lists/1/next', next)
  expect(version).toMatchObject({ number: 2, added: 1, reason: '新项目名称暂不公开' })
  expect((await admin.get<ListedWordLists>('/api/word-lists')).newest).toBe(2)
  const refused = await officer.get('/api/word-lists').catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(Refused)

  expect((await decideByMail(openAsk, { approve: true })).page).toContain('已同意')
  expect((await show(officer, open.id)).submission).toMatchObject({ wordList: 1 })

  const later = await aSubmission(officer, { body })
  await submit(officer, later.id)
  const ask = await askMail(stack.as('unitHead'), later.title)
  const page = await (await fetch(linkIn(ask))).text()
  expect(page).toContain('<mark id="hit-1"')
  expect(page).toContain('name="answers[0]"')
  expect((await decideByMail(ask, { approve: true })).page).toContain('已同意')
  expect([await answersOn(open.id), await answersOn(later.id)]).toEqual([0, 1])
}, 240_000)

it('a reason stands beside the passage it speaks of; a passage that is not in the text is not taken', async () => {
  const officer = await stack.signedIn('officer')
  const { id, title } = await aSubmission(officer, {
    body: '<p>首批<b>阀门</b>已投用。</p><p>感谢同事。</p>',
  })
  await submit(officer, id)
  const ask = await askMail(stack.as('unitHead'), title)
  const wrong = await decideByMail(ask, { reject: '没有依据', quote: '世界第一' })
  expect(wrong.page).toContain('正文里没有您引用的这句话')
  expect(wrong.page).toContain('>世界第一</textarea>')
  await decideByMail(ask, { reject: '没有依据', quote: '首批阀门 已投用' })
  await eventually('the rejection', async () =>
    (await show(officer, id)).submission.state === 'rejected' ? true : undefined,
  )
  const { html } = await officer.get<{ html: string }>(`/api/submissions/${id}/preview`)
  expect(html).toMatch(/已投用<mark [^>]*>【退回理由 \/ Sent back: 没有依据】<\/mark>。/)
}, 180_000)
