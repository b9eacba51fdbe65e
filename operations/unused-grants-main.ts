import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { statementsOf } from '../local/iam/statement'
import { usesOf } from '../local/iam/used'
import { packageService } from '../local/template/package-service'
import { resolverFor } from '../local/template/resolve'

/**
 * `GRANTS_USED=<folder> npm run journeys`, then `npm run unused:grants -- <folder>`: prints every name under reads, lists, writes,
 * grants and secrets of functions/<area>/functions.yml that no stack of that run needed (local/iam/used.ts), and ends with 1 when
 * there is any without a reason in resources/seldom-used.yml, or a reason without one.
 */
const root = join(__dirname, '..')
const read = <T>(...path: string[]) => parse(readFileSync(join(root, ...path), 'utf8')) as T
type Names = string | string[] | undefined
interface Door {
  reads: Names
  lists: Names
  writes: Names
  grants: Names
  secrets: Names
}
const listOf = (names: Names) => (names === undefined ? [] : [names].flat())
const rooms = read<Record<string, { rows: Names; lists: Names }>>('resources', 'rooms.yml')
const grants = parse(
  readFileSync(join(root, 'resources', 'grants.yml'), 'utf8')
    .replaceAll('${self:service}', 'qianfa')
    .replaceAll('${self:provider.stage}', 'local'),
) as Record<string, unknown[]>
const reasons = read<Record<string, string>>('resources', 'seldom-used.yml')
const doors = readdirSync(join(root, 'functions'))
  .filter((area) => existsSync(join(root, 'functions', area, 'functions.yml')))
  .flatMap((area) => Object.entries(read<Record<string, Door>>('functions', area, 'functions.yml')))

const [folder = ''] = process.argv.slice(2)
const used = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
const isUsed = new Set(used)

void packageService(root).then(({ template, stack }) => {
  const { resolve } = resolverFor(template, stack)
  const unused = doors.flatMap(([name, door]) => {
    const role = `${name[0]!.toUpperCase()}${name.slice(1)}Role`
    const byRoom = (way: 'reads' | 'lists' | 'writes') =>
      listOf(door[way]).map((room): [string, boolean] => [
        `${name} ${way} ${room}`,
        listOf(rooms[room]?.[way === 'lists' ? 'lists' : 'rows']).some((key) =>
          isUsed.has(`${role} ${way} ${key}`),
        ),
      ])
    const byGrant = listOf(door.grants).map((grant): [string, boolean] => [
      `${name} grants ${grant}`,
      usesOf(role, statementsOf(role, resolve(grants[grant]) as unknown[])).some((use) => isUsed.has(use)),
    ])
    const bySecret = listOf(door.secrets).map((secret): [string, boolean] => [
      `${name} secrets ${secret}`,
      used.some((use) => use.startsWith(`${role} ssm:GetParameter `) && use.endsWith(`/${secret}`)),
    ])
    return [...byRoom('reads'), ...byRoom('lists'), ...byRoom('writes'), ...byGrant, ...bySecret]
      .filter(([, needed]) => !needed)
      .map(([what]) => what)
  })
  const strange = unused.filter((one) => !(one in reasons))
  const needless = Object.keys(reasons).filter((one) => !unused.includes(one))
  for (const one of strange)
    console.log(`${one}: no journey needed it; take it away, or say why in resources/seldom-used.yml`)
  for (const one of needless)
    console.log(`${one}: is needed after all, and its reason in resources/seldom-used.yml is not`)
  process.exitCode = strange.length + needless.length > 0 ? 1 : 0
})
