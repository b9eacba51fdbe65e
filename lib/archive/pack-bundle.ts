import type { Bucket } from '../platform/bucket'
import { keyOf, type OpenBundle } from './open-bundle'
import { tarBytes, tarEnd, tarHeader, tarPadding } from './tar'

interface Needs {
  vault: Pick<Bucket, 'read' | 'head'>
  exports: Pick<Bucket, 'presignRead'>
  writeTar: (key: string, contentType: string, pieces: AsyncIterable<Uint8Array>) => Promise<void>
}

/** What one request packs in its time; a larger bundle is fetched file by file. */
export const largestTar = 300 * 1_048_576
const rangeBytes = 8 * 1_048_576
const linkSeconds = 600

const files = ({ entry, manifest }: OpenBundle, manifestBytes: number) => [
  { path: 'manifest.json', bytes: manifestBytes, versionId: entry.manifestVersionId },
  ...manifest.files,
]

/** The bundle as one .tar behind a link of ten minutes; `undefined` when it is too large for one request. */
export const packBundle =
  ({ vault, exports, writeTar }: Needs) =>
  async (bundle: OpenBundle): Promise<{ url: string; seconds: number; bytes: number } | undefined> => {
    const { entry, manifest } = bundle
    const head = await vault.head(keyOf(entry, { path: 'manifest.json', versionId: entry.manifestVersionId }))
    const all = files(bundle, head?.bytes ?? 0)
    const bytes = tarBytes(all.map((file) => file.bytes))
    if (bytes > largestTar) return undefined
    const at = Math.floor(Date.parse(manifest.sealedAt) / 1000)
    const key = `export/${entry.submissionId}/${entry.seal.slice(0, 16)}.tar`

    async function* pieces() {
      for (const file of all) {
        yield tarHeader({ path: file.path, bytes: file.bytes, at })
        for (let from = 0; from < file.bytes; from += rangeBytes)
          yield await vault.read({
            ...keyOf(entry, file),
            range: [from, Math.min(from + rangeBytes, file.bytes) - 1],
          })
        yield tarPadding(file.bytes)
      }
      yield tarEnd()
    }

    await writeTar(key, 'application/x-tar', pieces())
    const url = await exports.presignRead({
      key,
      seconds: linkSeconds,
      contentType: 'application/x-tar',
      fileName: `${entry.number}.tar`,
    })
    return { url, seconds: linkSeconds, bytes }
  }
