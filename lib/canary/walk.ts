import * as z from 'zod'
import { emptyChain } from '../ledger/event'
import { uploadKey } from '../media/place'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import { derivedUuid } from '../platform/ids'
import { log, measure } from '../platform/log'
import type { Machine } from '../platform/machine'
import type { Row, Table } from '../platform/table'
import { policy } from '../policy/policy'
import { canaryId } from '../submission/canary'
import { submissionPk, type Submissions } from '../submission/store'
import { knock } from './knock'

interface Needs {
  table: Table
  submissions: Submissions
  bucket: Pick<Bucket, 'presignPost'>
  /** of approvals */
  machine: Machine
  clock: Clock
  publicUrl: string
}

const pk = submissionPk(canaryId)
const mediaId = derivedUuid('media', canaryId)
const walkKey = { pk, sk: 'CANARY' }
const Walk = z.object({ run: z.string(), troubles: z.array(z.string()) })
/** Nobody asks for this verdict anew: whether it comes by itself is what is looked at. */
const neverMs = 86_400_000

/** Every row of the canary goes; nothing else is in its partition. */
async function clear(table: Table): Promise<void> {
  const rows: Row[] = await table.partition(pk)
  for (const { sk } of rows) await table.remove({ pk, sk })
}

/** Sends one byte by a form of the bucket, as a browser does. */
async function upload(bucket: Pick<Bucket, 'presignPost'>): Promise<void> {
  const key = uploadKey('picture', canaryId, mediaId)
  const { url, fields } = await bucket.presignPost({
    ...{ key, contentType: 'image/jpeg', range: [1, 1], seconds: 60 },
  })
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob(['.']))
  const answer = await fetch(url, { method: 'POST', body: form, signal: AbortSignal.timeout(15_000) })
  if (!answer.ok) throw new Error(`storage answers ${answer.status}: ${(await answer.text()).slice(0, 200)}`)
}

/**
 * Sets the canary out: a draft of nobody, a file that will be refused, a run of the approvals' machine, which finds a draft
 * and ends; and a knock at every kind of door over the public address.
 */
export const beginWalk =
  ({ table, submissions, bucket, machine, clock, publicUrl }: Needs) =>
  async (): Promise<void> => {
    await clear(table)
    const now = clock.now()
    const at = now.toISOString()
    await submissions.create(
      {
        ...{ id: canaryId, unitId: 'canary', officerId: 'canary', state: 'draft', version: 1 },
        content: { title: 'canary', body: '', source: '', category: 1, channels: [], mediaIds: [] },
        ...{ policyVersion: policy.version, pins: [], route: [], publications: [], edits: 0 },
        ...{ openedByOffice: false, createdAt: at, updatedAt: at, revision: 0, chain: emptyChain },
      },
      { by: 'system', type: 'SubmissionCreated', facts: {} },
    )
    await submissions.saveMedia(
      {
        ...{ id: mediaId, submissionId: canaryId, kind: 'picture', fileName: 'canary.jpg', bytes: 1 },
        ...{ contentType: 'image/jpeg', key: uploadKey('picture', canaryId, mediaId), state: 'uploading' },
        ...{ findings: [], facts: {}, createdAt: at },
      },
      new Date(now.getTime() + neverMs),
    )
    await upload(bucket)
    const run = `canary-${at.slice(0, 13)}`
    await machine.start(run, { submissionId: canaryId, version: 1 })
    const troubles = (await knock(publicUrl)).flatMap(({ path, trouble }) =>
      trouble === undefined ? [] : [`GET ${path}: ${trouble}`],
    )
    await table.put({ ...walkKey, run, troubles })
  }

/** Minutes later: has all of it happened? Tells how much has not, each in the log, and clears the canary away. */
export const endWalk =
  ({ table, submissions, machine }: Needs) =>
  async (): Promise<string[]> => {
    const row = await table.get(walkKey)
    const troubles = row ? await looked(Walk.parse(row)) : ['it was not set out']
    for (const trouble of troubles) log.error('canary', { trouble })
    measure('CanaryFailed', troubles.length)
    await clear(table)
    return troubles

    async function looked({ run, troubles: before }: z.infer<typeof Walk>): Promise<string[]> {
      const media = await submissions.mediaWithId(canaryId, mediaId)
      const state = await machine.stateOf(run)
      return [
        ...before,
        ...(media?.state === 'refused' ? [] : ['an upload got no verdict']),
        ...(state === 'ended' ? [] : [`a run of the machine is ${state}`]),
      ]
    }
  }
