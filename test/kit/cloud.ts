import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cloud } from '../../local/cloud/cloud'
import { createClock } from '../../local/cloud/clock'
import { startCloud } from '../../local/cloud/start-cloud'
import { longestLagMs } from '../../local/dynamodb/lagging-indexes'
import { seed } from '../../local/demo/seed'
import {
  askMail,
  create,
  decideByMail,
  show,
  submit,
  uploadPicture,
  use,
  verdictOn,
  type Draft,
} from '../../local/demo/desk'
import { eventually, visitor, type Visitor } from '../../local/demo/visitor'

/** People of the demo company by what they do; see local/demo/company.yml. */
export const addresses = {
  officer: 'chen.yu@jiangnan.example',
  unitHead: 'wang.lei@jiangnan.example',
  reviewer: 'lin.jing@jiangnan.example',
  secondReviewer: 'he.yun@jiangnan.example',
  departmentHead: 'zhou.heng@jiangnan.example',
  leader: 'tang.zong@jiangnan.example',
  editor: 'xu.wen@jiangnan.example',
  admin: 'song.an@jiangnan.example',
  otherOfficer: 'li.na@jiangnan.example',
  /** a second officer of the marketing unit, where a test has loaded one */
  colleague: 'liu.yan@jiangnan.example',
}

export interface Stack {
  cloud: Cloud
  dir: string
  as(who: keyof typeof addresses): Visitor
  signedIn(who: keyof typeof addresses): Promise<Visitor>
  stop(): Promise<void>
}

/** Ten in the morning in Beijing on a working day: no test runs over midnight or into a weekend. */
export const workingTuesday = new Date('2026-11-24T02:00:00Z')

/** As AWS may: `EVENTUAL=15` lets it, another number is another chance. */
const eventual = process.env['EVENTUAL'] ? Number(process.env['EVENTUAL']) : undefined

/** A whole stack of its own on free ports with the demo company; data in a folder that is removed at the end. */
export async function aStack(options: Partial<Parameters<typeof startCloud>[0]> = {}): Promise<Stack> {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-'))
  const clock = createClock({ file: join(dir, 'clock'), startAt: workingTuesday })
  const cloud = await startCloud({ dir, port: 0, clock, eventual, log: () => undefined, ...options })
  await seed(cloud)
  const as = (who: keyof typeof addresses) => visitor(cloud.url, addresses[who])
  return {
    cloud,
    dir,
    as,
    async signedIn(who) {
      const person = as(who)
      await person.signIn()
      return person
    },
    async stop() {
      await cloud.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Lists have learnt of everything that was written until now. */
export const listsCatchUp = ({ cloud }: Pick<Stack, 'cloud'>) => cloud.clock.move(longestLagMs)

let stories = 0

/** A draft that breaks no rule. Each has a title of its own, so that mails can be told apart. */
export const aDraft = (change: Partial<Draft> = {}): Draft => ({
  title: `智能阀门投用纪实 ${++stories}号`,
  body: '<p>十一月二十日，首批智能阀门在西部管网通过验收，运行平稳。</p>',
  source: '市场部',
  category: 1,
  channels: ['wechat'],
  mediaIds: [],
  ...change,
})

export async function aSubmission(officer: Visitor, change: Partial<Draft> = {}) {
  const draft = aDraft(change)
  return { ...(await create(officer, draft)), title: draft.title }
}

/** Writes, submits and has approved by every tier; answers the id. */
export async function anApproved(
  stack: Pick<Stack, 'as'>,
  officer: Visitor,
  change: Partial<Draft> = {},
  ...photos: Uint8Array[]
) {
  const { id, title } = await aSubmission(officer, change)
  const mediaIds: string[] = []
  for (const photo of photos) {
    const mediaId = await uploadPicture(officer, id, '现场.jpg', photo)
    await verdictOn(officer, id, mediaId)
    mediaIds.push(mediaId)
  }
  if (mediaIds.length > 0) await use(officer, id, mediaIds)
  await submit(officer, id)
  // 11.2: Weibo alone skips the office's review.
  const weiboAlone = change.channels?.join() === 'weibo'
  for (const who of ['unitHead', ...(weiboAlone ? [] : ['reviewer' as const]), 'departmentHead'] as const)
    await decideByMail(await askMail(stack.as(who), title), { approve: true })
  await eventually(`${title} to be approved`, async () =>
    (await show(officer, id)).submission.state === 'approved' ? true : undefined,
  )
  return { id, title }
}
