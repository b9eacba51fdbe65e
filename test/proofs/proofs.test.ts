import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { proofs } from './proofs'

const root = resolve(__dirname, '../..')
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

describe('proofs that a journey fails when its rule is removed', () => {
  it.each(proofs.map((proof) => [proof.article, proof.rule, proof] as const))(
    'article %s, %s: the rule stands in the code once, and its journey exists',
    (_article, _rule, { file, find, replace, journey, test }) => {
      expect(textOf(file).split(find)).toHaveLength(2)
      expect(replace).not.toBe(find)
      expect(textOf(journey)).toContain(test)
    },
  )

  it('leave out no article that demands something of the software', () => {
    const articles = [...new Set(proofs.map(({ article }) => article))]
    expect(articles).toEqual(
      expect.arrayContaining([
        '2',
        '4',
        '5',
        '6',
        '7',
        '8',
        '9',
        '10.1',
        '10.2',
        '10.3',
        '11.1',
        '11.2',
        '11.3',
        '12',
      ]),
    )
  })
})

describe('docs/policy.md', () => {
  const page = textOf('docs/policy.md')

  it('names files that are there', () => {
    const named = [
      ...page.matchAll(/`((?:lib|functions|test|statemachines|bin|web|resources)\/[\w./-]*\w)`/g),
    ].map((match) => match[1] ?? '')
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('names every article that has a proof, with the journey of the proof', () => {
    for (const { article, journey } of proofs)
      expect({
        article,
        row: page.split('\n').some((line) => line.startsWith(`| ${article}`) && line.includes(journey)),
      }).toEqual({
        article,
        row: true,
      })
  })
})
