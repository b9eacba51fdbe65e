import { join } from 'node:path'
import * as z from 'zod'
import { PrintedSheets } from '../../lib/api/archive'
import { drawSheets } from '../../lib/archive/draw-sheet'
import { makeRegister } from '../../lib/archive/make-register'
import { printSheets } from '../../lib/archive/print-sheets'
import { AtBundle, AtMonth, AtSubmission, ForUnit, OfSeveral } from '../../lib/archive/requests'
import { unitAsked } from '../../lib/archive/search-archive'
import { sheetOfBundle } from '../../lib/archive/sheet-of-bundle'
import { configFrom } from '../../lib/platform/config'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { xlsx, xlsxNamed } from '../../lib/platform/workbook'
import { beijingDate } from '../../lib/policy/working-days'
import { openBundle } from '../../lib/archive/open-bundle'
import { archiveBucket, bucket } from '../wire/files'
import { wire } from '../wire/part'
import { archive, clock, publicUrl, signedIn } from '../wire/rows'

const door = signedIn()
const room = wire({ archive, vault: archiveBucket, exports: bucket, clock, publicUrl })
const open = openBundle(room)
const { LAMBDA_TASK_ROOT } = configFrom(z.object({ LAMBDA_TASK_ROOT: z.string() }))
const fontAt = (path: string) => join(LAMBDA_TASK_ROOT, 'node_modules', path)
const print = printSheets({
  ...room,
  sheetOf: sheetOfBundle(room),
  draw: (sheets) =>
    drawSheets(sheets, [
      fontAt('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
      fontAt('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
      fontAt('@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf'),
    ]),
})
const register = makeRegister(room)

/** The archive's papers: approval sheet as PDF, register and volume of a month as spreadsheet (article 11). */
export const handler = routes({
  /** The approval sheet (审批单) of a sealed bundle: a link of ten minutes to its PDF. */
  'GET /api/archive/{submissionId}/sheet': door(
    { request: z.object({ path: AtSubmission, query: AtBundle }), roles: [], answer: PrintedSheets },
    async ({ person, path, query }) =>
      json(200, await print([await open(person, path.submissionId, query.events)])),
  ),
  /** The newest sheets of several submissions, `of` their ids with commas between, to be printed at once. */
  'GET /api/sheets': door(
    { request: z.object({ query: OfSeveral }), roles: [], answer: PrintedSheets },
    async ({ person, query }) =>
      json(200, await print(await Promise.all(query.of.map((id) => open(person, id))))),
  ),
  /** The register (台账) of a month, of one unit or all, as a spreadsheet. */
  'GET /api/registers/{month}': door(
    { request: z.object({ path: AtMonth, query: ForUnit }), roles: [], file: xlsx },
    async ({ person, path, query }) => {
      const unitId = unitAsked(person, query.unit, beijingDate(room.clock.now()))
      const made = await register(path.month, unitId)
      return xlsxNamed(`台账-${path.month}.xlsx`, made.file)
    },
  ),
})
