import { PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { closeStands, outcomeOfFetch, someone, stand, type Stand } from './kit'

const portal = 'https://portal.example.com'

let cloud: Stand
beforeAll(async () => {
  cloud = await stand({
    media: {
      cors: [
        {
          AllowedMethods: ['PUT', 'POST'],
          AllowedOrigins: [portal, 'https://*.test.example.com'],
          AllowedHeaders: ['content-*'],
          ExposedHeaders: ['ETag'],
          MaxAge: 600,
        },
        { AllowedMethods: ['GET'], AllowedOrigins: ['*'] },
      ],
    },
    closed: {},
  })
})
afterAll(closeStands)

const ask = (origin: string, method: string, headers = '', bucket = 'media') =>
  fetch(`${cloud.url}/${bucket}/a`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(headers && { 'access-control-request-headers': headers }),
    },
  })

it.each([
  [portal, 'PUT', 'content-type', portal],
  ['https://a.test.example.com', 'POST', '', 'https://a.test.example.com'],
  ['https://anyone.example', 'GET', '', '*'],
])('lets %s ask for %s with headers "%s"', async (origin, method, headers, allowed) => {
  const answer = await ask(origin, method, headers)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('access-control-allow-origin')).toBe(allowed)
})

it.each([
  ['https://anyone.example', 'PUT', '', 'media'],
  [portal, 'DELETE', '', 'media'],
  [portal, 'PUT', 'content-type,x-amz-acl', 'media'],
  [`${portal}.evil.example`, 'PUT', '', 'media'],
  [portal, 'PUT', '', 'closed'],
  [portal, 'PUT', '', 'nowhere'],
])('refuses %s %s with headers "%s" on %s', async (origin, method, headers, bucket) => {
  const answer = await ask(origin, method, headers, bucket)
  expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  expect(await outcomeOfFetch(answer)).toBe('403 AccessForbidden')
})

it('lets the page read the ETag of its part, and the reason of a refusal', async () => {
  const url = await getSignedUrl(
    cloud.clientOf(someone, { requestChecksumCalculation: 'WHEN_REQUIRED' }),
    new PutObjectCommand({ Bucket: 'media', Key: 'a' }),
  )
  for (const [to, status] of [
    [url, 200],
    [`${url}0`, 403],
  ] as const) {
    const answer = await fetch(to, { method: 'PUT', body: 'x', headers: { origin: portal } })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('access-control-allow-origin')).toBe(portal)
    expect(answer.headers.get('access-control-expose-headers')).toBe('ETag')
  }
})
