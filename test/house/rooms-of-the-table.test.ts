import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { matchesWildcard } from '../../local/iam/wildcard'
import { filesIn, root } from './imports'

interface Room {
  rows?: string[]
  lists?: string[]
  except?: string[]
}
const rooms = Object.values(
  parse(readFileSync(join(root, 'resources/rooms.yml'), 'utf8')) as Record<string, Room>,
)
const document = readFileSync(join(root, 'docs/table.md'), 'utf8')

const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key)
/** `SUB#<id>` as one key of that kind: `SUB#x`. */
const example = (key: string) => key.replace(/<[^>]*>/g, 'x').replaceAll('\\|', '|')

/** The keys that docs/table.md names in a column of its tables. */
function inColumns(...names: string[]): string[] {
  let columns: string[] = []
  return document.split('\n').flatMap((line) => {
    if (!line.startsWith('|')) columns = []
    const cells = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim())
    if (line.startsWith('| row |')) columns = cells
    return cells.flatMap((cell, at) => (names.includes(columns[at] ?? '') ? quoted(cell) : []))
  })
}
const isIn = (kind: 'rows' | 'lists', key: string) =>
  rooms.some(
    ({ except = [], ...room }) =>
      (room[kind] ?? []).some((pattern) => matchesWildcard(pattern, key)) &&
      !except.some((pattern) => kind === 'lists' && matchesWildcard(pattern, key)),
  )

describe('resources/rooms.yml', () => {
  it('has every partition and every list of docs/table.md in a room', () => {
    const [partitions, lists] = [inColumns('pk'), inColumns('gsi1pk')]
    expect(partitions.length).toBeGreaterThan(60)
    expect(lists.length).toBeGreaterThan(20)
    expect(partitions.filter((key) => !isIn('rows', example(key)))).toEqual([])
    expect(lists.filter((key) => !isIn('lists', example(key)))).toEqual([])
  })

  it('has no partition and no list that docs/table.md does not name', () => {
    const named = quoted(document).map(example)
    const unnamed = rooms
      .flatMap(({ rows = [], lists = [] }) => [...rows, ...lists])
      .filter((pattern) => !named.some((key) => matchesWildcard(pattern, key)))
    expect(unnamed).toEqual([])
  })

  it('puts no partition into two rooms: whoever is granted one is not granted the other', () => {
    const all = rooms.flatMap(({ rows = [] }) => rows)
    const shared = all.filter((row) => all.some((other) => other !== row && matchesWildcard(other, row)))
    expect(shared).toEqual([])
    expect(new Set(all).size).toBe(all.length)
  })
})

/** A key as written in lib, e.g. `UNIT#*#LOANS`, against one of the document; a text that ends with `#` begins a key. */
const fits = (text: string, key: string): boolean =>
  matchesWildcard(text.endsWith('#') ? `${text}*` : text, example(key))

it('every key that lib writes is named in docs/table.md, and so stands in a room', () => {
  const keys = [...inColumns('pk', 'sk', 'gsi1pk', 'gsi1sk'), ...quoted(document)]
  const written = filesIn('lib').flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return [
      ...text.matchAll(/`([A-Z][A-Z-]+#[^`]*)`/g),
      ...text.matchAll(/'([A-Z][A-Z-]+#[^']*)'/g),
      ...text.matchAll(/\b(?:pk|gsi1pk): '([A-Z][A-Z-]+)'/g),
    ].map(([, key = '']) => ({ file, key: key.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}|<[^>]*>|…|~/g, '*') }))
  })
  expect(written.length).toBeGreaterThan(80)
  const strange = written
    .filter(({ key }) => !keys.some((known) => fits(key, known)))
    .map(
      ({ file, key }) =>
        `${file} writes ${key}: add it to docs/table.md, and its room to resources/rooms.yml`,
    )
  expect([...new Set(strange)]).toEqual([])
})
