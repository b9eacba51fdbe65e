import type { Context } from 'aws-lambda'
import type { HttpAnswer, HttpEvent } from './http'

type Door = (event: HttpEvent, context: Context) => Promise<HttpAnswer>

/**
 * A desk: the doors of one noun that need the same grants, in one Lambda (docs/decisions/0008). Keys are the routes of
 * functions.yml, e.g. `GET /api/complaints/{complaintId}`; a route without a door is a bug and answers 500.
 */
export const routes = <Doors extends Record<string, Door>>(doors: Doors): Door & { doors: Doors } =>
  Object.assign(
    async (event: HttpEvent, context: Context) => {
      const door = Object.hasOwn(doors, event.routeKey) ? doors[event.routeKey] : undefined
      if (!door) throw new Error(`no door for ${event.routeKey}`)
      return door(event, context)
    },
    { doors },
  )
