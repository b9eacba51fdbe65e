import type * as z from 'zod'
import { log } from './log'

/**
 * The door of a machine step, an event or a schedule: parses the payload, runs the verb, returns small facts.
 * A Refusal leaves with its code as error name, which ASL `Catch` matches; anything else is a bug and is retried.
 */
export function step<In extends z.ZodType, Out>(schema: In, run: (input: z.infer<In>) => Promise<Out>) {
  return async (event: unknown): Promise<Out> => {
    const input = schema.parse(event)
    try {
      return await run(input)
    } catch (error) {
      log.error('step failed', error as Error)
      throw error
    }
  }
}
