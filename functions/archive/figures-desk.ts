import * as z from 'zod'
import { figureFile } from '../../lib/figures/figure-file'
import { FigureReport, readFigures } from '../../lib/figures/read-figures'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { xlsx } from '../../lib/platform/workbook'
import { wire } from '../wire/part'
import {
  approvals,
  archive,
  calendar,
  clock,
  complaints,
  people,
  points,
  requests,
  signedIn,
  submissions,
} from '../wire/rows'

const door = signedIn()
const room = wire({ people, archive, submissions, approvals, requests, complaints, points, calendar, clock })
const read = readFigures(room)

const id = z.string().max(60)
const Asked = z.object({
  path: z.object({ period: z.string().regex(/^20\d{2}(-(0[1-9]|1[0-2]))?$/) }),
  query: z.strictObject({ unit: id.optional(), person: id.optional() }),
})

/** 统计: a month or year in figures, of the company, a unit or a person. */
export const handler = routes({
  /** The figures of a month `YYYY-MM` or a year `YYYY`, of a unit or person where one is named. */
  'GET /api/figures/{period}': door(
    { request: Asked, roles: [], answer: FigureReport },
    async ({ path, query, person }) =>
      json(200, await read(path.period, { unitId: query.unit, personId: query.person }, person)),
  ),
  /** The same as a spreadsheet. */
  'GET /api/figures/{period}/sheet': door(
    { request: Asked, roles: [], file: xlsx },
    async ({ path, query, person }) =>
      figureFile(await read(path.period, { unitId: query.unit, personId: query.person }, person)),
  ),
})
