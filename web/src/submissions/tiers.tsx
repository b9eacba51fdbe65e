import { Stepper, Text, Title } from '@mantine/core'
import type { ShownSubmission } from '../../../lib/api/submission'
import { unpublishedNote } from '../../../lib/policy/unpublished'
import { useLanguage } from '../language'
import { moment } from '../words/moment'
import { tierNames } from '../words/names'

/** The tiers of the route: decided by whom and when, waiting since when, or still to come. */
export function Tiers({ shown }: { shown: ShownSubmission }) {
  const { say, tell, language } = useLanguage()
  const { submission, turns, returnedMail } = shown
  const active = turns.filter(({ decision }) => decision?.kind === 'approved').length
  const about = (index: number) => {
    const turn = turns.find((one) => one.index === index)
    if (!turn) return ''
    const { decision } = turn
    if (!decision)
      return [
        say(
          `等 ${submission.holder?.names.join('、') ?? ''}，期限 ${moment(turn.deadline, language)}`,
          `waiting for ${submission.holder?.names.join(', ') ?? ''}, due ${moment(turn.deadline, language)}`,
        ),
        ...returnedMail.map(({ name, since }) =>
          say(
            `发给${name}的邮件自 ${moment(since, language)} 起被退回`,
            `mail to ${name} comes back since ${moment(since, language)}`,
          ),
        ),
        ...[unpublishedNote(turn.unpublished ?? [])].flatMap((note) => (note ? tell(note) : [])),
      ].join(say('；', '; '))
    return `${decision.name} · ${moment(decision.at, language)}${decision.reason ? ` · ${decision.reason}` : ''}`
  }
  if (submission.route.length === 0) return <Text c="dimmed">{say('还没有送审', 'Not submitted yet')}</Text>
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {say('审批', 'Approval')}
      </Title>
      <Stepper active={active} orientation="vertical" iconSize={28} size="sm" allowNextStepsSelect={false}>
        {submission.route.map((tier, index) => (
          <Stepper.Step
            key={tier}
            component="div"
            label={tell(tierNames[tier] ?? { zh: tier, en: tier })}
            description={about(index)}
          />
        ))}
      </Stepper>
    </section>
  )
}
