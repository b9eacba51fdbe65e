export interface ReadCount {
  /** GETs of the object's bytes, whole or in part */
  requests: number
  /** of their bodies, as they were sent */
  bytes: number
}

/** Counts what is read of each object since the start: how one proves that a video was judged from a few bytes. */
export interface Reads {
  begin(bucket: string, key: string): (bytes: number) => void
  of(bucket: string, key: string): ReadCount
}

export function countReads(): Reads {
  const counts = new Map<string, ReadCount>()
  const nameOf = (bucket: string, key: string): string => `${bucket}/${key}`
  return {
    begin(bucket, key) {
      const count = counts.get(nameOf(bucket, key)) ?? { requests: 0, bytes: 0 }
      counts.set(nameOf(bucket, key), count)
      count.requests += 1
      return (bytes) => {
        count.bytes += bytes
      }
    },
    of: (bucket, key) => ({ ...(counts.get(nameOf(bucket, key)) ?? { requests: 0, bytes: 0 }) }),
  }
}
