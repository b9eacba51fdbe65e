import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { seeded } from '../aws/seeded'
import { fullDisk } from '../disk/full-disk'
import { createBus } from '../events/bus'
import { createHttpApi } from '../http-api/http-api'
import { createRoleAccess } from '../iam/role-access'
import { noteIn } from '../iam/used'
import { createLambdaApi } from '../lambda/api'
import { createAsyncQueue } from '../lambda/async-queue'
import { FunctionFailed } from '../lambda/invocation'
import { createLambda } from '../lambda/lambda'
import { createMetrics } from '../metrics'
import { clockPage } from '../pages/clock-page'
import { sendJson } from '../pages/page'
import { dashboardPage } from '../pages/dashboard'
import { runbookPage } from '../pages/runbook-page'
import { createScheduler } from '../schedules/scheduler'
import { packageService, type PackagedService } from '../template/package-service'
import { readService } from '../template/read-service'
import { createSqs } from '../sqs/sqs'
import { createSts } from '../sts/sts'
import type { Service } from '../template/service'
import { createClock } from './clock'
import { billed } from './bill'
import type { Cloud, CloudOptions } from './cloud'
import { front } from './front'
import { awsGateway, guarded, type Handler } from './gateway'
import { takeLock } from './lock'
import { openOutside } from './open-outside'
import { openServices } from './open-services'
import { DirectoryTaken, openDoor, openKeptDoor } from './ports'
import { outsideAt, secretOf, seedSecrets, withOutside } from './stand-ins'
import { passTime } from './time'
import { visitors } from './visitors'
import { lookOver } from './whole'

const starting: Handler = (_, response) => {
  response.writeHead(503, { 'retry-after': '2' })
  response.end('starting')
}

/** What to close, latest opened first; `first` holds what must be quiet before anything else goes. */
interface Closing {
  first: (() => unknown)[]
  then: (() => unknown)[]
}

const closeAll = async ({ first, then }: Closing) => {
  for (const close of [...first.reverse(), ...then.reverse()]) await close()
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

const publicOrigin = ({ publicUrl }: CloudOptions): Record<string, string> =>
  publicUrl ? { PUBLIC_URL: new URL(publicUrl).origin } : {}

const readAs = (packaged: PackagedService, options: CloudOptions, url: string): Service => {
  const template = structuredClone(packaged.template)
  options.mutateTemplate?.(template)
  return withOutside(readService(template, packaged.stack, url), {
    ...outsideAt(url),
    ...publicOrigin(options),
    // Whoever runs a stack for minutes needs no canary.
    CANARY: 'off',
    ...options.env,
  })
}

/**
 * Runs the service of `root` on this machine: template, functions, AWS APIs, events, schedules and the outside world.
 * Throws PortTaken, DirectoryTaken, and Unsupported for what the template asks in vain.
 */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const root = resolve(options.root ?? '.')
  const dir = resolve(options.dir ?? join(root, '.qianfa'))
  // Mails with codes, secrets and drafts lie there: for this user's eyes, as everything made later.
  process.umask(0o077)
  mkdirSync(dir, { recursive: true })
  chmodSync(dir, 0o700)
  const lock = takeLock(join(dir, 'lock'))
  if (!lock) throw new DirectoryTaken(dir)
  const closing: Closing = { first: [], then: [() => lock.release()] }
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= closeAll(closing))
  try {
    return await open(root, dir, options, closing, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function open(
  root: string,
  dir: string,
  options: CloudOptions,
  closing: Closing,
  stop: () => Promise<void>,
): Promise<Cloud> {
  const { host = '127.0.0.1', log = () => undefined, bill } = options
  const clock = options.clock ?? createClock({ file: join(dir, 'clock') })
  const metrics = createMetrics(clock)
  const chance = options.eventual === undefined ? undefined : seeded(options.eventual)

  let people: Handler = starting
  let aws: Handler = starting
  closing.first.push(() => (people = aws = starting))
  const door = await openDoor(
    guarded((request, response) => people(request, response), log),
    options.port ?? 4000,
    host,
  )
  closing.then.push(door.close)
  const gateway = await openKeptDoor(
    guarded((request, response) => aws(request, response), log),
    join(dir, 'gateway-port'),
    host,
  )
  closing.then.push(gateway.close)
  const refusedAsFull = fullDisk(dir, log, options.diskUsed)
  const shown = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  const publicUrl = options.publicUrl === undefined ? undefined : new URL(options.publicUrl)
  const proxied = publicUrl !== undefined && !isLoopback(publicUrl.hostname)
  const key = isLoopback(host) && !proxied ? undefined : randomBytes(12).toString('base64url')
  const [url, gatewayUrl] = [door, gateway].map(({ port }) => `http://${shown}:${port}`) as [string, string]

  const packaged = await packageService(root)
  const service = readAs(packaged, options, url)
  const used = process.env['GRANTS_USED'] ? noteIn(process.env['GRANTS_USED']) : undefined
  const access = createRoleAccess({ dir, roles: service.roles, log, used })
  const lambda = createLambda({
    functions: service.functions,
    code: packaged.code,
    identityOf: access.credentialsOf,
    gatewayUrl,
    clock,
    metrics,
    logDir: join(dir, 'logs'),
  })
  const sqs = createSqs({ dir: join(dir, 'sqs'), queues: service.queues, access, clock, metrics, chance })
  const queue = createAsyncQueue({
    ...{ dir: join(dir, 'events'), lambda, sqs, clock, chance, log },
    identityOf: access.credentialsOf,
  })
  const bus = createBus({ rules: service.rules, queue })
  closing.first.push(() => lambda.close(), queue.close)

  const services = await openServices(
    { dir, service, access, clock, lambda, bus, queue, metrics, chance, log, bill },
    closing,
  )
  seedSecrets(service, services.ssm, { given: options.secrets })
  const outside = await openOutside({ dir, service, clock, url, ssm: services.ssm }, closing)
  seedSecrets(service, services.ssm, {
    always: { 'mail-url': options.mailUrl ?? outside.mailbox.smtpUrl, ...options.secretsAlways },
  })
  aws = awsGateway(
    {
      ...services.handlers,
      // Uploads of browsers come by signed addresses; the functions' own writes end what was begun.
      s3: billed.bucket(
        bill,
        (request, response) =>
          (request.headers.authorization === undefined && refusedAsFull(request, response)) ||
          services.handlers.s3(request, response),
      ),
      sqs: (request, response) => sqs.handle(request, response),
      lambda: createLambdaApi({ access, clock, lambda, queue }),
      sts: createSts({ access, clock }),
    },
    clock,
  )

  const scheduler = createScheduler({
    file: join(dir, 'schedules.json'),
    schedules: service.schedules,
    queue,
    access,
    clock,
    log,
  })
  closing.first.push(scheduler.close)
  const move = passTime(clock, scheduler, queue, lambda)
  const dashboard = dashboardPage({ ...service, metrics, clock })
  const runbook = runbookPage(join(root, 'docs', 'runbook.md'))
  const whole = () =>
    lookOver({
      dynamodb: services.dynamodb,
      tables: service.tables.map(({ TableName }) => TableName),
      s3: services.s3,
    })
  const product = createHttpApi({ routes: service.routes, lambda, clock, metrics, log })
  people = front({
    url,
    visitors: visitors({
      urls: [url, ...(publicUrl ? [publicUrl.origin] : [])],
      ...(key && { key }),
      proxied,
    }),
    mailbox: (request, response) => outside.mailbox.handle(request, response),
    wechat: (request, response) => outside.wechat.handle(request, response),
    weibo: (request, response) => outside.weibo.handle(request, response),
    messenger: (request, response) => outside.messenger.handle(request, response),
    dashboard: (_, response) => dashboard(response),
    runbook: (_, response) => runbook(response),
    clock: clockPage(clock, move),
    whole: async (_, response) => sendJson(response, 200, await whole()),
    product: billed.api(
      bill,
      (request, response) => refusedAsFull(request, response) || product(request, response),
    ),
  })
  queue.start()
  scheduler.start()

  return {
    url,
    gatewayUrl,
    ...(key && { key }),
    dir,
    service,
    clock: { now: clock.now, move },
    stats: lambda.stats,
    denials: access.denials,
    metrics,
    async invoke(name, payload) {
      const outcome = await lambda.invoke(name, payload)
      if ('error' in outcome) throw new FunctionFailed(outcome.error)
      return outcome.payload
    },
    secret: (name) => secretOf(service, services.ssm, name) ?? '',
    credentialsOf: access.credentialsOf,
    events: { disturb: queue.disturb, idle: queue.idle, kept: sqs.count },
    s3: services.s3,
    mailbox: outside.mailbox,
    weibo: outside.weibo,
    whole,
    stop,
  }
}
