import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root } from '../house/imports'

const page = readFileSync(join(root, 'docs', 'security.md'), 'utf8')
const classes = page.split(/^## /m).slice(1)

const areas = readdirSync(join(root, 'functions')).filter((area) => area !== 'wire')
const declared = areas.flatMap((area) =>
  Object.keys(parse(readFileSync(join(root, 'functions', area, 'functions.yml'), 'utf8')) as object),
)

const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word!)

it('places every function of the template in one class of doors', () => {
  const placed = classes.flatMap((text) => quoted(/^Functions: ([^.]+)\./m.exec(text)?.[1] ?? ''))
  expect(declared.length).toBeGreaterThan(50)
  expect([...placed].sort()).toEqual([...declared].sort())
})

it('names for each threat of a class what stops it and a test that shows it', () => {
  expect(classes.length).toBeGreaterThan(10)
  const rows = page.split('\n').filter((line) => /^\| [STRIDE ]+ \|/.test(line))
  expect(rows.length).toBeGreaterThan(45)
  const untested = rows.filter(
    (row) => !quoted(row.split('|').at(-2) ?? '').every((file) => file.endsWith('.test.ts')),
  )
  const silent = rows.filter((row) => quoted(row.split('|').at(-2) ?? '').length === 0)
  expect([...untested, ...silent]).toEqual([])
})

it('names only files that are there', () => {
  const files = quoted(page).filter((word) => /^(lib|functions|local|resources|test|docs)\//.test(word))
  expect(files.length).toBeGreaterThan(80)
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
})
