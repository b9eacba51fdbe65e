import type { Identity } from '../aws/access'
import type { Denial } from '../iam/role-access'
import type { Disturbance } from '../lambda/async-queue'
import type { FunctionStats } from '../lambda/invocation'
import type { Mailbox } from '../mail/mailbox'
import type { Metrics } from '../metrics'
import type { S3 } from '../s3/create-s3'
import type { Service } from '../template/service'
import type { Template } from '../template/template'
import type { WeiboTwin } from '../weibo/create-twin'
import type { Bill } from './bill'
import type { Clock } from './clock'
import type { Whole } from './whole'

export interface CloudOptions {
  /** everything the cloud keeps; default `<root>/.qianfa` */
  dir?: string
  /** the port for people; 0 for a free one, default 4000. Throws PortTaken. */
  port?: number
  /** the address to listen on, default 127.0.0.1 */
  host?: string
  /** where people reach it when that is not this machine's own address: a name, a proxy with TLS; origin only */
  publicUrl?: string
  /** a mail server of the company's, `smtp://…`, instead of the mailbox page */
  mailUrl?: string
  /** directory of serverless.yml, default the current one */
  root?: string
  /** default: real time plus the offset kept in `dir` */
  clock?: Clock
  /**
   * What AWS allows itself, made to happen, by this seed: indexes up to two seconds behind their table, writes that meet
   * unseen hands, events and messages twice and in any order, functions of machines called twice, machines that go on late.
   * Default: none of it.
   */
  eventual?: number | undefined
  /** changes the compiled template before it is run, e.g. to take one statement away from a role */
  mutateTemplate?: (template: Template) => void
  /** share of the disk in use, from 0 to 1; default: asked of the disk */
  diskUsed?: (dir: string) => number
  /** lines for the terminal; default none */
  log?: (line: string) => void
  /** values for environment variables that functions of the template already have */
  env?: Record<string, string>
  /** values of secrets by short name, used at the first start only */
  secrets?: Record<string, string>
  /** values of secrets by short name that hold at every start, e.g. of a real account */
  secretsAlways?: Record<string, string>
  /** what AWS would bill is added to it */
  bill?: Bill
}

/** A running one-machine cloud. */
export interface Cloud {
  /** for people, e.g. `http://127.0.0.1:4000` */
  url: string
  /** for AWS APIs */
  gatewayUrl: string
  /** what opens mailbox, twins, clock and dashboard once others come, from another machine or by a name; else none */
  key?: string
  dir: string
  service: Service
  clock: {
    /** milliseconds since 1970 */
    now(): number
    /**
     * Moves time forward, stopping where schedules are due: of those more frequent than hourly the last five runs.
     * Resolves when what they started has settled or ten seconds have passed.
     */
    move(ms: number): Promise<void>
  }
  stats(functionName: string): FunctionStats
  denials(): Denial[]
  metrics: Pick<Metrics, 'read'>
  /** Invokes a function by key, name or ARN and gives its payload; throws FunctionFailed. */
  invoke(functionName: string, payload: unknown): Promise<unknown>
  /** of a role by logical id, or of `cloud`, which may do everything */
  credentialsOf(role: string): Identity
  /** a secret of the product by short name, as a person with the machine could read it; empty when there is none */
  secret(name: string): string
  /** asynchronous invocations: events and schedules */
  events: {
    disturb(how: Disturbance): void
    idle(): Promise<void>
    /** messages in all queues: what failed for good, and what reached no function */
    kept(): number
  }
  /** what was read of an S3 object since the start */
  s3: Pick<S3, 'reads'>
  mailbox: Pick<Mailbox, 'messages' | 'trouble'>
  /** back stage of the Weibo twin: what to break, and what really happened */
  weibo: Pick<WeiboTwin, 'change' | 'fault' | 'state'>
  /** Looks over every ledger and object: what is not what was written. */
  whole(): Promise<Whole>
  stop(): Promise<void>
}
