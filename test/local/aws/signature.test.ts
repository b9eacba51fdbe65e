import { createHash } from 'node:crypto'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { AccessDenied, type Access, type Identity } from '../../../local/aws/access'
import { SignatureError, verifySignature, type SignedRequest } from '../../../local/aws/signature'

const identities: Identity[] = [
  {
    name: 'official',
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  },
  {
    name: 's3',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  },
]
const access: Access = {
  identityOf: (id) => identities.find((identity) => identity.accessKeyId === id),
  authorize: (identity, action, resource) => {
    throw new AccessDenied(identity.name, action, resource)
  },
}
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof SignatureError) return `${error.status} ${error.code}`
    throw error
  }
  return 'accepted'
}

describe('the vectors that AWS publishes', () => {
  const may2013 = Date.UTC(2013, 4, 24)
  const s3 = (
    method: string,
    url: string,
    headers: Record<string, string>,
    signature: string,
    body = '',
  ): SignedRequest => {
    const all = {
      ...headers,
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-content-sha256': hash(body),
      'x-amz-date': '20130524T000000Z',
    }
    return {
      method,
      url,
      headers: {
        ...all,
        authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${Object.keys(all).sort().join(';')},Signature=${signature}`,
      },
    }
  }

  test.each<[string, SignedRequest]>([
    [
      'S3 GET with a range',
      s3(
        'GET',
        '/test.txt',
        { range: 'bytes=0-9' },
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
    ],
    [
      'S3 PUT of a key with $',
      s3(
        'PUT',
        '/test%24file.text',
        { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
        'Welcome to Amazon S3.',
      ),
    ],
    [
      'S3 GET of a subresource',
      s3('GET', '/?lifecycle', {}, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'),
    ],
    [
      'S3 listing',
      s3(
        'GET',
        '/?max-keys=2&prefix=J',
        {},
        '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
      ),
    ],
  ])('%s is accepted', (_name, request) => {
    expect(verifySignature(request, undefined, access, may2013).name).toBe('s3')
  })

  const presigned: SignedRequest = {
    method: 'GET',
    url: '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    headers: { host: 'examplebucket.s3.amazonaws.com' },
  }

  it('accepts the presigned S3 URL until its last second and not a moment longer', () => {
    expect(verifySignature(presigned, undefined, access, may2013 + 86_400_000).name).toBe('s3')
    expect(codeOf(() => verifySignature(presigned, undefined, access, may2013 + 86_400_001))).toBe(
      '403 AccessDenied',
    )
  })

  it.each([
    ['path', presigned.url.replace('test.txt', 'other.txt'), '403 SignatureDoesNotMatch'],
    ['lifetime', presigned.url.replace('Expires=86400', 'Expires=86401'), '403 SignatureDoesNotMatch'],
    ['extra parameter', `${presigned.url}&versionId=1`, '403 SignatureDoesNotMatch'],
    ['signature', presigned.url.replace(/....$/, '0000'), '403 SignatureDoesNotMatch'],
    ['key id', presigned.url.replace('AKIAIO', 'AKIAXX'), '403 InvalidAccessKeyId'],
    ['endless lifetime', presigned.url.replace('Expires=86400', 'Expires=604801'), '403 AccessDenied'],
    ['broken encoding', presigned.url.replace('test.txt', 'test%zz'), '403 SignatureDoesNotMatch'],
  ])('refuses the presigned URL with another %s', (_what, url, code) => {
    expect(codeOf(() => verifySignature({ ...presigned, url }, undefined, access, may2013))).toBe(code)
  })

  it('refuses headers that the presigned URL does not cover', () => {
    const headers = { ...presigned.headers, 'x-amz-bypass-governance-retention': 'true' }
    expect(codeOf(() => verifySignature({ ...presigned, headers }, undefined, access, may2013))).toBe(
      '403 AccessDenied',
    )
  })

  it('accepts get-vanilla of the signature test suite', () => {
    const request = {
      method: 'GET',
      url: '/',
      headers: {
        host: 'example.amazonaws.com',
        'x-amz-date': '20150830T123600Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
      },
    }
    expect(verifySignature(request, hash(''), access, Date.UTC(2015, 7, 30, 12, 36)).name).toBe('official')
  })
})

describe('a JSON service, called by the unmodified SDK', () => {
  const signed = async (path = '') => {
    let sent: SignedRequest & { body: string } = { method: '', url: '', headers: {}, body: '' }
    const client = new DynamoDBClient({
      region: 'ap-southeast-1',
      endpoint: `http://127.0.0.1:4001${path}`,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: identities[0]!.secretAccessKey },
      maxAttempts: 1,
      requestHandler: {
        handle: (request: {
          method: string
          path: string
          headers: Record<string, string>
          body: string
        }) => {
          const headers = Object.entries(request.headers).map(([k, v]) => [k.toLowerCase(), v])
          sent = {
            method: request.method,
            url: request.path,
            headers: Object.fromEntries(headers),
            body: request.body,
          }
          return Promise.reject(new Error('kept for the test'))
        },
      },
    })
    await expect(
      client.send(new GetItemCommand({ TableName: '测试', Key: { pk: { S: 'a' } } })),
    ).rejects.toThrow('kept for the test')
    const { body, ...request } = sent
    const stamp = String(request.headers['x-amz-date'])
    const now = Date.parse(stamp.replace(/(....)(..)(..T..)(..)(..)Z/, '$1-$2-$3:$4:$5Z'))
    return { request, body: hash(body), now }
  }

  it('is believed with its own body, also under a path that is encoded twice', async () => {
    for (const path of ['', '/a%20b']) {
      const { request, body, now } = await signed(path)
      expect(verifySignature(request, body, access, now).name).toBe('official')
    }
  })

  it('is refused with another body, whether or not the header with the hash is there', async () => {
    const { request, now } = await signed()
    expect(codeOf(() => verifySignature(request, hash('{}'), access, now))).toBe('403 SignatureDoesNotMatch')
    delete request.headers['x-amz-content-sha256']
    expect(codeOf(() => verifySignature(request, hash('{}'), access, now))).toBe('403 SignatureDoesNotMatch')
  })

  it('is refused with another action', async () => {
    const { request, body, now } = await signed()
    request.headers['x-amz-target'] = 'DynamoDB_20120810.DeleteTable'
    expect(codeOf(() => verifySignature(request, body, access, now))).toBe('403 SignatureDoesNotMatch')
  })

  it('is refused without signature, without date, and when it is of another time', async () => {
    const { request, body, now } = await signed()
    expect(codeOf(() => verifySignature(request, body, access, now + 900_000))).toBe('accepted')
    for (const skew of [-900_001, 900_001])
      expect(codeOf(() => verifySignature(request, body, access, now + skew))).toBe(
        '403 RequestTimeTooSkewed',
      )
    const { authorization, 'x-amz-date': _date, ...rest } = request.headers
    expect(codeOf(() => verifySignature({ ...request, headers: rest }, body, access, now))).toBe(
      '403 AccessDenied',
    )
    expect(
      codeOf(() => verifySignature({ ...request, headers: { ...rest, authorization } }, body, access, now)),
    ).toBe('403 AccessDenied')
  })
})
