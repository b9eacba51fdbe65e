import { awsEncode } from '../aws/signature'
import { S3Error } from './errors'

/** How a listing writes keys: as they are, or percent-encoded when the caller asks for `encoding-type=url`. */
export function encodingOf(query: Map<string, string>): (key: string) => string {
  const type = query.get('encoding-type')
  if (type === undefined) return (key) => key
  if (type !== 'url') throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request')
  return (key) => key.split('/').map(awsEncode).join('/')
}
