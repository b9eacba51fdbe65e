import * as z from 'zod'
import { SubmittedVersion } from '../submission/store'
import type { OpenBundle } from './open-bundle'
import { Named, sheetOf, SheetTurn, type Sheet } from './sheet'

/** The sheet of a sealed bundle: what is printed is what was sealed, not what the table says today. */
export async function sheetOfBundle({ entry, manifest, read }: OpenBundle): Promise<Sheet> {
  const last = manifest.files.filter(({ kind }) => kind === 'version').at(-1)
  return sheetOf(entry, {
    version: last && (await read(last.path, SubmittedVersion)),
    turns: await read('decisions.json', z.array(SheetTurn)),
    people: await read('people.json', z.array(Named)),
  })
}
