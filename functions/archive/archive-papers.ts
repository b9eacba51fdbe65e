import { join } from 'node:path'
import * as z from 'zod'
import { drawSheet } from '../../lib/archive/draw-sheet'
import { makeRegister } from '../../lib/archive/make-register'
import { openArchive } from '../../lib/archive/open-archive'
import { AtBundle, AtMonth, AtSubmission, ForUnit } from '../../lib/archive/requests'
import { unitAsked } from '../../lib/archive/search-archive'
import { sheetOfBundle } from '../../lib/archive/sheet-of-bundle'
import { configFrom } from '../../lib/platform/config'
import type { HttpAnswer } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { beijingDate } from '../../lib/policy/working-days'

const { door, archive, open, clock } = openArchive()
const { LAMBDA_TASK_ROOT } = configFrom(z.object({ LAMBDA_TASK_ROOT: z.string() }))
const fonts = join(LAMBDA_TASK_ROOT, 'node_modules', '@expo-google-fonts', 'noto-sans-sc', '400Regular')
const font = join(fonts, 'NotoSansSC_400Regular.ttf')
const register = makeRegister({ archive })

const pdf = 'application/pdf'
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const file = (body: Buffer, type: string, name: string): HttpAnswer => ({
  statusCode: 200,
  headers: {
    'content-type': type,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  },
  body: body.toString('base64'),
  isBase64Encoded: true,
})

/** The archive's papers: approval sheet as PDF, register and volume of a month as spreadsheet (article 11). */
export const handler = routes({
  /** The approval sheet (审批单) of a sealed bundle, as PDF. */
  'GET /api/archive/{submissionId}/sheet': door(
    { request: z.object({ path: AtSubmission, query: AtBundle }), roles: [], file: pdf },
    async ({ person, path, query }) => {
      const bundle = await open(person, path.submissionId, query.events)
      const sheet = await drawSheet(await sheetOfBundle(bundle), font)
      return file(sheet, pdf, `审批单-${bundle.entry.number}.pdf`)
    },
  ),
  /** The register (台账) of a month, of one unit or all, as a spreadsheet. */
  'GET /api/registers/{month}': door(
    { request: z.object({ path: AtMonth, query: ForUnit }), roles: [], file: xlsx },
    async ({ person, path, query }) => {
      const unitId = unitAsked(person, query.unit, beijingDate(clock.now()))
      const made = await register(path.month, unitId)
      return file(made.file, xlsx, `台账-${path.month}.xlsx`)
    },
  ),
})
