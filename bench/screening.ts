import { wordList, type WordList } from '../lib/policy/word-list'
import { screen } from '../lib/policy/word-screen'
import { inTurn, ratioOf, type Ratio } from './side-by-side'

const syllables = [
  ...'天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈',
]

/** Words that are not in the text, so that only the size of the list differs. */
function listOf(words: number): WordList {
  const template = wordList.words[0]
  if (!template) throw new Error('the word list is empty')
  const wordAt = (n: number) =>
    [0, 1, 2, 3]
      .map((place) => syllables[Math.floor(n / syllables.length ** place) % syllables.length])
      .join('') + '龘'
  return { ...wordList, words: Array.from({ length: words }, (_, n) => ({ ...template, word: wordAt(n) })) }
}

/** What anybody would write first: look for every word in turn, without folding, contexts or numbers. */
const wordByWord = (text: string, list: WordList): number =>
  list.words.filter(({ word }) => text.indexOf(word) >= 0).length

/** Article 8: time grows with the text, not with the list. */
export async function screening(): Promise<Ratio[]> {
  const text = '公司在西部管网投用首批智能阀门，运行平稳，客户反映良好。'.repeat(12_000)
  const large = listOf(20_000)
  const small = listOf(50)
  const lists = await inTurn(
    11,
    () => screen(text, large),
    () => screen(text, small),
  )
  const texts = await inTurn(
    11,
    () => screen(text, large),
    () => screen(text.slice(0, text.length / 2), large),
  )
  const naive = await inTurn(
    1,
    () => screen(text, large),
    () => wordByWord(text, large),
  )
  const sizes = [0.25, 0.5, 1, 2, 4]
  const points: [number, number][] = []
  for (const times of sizes) {
    const sized = text.repeat(4).slice(0, text.length * times)
    const { ours } = await inTurn(
      5,
      () => screen(sized, large),
      () => undefined,
    )
    points.push([times, ours])
  }
  const [least, most] = [points[0]!, points.at(-1)!]
  const size = `${(Buffer.byteLength(text) / 1e6).toFixed(1)} MB`
  return [
    ratioOf({
      bench: 'screen',
      what: `${size} against 20,000 words / against 50 words`,
      ...lists,
      unit: 'ms',
    }),
    ratioOf({
      bench: 'screen',
      what: `${size}, 20,000 words / indexOf word by word`,
      ...naive,
      unit: 'ms',
      goal: 0.2,
    }),
    ratioOf({ bench: 'screen', what: `${size} / half of it, 20,000 words`, ...texts, unit: 'ms', goal: 2.2 }),
    ratioOf({
      ...{
        bench: 'screen',
        what: `each MB of ${most[0]} times the text / of a quarter`,
        unit: 'ms',
        goal: 1.2,
      },
      ...{ ours: most[1] / most[0], other: least[1] / least[0] },
      growth: { name: 'The word screen, 20,000 words', x: 'MB of text', y: 'ms', points },
    }),
  ]
}
