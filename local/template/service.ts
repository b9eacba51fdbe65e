import * as z from 'zod'

/** One function of the service, everything resolved. Times in seconds, memory in MB. */
export interface FunctionModel {
  /** short name, the key in serverless.yml, e.g. `echo` */
  key: string
  /** e.g. `qianfa-local-echo` */
  name: string
  arn: string
  /** logical id of its role */
  role: string
  /** e.g. `functions/echo.handler` */
  handler: string
  runtime: string
  memoryMb: number
  timeoutSeconds: number
  environment: Record<string, string>
  jsonLogLevel?: string
  reservedConcurrency?: number
  /** of asynchronous invocations */
  maximumRetryAttempts: number
  maximumEventAgeSeconds: number
  /** ARN of the queue that gets what failed for good; without one it is lost */
  onFailure?: string
}

export interface RouteModel {
  /** e.g. `GET /echo/{id}` or `$default` */
  routeKey: string
  functionArn: string
  timeoutMs: number
  /** requests a second, and at once; without it the route takes what comes */
  throttle?: Throttle
}

export interface Throttle {
  rate: number
  burst: number
}

export interface RuleModel {
  name: string
  pattern: Record<string, unknown>
  targets: { functionArn: string; input?: string; deadLetters?: string }[]
}

/** Who hears of a table's changes. */
export interface StreamModel {
  streamArn: string
  table: string
  functionArn: string
  /** logical id of the function's role: Lambda reads the stream in its name */
  role: string
  /** a record that fits any of them is given to the function */
  filters: Record<string, unknown>[]
}

export interface ScheduleModel {
  name: string
  expression: string
  timeZone: string
  functionArn: string
  role: string
  /** as written, with `<aws.scheduler.scheduled-time>` still inside */
  input: string
  maximumEventAgeSeconds: number
  maximumRetryAttempts: number
  /** ARN of the queue that gets what could not be delivered */
  deadLetters?: string
  enabled: boolean
}

export interface QueueModel {
  name: string
  retentionSeconds: number
}

export interface BucketModel {
  name: string
  versioned: boolean
  events: boolean
  objectLock?: { mode: 'GOVERNANCE' | 'COMPLIANCE'; days: number }
  abortUploadsAfterDays?: number
  cors: CorsRule[]
}

export const CorsRule = z.object({
  AllowedMethods: z.array(z.string()),
  AllowedOrigins: z.array(z.string()),
  AllowedHeaders: z.array(z.string()).default([]),
  ExposedHeaders: z.array(z.string()).default([]),
  MaxAge: z.number().optional(),
})
export type CorsRule = z.infer<typeof CorsRule>

export interface MachineModel {
  name: string
  arn: string
  /** logical id of its role */
  role: string
  /** Amazon States Language with the substitutions made */
  definition: Record<string, unknown>
}

/** An alarm of one number; `section` is the one of docs/runbook.md it names. */
export interface AlarmModel {
  arn: string
  says: string
  section: string
  namespace: string
  metric: string
  dimensions: Record<string, string>
  stat: string
  periodSeconds: number
  /** how many periods in a row */
  periods: number
  threshold: number
  /** it alarms below the threshold, else from it on */
  below: boolean
  silenceBreaches: boolean
}

/** What serverless.yml says, as the one-machine cloud runs it. */
export interface Service {
  stack: string
  functions: FunctionModel[]
  routes: RouteModel[]
  rules: RuleModel[]
  schedules: ScheduleModel[]
  streams: StreamModel[]
  buckets: BucketModel[]
  queues: QueueModel[]
  /** properties of each table as CreateTable takes them, TableName included */
  tables: (Record<string, unknown> & { TableName: string })[]
  machines: MachineModel[]
  /** statements of each role by its logical id */
  roles: Record<string, unknown[]>
  dashboards: { name: string; body: string }[]
  alarms: AlarmModel[]
  /** values of AWS::SSM::Parameter by name */
  parameters: Record<string, string>
}
