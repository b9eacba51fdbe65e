import * as z from 'zod'
import { LedgerEvent } from '../ledger/event'
import { Rendition } from '../submission/rendition'
import { SubmittedVersion } from '../submission/store'
import { previewPath } from './bundle'
import type { OpenBundle } from './open-bundle'
import { Named, sheetOf, SheetTurn, type Sheet } from './sheet'

const idOf = (path: string): string => path.slice('previews/'.length, -'.jpg'.length)

/** The sheet of a sealed bundle: what is printed is what was sealed, not what the table says today. */
export const sheetOfBundle =
  ({ publicUrl }: { publicUrl: string }) =>
  async ({ entry, manifest, read, bytes }: OpenBundle): Promise<Sheet> => {
    const last = (kind: string) => manifest.files.filter((file) => file.kind === kind).at(-1)?.path
    const [version, rendition, edition] = [last('version'), last('rendition'), last('edition')]
    const events = async (path: string) =>
      Buffer.from(await bytes(path))
        .toString('utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => LedgerEvent.parse(JSON.parse(line)))
    const shown = version === undefined ? undefined : await read(version, SubmittedVersion)
    const kept = new Set(manifest.files.map(({ path }) => path))
    const previews = await Promise.all(
      (shown?.pins ?? [])
        .map(({ id }) => previewPath(id))
        .filter((path) => kept.has(path))
        .map(async (path) => [idOf(path), Buffer.from(await bytes(path))] as const),
    )
    return sheetOf(entry, {
      company: manifest.company,
      version: shown,
      rendition: rendition === undefined ? undefined : await read(rendition, Rendition),
      turns: await read('decisions.json', z.array(SheetTurn)),
      people: await read('people.json', z.array(Named)),
      ledger: await events('ledger.jsonl'),
      edition: edition === undefined ? [] : await events(edition),
      previews: new Map(previews),
      publicUrl,
    })
  }
