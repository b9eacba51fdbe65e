import type { Identity } from '../aws/access'
import { place } from '../template/place'
import type { FunctionModel } from '../template/service'

/**
 * The environment of a function's process: what the template gives it, what Lambda sets, the credentials of its
 * role and the gateway's address. Of this machine's own environment only PATH is seen.
 */
export function environmentOf(
  model: FunctionModel,
  given: { identity: Identity; gatewayUrl: string; taskRoot: string; stream: string },
): Record<string, string> {
  return {
    ...model.environment,
    PATH: process.env['PATH'] ?? '',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ACCESS_KEY_ID: given.identity.accessKeyId,
    AWS_SECRET_ACCESS_KEY: given.identity.secretAccessKey,
    ...(given.identity.sessionToken && { AWS_SESSION_TOKEN: given.identity.sessionToken }),
    AWS_ENDPOINT_URL: given.gatewayUrl,
    AWS_EXECUTION_ENV: `AWS_Lambda_${model.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: model.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(model.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${model.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: given.stream,
    ...(model.jsonLogLevel && { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: model.jsonLogLevel }),
    LAMBDA_TASK_ROOT: given.taskRoot,
    _HANDLER: model.handler,
  }
}
