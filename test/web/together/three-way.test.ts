import * as fc from 'fast-check'
import { mergeLists } from '../../../web/src/together/three-way'

const shown = (base: string, mine: string, theirs: string): string =>
  mergeLists({ base: base.split(' '), mine: mine.split(' '), theirs: theirs.split(' ') })
    .map((one) => (one.kind === 'agreed' ? one.item : `[${one.mine}|${one.theirs}]`))
    .join(' ')

describe('two lists that began as one', () => {
  it('takes what only one of them changed, also right beside a change of the other', () => {
    expect(shown('甲一 乙二 丙三', '甲一改 乙二 丙三', '甲一 乙二改 丙三')).toBe('甲一改 乙二改 丙三')
    expect(shown('甲一 乙二', '甲一 乙二 新的', '首先 甲一')).toBe('首先 甲一 新的')
  })

  it('keeps what both put at the same place, and once what is the same', () => {
    expect(shown('甲', '甲 我写', '甲 他写')).toBe('甲 他写 我写')
    expect(shown('甲', '甲 同样', '甲 同样')).toBe('甲 同样')
  })

  it('gives both sides of what both changed, also where one took it out', () => {
    expect(shown('第一段话 乙', '第一段话我 乙', '第一段话他 乙')).toBe('[第一段话我|第一段话他] 乙')
    expect(shown('第一段话 乙', '乙', '第一段话他 乙')).toBe('[|第一段话他] 乙')
  })

  it('knows the paragraph again that was changed while others came before and behind it', () => {
    expect(
      shown('甲 阀门通过了验收 丁', '甲 新段落 阀门通过了全部验收 又一段 丁', '甲 阀门通过了验收 丁 尾'),
    ).toBe('甲 新段落 阀门通过了全部验收 又一段 丁 尾')
  })

  it('loses nothing that either wrote, whatever they did', () => {
    const block = fc.string({ unit: fc.constantFrom(...'甲乙丙丁戊'), minLength: 1, maxLength: 4 })
    const list = fc.array(block, { maxLength: 8 })
    fc.assert(
      fc.property(list, list, list, (base, mine, theirs) => {
        const merged = mergeLists({ base, mine, theirs })
        const all = merged.flatMap((one) => (one.kind === 'agreed' ? [one.item] : [one.mine, one.theirs]))
        // What one of them took out and the other left is gone; what either wrote anew is there.
        for (const written of [...mine, ...theirs].filter((item) => !base.includes(item)))
          expect(all).toContain(written)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is the other’s list where one did nothing', () => {
    const list = fc.array(fc.constantFrom('甲', '乙', '丙', '丁'), { maxLength: 8 })
    const plain = (merged: ReturnType<typeof mergeLists>) =>
      merged.map((one) => (one.kind === 'agreed' ? one.item : `clash ${one.base}`))
    fc.assert(
      fc.property(list, list, (base, changed) => {
        expect(plain(mergeLists({ base, mine: changed, theirs: base }))).toEqual(changed)
        expect(plain(mergeLists({ base, mine: base, theirs: changed }))).toEqual(changed)
        expect(plain(mergeLists({ base, mine: changed, theirs: changed }))).toEqual(changed)
      }),
    )
  })
})
