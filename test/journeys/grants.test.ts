import { create, show, submit } from '../../local/demo/desk'
import type { CloudOptions } from '../../local/cloud/cloud'
import { beijingToday, compose, edition, send, showEdition } from '../../local/demo/edition-desk'
import { eventually } from '../../local/demo/visitor'
import { aDraft, anApproved, aStack, type Stack } from '../kit/cloud'

type Template = Parameters<NonNullable<CloudOptions['mutateTemplate']>>[0]
interface Role {
  Properties: { Policies: { PolicyDocument: { Statement: { Action: string | string[] }[] } }[] }
}

/** Takes every statement with this action away from one role. */
const without = (roleId: string, action: string) => (template: Template) => {
  const role = template.Resources[roleId] as unknown as Role | undefined
  const document = role?.Properties.Policies[0]?.PolicyDocument
  const before = document?.Statement.length ?? 0
  if (document) document.Statement = document.Statement.filter((one) => ![one.Action].flat().includes(action))
  if (!document || document.Statement.length === before)
    throw new Error(`${roleId} has no statement with ${action}`)
}

let stack: Stack | undefined
afterEach(async () => {
  await stack?.stop()
  stack = undefined
})

describe('with one statement removed from its role', () => {
  it('submitting fails and the missing action is named', async () => {
    stack = await aStack({ mutateTemplate: without('SubmitSubmissionRole', 'states:StartExecution') })
    const officer = await stack.signedIn('officer')
    const { id } = await create(officer, aDraft())
    await expect(submit(officer, id)).rejects.toMatchObject({ status: 500 })
    expect(stack.cloud.denials()).toEqual([
      expect.objectContaining({
        role: 'SubmitSubmissionRole',
        action: 'states:StartExecution',
        resource: expect.stringContaining('approve-submission'),
      }),
    ])
  }, 180_000)

  it('opening a turn fails, the machine says so, and the submission can be revised', async () => {
    stack = await aStack({ mutateTemplate: without('OpenTurnRole', 'ssm:GetParameter') })
    const officer = await stack.signedIn('officer')
    const { id } = await create(officer, aDraft())
    await submit(officer, id)
    const denied = await eventually('the denial', async () => stack?.cloud.denials()[0])
    expect(denied).toMatchObject({ role: 'OpenTurnRole', action: 'ssm:GetParameter' })
  }, 180_000)

  it('a send whose machine could not be started is begun by the watch, and asks for its confirmation', async () => {
    stack = await aStack({ mutateTemplate: without('EditionDeskRole', 'states:StartExecution') })
    const { cloud } = stack
    const { id } = await anApproved(stack, await stack.signedIn('officer'))
    const editor = await stack.signedIn('editor')
    const today = beijingToday(cloud.clock.now())
    await compose(editor, today, [id])
    await expect(send(editor, today)).rejects.toMatchObject({ status: 500 })
    expect((await showEdition(editor, today)).edition?.state).toBe('building')
    await cloud.clock.move(90_000)
    await edition(editor, today, ['awaiting-confirmation'])
    expect(cloud.denials()).toHaveLength(1)
  }, 300_000)

  it('and none removed, no call of a whole approval is denied', async () => {
    stack = await aStack()
    const officer = await stack.signedIn('officer')
    const { id } = await create(officer, aDraft())
    await submit(officer, id)
    await eventually('the review', async () =>
      (await show(officer, id)).submission.state === 'in-review' ? true : undefined,
    )
    expect(stack.cloud.denials()).toEqual([])
  }, 180_000)
})
