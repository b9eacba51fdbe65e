import { sweepDrafts } from '../../../lib/edition/drafts'
import { hardCases } from '../../../lib/probe/hard-cases'
import { newsOf } from '../../../lib/probe/probe'
import { runProbe } from '../../../lib/probe/run-probe'
import { probeStore } from '../../../lib/probe/store'
import { account } from '../../local/wechat/given-twin'
import { linesOf } from '../../../operations/probe'
import { Crash, givenDesk, type GivenDesk } from '../edition/given-desk'

jest.setTimeout(180_000)

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const probes = () => probeStore(desk.table, account.appId)
const run = () => runProbe({ ...desk.desk, probes: probes() })({ by: { id: 'song-an', name: '宋安' } })
const stateOf = async () => desk.twin.state()
const subjects = () => [...desk.letters.values()].map(({ subject }) => subject)

test('the first probe says what is allowed and what WeChat makes of each hard case; its draft is gone, and nobody is alarmed', async () => {
  const probe = await run()
  expect(probe).toMatchObject({ draft: 'deleted', news: [], by: { name: '宋安' } })
  expect(probe.permissions.filter(({ state }) => state !== 'allowed')).toEqual([])
  expect(probe.permissions.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      '/cgi-bin/message/mass/sendall',
      '/cgi-bin/freepublish/batchget',
      '/cgi-bin/draft/add',
    ]),
  )
  const by = Object.fromEntries(probe.cases.map(({ name, state }) => [name, state]))
  expect(Object.keys(by)).toHaveLength(hardCases.length)
  expect(by).toMatchObject({
    ...{
      style: 'rewritten',
      heading: 'rewritten',
      picture: 'rewritten',
      valueless: 'rewritten',
      nested: 'kept',
    },
    ...{ 'outside-picture': 'changed', 'outside-link': 'changed', 'own-link': 'kept', table: 'kept' },
  })
  const { drafts, massSends, previews, manualSends } = await stateOf()
  expect([drafts, massSends, previews, manualSends]).toEqual([[], [], [], []])
  expect(subjects()).toEqual([])
  expect((await probes().newest()).items).toEqual([probe])
})

test('the same WeChat again is no news; its pictures are uploaded once', async () => {
  await run()
  const { materials, pictures } = await stateOf()
  desk.twin.clock.move(86_400_000)
  expect((await run()).news).toEqual([])
  const after = await stateOf()
  expect([after.materials, after.pictures]).toEqual([materials, pictures])
  expect(subjects()).toEqual([])
})

test('WeChat changes its filter: one case is news, told once to editors and administrators, with before and after', async () => {
  await run()
  await desk.twin.change('filter', { alsoGone: ['table', 'tbody', 'tr', 'td'] })
  desk.twin.clock.move(86_400_000)
  const probe = await run()
  expect(probe.news).toMatchObject([
    {
      what: 'case',
      name: 'table',
      before: expect.stringContaining('<table>'),
      after: expect.stringMatching(/^changed/),
    },
  ])
  const letters = [...desk.letters.values()].filter(({ subject }) => subject.includes('微信探针'))
  expect(letters.map(({ to }) => to).sort()).toEqual(['song-an@jiangnan.example', 'xu-wen@jiangnan.example'])
  expect(letters[0]?.text).toContain('表格')
  expect(linesOf(probe).at(-1)).toContain('! table')
  desk.twin.clock.move(86_400_000)
  expect((await run()).news).toEqual([])
  expect((await probes().newest({ limit: 2 })).items).toHaveLength(2)
})

test('a permission that is taken away is news; what cannot be seen is none', async () => {
  await run()
  await desk.twin.fault({ endpoint: '/cgi-bin/freepublish/batchget', how: 'errcode', errcode: 48001 })
  const probe = await run()
  expect(probe.news).toEqual([
    { what: 'permission', name: '/cgi-bin/freepublish/batchget', before: 'allowed', after: 'refused 48001' },
  ])
  await desk.twin.fault({ endpoint: '/cgi-bin/draft/get', how: 'errcode', errcode: -1, times: 2 })
  const blind = await run()
  expect(blind.cases.every(({ state }) => state === 'unknown')).toBe(true)
  expect(blind.news.map(({ what, name }) => [what, name])).toEqual([
    ['permission', '/cgi-bin/freepublish/batchget'],
  ])
})

test('no draft stays behind: neither where it may not be made, nor after a crash, nor where WeChat will not delete it', async () => {
  await desk.twin.fault({ endpoint: '/cgi-bin/draft/add', how: 'errcode', errcode: 48001 })
  const refused = await run()
  expect([refused.draft, refused.permissions.find(({ path }) => path.endsWith('draft/add'))?.state]).toEqual([
    ...['none', 'refused'],
  ])
  const sweep = () => sweepDrafts({ editions: desk.editions, wechat: desk.client, clock: desk.clock })

  const dying = { ...desk.desk.wechat, getDraft: () => Promise.reject(new Crash('the process')) }
  const dead = runProbe({ ...desk.desk, wechat: dying, probes: probes() })
  await expect(dead()).rejects.toThrow(Crash)
  expect((await stateOf()).drafts).toHaveLength(1)
  await sweep()
  expect((await stateOf()).drafts).toHaveLength(1)
  desk.twin.clock.move(16 * 60_000)
  await sweep()
  expect((await stateOf()).drafts).toEqual([])

  await desk.twin.fault({ endpoint: '/cgi-bin/draft/delete', how: 'errcode', errcode: -1 })
  expect((await run()).draft).toBe('left')
  desk.twin.clock.move(16 * 60_000)
  expect((await run()).draft).toBe('deleted')
  expect((await stateOf()).drafts).toEqual([])
})

test('styles that all come back empty once are looked at once more', async () => {
  await run()
  await desk.twin.change('read-back', { stylesLost: 1 })
  expect((await run()).news).toEqual([])
})

test.each([
  [{ a: '1' }, { a: '1' }, 0],
  [{ 'case a': '1' }, { 'case a': '2' }, 1],
  [{}, { 'case a': '2' }, 0],
  [{ 'case a': '1', 'permission /b': 'allowed' }, { 'permission /b': 'refused 48001' }, 1],
])('news of %j and then %j: %i', (before, now, count) => {
  expect(newsOf(before as Record<string, string>, now as Record<string, string>)).toHaveLength(count)
})
