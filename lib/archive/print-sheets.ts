import { sha256 } from '../platform/ids'
import type { Bucket } from '../platform/bucket'
import type { OpenBundle } from './open-bundle'
import type { Sheet } from './sheet'

interface Needs {
  exports: Pick<Bucket, 'write' | 'presignRead'>
  sheetOf: (bundle: OpenBundle) => Promise<Sheet>
  draw: (sheets: Sheet[]) => Promise<Buffer>
}

/** Printed at once; a sheet with its pictures takes about a second. */
export const mostSheets = 20
const linkSeconds = 600

/** Approval sheets of these bundles as one PDF behind a link of ten minutes: pictures are too large for an answer. */
export const printSheets =
  ({ exports, sheetOf, draw }: Needs) =>
  async (bundles: OpenBundle[]): Promise<{ url: string; seconds: number; bytes: number }> => {
    const sheets: Sheet[] = []
    for (const bundle of bundles) sheets.push(await sheetOf(bundle))
    const body = await draw(sheets)
    const [first] = bundles
    const seals = sha256(bundles.map(({ entry }) => entry.seal).join()).slice(0, 16)
    const key = `export/${first?.entry.submissionId ?? 'none'}/sheets-${seals}.pdf`
    await exports.write({ key, body, contentType: 'application/pdf' })
    const url = await exports.presignRead({
      ...{ key, seconds: linkSeconds, contentType: 'application/pdf' },
      fileName: `审批单-${first?.entry.number ?? ''}${bundles.length > 1 ? `-等${bundles.length}份` : ''}.pdf`,
    })
    return { url, seconds: linkSeconds, bytes: body.length }
  }
