import type { CredentialScope } from '../aws/signature'
import { S3Error } from './errors'

/** A signature for another region or service is a mistake in somebody's configuration: say which. */
export function requireScope(scope: CredentialScope, region: string): void {
  if (scope.service !== 's3')
    throw new S3Error(
      'AuthorizationHeaderMalformed',
      `The service '${scope.service}' is wrong; expecting 's3'`,
    )
  if (scope.region !== region)
    throw new S3Error(
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; the region '${scope.region}' is wrong; expecting '${region}'`,
    )
}
