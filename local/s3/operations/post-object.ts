import type { Identity } from '../../aws/access'
import { parseCredential, sameSignature, signatureOf, SignatureError, signerOf } from '../../aws/signature'
import { emptyAnswer, noContent, xmlAnswer, type Answer } from '../answer'
import { demandOf, largestPut } from '../body'
import { arnOf, bucketNamed, create, type Cloud } from '../call'
import { descriptionOf } from '../description'
import { notImplemented, S3Error } from '../errors'
import { defaultRetention } from '../object-lock'
import { readForm, type PostedForm } from '../post-form'
import { parsePolicy, requirePolicy } from '../post-policy'
import type { S3Request } from '../request'
import { requireScope } from '../scope'
import { requireSum } from '../writing'
import { element } from '../xml'

const understood =
  /^x-amz-(algorithm|credential|date|signature|security-token|meta-.*|checksum-(crc32|sha1|sha256))$/
const refusedFields = ['acl', 'tagging', 'redirect', 'success_action_redirect']

function requireUnderstood(fields: ReadonlyMap<string, string>): void {
  for (const name of fields.keys())
    if (refusedFields.includes(name) || (name.startsWith('x-amz-') && !understood.test(name)))
      throw notImplemented(`the form field ${name} of PostObject`)
}

/** Who signed the policy of the form (SigV4: the HMAC of the base64 text itself). */
function formSigner(cloud: Cloud, fields: ReadonlyMap<string, string>): Identity {
  const policy = fields.get('policy')
  const signature = fields.get('x-amz-signature')
  if (!policy || !signature) throw new S3Error('AccessDenied', 'Access Denied: the form has no signed policy')
  if (fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256')
    throw new S3Error('AccessDenied', 'Only AWS4-HMAC-SHA256 is supported')
  const scope = parseCredential(fields.get('x-amz-credential') ?? '')
  const identity = signerOf(cloud.access, scope.accessKeyId, fields.get('x-amz-security-token'))
  requireScope(scope, cloud.region)
  if (!sameSignature(signatureOf(identity.secretAccessKey, scope, policy), signature))
    throw new SignatureError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    )
  return identity
}

function authorised(
  cloud: Cloud,
  bucket: string,
  form: PostedForm,
): { key: string; fields: ReadonlyMap<string, string>; minBytes: number; maxBytes: number } {
  const identity = formSigner(cloud, form.fields)
  const key = form.fields.get('key')?.replaceAll('${filename}', form.fileName)
  if (!key) throw new S3Error('InvalidArgument', 'Bucket POST must contain a field named `key`.')
  if (Buffer.byteLength(key) > 1024) throw new S3Error('KeyTooLongError', 'Your key is too long')
  const fields = new Map(form.fields).set('key', key)
  const policy = parsePolicy(fields.get('policy') ?? '')
  requirePolicy(policy, fields, bucket, cloud.now())
  cloud.access.authorize(identity, 's3:PutObject', arnOf(bucket, key))
  requireUnderstood(fields)
  return { key, fields, minBytes: policy.minBytes, maxBytes: Math.min(policy.maxBytes, largestPut) }
}

function answerOf(
  request: S3Request,
  status: string | undefined,
  key: string,
  headers: Record<string, string>,
): Answer {
  const location = `http://${request.headers.host}/${request.bucket}/${encodeURI(key)}`
  const all = { location, ...headers }
  if (status === '200') return emptyAnswer(200, all)
  if (status !== '201') return noContent(all)
  const document = xmlAnswer(
    'PostResponse',
    [
      element('Location', location),
      element('Bucket', request.bucket),
      element('Key', key),
      element('ETag', headers['etag'] ?? ''),
    ],
    all,
  )
  return { ...document, status: 201 }
}

/** A browser's form upload: not the request is signed but the policy in it, which says what the form may hold. */
export async function postObject(request: S3Request, cloud: Cloud): Promise<Answer> {
  const bucket = bucketNamed({ cloud }, request.bucket)
  const taken = await readForm(
    request.message,
    async (form, file) => {
      const { key, fields, minBytes, maxBytes } = authorised(cloud, request.bucket, form)
      const names = [...fields.keys()].filter((name) => name.startsWith('x-amz-checksum-'))
      const header = (name: string) =>
        name === 'content-md5' || names.includes(name) ? fields.get(name) : undefined
      const demand = demandOf(names, header, { minBytes, maxBytes })
      requireSum(bucket, demand)
      const description = descriptionOf(fields.keys(), (name) => fields.get(name))
      return { key, fields, description, written: await bucket.blobs.write(file, demand) }
    },
    ({ written }) => bucket.blobs.drop([written.segment]),
  )
  const { key, fields, description, written } = taken
  const { headers } = create(
    { request, cloud },
    bucket,
    key,
    {
      bytes: written.bytes,
      etag: written.md5.toString('hex'),
      segments: [written.segment],
      description,
      checksums: written.checksums,
      retention: defaultRetention(bucket.settings.objectLock, cloud.now()),
    },
    'PostObject',
  )
  return answerOf(request, fields.get('success_action_status'), key, headers)
}
