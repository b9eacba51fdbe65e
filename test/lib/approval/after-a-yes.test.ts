import { tierAnswering } from '../../../lib/approval/tier-answering'
import { renderDecisionOutcomePage } from '../../../lib/pages/decision-outcome-page'
import { aSubmission } from '../../kit/submission'

type Answering = ReturnType<typeof tierAnswering>
const { answered } = tierAnswering({} as Parameters<typeof tierAnswering>[0])

/** What an approver of this tier reads after a yes. */
const pageAfter = (index: number, removes?: object) => {
  const submission = { ...aSubmission(), route: ['unit-review', 'office-review', 'department-head'], removes }
  const visit = { matter: { submission, turn: { index } } } as unknown as Parameters<Answering['answered']>[0]
  const said = answered(visit, {} as Parameters<Answering['answered']>[1])
  return renderDecisionOutcomePage({ language: 'zh', kind: 'approved-now', ...said })
}

it('tells the last approver that it is approved, and only the others that it moves on', () => {
  for (const index of [0, 1]) expect(pageAfter(index)).toContain('已转到下一环节')
  expect(pageAfter(2)).not.toContain('下一环节')
  expect(pageAfter(2)).toContain('审批已全部通过')
})

it('speaks of deleting, not of publishing, where a removal is approved', () => {
  for (const index of [0, 2]) {
    expect(pageAfter(index, {})).toContain('删除')
    expect(pageAfter(index, {})).not.toContain('统一发布')
  }
})
