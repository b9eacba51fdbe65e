import * as z from 'zod'
import type { Speaks } from '../platform/http'

/** One route of the JSON API with its door's words. */
export interface ApiRoute {
  /** e.g. `PUT /api/editions/{date}` */
  route: string
  /** yml key of the function that answers */
  operation: string
  /** the door's own comment */
  summary: string
  speaks: Speaks
}

type Json = Record<string, unknown>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return json
}

const partOf = (request: z.ZodType, part: string): z.ZodType | undefined =>
  request instanceof z.ZodObject ? (request.shape as Record<string, z.ZodType>)[part] : undefined

/** Path, query and header fields; a path parameter the schema does not speak of is a plain string. */
function parametersOf(route: string, request: z.ZodType): Json[] {
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

const yes = (answer: z.ZodType | undefined): Json => ({
  description: 'done or accepted',
  content: { 'application/json': { schema: answer ? schemaOf(answer, 'output') : { type: 'object' } } },
})

function operationOf({ route, operation, summary, speaks }: ApiRoute): Json {
  const body = partOf(speaks.request, 'body')
  const parameters = parametersOf(route, speaks.request)
  return {
    operationId: operation,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: {
      '2XX': yes(speaks.answer),
      '4XX': { $ref: '#/components/responses/Refusal' },
    },
    security: speaks.roles ? [{ session: [] }] : [],
    ...(speaks.roles && speaks.roles.length > 0 && { 'x-roles': speaks.roles }),
  }
}

const bilingual = {
  type: 'object',
  properties: { zh: { type: 'string' }, en: { type: 'string' } },
  required: ['zh', 'en'],
}

/** OpenAPI 3.1 of the portal's API, from the very schemas its doors parse with. */
export function openApiOf(routes: ApiRoute[]): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const one of [...routes].sort((a, b) => (a.route < b.route ? -1 : 1))) {
    const [method = '', path = ''] = one.route.split(' ')
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(one) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Qianfa 签发', version: '1', description: 'Made by `npm run openapi`; do not edit.' },
    paths,
    components: {
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
