/** Reads bits from the first on, and numbers whose length their leading zeros tell; what is past the end is NaN. */
export function bitsOf(bytes: Buffer) {
  let at = 0
  const bit = () => {
    const byte = bytes[at >> 3]
    return byte === undefined ? NaN : (byte >> (7 - (at++ % 8))) % 2
  }
  const bits = (count: number) => {
    let value = 0
    for (let left = count; left > 0; left--) value = value * 2 + bit()
    return value
  }
  const number = () => {
    let zeros = 0
    while (zeros < 32 && bit() === 0) zeros++
    return zeros < 32 ? 2 ** zeros + bits(zeros) - 1 : NaN
  }
  return { bits, number }
}
