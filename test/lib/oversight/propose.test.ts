import { firstCompanyTheme } from '../../../lib/theme/drawn-in'
import { holds, ownOf } from '../../../lib/people/person'
import { proposeWords } from '../../../lib/wording/propose-words'
import { keepWords } from '../../../lib/wording/publish-words'
import { givenOversight, oneAdmin } from './given-oversight'

const today = '2026-11-23'
const grant = {
  ...{ kind: 'grant' as const, personId: 'chen-yu', role: 'editor' as const, unitId: 'office' },
  from: today,
}
const asked = (letters: { to: string; text: string }[]) =>
  letters
    .filter(({ text }) => text.includes('/d/'))
    .map(({ to }) => to)
    .sort()

describe('invariant 14: one administrator', () => {
  it('cannot move five people’s addresses alone, and each is told at the old and the new one', async () => {
    const { move, people, watch, letters, lettersTo } = await givenOversight()
    const five = ['zhou-heng', 'lin-jing', 'wu-gang', 'chen-yu', 'wang-lei']
    for (const id of five)
      expect(await move(id, `mine-${id}@else.example`)).toMatchObject({ state: 'waiting' })
    await watch()
    for (const id of five) {
      expect((await people.withEmail(`${id}@co.example`))?.id).toBe(id)
      expect(await people.withEmail(`mine-${id}@else.example`)).toBeUndefined()
      for (const address of [`${id}@co.example`, `mine-${id}@else.example`])
        expect((await lettersTo(address)).map(({ subject }) => subject)).toContain(
          `【签发】有人提出变更您的信息：保存人员 ${id}`,
        )
    }
    // Nobody but the head was asked, of the head's own address the company leader as well, and never at a new address.
    expect(asked(await letters())).toEqual(['wu-gang@co.example', ...five.map(() => 'zhou-heng@co.example')])
  })

  it.each([
    ['gives a role', grant],
    [
      'ends the head',
      { ...grant, kind: 'role-end' as const, personId: 'zhou-heng', role: 'department-head' as const },
    ],
    [
      'names a substitute in another’s name',
      {
        ...{ kind: 'substitute' as const, personId: 'zhou-heng', substituteId: 'song-an' },
        ...{ from: today, until: '2026-11-30' },
      },
    ],
  ])('%s only with a second person', async (_, change) => {
    const { propose, who, answer, watch, acts } = await givenOversight()
    const before = await who(change.personId)
    expect(await propose(change)).toMatchObject({ state: 'waiting' })
    await watch()
    expect(await who(change.personId)).toEqual(before)
    await answer('zhou-heng', 'approve')
    expect(await who(change.personId)).toEqual(before)
    await watch()
    expect(await who(change.personId)).not.toEqual(before)
    expect((await acts())[0]).toMatchObject({ by: { id: 'song-an' }, facts: { confirmedBy: 'zhou-heng' } })
  })

  it('publishes no word list alone: the second person sees which words', async () => {
    const { room, who, propose, answer, watch } = await givenOversight()
    const proposal = { put: [{ word: '天蓝计划', rule: 'screen.internal' as const }], remove: [] }
    const { fingerprint } = await proposeWords(room)({ proposal, base: 1 })
    await keepWords(room)({ proposal, base: 1, fingerprint, by: await who('song-an') })
    const change = { kind: 'words' as const, base: 1, fingerprint, reason: '上级来文要求' }
    expect(await propose(change)).toMatchObject({ state: 'waiting' })
    await watch()
    expect(await room.wordLists.newestNumber()).toBe(1)
    expect((await answer('zhou-heng', 'approve')).shown).toContain('天蓝计划')
    await watch()
    expect(await room.wordLists.version(2)).toMatchObject({ added: 1, by: 'song-an', reason: '上级来文要求' })
  })

  it('publishes no look of articles alone: the second person sees a sample in it and what changes', async () => {
    const { room, propose, answer, watch } = await givenOversight()
    const theme = { ...firstCompanyTheme, lead: '江南阀门，让每一滴水到家' }
    const change = { kind: 'theme' as const, base: 0, theme, reason: '统一公司形象' }
    expect(await propose(change)).toMatchObject({ state: 'waiting' })
    await watch()
    expect(await room.themes.newest()).toBeUndefined()
    const { shown } = await answer('zhou-heng', 'approve')
    expect(shown.match(/江南阀门，让每一滴水到家/g)).toHaveLength(2)
    expect(shown).toMatch(/文章会是这个样子[\s\S]*class="article rich_media"[\s\S]*文章里的大标题/)
    await watch()
    expect(await room.themes.newest()).toMatchObject({
      number: 1,
      theme,
      by: 'song-an',
      reason: '统一公司形象',
    })
    // What cannot be read is not even proposed.
    const pale = { ...change, base: 1, theme: { ...theme, accent: '#cccccc' } }
    await expect(propose(pale)).rejects.toMatchObject({ code: 'InvalidRequest' })
  })

  it('ends a role, a person and nobody’s head at once, and the person is told', async () => {
    const { propose, who, people, lettersTo } = await givenOversight()
    expect(
      await propose({ kind: 'role-end', personId: 'wang-lei', role: 'unit-head', unitId: 'marketing' }),
    ).toBeUndefined()
    expect(holds(await who('wang-lei'), 'unit-head', today)).toBe(false)
    expect((await lettersTo('wang-lei@co.example')).map(({ subject }) => subject)).toEqual([
      '【签发】与您有关的变更已生效：结束角色 wang-lei',
    ])
    const { grants: _, substitutes: __, ...chen } = await who('chen-yu')
    const left = { kind: 'person' as const, person: { ...chen, leftOn: today } }
    expect(await propose(left)).toBeUndefined()
    expect((await people.ofSession('chen-yu')).end).toBeDefined()
    // Back again takes two.
    expect(await propose({ kind: 'person', person: chen })).toMatchObject({ state: 'waiting' })
  })

  it('adds somebody at once: without a role they have no right', async () => {
    const { propose, who } = await givenOversight()
    const person = { ...{ id: 'xin-ren', name: '新人', email: 'xin@co.example' }, unitId: 'marketing' }
    expect(
      await propose({ kind: 'person', create: true, person: { ...person, language: 'zh' } }),
    ).toBeUndefined()
    expect(await who('xin-ren')).toMatchObject(person)
  })

  it('asks once for the same wish', async () => {
    const { propose, letters } = await givenOversight()
    const first = await propose(grant)
    expect(await propose(grant)).toEqual(first)
    expect(asked(await letters())).toEqual(['zhou-heng@co.example'])
  })
})

describe('what takes effect', () => {
  it('is what the second person saw: a new name, confirmed late, brings back nobody who left', async () => {
    const { propose, who, answer, watch, list, acts } = await givenOversight()
    const chen = ownOf(await who('chen-yu'))
    await propose({ kind: 'person', person: { ...chen, name: '陈宇' } })
    await propose({ kind: 'person', person: { ...chen, leftOn: today } })
    expect((await answer('zhou-heng', 'approve')).shown).not.toContain('离职')
    await watch()
    expect(await who('chen-yu')).toMatchObject({ name: 'chen-yu', leftOn: today })
    const trouble = { zh: expect.stringContaining('不一致') as string }
    expect((await list())[0]).toMatchObject({ state: 'failed', trouble })
    expect((await acts())[0]).toMatchObject({ type: 'ProposalFailed' })
  })

  it('is one of two changes of the same person: the other would undo it unseen', async () => {
    const { propose, who, answer, watch, move, later, list } = await givenOversight()
    await propose({ kind: 'person', person: { ...ownOf(await who('wang-lei')), name: '王雷' } })
    await answer('zhou-heng', 'approve')
    later(60_000)
    await move('wang-lei', 'new@co.example')
    await answer('zhou-heng', 'approve')
    await watch()
    expect((await list()).map(({ state }) => state).sort()).toEqual(['effective', 'failed'])
  })

  it.each([['confirmed'], ['behind broken glass']])(
    'is nothing of somebody who may not propose it any more, %s or not',
    async (how) => {
      const { propose, who, answer, watch, glass, later, people, list } = await givenOversight()
      const { id } = (await propose(grant))!
      if (how === 'confirmed') await answer('zhou-heng', 'approve')
      else await glass(id)
      const admin = (await who('song-an')).grants.find(({ role }) => role === 'admin')!
      await people.grant('song-an', { ...admin, until: '2026-11-22' })
      later(24 * 3_600_000)
      await watch()
      expect(holds(await who('chen-yu'), 'editor', '2026-11-24')).toBe(false)
      expect((await list())[0]).toMatchObject({ state: 'failed' })
    },
  )
})

describe('the second person', () => {
  it('is another administrator or the head, never the proposer nor who stands in for them', async () => {
    const { propose, people, letters } = await givenOversight({ ...oneAdmin, 'xu-wen': ['admin'] })
    await people.nameSubstitute('song-an', { substituteId: 'lin-jing', from: today, until: '2026-12-31' })
    await people.nameSubstitute('zhou-heng', { substituteId: 'song-an', from: today, until: '2026-12-31' })
    await propose(grant)
    expect(asked(await letters())).toEqual(['xu-wen@co.example', 'zhou-heng@co.example'])
  })

  it('is asked no longer once the proposer names them as substitute', async () => {
    const { propose, people, answer, who } = await givenOversight()
    await propose(grant)
    await people.nameSubstitute('song-an', { substituteId: 'zhou-heng', from: today, until: '2026-12-31' })
    await expect(answer('zhou-heng', 'approve')).rejects.toMatchObject({ code: 'NotAsked' })
    expect(holds(await who('chen-yu'), 'editor', today)).toBe(false)
  })

  it('sees old and new, confirms, and within a minute it is so: old sessions over, both addresses told', async () => {
    const { move, answer, watch, people, lettersTo, acts, later } = await givenOversight()
    await move('wang-lei', 'new@co.example')
    const { shown, took } = await answer('zhou-heng', 'approve')
    expect(shown).toContain('wang-lei@co.example → new@co.example')
    expect(took.body).toContain('已同意')
    later(60_000)
    expect(await watch()).toEqual({ moved: 1, setAside: 0 })
    expect((await people.withEmail('new@co.example'))?.id).toBe('wang-lei')
    expect(await people.withEmail('wang-lei@co.example')).toBeUndefined()
    expect((await people.ofSession('wang-lei')).end).toMatchObject({
      endedAt: '2026-11-23T02:01:00.000Z',
    })
    for (const address of ['wang-lei@co.example', 'new@co.example'])
      expect((await lettersTo(address)).at(-1)?.subject).toBe(
        '【签发】与您有关的变更已生效：保存人员 wang-lei',
      )
    expect((await acts()).map(({ type }) => type)).toEqual(['PersonSaved', 'ProposalMade'])
    expect(await watch()).toEqual({ moved: 0, setAside: 0 })
  })

  it('refuses with a reason: nothing changes, the proposer reads it, it is on record', async () => {
    const { propose, answer, watch, who, lettersTo, acts } = await givenOversight()
    await propose(grant)
    await answer('zhou-heng', 'reject', '没有听本人说过')
    await watch()
    expect(holds(await who('chen-yu'), 'editor', today)).toBe(false)
    const [told] = await lettersTo('song-an@co.example')
    expect(told?.text).toContain('没有听本人说过')
    expect((await acts())[0]).toMatchObject({ type: 'ProposalRefused', by: { id: 'zhou-heng' } })
  })

  it('is pressed and in the end it lapses, on record', async () => {
    const { propose, watch, at, list, lettersTo, acts, answer } = await givenOversight()
    await propose(grant)
    for (const day of ['24', '25', '26', '27', '30']) {
      at(`2026-11-${day}T03:00:00.000Z`)
      await watch()
    }
    expect(await list()).toMatchObject([{ state: 'expired', waitsFor: [] }])
    expect((await acts())[0]).toMatchObject({ type: 'ProposalExpired' })
    expect((await lettersTo('song-an@co.example')).map(({ subject }) => subject)).toContain(
      '【签发】变更无人复核，已失效：授予角色 chen-yu',
    )
    await expect(answer('zhou-heng', 'approve')).rejects.toMatchObject({ code: 'AlreadyDecided' })
  })

  it('is whoever holds the post now, when the head changes hands', async () => {
    const { propose, people, watch, later, letters, list } = await givenOversight()
    await propose(grant)
    await people.grant('zhou-heng', {
      ...{ role: 'department-head', unitId: 'office', from: '2026-01-01', until: '2026-11-22' },
    })
    await people.grant('lin-jing', { role: 'department-head', unitId: 'office', from: today })
    later(3_600_001)
    await watch()
    expect(asked(await letters())).toContain('lin-jing@co.example')
    expect(await list()).toMatchObject([{ waitsFor: ['lin-jing'] }])
  })

  it('answers nothing that was taken back, and nobody else takes it back', async () => {
    const { propose, withdraw, answer, acts } = await givenOversight({ ...oneAdmin, 'xu-wen': ['admin'] })
    const { id } = (await propose(grant))!
    await expect(withdraw(id, 'xu-wen')).rejects.toMatchObject({ code: 'NotAllowed' })
    expect(await withdraw(id)).toMatchObject({ state: 'withdrawn' })
    await expect(answer('zhou-heng', 'approve')).rejects.toMatchObject({ code: 'AlreadyDecided' })
    expect((await acts())[0]).toMatchObject({ type: 'ProposalWithdrawn' })
  })

  it('is told what could not take effect any more', async () => {
    const { move, answer, watch, people, lettersTo, list } = await givenOversight()
    await move('wang-lei', 'new@co.example')
    await answer('zhou-heng', 'approve')
    await people.save({
      id: 'other',
      name: '别人',
      email: 'new@co.example',
      unitId: 'office',
      language: 'zh',
    })
    await watch()
    expect(await list()).toMatchObject([{ state: 'failed' }])
    expect((await lettersTo('song-an@co.example'))[0]?.text).toContain('已属于另一个人')
    expect((await people.withEmail('wang-lei@co.example'))?.id).toBe('wang-lei')
  })

  it('lets nothing through that the record does not say was proposed', async () => {
    const { propose, answer, watch, table, who } = await givenOversight()
    const { id } = (await propose(grant))!
    const key = { pk: `PROPOSAL#${id}`, sk: 'HEAD' }
    const row = (await table.get(key))!
    await table.put({ ...row, change: { ...grant, personId: 'lin-jing' } })
    await answer('zhou-heng', 'approve')
    expect(await watch()).toMatchObject({ moved: 0 })
    expect(holds(await who('lin-jing'), 'editor', today)).toBe(false)
    expect(holds(await who('chen-yu'), 'editor', today)).toBe(false)
  })
})

describe('where hardly anybody is', () => {
  it('asks a leader of the company where the administrator is the head, and without one the reviewer', async () => {
    const both = {
      'song-an': ['admin' as const, 'department-head' as const],
      'chen-yu': ['officer' as const],
    }
    const led = await givenOversight({
      ...both,
      'wu-gang': ['company-leader'],
      'lin-jing': ['office-reviewer'],
    })
    await led.propose(grant)
    expect(asked(await led.letters())).toEqual(['wu-gang@co.example'])
    const bare = await givenOversight({ ...both, 'lin-jing': ['office-reviewer'] })
    await bare.propose(grant)
    expect(asked(await bare.letters())).toEqual(['lin-jing@co.example'])
  })

  it('sets up alone while nobody else could confirm, on record, and the head is told once there is one', async () => {
    const { propose, who, acts, lettersTo } = await givenOversight({
      'song-an': ['admin'],
      'chen-yu': ['officer'],
    })
    expect(await propose(grant)).toBeUndefined()
    expect(holds(await who('chen-yu'), 'editor', today)).toBe(true)
    await propose({ ...grant, role: 'department-head' })
    expect((await acts()).map(({ facts }) => facts['alone'])).toEqual([true, true])
    const told = (await lettersTo('chen-yu@co.example')).find(({ subject }) => subject.includes('无人复核'))
    expect(told?.subject).toBe('【签发】您上任前无人复核的 2 项操作')
    // From here on there is a second person.
    expect(await propose({ ...grant, role: 'inspector' })).toMatchObject({ state: 'waiting' })
  })
})

describe('breaking the glass', () => {
  it('waits for Monday, also where the proposer alone made the weekend working days', async () => {
    const { room, move, glass, at } = await givenOversight()
    at('2026-11-28T01:00:00.000Z')
    const { id } = (await move('wang-lei', 'new@co.example'))!
    const calendar = await room.calendar()
    Object.assign(room, { calendar: async () => ({ ...calendar, isWorkingDay: () => true }) })
    expect(await glass(id)).toMatchObject({ glass: { effectiveAt: '2026-11-30T05:00:00.000Z' } })
  })

  it('tells the leader and whom it concerns, waits four working hours, and then takes effect', async () => {
    const { move, glass, watch, at, people, lettersTo, acts } = await givenOversight()
    const { id } = (await move('zhou-heng', 'new@co.example'))!
    expect(await glass(id)).toMatchObject({ glass: { effectiveAt: '2026-11-23T06:00:00.000Z' } })
    const urgent = '【签发】紧急变更，将在无人复核的情况下生效：保存人员 zhou-heng'
    for (const address of ['wu-gang@co.example', 'zhou-heng@co.example', 'new@co.example'])
      expect((await lettersTo(address)).map(({ subject }) => subject)).toContain(urgent)
    at('2026-11-23T05:59:00.000Z')
    await watch()
    expect(await people.withEmail('new@co.example')).toBeUndefined()
    at('2026-11-23T06:00:30.000Z')
    await watch()
    expect((await people.withEmail('new@co.example'))?.id).toBe('zhou-heng')
    expect((await acts()).map(({ type }) => type)).toEqual(['PersonSaved', 'GlassBroken', 'ProposalMade'])
    expect((await acts())[0]?.facts).toMatchObject({ forced: '负责人出差失联' })
  })

  it('is stopped by whoever was asked and refuses', async () => {
    const { move, glass, answer, watch, at, people } = await givenOversight()
    const { id } = (await move('wang-lei', 'new@co.example'))!
    await glass(id)
    await answer('zhou-heng', 'reject', '我在')
    at('2026-11-24T06:00:30.000Z')
    await watch()
    expect(await people.withEmail('new@co.example')).toBeUndefined()
  })

  it('is the proposer’s alone, once', async () => {
    const { propose, glass } = await givenOversight({ ...oneAdmin, 'xu-wen': ['admin'] })
    const { id } = (await propose(grant))!
    await expect(glass(id, '急', 'xu-wen')).rejects.toMatchObject({ code: 'NotAllowed' })
    await glass(id)
    await expect(glass(id)).rejects.toMatchObject({ code: 'WrongState' })
  })
})
