import * as z from 'zod'

/**
 * What wakes a worker of kept rows: the table's stream, which tells their keys, or a schedule. Parsed to what stands behind
 * `prefix` in each key; undefined when the schedule knocks.
 */
export function keptRows(prefix: string) {
  const Key = z.object({ S: z.string().startsWith(prefix) })
  const Told = z.object({
    Records: z.array(z.object({ dynamodb: z.object({ Keys: z.object({ pk: Key }) }) })),
  })
  return z
    .union([Told, z.object({ scheduledAt: z.string() })])
    .transform((input) =>
      'Records' in input
        ? input.Records.map(({ dynamodb }) => dynamodb.Keys.pk.S.slice(prefix.length))
        : undefined,
    )
}
