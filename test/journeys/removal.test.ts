import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { askMail, decideByMail, show } from '../../local/demo/desk'
import { beijingToday, publish } from '../../local/demo/edition-desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, linkIn, type Visitor } from '../../local/demo/visitor'
import { anApproved, aStack, listsCatchUp, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor
let editor: Visitor
let id: string
let title: string
let other: string
let removalId: string

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  editor = await stack.signedIn('editor')
}, 300_000)
afterAll(() => stack?.stop())

interface Ledger {
  submission: {
    state: string
    publications: { url: string; deletedAt?: string; deletedBecause?: string }[]
  }
  ledger: { type: string; facts: { before: { readBack: { content: { title: string } } }; after: object } }[]
}
interface Listed {
  submissions: { id: string; title: string; state: string; deletedAt?: string; removes?: object }[]
}
interface Sealed {
  submissionId: string
  result: string
  removes?: { reason: string }
  publications: { deletedAt?: string }[]
}

const reason = '客户要求更正数据'
const whole = (who: Visitor, submissionId: string) => who.get<Ledger>(`/api/submissions/${submissionId}`)
/** The article as the phone of a reader opens it. */
const onPhone = async (url: string) => (await fetch(url)).text()

describe('taking down what was published', () => {
  it('begins with two articles that readers have', async () => {
    const photo = await photoLike({ bytes: 1_500_000, seed: 21 })
    ;({ id, title } = await anApproved(stack, officer, {}, photo))
    ;({ id: other } = await anApproved(stack, officer, {}, photo))
    const date = beijingToday(stack.cloud.clock.now())
    await publish(editor, date, [other, id])
    for (const one of [id, other])
      await eventually('it to be published', async () =>
        (await show(officer, one)).submission.state === 'published' ? true : undefined,
      )
    const { publications } = (await whole(officer, id)).submission
    expect(await onPhone(publications[0]!.url)).toContain('智能阀门在西部管网')
  }, 300_000)

  it('is asked for with a reason, by the unit or the editor only, and once', async () => {
    const door = `/api/submissions/${id}/removal`
    await expect(officer.post(door, { reason: ' ' })).rejects.toMatchObject({ status: 400 })
    const stranger = await stack.signedIn('otherOfficer')
    await expect(stranger.post(door, { reason })).rejects.toMatchObject({ status: 404 })
    const reviewer = await stack.signedIn('reviewer')
    await expect(reviewer.post(door, { reason })).rejects.toMatchObject({ status: 403 })
    await expect(editor.post(`${door}/confirm`, { channel: 'wechat' })).rejects.toMatchObject({
      status: 409,
      code: 'WrongState',
    })

    const { submission } = await officer.post<{ submission: { id: string } }>(door, { reason })
    removalId = submission.id
    await expect(editor.post(door, { reason: '另一个理由' })).rejects.toMatchObject({
      status: 409,
      code: 'RemovalAsked',
      body: { error: { facts: { submissionId: removalId, by: '陈瑜', reason } } },
    })
    await listsCatchUp(stack)
    const { submissions } = await officer.get<Listed>('/api/submissions')
    expect(submissions.find((one) => one.id === removalId)).toMatchObject({
      title,
      removes: { submissionId: id, reason },
    })
    expect((await show(officer, id)).submission.state).toBe('published')
  }, 180_000)

  it('is decided tier by tier on a page that shows the article and the reason; then readers cannot open it', async () => {
    const { publications } = (await whole(officer, id)).submission
    for (const who of ['unitHead', 'reviewer', 'departmentHead'] as const) {
      const mail = await eventually(`a mail to ${who} about the removal`, async () =>
        (await stack.as(who).mails()).findLast(
          ({ subject, text }) => subject.includes('撤下') && text.includes('/d/'),
        ),
      )
      expect(mail.text).toContain(reason)
      const page = await (await fetch(linkIn(mail))).text()
      expect(page).toContain(reason)
      expect(page).toContain('智能阀门在西部管网')
      expect(await onPhone(publications[0]!.url)).toContain('智能阀门在西部管网')
      expect((await decideByMail(mail, { approve: true })).status).toBe(200)
    }
    await eventually('the article to be taken down', async () =>
      (await show(officer, removalId)).submission.state === 'removed' ? true : undefined,
    )
    expect(await onPhone(publications[0]!.url)).not.toContain('智能阀门在西部管网')
    const left = (await whole(officer, other)).submission
    expect(left.publications[0]!.deletedAt).toBeUndefined()
    expect(await onPhone(left.publications[0]!.url)).toContain('智能阀门在西部管网')
  }, 300_000)

  it('stands in both ledgers with what was before and what is after, in the list, and in mails', async () => {
    const target = await whole(officer, id)
    expect(target.submission).toMatchObject({
      state: 'published',
      publications: [{ deletedAt: expect.any(String), deletedBecause: reason }],
    })
    for (const { ledger } of [target, await whole(editor, removalId)])
      expect(ledger.at(-1)).toMatchObject({
        type: 'ArticleRemoved',
        facts: {
          before: { status: 'SEND_SUCCESS', articleIndex: 2, readBack: { content: { title } } },
          after: { answer: 'deleted' },
        },
      })
    await listsCatchUp(stack)
    const { submissions } = await officer.get<Listed>('/api/submissions')
    expect(submissions.find((one) => one.id === id)).toMatchObject({ deletedAt: expect.any(String) })
    const day = beijingToday(stack.cloud.clock.now())
    expect(await editor.get(`/api/editions/${day}`)).toMatchObject({
      removed: [{ index: 2, because: reason }],
    })
    for (const who of [officer, editor])
      await eventually('the mail that says so', async () =>
        (await who.mails()).find(({ subject }) => subject.includes('已撤下') && subject.includes(title)),
      )
  }, 180_000)

  it('is sealed with the article and by itself; a second removal is refused', async () => {
    const entries = await eventually('both to be sealed', async () => {
      await stack.cloud.clock.move(60_000)
      const found = await officer.get<{ entries: Sealed[] }>('/api/archive')
      const of = (one: string) => found.entries.find(({ submissionId }) => submissionId === one)
      const [article, removal] = [of(id), of(removalId)]
      return article?.publications[0]?.deletedAt && removal ? { article, removal } : undefined
    })
    expect(entries).toMatchObject({
      article: { result: 'published' },
      removal: { result: 'removed', removes: { reason } },
    })
    const { files } = await officer.get<{ files: { path: string; url: string }[] }>(
      `/api/archive/${removalId}`,
    )
    const ledger = files.find(({ path }) => path === 'ledger.jsonl')!
    expect(await (await fetch(ledger.url)).text()).toContain('RemovalIntended')
    const { tar } = await officer.get<{ tar: { url: string } }>(`/api/archive/${removalId}/bundle`)
    const path = join(stack.dir, 'removal.tar')
    writeFileSync(path, Buffer.from(await (await fetch(tar.url)).arrayBuffer()))
    const verifier = join(__dirname, '..', '..', 'bin', 'qianfa-verify.mjs')
    expect(spawnSync(process.execPath, [verifier, path], { encoding: 'utf8' })).toMatchObject({ status: 0 })
    for (const one of [id, removalId]) {
      const { url } = await officer.get<{ url: string }>(`/api/archive/${one}/sheet`)
      expect((await fetch(url)).headers.get('content-type')).toBe('application/pdf')
    }
    await expect(editor.post(`/api/submissions/${id}/removal`, { reason: '再撤一次' })).rejects.toMatchObject(
      { status: 410, code: 'AlreadyRemoved' },
    )
    expect(stack.cloud.denials()).toEqual([])
  }, 180_000)

  it('a removal that is sent back leaves the article with its readers, and may be asked for again', async () => {
    const door = `/api/submissions/${other}/removal`
    const { submission } = await editor.post<{ submission: { id: string } }>(door, { reason: '重复' })
    const mail = await eventually('the mail to the unit head', async () =>
      (await stack.as('unitHead').mails()).findLast(({ text }) => text.includes('撤下理由：重复')),
    )
    await decideByMail(mail, { reject: '内容没有问题' })
    await eventually('the removal to be sent back', async () =>
      (await show(editor, submission.id)).submission.state === 'rejected' ? true : undefined,
    )
    const { publications } = (await whole(officer, other)).submission
    expect(await onPhone(publications[0]!.url)).toContain('智能阀门在西部管网')
    const again = await editor.post<{ submission: { id: string } }>(door, { reason: '重复，见附件' })
    expect(again.submission.id).not.toBe(submission.id)
    await askMail(stack.as('unitHead'), '重复，见附件')
    await editor.post(`/api/submissions/${again.submission.id}/withdraw`, { reason: '不再需要' })
    expect((await show(editor, again.submission.id)).submission.state).toBe('withdrawn')
  }, 180_000)

  it('what stands on Weibo alone is approved away too; the editor deletes the post and the public page is gone', async () => {
    const why = '参数写错'
    const { id: post } = await anApproved(stack, officer, { channels: ['weibo'], weiboText: '阀门投用。' })
    const released = await editor.post<{ post: { id: string } }>(`/api/submissions/${post}/weibo`, {})
    await eventually('it to be on Weibo', async () =>
      (await show(officer, post)).submission.state === 'published' ? true : undefined,
    )
    const page = `${stack.cloud.url}/a/${released.post.id}`
    expect((await fetch(page)).status).toBe(200)
    const door = `/api/submissions/${post}/removal`
    const { submission } = await officer.post<{ submission: { id: string } }>(door, { reason: why })
    for (const who of ['unitHead', 'departmentHead'] as const) {
      const mail = await eventually(`a mail to ${who}`, async () =>
        (await stack.as(who).mails()).findLast(({ text }) => text.includes(why) && text.includes('/d/')),
      )
      expect(await (await fetch(linkIn(mail))).text()).toContain('由编辑在微博手工删除')
      await decideByMail(mail, { approve: true })
    }
    await eventually('the editor to be asked', async () =>
      (await editor.mails()).find(({ subject }) => subject.includes('请手工撤下')),
    )
    expect((await fetch(page)).status).toBe(200)
    await editor.post(`${door}/confirm`, { channel: 'weibo' })
    expect((await show(editor, submission.id)).submission.state).toBe('removed')
    const gone = await fetch(page)
    expect(gone.status).toBe(410)
    const said = await gone.text()
    expect(said).toContain('这篇文章已撤下')
    expect(said).toContain('this article was taken down')
    expect(stack.cloud.denials()).toEqual([])
  }, 300_000)
})
