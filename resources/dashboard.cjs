const { listed, runbookAt } = require('./alarms.cjs')

/**
 * What people look at, from top to bottom: is all well, what waits, today's edition, what is unknown or stuck, mail,
 * platforms, what came of it, what costs. CloudWatch and the one-machine cloud draw this very definition.
 */
const day = 86_400
const own = ['service', '${self:service}', 'stage', '${self:provider.stage}']
/** A number of ours, with what people call it. */
const ours = (name, label, options) => ['Qianfa', name, ...own, { label, ...options }]

const graph = (title, metrics, more) => ({
  type: 'metric',
  height: 6,
  properties: { title, region: '${AWS::Region}', stat: 'Maximum', period: 900, metrics, ...more },
})
/** The newest values as figures. */
const figures = (title, metrics, more) => ({
  ...graph(title, metrics, { view: 'singleValue', ...more }),
  height: 4,
})
const text = (height, ...lines) => ({ type: 'text', height, properties: { markdown: lines.join('\n') } })

const todo = () => {
  const sections = [...new Set(listed.map(({ runbook }) => runbook))]
  const saying = (section) => listed.filter(({ runbook }) => runbook === section).map(({ says }) => says)
  return sections.map((section) => `- [${section}](${runbookAt}#${section}): ${saying(section).join('. ')}`)
}

/** What each machine's runs are to people. */
const machineNames = {
  ApproveSubmission: '审批 Approvals',
  SendEdition: '群发 Mass sends',
  LendAccount: '借用 Loans',
  PostWeibo: '微博 Posts',
  RequestMaterial: '约稿 Requests',
  SettleComplaint: '客诉 Complaints',
}

const rowsOf = (alarms, machines) => [
  [
    {
      type: 'alarm',
      height: 4,
      properties: {
        title: '一切正常吗？ Is all well?',
        alarms: alarms.map((id) => `\${${id}.Arn}`),
        sortBy: 'stateUpdatedTimestamp',
        states: ['ALARM', 'INSUFFICIENT_DATA'],
      },
    },
  ],
  [
    figures('等待决定最久，工作小时 Oldest waiting decision, working hours', [
      ours('OldestWaitUnitHead', '单位负责人 Unit head'),
      ours('OldestWaitOfficeReview', '企管办 Office'),
      ours('OldestWaitDepartmentHead', '企管部负责人 Department head'),
      ours('OldestWaitCompanyLeader', '公司领导 Company leader'),
    ]),
    figures('今日期次 Today’s edition', [
      ours('EditionPlanned', '已编排 Planned', { period: 300 }),
      ours('EditionLate', '过点未发，分钟 Late, minutes', { period: 300 }),
      ours('EditionSent', '已群发 Sent', { stat: 'Sum', period: day }),
    ]),
  ],
  [
    figures(
      '结果不明，24 小时 Unknown, in a day',
      [
        ours('MassSendUnknown', '群发 Mass send'),
        ours('StrangeSendEvent', '对不上的群发 Strange event'),
        ours('WeiboPostUnknown', '微博 Weibo'),
        ours('RemovalUnsettled', '撤下 Removal'),
      ],
      { period: day },
    ),
    figures(
      '停住的工作，24 小时 Stuck, in a day',
      [
        ours('WatchSetAside', '推不动的 Set aside'),
        ours('ApprovalPaused', '审批暂停 Paused'),
        ours('ArchiveFailed', '未能归档 Unsealed'),
        ours('CanaryFailed', '巡检 Canary'),
        [
          ...['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', '${FailedEvents.QueueName}'],
          { label: '后台任务 Background work' },
        ],
      ],
      { period: day },
    ),
  ],
  [
    graph('最久未发出的邮件，秒 Oldest unsent letter, seconds', [
      ours('OldestUnsentLetter', '邮件 Letters', { period: 300 }),
    ]),
    figures(
      '邮件和平台，24 小时 Mail and platforms, in a day',
      [
        ours('LettersRefused', '退信 Refused', { stat: 'Sum' }),
        ours('LettersGivenUp', '放弃 Given up', { stat: 'Sum' }),
        ours('SignInMailFailed', '登录码 Sign-in codes', { stat: 'Sum' }),
        ours('AccountChecksFailed', '公众号检查 WeChat checks'),
        ours('WechatAddressRefused', '地址被拒 Address refused'),
        ours('OldestWaitingPush', '推送等待，秒 Push waits, s'),
      ],
      { period: day },
    ),
  ],
  [
    graph(
      '稿件结果 Outcomes',
      [
        ours('SubmissionApproved', '批准 Approved'),
        ours('SubmissionRejected', '退回 Sent back'),
        ours('SubmissionExpired', '逾期 Expired'),
        ours('SubmissionWithdrawn', '撤回 Withdrawn'),
        ours('SubmissionUnused', '未用 Unused'),
        ours('WeiboPosted', '微博 Weibo'),
      ],
      { stat: 'Sum', period: 3600 },
    ),
    graph(
      '接口 API',
      [
        ['AWS/ApiGateway', 'Count', 'ApiId', '${HttpApi}', { label: '请求 Requests' }],
        ['.', '4xx', '.', '.', { label: '被拒 Refused' }],
        ['.', '5xx', '.', '.', { label: '出错 Broken' }],
      ],
      { stat: 'Sum', period: 300 },
    ),
  ],
  [
    figures(
      '花钱的量，24 小时 What costs, in a day',
      [
        ['AWS/ApiGateway', 'Count', 'ApiId', '${HttpApi}', { label: '请求 Requests' }],
        ['AWS/Lambda', 'Invocations', { label: '函数 Invocations (account)' }],
        ...machines.map((machine) => [
          ...['AWS/States', 'ExecutionsStarted', 'StateMachineArn', `\${${machine}Machine}`],
          { label: machineNames[machine] },
        ]),
        ['AWS/DynamoDB', 'ConsumedReadCapacityUnits', 'TableName', '${Table}', { label: '表读 Table reads' }],
        ['.', 'ConsumedWriteCapacityUnits', '.', '.', { label: '表写 Table writes' }],
        [
          ...['AWS/S3', 'BucketSizeBytes', 'BucketName', '${MediaBucket}', 'StorageType', 'StandardStorage'],
          { label: '素材，字节 Media bytes', stat: 'Maximum' },
        ],
      ],
      { stat: 'Sum', period: day },
    ),
  ],
  [text(12, '# 告警之后做什么 What to do when it alarms', ...todo())],
]

/** Places rows below one another, each shared equally among its widgets: 24 columns wide. */
function placed(rows) {
  let y = 0
  return rows.flatMap((widgets) => {
    const [top, width] = [y, 24 / widgets.length]
    y += Math.max(...widgets.map(({ height }) => height))
    return widgets.map((widget, at) => ({ x: at * width, y: top, width, ...widget }))
  })
}

module.exports.dashboardOf = (alarms, machines) => ({
  Type: 'AWS::CloudWatch::Dashboard',
  Properties: {
    DashboardName: { 'Fn::Sub': '${self:service}-${self:provider.stage}-${AWS::Region}' },
    DashboardBody: { 'Fn::Sub': JSON.stringify({ widgets: placed(rowsOf(alarms, machines)) }) },
  },
})
