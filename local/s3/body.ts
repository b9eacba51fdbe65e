import { createHash } from 'node:crypto'
import { Transform, Writable, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AwsChunkedDecoder } from './aws-chunked'
import { algorithmOf, algorithmOfHeader, startChecksum, type Algorithm, type Checksums } from './checksums'
import { notImplemented, S3Error } from './errors'

type Header = (name: string) => string | undefined

/** What a body must turn out to be. */
export interface Demand {
  minBytes: number
  maxBytes: number
  /** exactly, when the sender told */
  bytes?: number
  /** in an `aws-chunked` envelope with trailers */
  chunked: boolean
  /** hex, from x-amz-content-sha256 */
  sha256?: string
  /** base64, from Content-MD5 */
  md5?: string
  /** the sum told in a header; `trailer` when it follows the body; `compute` when only the algorithm is told */
  checksums: Map<Algorithm, { sum: string } | 'trailer' | 'compute'>
}

export interface Measured {
  bytes: number
  md5: Buffer
  checksums: Checksums
}

export const largestPut = 5 * 2 ** 30

const unsigned = 'UNSIGNED-PAYLOAD'
const unsignedTrailer = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'

function checksumsIn(names: Iterable<string>, header: Header): Demand['checksums'] {
  const checksums: Demand['checksums'] = new Map()
  const announced = header('x-amz-sdk-checksum-algorithm')
  if (announced) checksums.set(algorithmOf(announced), 'compute')
  for (const name of names) {
    const algorithm = algorithmOfHeader(name)
    const sum = header(name)
    if (algorithm && sum) checksums.set(algorithm, { sum })
  }
  for (const name of header('x-amz-trailer')?.split(',') ?? []) {
    const algorithm = algorithmOfHeader(name.trim().toLowerCase())
    if (!algorithm) throw notImplemented(`the trailer ${name}`)
    checksums.set(algorithm, 'trailer')
  }
  return checksums
}

const lengthIn = (header: Header, name: string): number | undefined => {
  const value = header(name)
  if (value === undefined) return undefined
  if (!/^\d{1,15}$/.test(value)) throw new S3Error('InvalidArgument', `${name} is not a number of bytes`)
  return Number(value)
}

/** Reads from the headers (or form fields) `names` what the body must be. */
export function demandOf(
  names: Iterable<string>,
  header: Header,
  limits: { minBytes?: number; maxBytes: number },
): Demand {
  const payload = header('x-amz-content-sha256') ?? unsigned
  const chunked = payload === unsignedTrailer
  if (payload.startsWith('STREAMING-') && !chunked) throw notImplemented(`the body signature ${payload}`)
  const md5 = header('content-md5')
  if (md5 !== undefined && Buffer.from(md5, 'base64').length !== 16)
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified is not valid.')
  return {
    minBytes: limits.minBytes ?? 0,
    maxBytes: limits.maxBytes,
    bytes: lengthIn(header, chunked ? 'x-amz-decoded-content-length' : 'content-length'),
    chunked,
    ...(!chunked && payload !== unsigned && { sha256: payload }),
    md5,
    checksums: checksumsIn(names, header),
  }
}

/** Counts and hashes what flows through; stops the flow at the first byte too many. */
class Meter extends Transform {
  bytes = 0
  readonly md5 = createHash('md5')
  readonly sha256
  readonly sums

  constructor(private readonly demand: Demand) {
    super({ highWaterMark: 2 ** 20 })
    this.sha256 = demand.sha256 === undefined ? undefined : createHash('sha256')
    this.sums = [...demand.checksums.keys()].map((algorithm) => ({
      algorithm,
      running: startChecksum(algorithm),
    }))
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length
    if (this.bytes > this.demand.maxBytes) {
      done(new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size'))
      return
    }
    this.md5.update(chunk)
    this.sha256?.update(chunk)
    for (const { running } of this.sums) running.update(chunk)
    done(null, chunk)
  }
}

function settle(meter: Meter, demand: Demand, trailers: Map<string, string>): Measured {
  if (demand.bytes !== undefined && meter.bytes !== demand.bytes)
    throw new S3Error('IncompleteBody', 'The body has another length than its headers say')
  if (meter.bytes < demand.minBytes)
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size')
  if (demand.sha256 !== undefined && meter.sha256?.digest('hex') !== demand.sha256)
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
  const md5 = meter.md5.digest()
  if (demand.md5 !== undefined && md5.toString('base64') !== demand.md5)
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.')
  const checksums: Checksums = {}
  for (const { algorithm, running } of meter.sums) {
    const told = demand.checksums.get(algorithm)
    const sum = running.digest()
    const want = told === 'trailer' ? trailers.get(`x-amz-checksum-${algorithm.toLowerCase()}`) : told
    if (want === undefined)
      throw new S3Error('InvalidRequest', `The announced ${algorithm} trailer is missing`)
    if (want !== 'compute' && (typeof want === 'string' ? want : want.sum) !== sum)
      throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`)
    checksums[algorithm] = sum
  }
  return { bytes: meter.bytes, md5, checksums }
}

/**
 * Streams a body into `target` and says what it was.
 * @throws S3Error for any body that is not as demanded; what reached `target` is then worthless
 */
export async function receive(
  source: AsyncIterable<Buffer>,
  demand: Demand,
  target: Writable,
): Promise<Measured> {
  const meter = new Meter(demand)
  const decoder = demand.chunked ? new AwsChunkedDecoder() : undefined
  if (decoder) await pipeline(source, decoder, meter, target)
  else await pipeline(source, meter, target)
  return settle(meter, demand, decoder?.trailers ?? new Map())
}

/** A body small enough to be held in memory, as text. */
export async function receiveText(source: AsyncIterable<Buffer>, demand: Demand): Promise<string> {
  const chunks: Buffer[] = []
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  await receive(source, demand, target)
  return Buffer.concat(chunks).toString('utf8')
}
