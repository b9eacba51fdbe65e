/**
 * The inside of one function's process: loads the bundle once, then answers one invocation at a time.
 * Plain JavaScript, so that a cold start pays for the bundle and nothing else.
 */
const { existsSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { shiftTo } = require('./shifted-date.cjs')

const { LAMBDA_TASK_ROOT: root, _HANDLER: handlerName } = process.env

/** The shape in which AWS reports what a handler threw. */
/**
 * The peak of this process's whole life, as on AWS. Linux hands a forked child the peak of its parent in
 * `resourceUsage`, so its own high-water mark is read where there is one. Both count kilobytes.
 */
const peakRssBytes = () => {
  const mark =
    existsSync('/proc/self/status') && /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return (mark ? Number(mark[1]) : process.resourceUsage().maxRSS) * 1024
}

const report = (error) =>
  error instanceof Error
    ? {
        errorType: error.name,
        errorMessage: error.message,
        trace: String(error.stack).split('\n'),
      }
    : { errorType: typeof error, errorMessage: String(error), trace: [] }

const load = async () => {
  const at = handlerName.lastIndexOf('.')
  const base = join(root, handlerName.slice(0, at))
  const file = ['.js', '.mjs', '.cjs'].map((ending) => base + ending).find(existsSync)
  if (!file) {
    const missing = new Error(`Error: Cannot find module '${base}'`)
    missing.name = 'Runtime.ImportModuleError'
    throw missing
  }
  const loaded = file.endsWith('.mjs') ? await import(pathToFileURL(file).href) : require(file)
  const handler = loaded[handlerName.slice(at + 1)]
  if (typeof handler === 'function') return handler
  const absent = new Error(`${handlerName} is undefined or not exported`)
  absent.name = 'Runtime.HandlerNotFound'
  throw absent
}

const contextOf = ({ requestId, arn, deadline }) => ({
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: '$LATEST',
  invokedFunctionArn: arn,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  awsRequestId: requestId,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - performance.timeOrigin - performance.now()),
})

// A gateway that was killed leaves no orphans behind.
process.on('disconnect', () => process.exit())

process.once('message', async ({ offsetMs }) => {
  shiftTo(offsetMs)
  let handler
  try {
    handler = await load()
  } catch (error) {
    return process.send({ failedToLoad: report(error) }, () => process.exit(1))
  }
  process.on('message', async (message) => {
    shiftTo(message.offsetMs)
    if (!message.requestId) return
    const answer = { requestId: message.requestId }
    try {
      answer.result = await handler(message.event, contextOf(message))
    } catch (error) {
      answer.error = report(error)
    }
    answer.maxRssBytes = peakRssBytes()
    try {
      process.send(answer)
    } catch (error) {
      process.send({
        ...answer,
        result: undefined,
        error: { ...report(error), errorType: 'Runtime.MarshalError' },
      })
    }
  })
  process.send({ ready: true })
})
