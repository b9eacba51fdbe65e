import { show } from '../../local/demo/desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, type Visitor } from '../../local/demo/visitor'
import { anApproved, aStack, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor
let editor: Visitor

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  editor = await stack.signedIn('editor')
}, 300_000)
afterAll(() => stack?.stop())

interface Shown {
  post: {
    id: string
    state: string
    way: string
    recordedAt?: string
    outcome?: { code: string; said: { zh: string } }
    standing?: { url: string; known: string }
  }
  fullText: string
  files: { kind: string; url: string }[]
  ledger: { type: string }[]
}

const weiboOnly = (weiboText: string) => ({ channels: ['weibo' as const], weiboText })
const release = (id: string) => editor.post<Shown>(`/api/submissions/${id}/weibo`, {})
const inState = (id: string, ...states: string[]) =>
  eventually(`the post to be ${states.join(' or ')}`, async () => {
    const shown = await editor.get<Shown>(`/api/weibo/${id}`)
    return states.includes(shown.post.state) ? shown : undefined
  })
const recorded = (id: string) =>
  eventually('the end to be recorded', async () => {
    const shown = await editor.get<Shown>(`/api/weibo/${id}`)
    return shown.post.recordedAt ? shown : undefined
  })
const standing = () => stack.cloud.weibo.state().posts.filter(({ deletedAt }) => deletedAt === undefined)

describe('releasing on Weibo (11.3)', () => {
  it('goes out by itself with one address of ours; that page shows the article to anybody', async () => {
    const photo = await photoLike({ bytes: 1_500_000, seed: 21 })
    const { id, title } = await anApproved(stack, officer, weiboOnly('首批智能阀门通过验收。'), photo)
    await expect(officer.post(`/api/submissions/${id}/weibo`, {})).rejects.toMatchObject({ status: 403 })
    const { post } = await release(id)
    await release(id)
    const end = await recorded(post.id)
    expect(end.post).toMatchObject({ state: 'posted', way: 'api', standing: { known: 'answer' } })
    expect(standing().map(({ text }) => text)).toEqual([end.fullText])
    const { submission } = await show(officer, id)
    expect(submission.state).toBe('published')

    const address = /https?:\S+$/.exec(end.fullText)![0]
    const article = await fetch(address)
    expect(article.status).toBe(200)
    expect(article.headers.get('x-robots-tag')).toBe('all')
    expect(article.headers.get('content-security-policy')).toContain("default-src 'none'")
    const text = await article.text()
    expect(text).toContain(title)
    expect(text).toContain('来源：市场部')
    const src = /<img[^>]+src="([^"]+)"/.exec(text)![1]!
    const picture = Buffer.from(await (await fetch(new URL(src, address))).arrayBuffer())
    expect(picture.subarray(0, 3).toString('hex')).toBe('ffd8ff')
    expect(picture.includes('Exif')).toBe(false)
    expect((await fetch(`${stack.cloud.url}/a/00000000-0000-4000-8000-000000000000`)).status).toBe(404)
  }, 300_000)

  it('20032: unknown until it shows in the timeline, and posted once', async () => {
    const { id } = await anApproved(stack, officer, weiboOnly('二期管网开工。'))
    stack.cloud.weibo.fault({ endpoint: '/2/statuses/share.json', how: 'delayed', ms: 90_000 })
    const before = standing().length
    const { post } = await release(id)
    await inState(post.id, 'unknown')
    expect((await show(officer, id)).submission.state).toBe('scheduled')
    for (let looks = 0; looks < 3; looks++) await stack.cloud.clock.move(130_000)
    const end = await recorded(post.id)
    expect(end.post).toMatchObject({ state: 'posted', standing: { known: 'timeline' } })
    expect(standing().length).toBe(before + 1)
  }, 300_000)

  it('names an authorisation that is gone, and the matter waits for release again', async () => {
    const { id, title } = await anApproved(stack, officer, weiboOnly('三期方案获批。'))
    stack.cloud.weibo.fault({
      endpoint: '/2/statuses/share.json',
      how: 'error',
      code: 21327,
      words: 'expired_token',
    })
    const { post } = await release(id)
    const end = await recorded(post.id)
    expect(end.post).toMatchObject({ state: 'refused', outcome: { code: '21327' } })
    expect(end.post.outcome?.said.zh).toContain('重新授权')
    const { queue } = await editor.get<{ queue: { title: string }[] }>('/api/weibo-queue')
    expect(queue.map((one) => one.title)).toContain(title)
    await stack.cloud.clock.move(60_000)
    await release(id)
    expect(
      (await inState(post.id, 'posted')).ledger.filter(({ type }) => type === 'PostIntended'),
    ).toHaveLength(2)
  }, 300_000)

  it('goes by hand where the API cannot take it: text and files given, the address read back and compared', async () => {
    const text = '走进 #智能阀门# 车间'
    const photos = [
      await photoLike({ bytes: 1_200_000, seed: 22 }),
      await photoLike({ bytes: 1_200_000, seed: 23 }),
    ]
    const { id } = await anApproved(stack, officer, weiboOnly(text), ...photos)
    const { post } = await release(id)
    const shown = await inState(post.id, 'by-hand')
    expect(shown.fullText).toBe(text)
    const files = await Promise.all(shown.files.map(async ({ url }) => (await fetch(url)).status))
    expect(files).toEqual([200, 200])
    const handPost = (words: string) => {
      stack.cloud.weibo.change({ what: 'hand-post', text: words })
      const newest = standing().reduce((a, b) => (a.at > b.at || (a.at === b.at && a.id > b.id) ? a : b))
      return `https://m.weibo.cn/status/${newest.id}`
    }
    const prove = (address: string) => editor.post<Shown>(`/api/weibo/${post.id}/prove`, { address })
    await expect(prove(handPost(`${text}，欢迎参观`))).rejects.toMatchObject({
      status: 409,
      code: 'ContentChanged',
    })
    await stack.cloud.clock.move(60_000)
    await prove(handPost(text))
    const end = await recorded(post.id)
    expect(end.post).toMatchObject({ state: 'posted', standing: { known: 'person' } })
    await eventually('the submission to be published', async () =>
      (await show(officer, id)).submission.state === 'published' ? true : undefined,
    )
    expect(stack.cloud.denials()).toEqual([])
  }, 400_000)
})
