import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn, importsOf, root } from '../house/imports'

interface Locked {
  /** of an alias, what it really is */
  name?: string
  version: string
  license?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

const json = <T>(...path: string[]) => JSON.parse(readFileSync(join(root, ...path), 'utf8')) as T
const { packages } = json<{ packages: Record<string, Locked> }>('package-lock.json')
const list = json<Record<'shipped' | 'tools' | 'packages', Record<string, string>>>('docs', 'licences.json')

/** Where npm put the package that `from` means by that name. */
function placeOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (place in packages) return place
    if (folder === '') return undefined
  }
}

/** These packages and everything they bring. */
function broughtBy(names: string[]): Set<string> {
  const found = new Set<string>()
  const todo = names.map((name) => ({ name, from: '' }))
  for (let next = todo.pop(); next; next = todo.pop()) {
    const place = placeOf(next.name, next.from)
    if (place === undefined || found.has(place)) continue
    found.add(place)
    const { dependencies, optionalDependencies, peerDependencies } = packages[place]!
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      todo.push({ name, from: place })
  }
  return found
}

const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
const packageOf = (imported: string) =>
  imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/')

const webImports = filesIn('web/src').flatMap(importsOf).map(packageOf)
const inBrowsers = webImports.filter((name) => placeOf(name, '') !== undefined)
/** Carried by a function beside its bundle (`carries` in functions.yml). */
const carried = ['@expo-google-fonts/noto-sans-sc', '@expo-google-fonts/noto-emoji', 'dejavu-fonts-ttf']
const shipped = broughtBy([...Object.keys(packages['']!.dependencies ?? {}), ...inBrowsers, ...carried])
const all = Object.keys(packages).filter((place) => place !== '')

/** Packages whose licence no line of the list allows there. */
const unlisted = (places: string[], allowed: Record<string, string>) =>
  places
    .filter((place) => !(nameOf(place) in list.packages))
    .filter((place) => !((packages[place]!.license ?? 'none') in allowed))
    .map((place) => `${nameOf(place)}: ${packages[place]!.license ?? 'none'}`)

describe('licences', () => {
  it('of what runs in functions and browsers are on the written list', () => {
    expect(inBrowsers).toContain('react')
    expect(shipped.size).toBeGreaterThan(200)
    expect(unlisted([...shipped], list.shipped)).toEqual([])
  })

  it('of tools are on it too', () => {
    const tools = all.filter((place) => !shipped.has(place))
    expect(tools.length).toBeGreaterThan(500)
    expect(unlisted(tools, { ...list.shipped, ...list.tools })).toEqual([])
  })

  it('that bind more than a notice, or are not named, have their package and its reason', () => {
    const special = all.filter((place) => /^AGPL|^GPL|^SEE/.test(packages[place]!.license ?? 'GPL none'))
    expect(special.map(nameOf).sort()).toEqual(Object.keys(list.packages).sort())
    // What is allowed as a tool stays one.
    expect(special.filter((place) => shipped.has(place)).map(nameOf)).toEqual([
      ...['dejavu-fonts-ttf', 'png-js'],
    ])
    const users = ['lib', 'functions', 'local', 'operations', 'bench', 'test', 'resources', 'web'].flatMap(
      (folder) =>
        filesIn(folder).filter((file) => importsOf(file).some((one) => one.startsWith('@cloud-copilot/'))),
    )
    expect(users).toEqual(['test/local/iam/oracle.ts'])
  })

  it('stand in the bill of materials, which names every package of the lock file', () => {
    const { scripts } = json<{ scripts: Record<string, string> }>('package.json')
    const [, ...given] = scripts['sbom']!.split(' ')
    const bill = JSON.parse(
      execFileSync('npm', given, { cwd: root, maxBuffer: 2 ** 26, encoding: 'utf8' }),
    ) as {
      bomFormat: string
      specVersion: string
      components: { name: string; version: string; licenses?: object[] }[]
    }
    expect([bill.bomFormat, bill.specVersion]).toEqual(['CycloneDX', '1.5'])
    const named = new Set(bill.components.map(({ name, version }) => `${name}@${version}`))
    // npm calls an alias by either of its names.
    const missing = all.filter((place) => {
      const { name, version } = packages[place]!
      return ![nameOf(place), name].some((one) => named.has(`${one}@${version}`))
    })
    expect(missing).toEqual([])
    const silent = bill.components.filter(({ licenses }) => !licenses?.length).map(({ name }) => name)
    expect(silent.filter((name) => !(name in list.packages))).toEqual([])
  })
})
