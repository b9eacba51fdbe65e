import { AccessDenied, type Access, type Identity } from '../aws/access'
import { arn } from '../template/place'
import { Failure } from './failure'
import type { Invoke } from './run-task'

/** Calls a function and gives its payload; what it throws becomes the task's error by `name` and `message`. */
export type InvokeFunction = (functionArn: string, payload: unknown, caller: Identity) => Promise<unknown>

const functionArnOf = (name: string, qualifier: string | undefined): string => {
  const full = name.startsWith('arn:') ? name : arn('lambda', `function:${name}`)
  return qualifier === undefined ? full : `${full}:${qualifier}`
}

const causeOf = (error: Error): string => {
  const { trace } = error as { trace?: unknown }
  return JSON.stringify({
    ...{ errorType: error.name, errorMessage: error.message },
    ...(Array.isArray(trace) && { trace: trace as unknown[] }),
  })
}

/** @param roleOf the identity of a machine's role by the machine's ARN */
export const invokeAs =
  (access: Access, roleOf: (machineArn: string) => Identity, invoke: InvokeFunction): Invoke =>
  async ({ started }, { FunctionName, Qualifier, Payload = {} }) => {
    const functionArn = functionArnOf(FunctionName, Qualifier)
    const role = roleOf(started.machineArn)
    try {
      access.authorize(role, 'lambda:InvokeFunction', functionArn)
    } catch (error) {
      if (error instanceof AccessDenied) throw new Failure('Lambda.AccessDeniedException', error.message)
      throw error
    }
    try {
      return await invoke(functionArn, Payload, role)
    } catch (error) {
      if (error instanceof Error) throw new Failure(error.name, causeOf(error))
      throw error
    }
  }
