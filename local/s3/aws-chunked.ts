import { Transform, type TransformCallback } from 'node:stream'
import { S3Error } from './errors'

const longestLine = 8192

const incomplete = (why: string) => new S3Error('IncompleteBody', `The aws-chunked body is broken: ${why}`)

/**
 * Takes the envelope `aws-chunked` off a body and keeps the trailers behind it, names in lower case.
 * A body that ends in the middle of a chunk, or without its last chunk, fails with IncompleteBody.
 */
export class AwsChunkedDecoder extends Transform {
  readonly trailers = new Map<string, string>()
  private rest: Buffer = Buffer.alloc(0)
  private left = 0
  private expects: 'size' | 'data' | 'end of data' | 'trailer' | 'nothing' = 'size'

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.rest = this.rest.length ? Buffer.concat([this.rest, chunk]) : chunk
    try {
      while (this.expects === 'data' ? this.takeData() : this.takeLine());
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  override _flush(done: TransformCallback): void {
    // S3 clients may leave out the empty line behind the trailers.
    const finished = this.expects === 'nothing' || (this.expects === 'trailer' && !this.rest.length)
    done(finished ? null : incomplete(`it ends where ${this.expects} should follow`))
  }

  private takeData(): boolean {
    const bytes = this.rest.subarray(0, this.left)
    if (!bytes.length) return false
    this.push(bytes)
    this.rest = this.rest.subarray(bytes.length)
    this.left -= bytes.length
    if (this.left === 0) this.expects = 'end of data'
    return this.rest.length > 0
  }

  private takeLine(): boolean {
    const end = this.rest.indexOf('\r\n')
    if (end < 0 && this.rest.length > longestLine) throw incomplete('a line is too long')
    if (end < 0) return false
    const line = this.rest.toString('latin1', 0, end)
    this.rest = this.rest.subarray(end + 2)
    this.readLine(line)
    return true
  }

  private readLine(line: string): void {
    if (this.expects === 'size') this.readSize(line)
    else if (this.expects === 'trailer') this.readTrailer(line)
    else if (this.expects === 'end of data' && line === '') this.expects = 'size'
    else throw incomplete('a chunk is longer than it says')
  }

  private readSize(line: string): void {
    if (!/^[0-9a-f]{1,12}$/i.test(line)) throw incomplete(`${line.slice(0, 40)} is no chunk size`)
    this.left = parseInt(line, 16)
    this.expects = this.left ? 'data' : 'trailer'
  }

  private readTrailer(line: string): void {
    if (line === '') {
      this.expects = 'nothing'
      return
    }
    const colon = line.indexOf(':')
    this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
}
