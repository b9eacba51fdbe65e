import type { Template } from '../../local/template/template'
import { ofType, refersTo } from './rule'

/** What resources/alarms.yml says of numbers that wake nobody, with the reason. */
export interface Quiet {
  quiet: Record<string, string>
  unheard: Record<string, string>
}

/**
 * Every number the code tells wakes somebody or has a reason not to; every alarm of ours hears a number somebody tells;
 * every machine's end is heard; every schedule has a heartbeat; and each alarm leads to a section that is there.
 */
export function alarmFaults(
  template: Template,
  told: string[],
  { quiet, unheard }: Quiet,
  runbook: string,
): string[] {
  const alarms = ofType(template, 'AWS::CloudWatch::Alarm')
  const heard = alarms
    .filter(([, { Namespace }]) => Namespace === 'Qianfa')
    .map(([, { MetricName }]) => MetricName as string)
  const sections = new Set([...runbook.matchAll(/^## .*\{#([\w-]+)\}\s*$/gm)].map((match) => match[1]))
  return [
    ...told
      .filter((name) => !heard.includes(name) && !quiet[name])
      .map((name) => `${name} is told and nobody hears it`),
    ...heard
      .filter((name) => !told.includes(name))
      .map((name) => `${name} is listened for and nobody tells it`),
    ...Object.keys(quiet)
      .filter((name) => !told.includes(name) || heard.includes(name))
      .map((name) => `${name} is no quiet number`),
    ...ofType(template, 'AWS::StepFunctions::StateMachine').flatMap(([id]) =>
      ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted']
        .filter(
          (end) => !alarms.some(([, alarm]) => alarm.MetricName === end && refersTo(alarm.Dimensions, id)),
        )
        .map((end) => `${end} of ${id} wakes nobody`),
    ),
    ...ofType(template, 'AWS::Scheduler::Schedule')
      .filter(([id, { Target }]) => !unheard[id] && !hasHeartbeat(Target.Arn['Fn::GetAtt'][0] as string))
      .map(([id]) => `${id} has no heartbeat: who notices that it stopped?`),
    ...alarms.flatMap(([id, { AlarmActions, AlarmDescription }]) => {
      const section = /docs\/runbook\.md#([\w-]+)/.exec(JSON.stringify(AlarmDescription))?.[1]
      return [
        ...(AlarmActions?.length > 0 ? [] : [`${id} tells nobody`]),
        ...(section && sections.has(section)
          ? []
          : [`${id} leads to no section of the runbook (${section})`]),
      ]
    }),
  ]

  /** A number whose silence is an alarm: of the function itself, or one that it alone tells in every run. */
  function hasHeartbeat(lambda: string): boolean {
    const ofItsRuns: Record<string, string> = {
      WatchStuckLambdaFunction: 'WatchRan',
      SendLettersLambdaFunction: 'OldestUnsentLetter',
      ActOnPushesLambdaFunction: 'OldestWaitingPush',
      CheckAccountLambdaFunction: 'AccountChecksFailed',
      WatchSettingsLambdaFunction: 'SettingsAlone',
    }
    return alarms.some(
      ([, alarm]) =>
        alarm.TreatMissingData === 'breaching' &&
        (refersTo(alarm.Dimensions, lambda) || alarm.MetricName === ofItsRuns[lambda]),
    )
  }
}
