import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createClock } from '../../../local/cloud/clock'
import { createRoleAccess } from '../../../local/iam/role-access'
import { createSsm } from '../../../local/ssm/ssm'
import { removeTemporaryDirs, serve, temporaryDir } from '../kit'

const dir = temporaryDir()
const file = join(dir, 'ssm.json')
const access = createRoleAccess({
  dir,
  roles: {
    Reader: [
      {
        Effect: 'Allow',
        Action: 'ssm:GetParameter',
        Resource: 'arn:aws:ssm:ap-southeast-1:000000000000:parameter/unit/*',
      },
    ],
  },
  log: () => undefined,
})
const clock = createClock()
let close: () => Promise<void>
let url: string
let clientOf: (role: string, secret?: string) => SSMClient

beforeAll(async () => {
  const ssm = createSsm({ file, access, clock })
  ssm.seed('/unit/link-key', 'secret')
  ssm.seed('/other/key', 'hidden')
  const server = await serve((request, response) => void ssm.handle(request, response))
  close = server.close
  url = server.url
  clientOf = (role, secret) => {
    const { name: _, ...credentials } = access.credentialsOf(role)
    return new SSMClient({
      endpoint: server.url,
      region: 'ap-southeast-1',
      credentials: { ...credentials, ...(secret !== undefined && { secretAccessKey: secret }) },
    })
  }
})
afterAll(async () => {
  await close()
  removeTemporaryDirs()
})

const read = (client: SSMClient, Name: string, WithDecryption = true) =>
  client.send(new GetParameterCommand({ Name, WithDecryption })).then(({ Parameter }) => Parameter)

describe('Parameter Store', () => {
  it('gives a secret in clear only when decryption is asked for', async () => {
    expect(await read(clientOf('Reader'), '/unit/link-key')).toMatchObject({
      Type: 'SecureString',
      Value: 'secret',
      Version: 1,
      ARN: 'arn:aws:ssm:ap-southeast-1:000000000000:parameter/unit/link-key',
    })
    expect((await read(clientOf('Reader'), '/unit/link-key', false))?.Value).not.toBe('secret')
  })

  it('refuses what the role is not granted, naming the action', async () => {
    await expect(read(clientOf('Reader'), '/other/key')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        'ssm:GetParameter on resource: arn:aws:ssm:ap-southeast-1:000000000000:parameter/other/key',
      ),
    })
  })

  it('refuses a wrong secret and says what is not there', async () => {
    await expect(read(clientOf('Reader', 'guess'), '/unit/link-key')).rejects.toThrow('signature')
    await expect(read(clientOf('cloud'), '/unit/nothing')).rejects.toMatchObject({
      name: 'ParameterNotFound',
    })
  })

  it('keeps what was written, overwrites only when told, and stays private on disk', async () => {
    const cloud = clientOf('cloud')
    const put = (more: object) =>
      cloud.send(new PutParameterCommand({ Name: '/unit/new', Value: 'v', Type: 'SecureString', ...more }))
    expect(await put({})).toMatchObject({ Version: 1 })
    await expect(put({})).rejects.toMatchObject({ name: 'ParameterAlreadyExists' })
    expect(await put({ Overwrite: true, Value: 'w' })).toMatchObject({ Version: 2 })
    expect(statSync(file).mode & 0o777).toBe(0o600)

    const again = createSsm({ file, access, clock })
    again.seed('/unit/new', 'a new start does not replace it')
    const server = await serve((request, response) => void again.handle(request, response))
    const { name: _, ...credentials } = access.credentialsOf('Reader')
    const client = new SSMClient({
      endpoint: server.url,
      region: 'ap-southeast-1',
      credentials,
    })
    expect((await read(client, '/unit/new'))?.Value).toBe('w')
    await server.close()
  })

  it('answers with the date of its own clock, so that a client goes on signing after the clock was moved', async () => {
    const { headers } = await fetch(url, { method: 'POST', body: '{}' })
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1')
    clock.move(3_600_000)
    expect((await read(clientOf('Reader'), '/unit/link-key'))?.Value).toBe('secret')
  })
})
