import * as z from 'zod'

/** Reads what a function needs from its environment once, at load: a missing setting fails the deploy, not a user. */
export function configFrom<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv = process.env): z.infer<T> {
  const read = schema.safeParse(env)
  if (read.success) return read.data
  throw new Error(`environment of this function: ${z.prettifyError(read.error)}`)
}
