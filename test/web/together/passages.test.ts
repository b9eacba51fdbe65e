import { passageOf, placeOf, wordsOf } from '../../../web/src/together/passages'

const blocks = ['首批阀门通过验收，运行平稳。', '第二批阀门通过验收，等待投用。', '结束。']
const find = (of: string[], passage: Parameters<typeof placeOf>[1]) => {
  const words = wordsOf(of)
  const place = placeOf(words, passage)
  return place && { ...words.at[place.from], text: words.text.slice(place.from, place.to) }
}
const second = passageOf(blocks[1]!, 5, 9, 1)!

describe('a passage that was commented on', () => {
  it('is found by the words around it, though the same words stand elsewhere', () => {
    expect(second).toMatchObject({ quote: '通过验收', before: '第二批阀门', block: 1 })
    expect(find(blocks, second)).toEqual({ block: 1, offset: 5, text: '通过验收' })
  })

  it('is found after paragraphs moved, blanks came in and one side was written anew', () => {
    expect(find(['新的一段', ...blocks], second)).toMatchObject({ block: 2 })
    expect(find([blocks[0]!, '第二批 阀门 通过 验收，等待投用。'], second)).toMatchObject({ block: 1 })
    expect(find([blocks[0]!, '昨天第二批阀门通过验收！'], second)).toMatchObject({ block: 1 })
  })

  it('is nowhere once its words are gone', () => {
    expect(find(['首批阀门运行平稳。', '结束。'], second)).toBeUndefined()
  })

  it('is nothing where nothing is selected, and 300 signs at most', () => {
    expect(passageOf('  ', 0, 2, 0)).toBeUndefined()
    expect(passageOf('字'.repeat(400), 0, 400, 0)?.quote).toHaveLength(300)
  })
})
