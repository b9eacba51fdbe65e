import * as z from 'zod'
import type { Speaks } from '../platform/http'
import { named } from './named'

/** One route of the JSON API with its door's words. */
export interface ApiRoute {
  /** e.g. `PUT /api/editions/{date}` */
  route: string
  /** room of the house it belongs to, e.g. `archive` */
  area: string
  /** the door's own comment */
  summary: string
  speaks: Speaks
}

type Json = Record<string, unknown>

type Said = 'input' | 'output'
type SchemaOf = (schema: z.ZodType, io: Said) => Json

/** What a caller may leave out a door's answer never lacks: a shape is said twice where both speak it. */
const nameOf = (id: string, io: Said) => (io === 'input' ? `${id}Given` : id)

/** Schemas with the named ones by reference; those go into `shared`. */
const sharing =
  (shared: Record<string, Json>): SchemaOf =>
  (schema, io) => {
    const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', metadata: named })
    const text = JSON.stringify(made).replace(
      /"#\/\$defs\/(\w+)"/g,
      (_, id: string) => `"#/components/schemas/${nameOf(id, io)}"`,
    )
    const { $schema: _, $defs = {}, ...json } = JSON.parse(text) as Json & { $defs?: Record<string, Json> }
    for (const [id, { id: _, ...of }] of Object.entries($defs)) shared[nameOf(id, io)] = of
    return json
  }

const partOf = (request: z.ZodType, part: string): z.ZodType | undefined =>
  request instanceof z.ZodObject ? (request.shape as Record<string, z.ZodType>)[part] : undefined

/** Path, query and header fields; a path parameter the schema does not speak of is a plain string. */
function parametersOf(route: string, request: z.ZodType, schemaOf: SchemaOf): Json[] {
  const of = (place: 'path' | 'query' | 'header', schema: z.ZodType | undefined): Json[] => {
    const { properties = {}, required = [] } = (schema ? schemaOf(schema, 'input') : {}) as {
      properties?: Record<string, Json>
      required?: string[]
    }
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: property,
    }))
  }
  const path = of('path', partOf(request, 'path'))
  const unnamed = [...route.matchAll(/\{(\w+)\+?\}/g)]
    .map((match) => match[1]!)
    .filter((name) => !path.some((one) => one['name'] === name))
    .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  return [
    ...path,
    ...unnamed,
    ...of('query', partOf(request, 'query')),
    ...of('header', partOf(request, 'headers')),
  ]
}

const yes = ({ answer, file }: Speaks, schemaOf: SchemaOf): Json => ({
  description: 'done or accepted',
  content: file
    ? { [file]: { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: answer ? schemaOf(answer, 'output') : { type: 'object' } } },
})

/** `PUT /api/editions/{date}` is `putEditionsByDate`: unique, as generators of clients need it. */
const idOf = (route: string): string =>
  route
    .replace('/api/', '')
    .replace(/\{(\w+)\+?\}/g, 'by-$1')
    .split(/[\s/-]+/)
    .map((word, at) => (at === 0 ? word.toLowerCase() : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join('')

function operationOf({ route, area, summary, speaks }: ApiRoute, schemaOf: SchemaOf): Json {
  const body = partOf(speaks.request, 'body')
  const parameters = parametersOf(route, speaks.request, schemaOf)
  return {
    operationId: idOf(route),
    tags: [area],
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: {
      '2XX': yes(speaks, schemaOf),
      '4XX': { $ref: '#/components/responses/Refusal' },
    },
    security: speaks.roles ? [{ session: [] }] : [],
    ...(speaks.roles && speaks.roles.length > 0 && { 'x-roles': speaks.roles }),
  }
}

/** What each part of the API is about, in both languages. */
const areas: Record<string, string> = {
  admin: '单位、人员、角色与词表 · units, people, roles and the word list',
  archive: '归档、审批单与台账（第十一条） · the archive, its sheets and registers (article 11)',
  complaint: '客诉与月报（第四条） · complaints and their bulletin (article 4)',
  edition:
    '微信期次：编排、测试、确认、发送（10.3、11.3） · WeChat editions: composed, tested, confirmed, sent',
  loan: '微博账号借用（第十二条） · loans of the Weibo account (article 12)',
  portal: '登录、稿件与附件、代理 · signing in, submissions and their files, substitutes',
  removal: '撤下已发布的文章（第七、十一条） · taking down what was published (articles 7, 11)',
  request: '材料征集与催报（第四、五条） · material asked of units (articles 4, 5)',
  weibo: '微博发布与授权（11.3） · posts on Weibo and its authorisation',
}

/** @throws Error for a part nobody described */
const tagOf = (area: string): Json => {
  const description = areas[area]
  if (description === undefined) throw new Error(`lib/api/openapi.ts does not say what ${area} is about`)
  return { name: area, description }
}

const bilingual = {
  type: 'object',
  properties: { zh: { type: 'string' }, en: { type: 'string' } },
  required: ['zh', 'en'],
}

/** OpenAPI 3.1 of the portal's API, from the very schemas its doors parse with. */
export function openApiOf(routes: ApiRoute[]): Json {
  const paths: Record<string, Record<string, Json>> = {}
  const schemas: Record<string, Json> = {}
  const schemaOf = sharing(schemas)
  for (const one of [...routes].sort((a, b) => (a.route < b.route ? -1 : 1))) {
    const [method = '', path = ''] = one.route.split(' ')
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(one, schemaOf) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Qianfa 签发',
      version: '1',
      description:
        '微信、微博稿件从起草、审批到发送的接口；由 `npm run openapi` 生成，请勿手改。 · From a draft by way of its approval to readers on WeChat and Weibo. Made by `npm run openapi`; do not edit.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: '公司自己的地址 · the address of the company’s own installation' }],
    tags: [...new Set(routes.map(({ area }) => area))].sort().map(tagOf),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session' } },
      responses: {
        Refusal: {
          description: 'A no that the caller can act on, in both languages',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  error: {
                    type: 'object',
                    properties: {
                      code: { type: 'string' },
                      message: bilingual,
                      details: { type: 'array', items: { type: 'object' } },
                      facts: { type: 'object' },
                    },
                    required: ['code', 'message', 'details', 'facts'],
                  },
                },
                required: ['error'],
              },
            },
          },
        },
      },
    },
  }
}
