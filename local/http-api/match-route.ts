import type { RouteModel } from '../template/service'

export interface RouteMatch {
  route: RouteModel
  /** decoded */
  pathParameters: Record<string, string>
}

const segmentsOf = (path: string) => path.split('/').slice(1)
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray % stays as it came
  }
}

/** How exactly each segment fits: text beats `{name}`, which beats `{name+}`; undefined when it does not fit. */
const fit = (
  pattern: string[],
  path: string[],
): { rank: string; parameters: Record<string, string> } | undefined => {
  const parameters: Record<string, string> = {}
  let rank = ''
  for (const [index, part] of pattern.entries()) {
    const name = /^\{(.+?)(\+?)\}$/.exec(part)
    if (name?.[2]) {
      if (path.length <= index) return undefined
      parameters[name[1]!] = decoded(path.slice(index).join('/'))
      return { rank: `${rank}2`, parameters }
    }
    const value = path[index]
    if (value === undefined) return undefined
    if (name) {
      if (value === '') return undefined
      parameters[name[1]!] = decoded(value)
      rank += '1'
    } else {
      if (part !== value) return undefined
      rank += '0'
    }
  }
  return pattern.length === path.length ? { rank, parameters } : undefined
}

/** The route of HTTP API v2 that takes a request: the most specific path, its own method before ANY, then `$default`. */
export function matchRoute(routes: RouteModel[], method: string, rawPath: string): RouteMatch | undefined {
  const path = segmentsOf(rawPath)
  const fits = routes.flatMap((route) => {
    const [wanted = '', pattern = ''] = route.routeKey.split(' ')
    if (pattern === '' || (wanted !== method && wanted !== 'ANY')) return []
    const found = fit(segmentsOf(pattern), path)
    return found
      ? [{ route, pathParameters: found.parameters, rank: `${found.rank}${wanted === 'ANY' ? 'b' : 'a'}` }]
      : []
  })
  const [best] = fits.sort((a, b) => (a.rank < b.rank ? -1 : 1))
  if (best) return { route: best.route, pathParameters: best.pathParameters }
  const fallback = routes.find(({ routeKey }) => routeKey === '$default')
  return fallback && { route: fallback, pathParameters: {} }
}
