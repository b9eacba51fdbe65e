/** Cuts, flips, overwrites lengths, repeats and drops stretches; headers more often than content. */
export function damaged(bytes: Buffer, next: () => number): Buffer {
  const below = (limit: number) => Math.floor(next() * limit)
  const place = (limit: number) => (next() < 0.6 ? below(Math.min(limit, 900)) : below(limit))
  let hurt = Buffer.from(bytes)
  for (let wounds = 1 + below(5); wounds > 0 && hurt.length > 8; wounds--) {
    const at = place(hurt.length - 8)
    const kind = below(6)
    if (kind === 0) hurt = hurt.subarray(0, at)
    if (kind === 1) hurt[at] = below(256)
    if (kind === 2) hurt.writeUInt32BE([0, 1, 7, 8, 0x7fffffff, 0xffffffff][below(6)] ?? 0, at)
    if (kind === 3) hurt.writeBigUInt64LE([0n, 24n, 2n ** 31n, 2n ** 63n, 2n ** 64n - 1n][below(5)] ?? 0n, at)
    if (kind === 4) hurt = Buffer.concat([hurt.subarray(0, at), hurt.subarray(at + 1 + below(40))])
    if (kind === 5)
      hurt = Buffer.concat([hurt.subarray(0, at), hurt.subarray(place(at + 1), at), hurt.subarray(at)])
  }
  return hurt
}
