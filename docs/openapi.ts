import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { openApiOf, type ApiRoute } from '../lib/api/openapi'
import { Env } from '../lib/platform/env'
import type { Speaks } from '../lib/platform/http'

const root = join(__dirname, '..')
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

interface Handler {
  speaks?: Speaks
  doors?: Record<string, { speaks?: Speaks }>
}

/** Doors read their settings when they are loaded; to be read, not run, any will do. */
function withSettings(): void {
  const sample: Record<string, string> = {
    SECRETS_PREFIX: '/docs/',
    WECHAT_ACCOUNT_KIND: 'subscription',
    WECHAT_UPLOADS_AT_ONCE: '48',
    EGRESS_ADDRESS: '192.0.2.1',
    MAIL_SIGN_IN: 'on',
    OIDC_UNVERIFIED_MAIL: 'refused',
  }
  for (const name of Object.keys(Env.shape)) process.env[name] ??= sample[name] ?? 'https://docs.example'
  process.env['AWS_REGION'] ??= 'ap-southeast-1'
  process.env['LAMBDA_TASK_ROOT'] ??= '/var/task'
}

const oneLine = (comment: string | undefined) => (comment ?? '').replace(/\s*\n\s*\*\s*/g, ' ').trim()

/** The comment right above a door: above `handler`, or above its route in a desk. */
const commentAbove = (source: string, anchor: string): string => {
  const at = source.indexOf(anchor)
  return oneLine(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(source.slice(0, at))?.[1])
}

async function routesOf(area: string): Promise<ApiRoute[]> {
  const declared = parse(readFileSync(join(root, 'functions', area, 'functions.yml'), 'utf8')) as Record<
    string,
    { http?: string | string[] }
  >
  const found: ApiRoute[] = []
  for (const [operation, { http }] of Object.entries(declared)) {
    const keys = [http ?? []].flat().filter((route) => route.includes(' /api/'))
    if (keys.length === 0) continue
    const file = join(root, 'functions', area, `${kebab(operation)}.ts`)
    const source = readFileSync(file, 'utf8')
    const { handler } = (await import(file)) as { handler: Handler }
    for (const route of keys) {
      const speaks = handler.doors ? handler.doors[route]?.speaks : handler.speaks
      if (!speaks)
        throw new Error(`${route} does not say what it speaks: make its door with portalDoor or speaking`)
      const anchor = handler.doors ? `'${route}'` : 'export const handler'
      found.push({ route, area, summary: commentAbove(source, anchor), speaks })
    }
  }
  return found
}

/** Every route of the API with what its door takes and gives. */
export async function everyRoute(): Promise<ApiRoute[]> {
  withSettings()
  const areas = readdirSync(join(root, 'functions')).filter((area) => area !== 'wire')
  return (await Promise.all(areas.map(routesOf))).flat()
}

/** The whole document, made from the doors as they are. */
export const openApiDocument = async (): Promise<object> => openApiOf(await everyRoute())

export const openApiFile = join(root, 'docs', 'openapi.json')

if (require.main === module)
  void openApiDocument().then(async (document) => {
    const { format } = await import('prettier')
    const text = await format(JSON.stringify(document), { parser: 'json', printWidth: 110 })
    writeFileSync(openApiFile, text)
    console.log(`wrote ${openApiFile}`)
  })
