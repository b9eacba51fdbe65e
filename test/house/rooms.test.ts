import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { filesIn, importsOf, isOwn, root } from './imports'

/** Business rooms in the order of a submission's life: each may use the ones before it. */
const rooms = [
  'ledger',
  'matter',
  'security',
  'people',
  'calendar',
  'settings',
  'messenger',
  'push',
  'question',
  'wording',
  'points',
  'article',
  'submission',
  'media',
  'start',
  'approval',
  'edition',
  'probe',
  'removal',
  'weibo-post',
  'pool',
  'loan',
  'complaint',
  'request',
  'oversight',
  'archive',
  'figures',
  'failed',
  'canary',
  'today',
]
/** `['GET /api/x']` and `'GET /api/x'` alike. */
const listOf = (value: unknown): string[] => (value === undefined ? [] : ([value].flat() as string[]))
const libFiles = filesIn('lib')
const functionFiles = filesIn('functions')
/** What doors are built from stands beside them. */
const isWiring = (path: string) => path.startsWith('functions/wire/')
const doorFiles = functionFiles.filter((file) => !isWiring(file))

const roomOf = (path: string) => path.split('/')[1] ?? ''
const broken = (files: string[], forbids: (file: string, imported: string) => boolean) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => forbids(file, imported))
      .map((imported) => `${file} → ${imported}`),
  )

describe('the house', () => {
  it('is seen whole: every room and every door', () => {
    for (const room of [...rooms, 'policy', 'platform', 'channels', 'outbox'])
      expect(libFiles.filter((file) => file.startsWith(`lib/${room}/`)).length).toBeGreaterThan(0)
    expect(doorFiles.length).toBeGreaterThan(20)
    expect(libFiles.flatMap(importsOf).filter(isOwn).length).toBeGreaterThan(100)
  })

  it('lets no function import another, nor anybody a function, local, operations or test', () => {
    expect(
      broken(
        [...libFiles, ...functionFiles],
        (file, imported) =>
          /^(functions|local|operations|test|bench)\//.test(imported) &&
          !(file.startsWith('functions/') && isWiring(imported)),
      ),
    ).toEqual([])
  })

  it('lets rooms hold no wiring: what they are built from, they are given', () => {
    const wiring = [/\bconfigFrom\(/, /\bs3Bucket\(/, /\bdynamoTable\(/, /\bmachineAt\(/, /\bssmSecrets\(/]
    const rooms = libFiles.filter((file) => !file.startsWith('lib/platform/'))
    const wired = rooms.filter((file) => {
      const source = readFileSync(join(root, file), 'utf8')
      return wiring.some((one) => one.test(source))
    })
    expect(wired).toEqual([])
  })

  it('keeps the policy free of everything of ours; zod is its only package', () => {
    const policy = libFiles.filter((file) => file.startsWith('lib/policy/'))
    expect(
      broken(policy, (_, imported) => !imported.startsWith('lib/policy/') && imported !== 'zod'),
    ).toEqual([])
  })

  it('keeps the platform free of everything of ours', () => {
    const platform = libFiles.filter((file) => file.startsWith('lib/platform/'))
    expect(
      broken(platform, (_, imported) => isOwn(imported) && !imported.startsWith('lib/platform/')),
    ).toEqual([])
  })

  it('lets channels use the platform and themselves only', () => {
    const channels = libFiles.filter((file) => file.startsWith('lib/channels/'))
    const forbidden = (file: string, imported: string) =>
      isOwn(imported) &&
      !imported.startsWith('lib/platform/') &&
      !imported.startsWith(file.split('/').slice(0, 3).join('/'))
    expect(broken(channels, forbidden)).toEqual([])
  })

  it('keeps the outbox free of business: it knows letters and mailboxes', () => {
    const outbox = libFiles.filter((file) => file.startsWith('lib/outbox/'))
    expect(outbox.length).toBeGreaterThan(3)
    const forbidden = (_: string, imported: string) =>
      isOwn(imported) && !/^lib\/(outbox|platform|channels\/mail)\//.test(imported)
    expect(broken(outbox, forbidden)).toEqual([])
  })

  it('lets a business room use only policy, platform, channels and rooms earlier in the life of a submission', () => {
    const business = libFiles.filter((file) => rooms.includes(roomOf(file)))
    const forbidden = (file: string, imported: string) => {
      if (!isOwn(imported)) return false
      const to = roomOf(imported)
      return (
        !['policy', 'platform', 'channels', 'outbox', 'pages'].includes(to) &&
        rooms.indexOf(to) > rooms.indexOf(roomOf(file))
      )
    }
    expect(broken(business, forbidden)).toEqual([])
  })

  it('lets the WeChat twin share no code with the product: it must be able to disagree', () => {
    const twin = filesIn('local/wechat')
    expect(twin.length).toBeGreaterThan(15)
    expect(broken(twin, (_, imported) => /^(lib|functions|web)\//.test(imported))).toEqual([])
  })

  it('gives each door a yml entry of the same name, and each entry a door', () => {
    const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    const areas = [...new Set(doorFiles.map((file) => file.split('/')[1] ?? ''))]
    const declared = areas.flatMap((area) =>
      Object.keys(parse(readFileSync(join(root, 'functions', area, 'functions.yml'), 'utf8')) as object).map(
        (name) => `functions/${area}/${kebab(name)}.ts`,
      ),
    )
    expect(declared.sort()).toEqual(doorFiles)
  })

  it('gives each route of a desk its door, and each door of a desk its route', () => {
    const desks = doorFiles.filter((file) => /\broutes\(\{/.test(readFileSync(join(root, file), 'utf8')))
    const wanted = (file: string) => {
      const [, area = '', name = ''] = /^functions\/([^/]+)\/(.+)\.ts$/.exec(file) ?? []
      const declared = parse(readFileSync(join(root, 'functions', area, 'functions.yml'), 'utf8')) as Record<
        string,
        { http?: string | string[] }
      >
      return listOf(declared[name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())]?.http)
    }
    const doors = (file: string) =>
      [
        ...readFileSync(join(root, file), 'utf8').matchAll(/^ {2}'((?:GET|POST|PUT|PATCH|DELETE) [^']+)':/gm),
      ].map((match) => match[1])
    expect(desks.map((file) => [file, doors(file).sort()])).toEqual(
      desks.map((file) => [file, wanted(file).sort()]),
    )
  })

  it('imports zod whole, never by name: by name costs 370 KB a function', () => {
    const byName = [...libFiles, ...doorFiles].filter((file) =>
      /import (type )?\{[^}]*\} from 'zod'/.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(byName).toEqual([])
  })

  it('reads the clock and chance only on the platform', () => {
    const impure = [...libFiles, ...doorFiles]
      .filter((file) => !file.startsWith('lib/platform/'))
      .filter((file) =>
        /\bDate\.now\(|new Date\(\)|Math\.random\(|process\.env/.test(readFileSync(join(root, file), 'utf8')),
      )
    expect(impure).toEqual([])
  })
})
