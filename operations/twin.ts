import { SFNClient } from '@aws-sdk/client-sfn'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '../local/cloud/clock'
import { createRoleAccess } from '../local/iam/role-access'
import { createStepFunctions } from '../local/step-functions/create-step-functions'

/** The emulator of Step Functions alone, over HTTP on this machine: what AWS is compared with. */
export async function openTwin() {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-twin-'))
  const access = createRoleAccess({ dir, roles: {}, log: () => undefined })
  const stepFunctions = createStepFunctions({
    ...{ dir, access, machines: [] },
    clock: createClock(),
    invoke: () => Promise.reject(new Error('nothing is invoked')),
  })
  const server = createServer((request, response) => void stepFunctions.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { accessKeyId, secretAccessKey } = access.credentialsOf('cloud')
  // AWS has TestState at a name of its own, sync-….
  const client = new SFNClient({
    disableHostPrefix: true,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'ap-southeast-1',
    credentials: { accessKeyId, secretAccessKey },
  })
  return {
    client,
    async close() {
      client.destroy()
      server.close()
      await stepFunctions.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
