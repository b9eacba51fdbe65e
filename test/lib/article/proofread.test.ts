import { proofread, proofRules, type ProofRule } from '../../../lib/article/proofread'
import { wrongWords } from '../../../lib/article/wrong-words'
import { right, wrong } from './sentences'

const found = (text: string) => proofread(text).map(({ rule }) => rule)

it('reads two hundred sentences: precision and recall are printed, and stay above 0.95 and 0.9', () => {
  const all = [
    ...wrong.map(([rule, text]) => ({ rule, text })),
    ...right.map((text) => ({ rule: undefined, text })),
  ]
  expect(all.length).toBeGreaterThanOrEqual(200)
  const counts = { hit: 0, missed: [] as string[], false: [] as string[] }
  for (const { rule, text } of all) {
    const rules = found(text)
    if (rule && rules.includes(rule)) counts.hit += 1
    else if (rule) counts.missed.push(`${rule}: ${text}`)
    if (rules.some((one) => one !== rule)) counts.false.push(`${rules.join()}: ${text}`)
  }
  const precision = counts.hit / (counts.hit + counts.false.length)
  const recall = counts.hit / wrong.length
  console.info(
    `proofreading: ${all.length} sentences, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
    counts,
  )
  expect(precision).toBeGreaterThan(0.95)
  expect(recall).toBeGreaterThan(0.9)
})

it('has sentences for every rule; those with names have a corpus of their own', () => {
  const rules = new Set<ProofRule>(proofRules.filter((rule) => rule !== 'name'))
  expect(new Set(wrong.map(([rule]) => rule))).toEqual(rules)
})

it('puts in what it proposes, and then has nothing more to say there', () => {
  for (const [rule, text] of wrong) {
    const [first] = proofread(text, [rule])
    if (first?.instead === undefined) continue
    const mended = text.slice(0, first.start) + first.instead + text.slice(first.end)
    expect(proofread(mended, [rule]).length).toBeLessThan(proofread(text, [rule]).length)
  }
})

it('no right word of the list is itself a wrong one, and none is there twice', () => {
  expect(new Set(wrongWords.map((one) => one.wrong)).size).toBe(wrongWords.length)
  for (const { right: good } of wrongWords)
    expect(wrongWords.filter((one) => good.includes(one.wrong))).toEqual([])
})

it('reads a rule only while it is on', () => {
  expect(proofread('国家级,质量', ['width']).map(({ rule }) => rule)).toEqual(['width'])
})
