import type { Context } from 'aws-lambda'
import type { HttpAnswer, HttpEvent } from './http'

type Door = (event: HttpEvent, context: Context) => Promise<HttpAnswer>

/**
 * A desk: the doors of one noun that need the same grants, in one Lambda (docs/decisions/0008). Keys are the routes of
 * functions.yml, e.g. `GET /api/complaints/{complaintId}`; a route without a door is a bug and answers 500.
 */
export const routes =
  (doors: Record<string, Door>): Door =>
  async (event, context) => {
    const door = doors[event.routeKey]
    if (!door) throw new Error(`no door for ${event.routeKey}`)
    return door(event, context)
  }
