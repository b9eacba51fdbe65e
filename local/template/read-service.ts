import { basename } from 'node:path'
import * as z from 'zod'
import { apiAddress, attributesOf } from './attributes'
import { knownTypes } from './resource-types'
import { resolverFor } from './resolve'
import {
  Alarm,
  Bucket,
  EventSourceMapping,
  FunctionProperties,
  Integration,
  InvokeConfig,
  Machine,
  Queue,
  Role,
  Route,
  Rule,
  Schedule,
  Stage,
} from './properties'
import type { Service, Throttle } from './service'
import { Unsupported, type Resource, type Template } from './template'

const basicExecution = 'policy/service-role/AWSLambdaBasicExecutionRole'
const basicStatements = [
  {
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: '*',
  },
]

/** `${Name}` in every text of a definition; JSONata's `{% … %}` is left alone. */
const substitute = (value: unknown, by: Record<string, string>): unknown => {
  if (typeof value === 'string')
    return value.replace(/\$\{(\w+)\}/g, (whole, name: string) => by[name] ?? whole)
  if (Array.isArray(value)) return value.map((part) => substitute(part, by))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, substitute(part, by)]))
  return value
}

/**
 * Reads a compiled template. `url` is the address people use: it stands wherever the template says the API's own.
 * Throws `Unsupported` naming a resource type, and zod's errors with the logical id for properties not known here.
 */
export function readService(template: Template, stack: string, url: string): Service {
  const { resolve, exists } = resolverFor(template, stack)
  const present = Object.entries(template.Resources).filter(([id]) => exists(id))
  for (const [id, { Type }] of present)
    if (!knownTypes.has(Type)) throw new Unsupported(`resource type ${Type} (${id})`)

  const api = present.find(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Api')
  const apiId = api?.[0].toLowerCase()
  if (api && resolve(api[1].Properties?.['CorsConfiguration']) !== undefined)
    throw new Unsupported(`CorsConfiguration of ${api[0]}: the portal is served by the same API`)
  const here = (value: unknown): unknown =>
    apiId === undefined ? value : JSON.parse(JSON.stringify(value).replaceAll(apiAddress(apiId), url))

  const of = <T extends z.ZodType>(type: string, schema: T) =>
    present
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => {
        const read = schema.safeParse(here(resolve(resource.Properties ?? {})))
        if (!read.success) throw new Error(`${id} (${type}): ${z.prettifyError(read.error)}`)
        return { id, resource, properties: read.data, ...attributesOf(id, resource, stack, resolve) }
      })
  const nameOf = (id: string, resource: Resource) => attributesOf(id, resource, stack, resolve).ref

  const roles = of('AWS::IAM::Role', Role)
  const roleId = (arn: string): string => {
    const role = roles.find(({ got }) => got['Arn'] === arn)
    if (!role) throw new Unsupported(`${arn}, a role that is not in the template`)
    return role.id
  }
  const functions = of('AWS::Lambda::Function', FunctionProperties)
  const tables = of('AWS::DynamoDB::Table', z.record(z.string(), z.unknown()))
  const invokeConfigs = of('AWS::Lambda::EventInvokeConfig', InvokeConfig)
  const integrations = of('AWS::ApiGatewayV2::Integration', Integration)
  const [stage] = of('AWS::ApiGatewayV2::Stage', Stage)
  const throttleOf = (routeKey: string): { throttle?: Throttle } => {
    const { DefaultRouteSettings = {}, RouteSettings = {} } = stage?.properties ?? {}
    const own = { ...DefaultRouteSettings, ...RouteSettings[routeKey] }
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = own
    return rate === undefined || burst === undefined ? {} : { throttle: { rate, burst } }
  }

  return {
    stack,
    functions: functions.map(({ properties, got }) => {
      const config = invokeConfigs.find((found) => found.properties.FunctionName === properties.FunctionName)
      const json = properties.LoggingConfig?.LogFormat === 'JSON'
      return {
        key: basename(properties.Code.S3Key, '.zip'),
        name: properties.FunctionName,
        arn: got['Arn']!,
        role: roleId(properties.Role),
        handler: properties.Handler,
        runtime: properties.Runtime,
        memoryMb: properties.MemorySize,
        timeoutSeconds: properties.Timeout,
        environment: properties.Environment?.Variables ?? {},
        ...(json && { jsonLogLevel: properties.LoggingConfig?.ApplicationLogLevel ?? 'INFO' }),
        reservedConcurrency: properties.ReservedConcurrentExecutions,
        maximumRetryAttempts: config?.properties.MaximumRetryAttempts ?? 2,
        maximumEventAgeSeconds: config?.properties.MaximumEventAgeInSeconds ?? 21_600,
        onFailure: config?.properties.DestinationConfig.OnFailure?.Destination,
      }
    }),
    routes: of('AWS::ApiGatewayV2::Route', Route).map(({ properties }) => {
      const integration = integrations.find(({ ref }) => properties.Target === `integrations/${ref}`)
      if (!integration) throw new Error(`${properties.RouteKey} has no integration ${properties.Target}`)
      return {
        routeKey: properties.RouteKey,
        functionArn: integration.properties.IntegrationUri,
        timeoutMs: integration.properties.TimeoutInMillis,
        ...throttleOf(properties.RouteKey),
      }
    }),
    rules: of('AWS::Events::Rule', Rule)
      .filter(({ properties }) => properties.State === 'ENABLED')
      .map(({ properties }) => ({
        name: properties.Name,
        pattern: properties.EventPattern,
        targets: properties.Targets.map(({ Arn, Input, DeadLetterConfig }) => ({
          functionArn: Arn,
          input: Input,
          deadLetters: DeadLetterConfig?.Arn,
        })),
      })),
    schedules: of('AWS::Scheduler::Schedule', Schedule).map(({ ref, properties: { Target, ...rest } }) => ({
      name: ref,
      expression: rest.ScheduleExpression,
      timeZone: rest.ScheduleExpressionTimezone,
      functionArn: Target.Arn,
      role: roleId(Target.RoleArn),
      input: Target.Input,
      maximumEventAgeSeconds: Target.RetryPolicy.MaximumEventAgeInSeconds,
      maximumRetryAttempts: Target.RetryPolicy.MaximumRetryAttempts,
      deadLetters: Target.DeadLetterConfig?.Arn,
      enabled: rest.State === 'ENABLED',
    })),
    streams: of('AWS::Lambda::EventSourceMapping', EventSourceMapping).map(({ id, properties }) => {
      const { EventSourceArn: streamArn, FunctionName: functionArn, FilterCriteria } = properties
      const own = tables.find(({ got }) => got['StreamArn'] === streamArn)
      // One that was there before the stack: resources/adopted.cjs.
      const [, other] = /:table\/([^/]+)\/stream\//.exec(own ? '' : streamArn) ?? []
      const table = own?.properties['StreamSpecification'] ? own.ref : other
      const reader = functions.find(({ got }) => got['Arn'] === functionArn)
      if (table === undefined || !reader)
        throw new Unsupported(`${id}: only a function of this template that reads a stream of a table`)
      return {
        ...{ streamArn, functionArn, table, role: roleId(reader.properties.Role) },
        filters: FilterCriteria.Filters.map(({ Pattern }) => JSON.parse(Pattern) as Record<string, unknown>),
      }
    }),
    queues: of('AWS::SQS::Queue', Queue).map(({ got, properties }) => ({
      name: got['QueueName']!,
      retentionSeconds: properties.MessageRetentionPeriod,
    })),
    buckets: of('AWS::S3::Bucket', Bucket)
      .filter(({ id }) => id !== 'ServerlessDeploymentBucket')
      .map(({ ref, properties }) => {
        const lock = properties.ObjectLockConfiguration?.Rule.DefaultRetention
        const abort = properties.LifecycleConfiguration?.Rules.find(
          (rule) => rule.AbortIncompleteMultipartUpload,
        )
        return {
          name: ref,
          abortUploadsAfterDays: abort?.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
          versioned: properties.VersioningConfiguration?.Status === 'Enabled',
          events: properties.NotificationConfiguration?.EventBridgeConfiguration.EventBridgeEnabled ?? false,
          cors: properties.CorsConfiguration?.CorsRules ?? [],
          ...(lock && { objectLock: { mode: lock.Mode, days: lock.Days ?? 365 * (lock.Years ?? 0) } }),
        }
      }),
    tables: tables.map(({ ref, properties }) => ({
      ...properties,
      TableName: ref,
    })),
    machines: of('AWS::StepFunctions::StateMachine', Machine).map(({ got, properties }) => ({
      name: got['Name']!,
      arn: got['Arn']!,
      role: roleId(properties.RoleArn),
      definition: substitute(properties.Definition, properties.DefinitionSubstitutions) as Record<
        string,
        unknown
      >,
    })),
    roles: Object.fromEntries(
      roles.map(({ id, properties }) => {
        const unknown = properties.ManagedPolicyArns.find((arn) => !arn.endsWith(basicExecution))
        if (unknown) throw new Unsupported(`the managed policy ${unknown} (${id})`)
        return [
          id,
          [
            ...properties.Policies.flatMap((policy) => policy.PolicyDocument.Statement),
            ...(properties.ManagedPolicyArns.length > 0 ? basicStatements : []),
          ],
        ]
      }),
    ),
    dashboards: of('AWS::CloudWatch::Dashboard', z.object({ DashboardBody: z.string() })).map(
      ({ id, resource, properties }) => ({ name: nameOf(id, resource), body: properties.DashboardBody }),
    ),
    alarms: of('AWS::CloudWatch::Alarm', Alarm).map(({ got, properties }) => ({
      ...{ arn: got['Arn'] ?? '', namespace: properties.Namespace, metric: properties.MetricName },
      says: properties.AlarmDescription.replace(/ \([^()]*#[\w-]+\)$/, ''),
      section: /#([\w-]+)\)$/.exec(properties.AlarmDescription)?.[1] ?? '',
      dimensions: Object.fromEntries(properties.Dimensions.map(({ Name, Value }) => [Name, Value])),
      ...{ stat: properties.Statistic, periodSeconds: properties.Period },
      ...{ periods: properties.EvaluationPeriods, threshold: properties.Threshold },
      below: properties.ComparisonOperator === 'LessThanThreshold',
      silenceBreaches: properties.TreatMissingData === 'breaching',
    })),
    parameters: Object.fromEntries(
      of('AWS::SSM::Parameter', z.object({ Value: z.string() })).map(({ ref, properties }) => [
        ref,
        properties.Value,
      ]),
    ),
  }
}
