const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { parse } = require('yaml')

/** Rooms by name: patterns of their partitions (`rows`), of their lists in the index, and what those patterns leave out. */
const rooms = parse(readFileSync(join(__dirname, 'rooms.yml'), 'utf8'))
const listOf = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value])

/** What a door asks of the table: rows by key, lists, and rows to write, each by rooms. */
const kinds = { reads: 'rows', lists: 'lists', writes: 'rows' }

/** `writes complaint` for each name that no room has, or whose room has nothing of that kind. */
const strangeRooms = (door) =>
  Object.entries(kinds).flatMap(([ask, kind]) =>
    listOf(door[ask])
      .filter((room) => !rooms[room]?.[kind])
      .map((room) => `${ask} ${room}`),
  )

const keysOf = (names, kind) => names.flatMap((name) => listOf(rooms[name][kind]))

/**
 * Only partitions of these patterns. `ForAllValues` holds for a request that names no partition at all, hence `Null`
 * (docs/decisions/0037).
 */
const statement = (actions, resource, patterns, except = []) => ({
  Effect: 'Allow',
  Action: actions.map((action) => `dynamodb:${action}`),
  Resource: resource,
  Condition: {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns },
    ...(except.length > 0 && { 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': except } }),
    Null: { 'dynamodb:LeadingKeys': 'false' },
  },
})

const table = { 'Fn::GetAtt': ['Table', 'Arn'] }
const index = { 'Fn::Sub': '${Table.Arn}/index/gsi1' }

const readActions = ['GetItem', 'Query']

/** The statements of one role for the table. */
const rowStatements = (door) => {
  const [reads, lists, writes] = Object.keys(kinds).map((ask) => listOf(door[ask]))
  const [plain, narrowed] = [false, true].map((isNarrowed) =>
    lists.filter((name) => (rooms[name].except !== undefined) === isNarrowed),
  )
  return [
    // A check within a transaction tells whether a row is there: that is reading, by whoever writes something beside it.
    ...(reads.length > 0
      ? [
          statement(
            [...readActions, ...(writes.length > 0 ? ['ConditionCheckItem'] : [])],
            table,
            keysOf(reads, 'rows'),
          ),
        ]
      : []),
    ...(plain.length > 0 ? [statement(['Query'], index, keysOf(plain, 'lists'))] : []),
    ...narrowed.map((name) => statement(['Query'], index, rooms[name].lists, listOf(rooms[name].except))),
    ...(writes.length > 0
      ? [statement(['PutItem', 'UpdateItem', 'DeleteItem'], table, keysOf(writes, 'rows'))]
      : []),
  ]
}

module.exports = { listOf, rooms, rowStatements, strangeRooms }
