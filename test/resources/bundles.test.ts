import { build } from 'esbuild'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const root = join(__dirname, '..', '..')
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const yaml = (...path: string[]) => parse(readFileSync(join(root, ...path), 'utf8')) as unknown

interface Door {
  grants?: string[]
  native?: string[]
}
const doors = readdirSync(join(root, 'functions')).flatMap((area) =>
  existsSync(join(root, 'functions', area, 'functions.yml'))
    ? Object.entries(yaml('functions', area, 'functions.yml') as Record<string, Door>).map(
        ([name, door]) => ({
          ...{ name, door },
          entry: `functions/${area}/${kebab(name)}.ts`,
        }),
      )
    : [],
)
const grants = yaml('resources', 'grants.yml') as Record<string, { Action: string[] }[]>
const mayAsk = (door: Door, service: string) =>
  (door.grants ?? []).some((grant) =>
    grants[grant]?.some(({ Action }) => Action.some((action) => action.startsWith(`${service}:`))),
  )

/** Libraries that weigh, and the functions that may carry each; a new name here is a choice. */
const heavy: Record<string, string[]> = {
  nodemailer: ['sendLetters'],
  pdfkit: ['archivePapers'],
  fontkit: ['archivePapers'],
  'write-excel-file/node': ['archivePapers', 'closeMonth', 'complaintBulletin', 'figuresDesk'],
  '@simplewebauthn/server': ['mySignInDesk', 'passkeySignIn'],
  'openid-client': ['companySignIn'],
  // What filters an author's words: whoever renders, or shows what was written before renditions were frozen.
  'sanitize-html': [
    'archivePapers',
    'buildDraft',
    'calendarDesk',
    'handDesk',
    'previewDraft',
    'readingDesk',
    'settleSend',
    'showArticle',
    'showDecision',
    'submitSubmission',
    'takeDecision',
  ],
}

/** The packages in each function, what nothing in it reaches left out, as its bundle leaves it out. */
async function packagesOf(): Promise<Map<string, string[]>> {
  const { mainFields, minify } = (yaml('serverless.yml') as { custom: { esbuild: Record<string, unknown> } })
    .custom.esbuild as { mainFields: string[]; minify: boolean }
  const { metafile } = await build({
    entryPoints: Object.fromEntries(doors.map(({ name, entry }) => [name, join(root, entry)])),
    ...{ bundle: true, write: false, platform: 'node', format: 'esm', metafile: true, outdir: 'out' },
    ...{ packages: 'external', absWorkingDir: root, mainFields, minify },
  })
  return new Map(
    Object.entries(metafile.outputs).map(([path, { imports }]) => [
      path.replace(/^out\//, '').replace(/\.js$/, ''),
      imports.map((one) => one.path).filter((one) => !one.startsWith('node:')),
    ]),
  )
}

describe('what functions carry', () => {
  let carried: Map<string, string[]>
  beforeAll(async () => {
    carried = await packagesOf()
  }, 120_000)
  const withPackage = (name: string) =>
    doors.filter((one) => carried.get(one.name)?.includes(name)).map((one) => one.name)

  it('is seen whole', () => {
    expect(carried.size).toBe(doors.length)
    expect(withPackage('@aws-sdk/client-dynamodb').length).toBeGreaterThan(50)
  })

  it.each([
    // The page of the portal asks the client only how it would address the bucket.
    ['@aws-sdk/client-s3', 's3', ['showPortal']],
    ['@aws-sdk/client-sfn', 'states', []],
    ['@aws-sdk/client-lambda', 'lambda', []],
    ['@aws-sdk/client-sqs', 'sqs', []],
  ])('is %s exactly where the role may ask for it', (client, service, besides) => {
    const granted = doors.filter(({ door }) => mayAsk(door, service)).map(({ name }) => name)
    expect(withPackage(client).sort()).toEqual([...granted, ...besides].sort())
  })

  it.each(Object.entries(heavy))('is %s only where it is used', (name, users) => {
    expect(withPackage(name).sort()).toEqual([...users].sort())
  })
})
