const block = 512

const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`

/**
 * The header of one file in a POSIX ustar archive. `at` in seconds.
 * @throws RangeError for a path of more than 100 bytes or a file of 8 GB: a bundle has neither
 */
export function tarHeader({ path, bytes, at }: { path: string; bytes: number; at: number }): Buffer {
  if (Buffer.byteLength(path) > 100 || bytes >= 8 ** 11)
    throw new RangeError(`${path} does not fit into a tar`)
  const header = Buffer.alloc(block)
  header.write(path, 0)
  header.write(octal(0o644, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(bytes, 12), 124)
  header.write(octal(at, 12), 136)
  header.write(' '.repeat(8), 148)
  header.write('0', 156)
  header.write('ustar\0' + '00', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** Zeros after a file's bytes, up to the next block. */
export const tarPadding = (bytes: number): Buffer => Buffer.alloc((block - (bytes % block)) % block)

export const tarEnd = (): Buffer => Buffer.alloc(2 * block)

/** Size of the whole tar. */
export const tarBytes = (sizes: number[]): number =>
  sizes.reduce((sum, bytes) => sum + block + bytes + ((block - (bytes % block)) % block), 2 * block)
