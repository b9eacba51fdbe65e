import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(__dirname, '..', '..')

test.each(['CONTRIBUTING.md', 'README.md', 'README.zh-CN.md', 'SECURITY.md', 'docs/written-here.md'])(
  'every file that %s leads to is there',
  (paper) => {
    const links = [...readFileSync(join(root, paper), 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
    const paths = links.map((link) => link[1] ?? '')
    expect(paths.length).toBeGreaterThan(1)
    expect(paths.filter((path) => !existsSync(join(root, dirname(paper), path)))).toEqual([])
  },
)

test('the recipes are there', () => {
  const recipes = [...readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(/^## (.+)$/gm)]
  expect(recipes.map((recipe) => recipe[1])).toEqual([
    'A rule of the regulation',
    'A field of the content',
    'A channel',
    'A step of a machine',
    'A door, and rows of its own',
  ])
})
