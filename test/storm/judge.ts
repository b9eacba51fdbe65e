import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn'
import { join } from 'node:path'
import { mailsOf, type Visitor } from '../../local/demo/visitor'
import { show } from '../../local/demo/desk'
import { readKept } from '../../local/disk/kept-json'
import { createRoleAccess } from '../../local/iam/role-access'
import { dynamoTable } from '../../lib/platform/table'
import { addresses } from '../kit/cloud'
import { twinStage } from '../kit/twin-stage'
import type { Story } from './people'

export const verdicts = ['lost', 'doubled', 'stuck', 'damaged'] as const
export interface Found {
  verdict: (typeof verdicts)[number]
  what: string
}

/** The machine itself, as `npm run doctor` speaks to it. */
function reachOf(dir: string) {
  const { accessKeyId, secretAccessKey } = createRoleAccess({
    dir,
    roles: {},
    log: () => undefined,
  }).credentialsOf('cloud')
  return {
    region: 'ap-southeast-1',
    endpoint: `http://127.0.0.1:${String(readKept(join(dir, 'gateway-port')))}`,
    credentials: { accessKeyId, secretAccessKey },
  }
}

/** What still waits when nothing should: runs of machines, letters that have not left. */
export async function waitingOn(dir: string): Promise<string[]> {
  const reach = reachOf(dir)
  const machines = new SFNClient(reach)
  const waiting: string[] = []
  const { stateMachines = [] } = await machines.send(new ListStateMachinesCommand({}))
  for (const { stateMachineArn } of stateMachines) {
    const { executions = [] } = await machines.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1000 }),
    )
    waiting.push(...executions.map(({ executionArn = '' }) => executionArn.split(':').slice(-2).join(' ')))
  }
  const client = new DynamoDBClient(reach)
  const { TableNames = [] } = await client.send(new ListTablesCommand({}))
  const table = dynamoTable(TableNames[0]!, client)
  for (const list of ['OUTBOX', 'REMINDERS', 'PUSHES'])
    for (const { pk, ...row } of await table.list(list, { limit: 100 }))
      waiting.push(`${list} ${pk} ${JSON.stringify(row).slice(0, 300)}`)
  return waiting
}

const count = <T>(things: T[], fits: (thing: T) => boolean) => things.filter(fits).length

interface WeiboRecord {
  posts: { text: string; deletedAt?: number }[]
}

/** What of the stories is missing in the end, or there twice. */
export async function judge(given: {
  url: string
  officer: Visitor
  stories: Story[]
  /** editions by date, with the titles that were to go out */
  days: Map<string, string[]>
}): Promise<Found[]> {
  const { url, officer, stories, days } = given
  const found: Found[] = []
  const one = (what: string, times: number) => {
    if (times !== 1)
      found.push({ verdict: times === 0 ? 'lost' : 'doubled', what: `${what}: ${times} times` })
  }

  const listed: { id: string; title: string }[] = []
  for (let cursor: string | undefined; ;) {
    const page = await officer.get<{ submissions: { id: string; title: string }[]; next?: string }>(
      `/api/submissions${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`,
    )
    listed.push(...page.submissions)
    cursor = page.next
    if (!cursor) break
  }
  const wechat = await twinStage(url).state()
  const weibo = (await (await fetch(`${url}/weibo-twin/_twin/state`)).json()) as WeiboRecord
  const sent = wechat.massSends.filter(({ status }) => status === 'success')
  const composed = new Set([...days.values()].flat())
  const tierNames = ['unitHead', 'reviewer', 'departmentHead'] as const

  for (const story of stories) {
    const { title, id } = story
    if (!id) continue
    one(
      `${title} in the list`,
      count(listed, (line) => line.title === title),
    )
    const { submission } = await show(officer, id)
    const { ledger, turns } = await officer.get<{
      ledger: { type: string }[]
      turns: { decision?: { kind: string } }[]
    }>(`/api/submissions/${id}`)
    const times = (type: string) => count(ledger, (event) => event.type === type)
    one(`${title} created`, times('SubmissionCreated'))
    if (story.submitted) one(`${title} submitted`, times('SubmissionSubmitted'))
    for (const [tier, decision] of story.decided.entries())
      if (turns[tier]?.decision?.kind !== decision)
        found.push({ verdict: 'lost', what: `${title}, decision of tier ${tier}` })
    if (story.withdrawn && submission.state !== 'withdrawn')
      found.push({ verdict: 'lost', what: `${title} taken back, and it is ${submission.state}` })
    if (story.decided.at(-1) === 'rejected') {
      if (submission.state !== 'rejected')
        found.push({ verdict: 'stuck', what: `${title} was rejected and is ${submission.state}` })
      continue
    }
    if (story.channel === 'wechat' && composed.has(title)) {
      one(
        `${title} at readers`,
        count(
          sent.flatMap(({ articles }) => articles),
          (article) => article.title === title,
        ),
      )
      one(`${title} published`, times('SubmissionPublished'))
    }
    if (story.postId) {
      const words = story.weiboText!
      one(
        `${title} on Weibo`,
        count(weibo.posts, ({ text, deletedAt }) => !deletedAt && text.includes(words)),
      )
      one(`${title} published`, times('SubmissionPublished'))
    }
    for (const [at, who] of tierNames.entries()) {
      const turn =
        story.channel === 'weibo' && who === 'reviewer'
          ? undefined
          : turns[story.channel === 'weibo' && at === 2 ? 1 : at]
      if (!turn?.decision) continue
      const asked = count(
        await mailsOf(url, addresses[who]),
        ({ subject, text }) => text.includes(title) && text.includes('/d/') && !/提醒|催办/.test(subject),
      )
      one(`${title} asked of ${who}`, asked)
    }
  }
  for (const [date, titles] of days)
    one(
      `the mass send of ${date}`,
      count(sent, ({ articles }) => articles.some(({ title }) => titles.includes(title))),
    )
  if (sent.length !== days.size)
    found.push({ verdict: 'doubled', what: `${sent.length} mass sends on ${days.size} days` })
  return found
}
