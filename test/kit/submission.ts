import type { Turn } from '../../lib/approval/approval'
import { emptyChain } from '../../lib/ledger/event'
import type { MediaPin, Submission } from '../../lib/submission/submission'

/** A draft as the demo company's marketing officer would have written it. */
export const aSubmission = (change: Partial<Submission> = {}): Submission => ({
  id: '0b8f5f0e-6f0b-5a52-8a3e-4f9e7d0c1b2a',
  unitId: 'marketing',
  officerId: 'chen-yu',
  state: 'draft',
  version: 1,
  content: {
    title: '新一代智能阀门在西部管网投用',
    body: '<p>十一月二十日，首批智能阀门通过验收。</p>',
    source: '市场部',
    category: 1,
    channels: ['wechat'],
    mediaIds: [],
  },
  policyVersion: '2026-11',
  pins: [],
  route: [],
  publications: [],
  edits: 0,
  openedByOffice: false,
  createdAt: '2026-11-23T01:00:00.000Z',
  updatedAt: '2026-11-23T01:00:00.000Z',
  revision: 1,
  chain: emptyChain,
  ...change,
})

export const aPin = (change: Partial<MediaPin> = {}): MediaPin => ({
  id: '7f1c4f57-9c1e-4a69-9d66-1b1a7f0d2c3e',
  kind: 'picture',
  fileName: 'valve.jpg',
  key: 'in/picture/x/y',
  versionId: 'v1',
  checksum: 'sha256:one',
  bytes: 3_000_000,
  ...change,
})

/** A tier's turn as it stands once its head approved what stands in the submission; `at` in ISO. */
export const approvedTurn = (
  { id, route, contentHash = '' }: Pick<Submission, 'id' | 'route' | 'contentHash'>,
  index: number,
  at: string,
): Turn => ({
  ...{ submissionId: id, version: 1, index, tier: route[index]!, contentHash, moments: [], passed: 0 },
  ...{ revision: 1, openedAt: at, deadline: at },
  decision: { kind: 'approved', by: `head-${index}`, name: '某人', answers: [], contentHash, at },
})
