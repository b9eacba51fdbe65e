import type { Content } from '../../../lib/submission/content'
import { draftSaver } from '../../../web/src/submissions/draft-saver'

const text = (title: string): Content => ({ title, source: '', body: '', channels: [], mediaIds: [] })

class No extends Error {}

/** The rule of the service: identical content is a repeat, else the count of edits has to be the newest. */
function aService(first: Content) {
  const state = { content: first, edits: 5 }
  const calls: string[] = []
  let fate: 'answered' | 'answer lost' | 'never arrived' | 'refused' = 'answered'
  return {
    state,
    calls,
    next: (what: typeof fate) => void (fate = what),
    async put(edits: number, content: Content): Promise<number> {
      const now = fate
      fate = 'answered'
      calls.push(content.title)
      if (now === 'never arrived') throw new TypeError('failed to fetch')
      if (now === 'refused') throw new No('MediaMissing')
      if (JSON.stringify(content) !== JSON.stringify(state.content)) {
        if (edits !== state.edits) throw new No('ContentChanged')
        Object.assign(state, { content, edits: edits + 1 })
      }
      if (now === 'answer lost') throw new TypeError('failed to fetch')
      return state.edits
    },
  }
}

describe('saving a draft', () => {
  const begun = () => {
    const content = text('')
    const service = aService(content)
    const saver = draftSaver({
      saved: { content, edits: 5 },
      put: service.put,
      hasDecided: (error) => error instanceof No,
    })
    return { service, saver }
  }

  it.each(['answer lost', 'never arrived'] as const)(
    'goes on after a call that broke (%s): the same content once more, then the newer one',
    async (what) => {
      const { service, saver } = begun()
      service.next(what)
      await expect(saver.save(text('a'))).rejects.toThrow(TypeError)
      const newer = text('ab')
      await saver.save(newer)
      expect(service.calls).toEqual(['a', 'a', 'ab'])
      expect(service.state).toEqual({ content: newer, edits: 7 })
      expect(saver.isSaved(newer)).toBe(true)
      await saver.save(text('abc'))
      expect(service.state.edits).toBe(8)
    },
  )

  it('keeps repeating the content in doubt for as long as the line breaks', async () => {
    const { service, saver } = begun()
    service.next('answer lost')
    await expect(saver.save(text('a'))).rejects.toThrow()
    service.next('never arrived')
    await expect(saver.save(text('ab'))).rejects.toThrow(TypeError)
    await saver.save(text('abc'))
    expect(service.calls).toEqual(['a', 'a', 'a', 'abc'])
    expect(service.state).toMatchObject({ content: { title: 'abc' }, edits: 7 })
  })

  it('does not overwrite what somebody else wrote in between', async () => {
    const { service, saver } = begun()
    service.next('never arrived')
    await expect(saver.save(text('a'))).rejects.toThrow(TypeError)
    await service.put(5, text('theirs'))
    await expect(saver.save(text('ab'))).rejects.toThrow('ContentChanged')
    expect(service.state.content.title).toBe('theirs')
  })

  it('lets a newer text ask for its own answer when the one in doubt is refused', async () => {
    const { service, saver } = begun()
    service.next('never arrived')
    await expect(saver.save(text('a'))).rejects.toThrow(TypeError)
    service.next('refused')
    await saver.save(text('ab'))
    expect(service.state).toMatchObject({ content: { title: 'ab' }, edits: 6 })
  })
})
