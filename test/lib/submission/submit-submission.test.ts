import type * as Policies from '../../../lib/policy/policy'
import type { Person } from '../../../lib/people/person'
import { policy } from '../../../lib/policy/policy'
import { submissionStore } from '../../../lib/submission/store'
import { contentHashOf, type Submission } from '../../../lib/submission/submission'
import { submitSubmission } from '../../../lib/submission/submit-submission'
import { wordListStore } from '../../../lib/wording/store'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'
import { themeStore } from '../../../lib/theme/store'

const by: Person = {
  ...{ id: 'chen-yu', name: '陈宇', email: 'chen.yu@example.com', unitId: 'marketing', language: 'zh' },
  grants: [{ role: 'officer', unitId: 'marketing', from: '2026-01-01' }],
  substitutes: [],
}

async function submitted(draft: Submission, submit: typeof submitSubmission = submitSubmission) {
  const clock = { now: () => new Date('2026-11-23T01:00:00Z') }
  const table = memoryTable()
  const submissions = submissionStore(table, clock)
  const machine = { start: () => Promise.resolve(), stateOf: () => Promise.resolve(undefined) }
  await submissions.create(draft, { by: by.id, type: 'SubmissionCreated', facts: {} })
  const people = { units: async () => [] }
  const room = {
    submissions,
    wordLists: wordListStore(table),
    themes: themeStore(table),
    people,
    machine: machine as never,
    clock,
  }
  const submission = await submit(room)({
    ...{ submissionId: draft.id, version: 1, edits: 0, by },
    agreed: { truth: true, unclassified: true },
  })
  return { submission, version: (await submissions.versions(draft.id))[0]! }
}

describe('submitting', () => {
  it('records the policy that judged: the one in force, not that of the day the draft was begun', async () => {
    const draft = aSubmission({ policyVersion: '2025-01' })
    const { submission, version } = await submitted(draft)
    expect(submission.policyVersion).toBe(policy.version)
    expect(version.policyVersion).toBe(policy.version)
    expect(submission.contentHash).toBe(
      contentHashOf(draft.content, [], policy.version, undefined, submission.renditionHash),
    )
  })

  it('takes an eighth category with a route of its own from the policy file alone', async () => {
    const draft = aSubmission({ content: { ...aSubmission().content, category: 8 } })
    await expect(submitted(draft)).rejects.toMatchObject({ code: 'PolicyRefused' })

    jest.resetModules()
    jest.doMock('../../../lib/policy/policy-2026-11', () => {
      const { november2026 } = jest.requireActual<{ november2026: Policies.Policy }>(
        '../../../lib/policy/policy-2026-11',
      )
      const why = { zh: '第八类由公司领导直接批准', en: 'a company leader alone approves category 8' }
      const eighth = {
        ...{ number: 8, id: 'emergency', name: { zh: '应急信息', en: 'emergencies' } },
        route: [{ tier: 'company-leader', why }],
      }
      return { november2026: { ...november2026, categories: [...november2026.categories, eighth] } }
    })
    const { submitSubmission: tomorrow } = await import('../../../lib/submission/submit-submission')
    const { submission } = await submitted(draft, tomorrow)
    expect(submission.route).toEqual(['company-leader'])
    jest.dontMock('../../../lib/policy/policy-2026-11')
  })
})
