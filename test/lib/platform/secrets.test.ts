import type { IncomingMessage, ServerResponse } from 'node:http'
import { ssmSecrets } from '../../../lib/platform/secrets'
import { createSsm } from '../../../local/ssm/ssm'
import { accessFor, aClock, guest, root, serve } from '../../kit/aws-service'
import { removeTemporaryDirs, temporaryDir } from '../../local/kit'
import { join } from 'node:path'

const arn = 'arn:aws:ssm:ap-southeast-1:000000000000:parameter/unit/link-key'
const before = { ...process.env }
let service: Awaited<ReturnType<typeof serve>>
let clock: ReturnType<typeof aClock>
/** what happens to the next requests instead of an answer */
let troubles: ((request: IncomingMessage, response: ServerResponse) => void)[]
let asked: number
let ssm: ReturnType<typeof createSsm>

const signedBy = ({ accessKeyId, secretAccessKey }: typeof root) =>
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey })

beforeEach(async () => {
  clock = aClock()
  troubles = []
  asked = 0
  const access = accessFor([`ssm:GetParameter ${arn}`])
  ssm = createSsm({ file: join(temporaryDir(), 'ssm.json'), access, clock })
  ssm.seed('/unit/link-key', 'secret')
  ssm.seed('/unit/other', 'hidden')
  service = await serve(async (request, response) => {
    asked++
    const trouble = troubles.shift()
    if (trouble) trouble(request, response)
    else await ssm.handle(request, response)
  })
  Object.assign(process.env, { AWS_ENDPOINT_URL: service.as(root).endpoint, AWS_REGION: 'ap-southeast-1' })
  delete process.env['AWS_SESSION_TOKEN']
  signedBy(guest)
})
afterEach(() => service.close())
afterAll(() => {
  process.env = before
  removeTemporaryDirs()
})

const unit = () => ssmSecrets('/unit/', { now: () => new Date(clock.now()) })

it('reads with the right of its role alone, and names what AWS says against it', async () => {
  expect(await unit().read('link-key')).toBe('secret')
  await expect(unit().read('other')).rejects.toMatchObject({ name: 'AccessDeniedException' })
  signedBy(root)
  await expect(unit().read('nothing')).rejects.toMatchObject({ name: 'ParameterNotFound' })
  expect(asked).toBe(3)
})

it('keeps a secret for five minutes', async () => {
  const secrets = unit()
  await secrets.read('link-key')
  clock.move(299_000)
  await secrets.read('link-key')
  expect(asked).toBe(1)
  clock.move(2_000)
  expect(await secrets.read('link-key')).toBe('secret')
  expect(asked).toBe(2)
})

const says = (status: number, type: string) => (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status).end(JSON.stringify({ __type: `com.amazonaws.ssm#${type}` }))

it('tries again where the line breaks, AWS has trouble or throttles, and gives up by name', async () => {
  troubles = [
    ({ socket }) => socket.destroy(),
    says(503, 'InternalServerError'),
    says(400, 'ThrottlingException'),
  ]
  expect(await unit().read('link-key')).toBe('secret')
  expect(asked).toBe(4)
  troubles = Array.from({ length: 4 }, () => says(400, 'ThrottlingException'))
  await expect(unit().read('link-key')).rejects.toMatchObject({ name: 'ThrottlingException' })
  expect(asked).toBe(8)
})

it('signs by the clock of AWS once its own has gone wrong', async () => {
  clock.move(3_600_000)
  expect(await unit().read('link-key')).toBe('secret')
  clock.move(-7_200_000)
  expect(await unit().read('link-key')).toBe('secret')
})
