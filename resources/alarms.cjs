const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { parse } = require('yaml')
const { addressOf, usesNetwork } = require('./network.cjs')

const { alarms } = parse(readFileSync(join(__dirname, 'alarms.yml'), 'utf8'))

/** Where a company keeps the runbook for its people, e.g. its own copy on the web. */
const runbookAt = "${param:runbookUrl, 'docs/runbook.md'}"

/** Numbers of ours carry these two, so that stages in one account do not wake each other's people. */
const own = { service: '${self:service}', stage: '${self:provider.stage}' }
const dimensionsOf = (dimensions) => Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))

/** `WatchSetAside` is a number of ours, `AWS/Lambda Errors` one of AWS. */
const metricOf = ({ metric, dimensions }) => {
  const [namespace, name] = metric.includes(' ') ? metric.split(' ') : ['Qianfa', metric]
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: dimensionsOf(dimensions ?? (namespace === 'Qianfa' ? own : {})),
  }
}

const described = (says, runbook, address) => {
  const section = `${runbookAt}#${runbook}`
  return address
    ? { 'Fn::Sub': [`${says}: let it allow \${Address} (${section})`, { Address: address }] }
    : `${says} (${section})`
}

const toPeople = { AlarmActions: [{ Ref: 'Alerts' }], OKActions: [{ Ref: 'Alerts' }] }

function alarmOf(alarm, address) {
  const {
    stat,
    atLeast,
    below,
    minutes,
    periods = 1,
    silence = 'notBreaching',
    runbook,
    says,
    egress,
  } = alarm
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: described(says, runbook, egress && address),
      ...metricOf(alarm),
      Statistic: stat,
      Period: minutes * 60,
      EvaluationPeriods: periods,
      Threshold: atLeast ?? below,
      ComparisonOperator: atLeast === undefined ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
      TreatMissingData: silence,
      ...toPeople,
    },
  }
}

/** However a machine's run ends other than well. One alarm each: a sum of numbers, one of which was never told, is no number. */
const ends = { Failed: 'failed', TimedOut: 'ran out of time', Aborted: 'was ended by hand' }
const machineAlarm = (machine, end) =>
  alarmOf({
    metric: `AWS/States Executions${end}`,
    dimensions: { StateMachineArn: { Ref: `${machine}Machine` } },
    stat: 'Sum',
    atLeast: 1,
    minutes: 5,
    runbook: 'machine-failed',
    says: `A run of ${machine} ${ends[end]}; look at it and redrive it`,
  })

module.exports.runbookAt = runbookAt
/** Each alarm of the list with its words and its section of the runbook. */
module.exports.listed = Object.values(alarms).map(({ says, runbook }) => ({ says, runbook }))

/** Alarms of resources/alarms.yml, and three for each machine. `egress` is the parameter, `given` the address of an earlier stack. */
module.exports.alarmsOf = (machines, egress, given) => {
  const address = usesNetwork(egress) ? addressOf(given) : undefined
  return {
    ...Object.fromEntries(
      Object.entries(alarms).map(([name, alarm]) => [`${name}Alarm`, alarmOf(alarm, address)]),
    ),
    ...Object.fromEntries(
      machines.flatMap((machine) =>
        Object.keys(ends).map((end) => [`${machine}${end}Alarm`, machineAlarm(machine, end)]),
      ),
    ),
  }
}
