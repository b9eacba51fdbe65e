import { firstBreak } from '../../../lib/ledger/event'
import type { Refusal } from '../../../lib/platform/refusal'
import { contentHashOf, type Submission } from '../../../lib/submission/submission'
import { Crash } from '../edition/given-desk'
import { deletePath, givenPublished, type GivenPublished } from './given-published'

jest.setTimeout(180_000)

let given: GivenPublished
beforeEach(async () => {
  given = await givenPublished()
})
afterEach(() => given.close())

const reason = '客户要求更正数据'
const asked = (by = given.officer) => given.ask({ submissionId: given.second.id, reason, by })
const approved = async (): Promise<Submission> => {
  const removal = await asked()
  await given.approve(removal)
  return removal
}
const refusalOf = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as Refusal,
  )
/** Counts calls of WeChat's deletion, also those that are made to fail. */
const countingDeletions = () => {
  const { wechat } = given.desk.desk
  const { deleteMassSend } = wechat
  let count = 0
  wechat.deleteMassSend = (sent) => {
    count++
    return deleteMassSend(sent)
  }
  return () => count
}
const typesOf = async (id: string) => (await given.ledger(id)).map(({ type }) => type)

describe('asking for a removal', () => {
  it('takes the route that published the article and a hash over what is taken down and why', async () => {
    const removal = await asked()
    expect(removal).toMatchObject({
      state: 'checking',
      unitId: 'marketing',
      officerId: 'chen-yu',
      route: ['unit-head', 'office-review', 'department-head'],
      removes: { submissionId: given.second.id, articleIndex: 2, reason },
    })
    const { content, pins, policyVersion, removes } = removal
    expect(removal.contentHash).not.toBe(given.second.contentHash)
    expect(removal.contentHash).not.toBe(
      contentHashOf(content, pins, policyVersion, { ...removes!, reason: '别的理由' }),
    )
    expect(given.desk.started.at(-1)).toBe(`${removal.id}-v1`)
    expect(await typesOf(given.second.id)).toContain('RemovalAsked')
    expect((await given.head(given.second.id)).state).toBe('published')
  })

  it('answers the same ask again with the same removal, and refuses a second one with who asked and why', async () => {
    const removal = await asked()
    expect((await asked()).id).toBe(removal.id)
    const refusal = await refusalOf(asked(given.desk.editor))
    expect(refusal).toMatchObject({
      code: 'RemovalAsked',
      facts: { submissionId: removal.id, by: '陈瑜', reason },
    })
    expect((await given.ledger(given.second.id)).filter(({ type }) => type === 'RemovalAsked')).toHaveLength(
      1,
    )
  })

  it('of two who ask at once one gets the removal and the other is told of it', async () => {
    const both = await Promise.allSettled([asked(), asked(given.desk.editor)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'RemovalAsked' } })
  })

  it('is possible again after the first one was refused by the approvers', async () => {
    const first = await asked()
    await given.desk.submissions.change(first.id, (submission) => ({
      submission: { ...submission, state: 'rejected' },
      happened: { by: 'system', type: 'SubmissionRejected', facts: {} },
    }))
    const second = await given.ask({ submissionId: given.second.id, reason: '新的理由', by: given.officer })
    expect(second.id).not.toBe(first.id)
    expect((await given.head(given.second.id)).removal).toEqual({ submissionId: second.id, number: 2 })
  })

  it('is refused for what readers do not have, and to people of other units', async () => {
    const { id } = await given.desk.approved({ title: '未发' })
    expect(await refusalOf(given.ask({ submissionId: id, reason, by: given.officer }))).toMatchObject({
      code: 'WrongState',
    })
    const stranger = { ...given.officer, unitId: 'sales', grants: [] }
    expect(await refusalOf(asked(stranger))).toMatchObject({ code: 'NotFound' })
    const colleague = { ...given.officer, id: 'li-na', grants: [] }
    expect(await refusalOf(asked(colleague))).toMatchObject({ code: 'NotAllowed' })
  })
})

describe('an approved removal', () => {
  it('deletes this one article, keeps before and after in both ledgers, and both are owed to the archive', async () => {
    const removal = await approved()
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect(await given.gone()).toEqual([2])

    const target = await given.head(given.second.id)
    expect(target).toMatchObject({
      state: 'published',
      publications: [{ channel: 'wechat', deletedAt: expect.any(String), deletedBecause: reason }],
    })
    expect((await given.head(removal.id)).state).toBe('removed')
    for (const id of [target.id, removal.id]) {
      const ledger = await given.ledger(id)
      expect(firstBreak(ledger)).toBeUndefined()
      expect(ledger.at(-1)).toMatchObject({
        type: 'ArticleRemoved',
        facts: {
          reason,
          before: {
            status: 'SEND_SUCCESS',
            articleIndex: 2,
            url: target.publications[0]?.url,
            readBack: { content: { title: '次条', content: expect.stringContaining('来源：') } },
          },
          after: { answer: 'deleted', status: 'SEND_SUCCESS' },
        },
      })
    }
    expect((await given.ledger(removal.id)).map(({ type }) => type)).toEqual([
      'RemovalAsked',
      'SubmissionApproved',
      'RemovalIntended',
      'ArticleRemoved',
    ])
    const due = await given.desk.submissions.archiveDue(
      new Date(given.desk.clock.now().getTime() + 120_000),
      20,
    )
    expect(due.map(({ head }) => head.id)).toEqual(expect.arrayContaining([target.id, removal.id]))
    expect([...given.desk.letters.values()].filter(({ text }) => text.includes('在微信撤下'))).toHaveLength(2)
    expect(await refusalOf(asked())).toMatchObject({ code: 'AlreadyRemoved' })
  })

  it('wherever it dies, running it again ends with one deleted article and one line in each ledger', async () => {
    const removal = await approved()
    const { plan } = given.desk
    for (let effect = 1; effect <= 4; effect++) {
      plan.dieAfter(effect)
      await given.remove(removal).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error
      })
    }
    plan.dieAfter(Infinity)
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect(await given.gone()).toEqual([2])
    for (const id of [given.second.id, removal.id])
      expect((await typesOf(id)).filter((type) => type === 'ArticleRemoved')).toHaveLength(1)
    expect((await typesOf(removal.id)).filter((type) => type === 'RemovalIntended')).toHaveLength(1)
  })

  it('a crash between the intent and the call leaves the intent, and the next run deletes', async () => {
    const removal = await approved()
    given.desk.plan.dieAfter(1)
    await expect(given.remove(removal)).rejects.toThrow(Crash)
    expect(await given.head(removal.id)).toMatchObject({ state: 'removing', deletion: { tries: 0 } })
    expect(await given.gone()).toEqual([])
    given.desk.plan.dieAfter(Infinity)
    await given.remove(removal)
    expect(await given.gone()).toEqual([2])
  })

  it('an answer lost after the deletion is unknown, asked for again, and then known', async () => {
    const removal = await approved()
    await given.desk.twin.fault({ endpoint: deletePath, how: 'timeout', when: 'after' })
    expect(await given.remove(removal)).toEqual({ next: 'wait', waitSeconds: 60 })
    expect(await given.head(removal.id)).toMatchObject({ state: 'removing', deletion: { doubtful: true } })
    expect((await given.head(given.second.id)).publications[0]?.deletedAt).toBeUndefined()
    given.desk.twin.clock.move(60_000)
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect((await given.head(removal.id)).state).toBe('removed')
    expect(await given.gone()).toEqual([2])
  })

  it('asks for this article also when the send is marked deleted because of another one', async () => {
    const removal = await approved()
    const msgId = removal.removes!.msgId!
    given.desk.desk.wechat.massSendStatus = async () => ({ kind: 'done', value: { status: 'DELETE' } })
    await given.desk.client.deleteMassSend({ msgId, articleIndex: 1 })
    expect(await given.gone()).toEqual([1])
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect(await given.gone()).toEqual([1, 2])
    expect((await given.ledger(given.second.id)).at(-1)?.facts).toMatchObject({
      after: { answer: 'deleted' },
    })
  })

  it('was gone already when the send is marked deleted and WeChat refuses this article for its state', async () => {
    const removal = await approved()
    const msgId = removal.removes!.msgId!
    await given.desk.client.deleteMassSend({ msgId })
    const deletions = countingDeletions()
    await given.desk.twin.fault({ endpoint: deletePath, how: 'errcode', errcode: 40065 })
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect(deletions()).toBe(1)
    expect((await given.ledger(given.second.id)).at(-1)?.facts).toMatchObject({
      after: { status: 'DELETE', answer: 'was gone already' },
    })
  })

  it('while no mail leaves, WeChat is asked once a try and the letters follow later', async () => {
    const removal = await approved()
    const { mail } = given.desk.desk
    const { send } = mail
    mail.send = async () => Promise.reject(new Error('mail is down'))
    await given.desk.twin.fault({ endpoint: deletePath, how: 'errcode', errcode: 48001 })
    const deletions = countingDeletions()
    for (let retry = 0; retry < 4; retry++)
      await expect(given.remove(removal)).rejects.toThrow('mail is down')
    expect(deletions()).toBe(1)
    expect(await given.head(removal.id)).toMatchObject({ state: 'removing', deletion: { tries: 1 } })
    expect(await given.troubled(removal)).toEqual({ next: 'wait', waitSeconds: 120 })
    expect(await given.head(removal.id)).toMatchObject({ state: 'removing', deletion: { tries: 2 } })

    given.desk.twin.clock.move(121_000)
    await expect(given.remove(removal)).rejects.toThrow('mail is down')
    expect((await given.head(removal.id)).state).toBe('removed')
    expect(await given.troubled(removal)).toEqual({ next: 'wait', waitSeconds: 3_600 })
    mail.send = send
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect([...given.desk.letters.values()].filter(({ text }) => text.includes('在微信撤下'))).toHaveLength(2)
  })

  it('what breaks for ever ends after twenty tries where the editor can confirm by hand', async () => {
    const removal = await approved()
    for (let run = 1; run < 20; run++) expect(await given.troubled(removal)).toMatchObject({ next: 'wait' })
    await given.troubled(removal)
    expect(await given.head(removal.id)).toMatchObject({
      state: 'failed',
      note: expect.stringContaining('手工删除'),
    })
    const at = { submissionId: given.second.id, channel: 'wechat' as const, by: given.desk.editor }
    await given.confirm(at)
    expect((await given.head(removal.id)).state).toBe('removed')
  })

  it('is kept and tried again while an administrator has something to mend; the editors are told once what', async () => {
    const removal = await approved()
    const { mail } = given.desk.desk
    const { send } = mail
    let mailed = 0
    mail.send = (letter) => {
      mailed += Number(letter.text.includes('还没有删除'))
      return send(letter)
    }
    await given.desk.twin.fault({ endpoint: deletePath, how: 'errcode', errcode: 48001, times: 2 })
    await given.remove(removal)
    given.desk.twin.clock.move(60_000)
    expect(await given.remove(removal)).toEqual({ next: 'wait', waitSeconds: 120 })
    expect((await given.head(removal.id)).note).toContain('认证')
    // To the officer, who asked, and to the editor.
    expect(mailed).toBe(2)
    given.desk.twin.clock.move(120_000)
    await given.remove(removal)
    expect((await given.head(removal.id)).state).toBe('removed')
  })

  it('a no for good ends it with advice; once deleted by hand the editor confirms it', async () => {
    const removal = await approved()
    await given.desk.twin.fault({ endpoint: deletePath, how: 'errcode', errcode: 40204 })
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect(await given.head(removal.id)).toMatchObject({
      state: 'failed',
      note: expect.stringContaining('手工删除'),
    })
    expect((await given.head(given.second.id)).publications[0]?.deletedAt).toBeUndefined()
    expect([...given.desk.letters.values()].some(({ text }) => text.includes('没能在微信删除'))).toBe(true)
    const at = { submissionId: given.second.id, channel: 'wechat' as const, by: given.desk.editor }
    await given.confirm(at)
    await given.confirm(at)
    expect((await given.head(removal.id)).state).toBe('removed')
    const ledger = await given.ledger(given.second.id)
    expect(ledger.filter(({ type }) => type === 'ArticleRemoved')).toMatchObject([
      { by: 'xu-wen', facts: { after: { answer: 'deleted by hand', name: '许雯' } } },
    ])
  })

  it('deletes nothing when its reason or its article was changed after the approval', async () => {
    const removal = await approved()
    const row = await given.desk.table.get({ pk: `SUB#${removal.id}`, sk: 'HEAD' })
    await given.desk.table.put({ ...row!, removes: { ...removal.removes, articleIndex: 1 } })
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect(await given.gone()).toEqual([])
    expect((await given.head(removal.id)).state).toBe('failed')
    expect(await typesOf(removal.id)).toContain('RemovalStopped')
  })

  it('deletes nothing when not every tier approved', async () => {
    const removal = await asked()
    await given.desk.submissions.change(removal.id, (submission) => ({
      submission: { ...submission, state: 'approved' },
      happened: { by: 'system', type: 'SubmissionApproved', facts: {} },
    }))
    await given.remove(removal)
    expect(await given.gone()).toEqual([])
    expect((await given.head(removal.id)).state).toBe('failed')
  })

  it('on Weibo it is the editor who deletes by hand and says so, under an approved removal only', async () => {
    await given.desk.submissions.change(given.second.id, (submission) => ({
      submission: {
        ...submission,
        publications: [...submission.publications, { channel: 'weibo', id: '5', at: submission.updatedAt }],
      },
      happened: { by: 'system', type: 'SubmissionPublished', facts: { channel: 'weibo' } },
    }))
    const at = { submissionId: given.second.id, channel: 'weibo' as const, by: given.desk.editor }
    expect(await refusalOf(given.confirm(at))).toMatchObject({ code: 'WrongState' })
    const removal = await approved()
    expect(await refusalOf(given.confirm(at))).toMatchObject({ code: 'WrongState' })
    await given.remove(removal)
    expect([...given.desk.letters.values()].some(({ text }) => text.includes('登录微博手工删除'))).toBe(true)
    await given.confirm(at)
    expect((await given.head(given.second.id)).publications).toMatchObject([
      { channel: 'wechat', deletedAt: expect.any(String) },
      { channel: 'weibo', deletedAt: expect.any(String), deletedBecause: reason },
    ])
  })
})

describe('what no call can delete', () => {
  const change = (publications: Submission['publications'], more: Partial<Submission> = {}) =>
    given.desk.submissions.change(given.second.id, (submission) => ({
      submission: { ...submission, ...more, publications },
      happened: { by: 'system', type: 'SubmissionPublished', facts: {} },
    }))
  const at = new Date('2026-11-23T03:00:00Z').toISOString()
  const letters = (words: string) =>
    [...given.desk.letters.values()].filter(({ text }) => text.includes(words))

  it('of an article whose message is not known the editor deletes it in the console, once all approved', async () => {
    await change([{ channel: 'wechat', at }])
    const confirm = { submissionId: given.second.id, channel: 'wechat' as const, by: given.desk.editor }
    const removal = await approved()
    expect(removal.removes).not.toHaveProperty('msgId')
    expect(await refusalOf(given.confirm(confirm))).toMatchObject({ code: 'WrongState' })
    const deletions = countingDeletions()
    expect(await given.remove(removal)).toMatchObject({ next: 'done' })
    expect(deletions()).toBe(0)
    expect(await given.head(removal.id)).toMatchObject({
      state: 'failed',
      note: expect.stringContaining('公众平台后台'),
    })
    expect(letters('没有这篇文章的微信群发编号')).toHaveLength(2)
    await given.confirm(confirm)
    expect((await given.head(removal.id)).state).toBe('removed')
    expect((await given.head(given.second.id)).publications[0]).toMatchObject({ deletedBecause: reason })
    expect(await refusalOf(asked())).toMatchObject({ code: 'AlreadyRemoved' })
  })

  it('of an article the mass send does not know no place is guessed', async () => {
    await change([{ channel: 'wechat', id: '999', at }])
    const removal = await approved()
    expect(removal.removes).not.toHaveProperty('articleIndex')
    await given.remove(removal)
    expect(await given.gone()).toEqual([])
    expect(await given.head(removal.id)).toMatchObject({ state: 'failed', deletion: { tries: 1 } })
  })

  it('of what stands on Weibo alone the editor deletes the post, and the removal is done', async () => {
    await change([{ channel: 'weibo', id: '5', url: 'https://weibo.com/1/N', at }])
    const removal = await approved()
    expect(removal.removes).toMatchObject({ channel: 'weibo', url: 'https://weibo.com/1/N' })
    await given.remove(removal)
    expect(letters('微博没有删除接口')).toHaveLength(2)
    await given.confirm({ submissionId: given.second.id, channel: 'weibo', by: given.desk.editor })
    expect((await given.head(removal.id)).state).toBe('removed')
    const target = await given.head(given.second.id)
    expect(target.publications).toMatchObject([{ channel: 'weibo', deletedBecause: reason }])
    for (const id of [target.id, removal.id])
      expect((await given.ledger(id)).at(-1)).toMatchObject({
        type: 'ArticleRemoved',
        facts: { channel: 'weibo', after: { answer: 'deleted by hand', name: '许雯' } },
      })
  })

  it('nothing is handed over when it was changed after the approval', async () => {
    await change([{ channel: 'weibo', id: '5', at }])
    const removal = await approved()
    await change([{ channel: 'weibo', id: '5', at }], { contentHash: 'another' })
    await given.remove(removal)
    expect(await typesOf(removal.id)).toContain('RemovalStopped')
    expect((await given.head(removal.id)).deletion).toBeUndefined()
  })
})
