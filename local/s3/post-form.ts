import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import busboy from 'busboy'
import { S3Error } from './errors'

const mostFieldBytes = 20_480

export interface PostedForm {
  /** the fields before the file, by lower-case name; S3 ignores what comes behind it */
  fields: ReadonlyMap<string, string>
  fileName: string
}

const malformed = (why: string) =>
  new S3Error(
    'MalformedPOSTRequest',
    `The body of your POST request is not well-formed multipart/form-data: ${why}`,
  )

const oneFile = () =>
  new S3Error('InvalidArgument', 'POST requires exactly one file upload per request, in the field `file`.')

/**
 * Reads a form and streams its file into `take`, which is called once the fields before it are known. Resolves when
 * the form has ended well: only then may the file be believed to be whole.
 * @param undo is called with what `take` gave when the form turns out broken behind the file
 */
export function readForm<T>(
  message: IncomingMessage,
  take: (form: PostedForm, file: Readable) => Promise<T>,
  undo: (taken: T) => void,
): Promise<T> {
  const fields = new Map<string, string>()
  let taken: Promise<T> | undefined
  return new Promise<T>((resolve, reject) => {
    const parser = busboy({
      headers: message.headers,
      defParamCharset: 'utf8',
      limits: { fieldSize: mostFieldBytes, fields: 100, fieldNameSize: 200 },
    })
    const fail = (error: Error): void => {
      message.unpipe(parser)
      taken?.then(undo, () => undefined)
      reject(error)
    }
    parser.on('field', (name, value, info) => {
      const lower = name.toLowerCase()
      if (taken) return
      if (info.valueTruncated || info.nameTruncated) fail(malformed(`the field ${name} is too long`))
      else if (lower === 'file') fail(oneFile())
      else if (fields.has(lower)) fail(malformed(`the field ${name} is there twice`))
      else fields.set(lower, value)
    })
    parser.on('file', (name, file, info) => {
      if (taken || name.toLowerCase() !== 'file') {
        file.resume()
        fail(oneFile())
        return
      }
      taken = take({ fields, fileName: info.filename ?? '' }, file)
      taken.catch((error: Error) => {
        message.unpipe(parser)
        reject(error)
      })
    })
    parser.on('fieldsLimit', () => fail(malformed('too many fields')))
    parser.on('error', (error: Error) => fail(malformed(error.message)))
    parser.on('close', () => {
      if (taken) taken.then(resolve, reject)
      else reject(oneFile())
    })
    message.once('close', () => {
      if (!message.complete) parser.destroy(malformed('it was broken off'))
    })
    message.pipe(parser)
  })
}
