import { openWrites } from '../../lib/approval/store'
import { emptyChain } from '../../lib/ledger/event'
import type { Person } from '../../lib/people/person'
import { peopleStore } from '../../lib/people/store'
import { sha256 } from '../../lib/platform/ids'
import { poolWrite, submissionStore } from '../../lib/submission/store'
import { contentHashOf, type MediaPin } from '../../lib/submission/submission'
import { approvedTurn, aSubmission } from '../kit/submission'
import { memoryTable, type Rows } from '../kit/memory-table'
import type { Beginning } from './world'

/** The Beijing date of every run, and ten o'clock on it. */
export const date = '2026-11-23'
const morning = Date.parse('2026-11-23T02:00:00Z')

export interface Company {
  editor: Person
  second: Person
  /** the articles of the edition */
  ids: string[]
  /** an approved article in the pool that is in no edition */
  spare: string
}

const person = (id: string, name: string, unitId: string) => ({
  ...{ id, name, unitId },
  email: `${id}@jiangnan.example`,
  language: 'zh' as const,
})

/** First bytes of a JPEG, and what makes it another one. */
const picture = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])

/** A company with two editors and three approved articles, one of them with a picture. */
export async function aCompany(): Promise<{ beginning: Beginning; company: Company }> {
  const rows: Rows = new Map()
  const table = memoryTable(rows)
  const clock = { now: () => new Date(morning) }
  const people = peopleStore(table)
  const submissions = submissionStore(table, clock)
  const objects = new Map<string, Uint8Array>()

  await people.saveUnit({ id: 'enterprise-management', name: '企业管理部', office: true })
  await people.saveUnit({ id: 'marketing', name: '市场部', office: false })
  const staff = [
    { ...person('xu-wen', '许雯', 'enterprise-management'), role: 'editor' as const },
    { ...person('he-min', '何敏', 'enterprise-management'), role: 'editor' as const },
    { ...person('song-an', '宋安', 'enterprise-management'), role: 'admin' as const },
    { ...person('chen-yu', '陈瑜', 'marketing'), role: 'officer' as const },
  ]
  for (const { role, ...one } of staff) {
    await people.save(one)
    await people.grant(one.id, { role, unitId: one.unitId, from: '2026-01-01' })
  }

  async function approved(number: number, pins: MediaPin[]): Promise<string> {
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
    const content = {
      ...aSubmission().content,
      title: `第${number}篇`,
      body: `<p>第${number}篇经批准的正文。</p>`,
      mediaIds: pins.map((pin) => pin.id),
    }
    const contentHash = contentHashOf(content, pins, '2026-11')
    const route = ['unit-head', 'office-review', 'department-head'] as const
    const given = {
      id,
      content,
      pins,
      contentHash,
      state: 'approved' as const,
      route: [...route],
      chain: emptyChain,
    }
    await submissions.create(aSubmission(given), { by: 'system', type: 'SubmissionApproved', facts: {} })
    for (const index of route.keys())
      await table.transact(openWrites(approvedTurn(given, index, clock.now().toISOString()), []))
    const submission = await submissions.withId(id)
    await table.transact([poolWrite(submission, 'wechat', clock.now().toISOString())])
    return id
  }

  const pin: MediaPin = {
    ...{ id: '10000000-0000-4000-8000-000000000001', kind: 'picture', fileName: '阀门.jpg' },
    ...{ key: 'in/picture/1', versionId: 'v1', checksum: `sha256:${sha256(picture)}`, bytes: picture.length },
  }
  objects.set(pin.key, picture)
  const ids = [await approved(1, [pin]), await approved(2, [])]
  const spare = await approved(3, [])
  const editor = (await people.withId('xu-wen'))!
  const second = (await people.withId('he-min'))!
  return { beginning: { rows, objects, now: morning }, company: { editor, second, ids, spare } }
}
