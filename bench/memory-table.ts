import { ConditionFailed, type Condition, type Key, type Row, type Table } from '../lib/platform/table'

/** `attribute_not_exists(x)` and `x = :value`, joined by AND and OR: what the rows of an edition ask. */
function holds({ expression, names = {}, values = {} }: Condition, row: Row | undefined): boolean {
  const attribute = (name: string) => row?.[names[name] ?? name]
  const term = (text: string): boolean => {
    const missing = /^attribute_not_exists\(([\w#]+)\)$/.exec(text)?.[1]
    if (missing) return attribute(missing) === undefined
    const [, name, value] = /^([\w#]+) = (:\w+)$/.exec(text) ?? []
    if (!name || !value) throw new Error(`the bench does not understand the condition ${expression}`)
    return row !== undefined && attribute(name) === values[value]
  }
  return expression.split(' OR ').some((all) => all.split(' AND ').every(term))
}

/** The table in memory, for measuring what is around it: no time of its own, whole writes, no copies kept outside. */
export function memoryTable(): Table {
  const rows = new Map<string, Row>()
  const at = ({ pk, sk }: Key) => `${pk}\n${sk}`
  const look = (key: Key) => rows.get(at(key))
  const check = (key: Key, when: Condition | undefined) => {
    if (when && !holds(when, look(key))) throw new ConditionFailed(look(key))
  }
  const keep = (row: Row) => void rows.set(at(row), structuredClone(row))
  const sorted = (fits: (row: Row) => boolean, by: (row: Row) => string) =>
    [...rows.values()].filter(fits).sort((a, b) => (by(a) < by(b) ? -1 : 1))

  return {
    get: async (key) => structuredClone(look(key)),
    async put(row, when) {
      check(row, when)
      keep(row)
    },
    async remove(key, when) {
      check(key, when)
      rows.delete(at(key))
    },
    async increment(key, attribute, by) {
      const row = look(key)
      if (!row) throw new ConditionFailed(undefined)
      const value = Number(row[attribute] ?? 0) + by
      keep({ ...row, [attribute]: value })
      return value
    },
    partition: async (pk, prefix = '') =>
      structuredClone(
        sorted(
          (row) => row.pk === pk && row.sk.startsWith(prefix),
          (row) => row.sk,
        ),
      ),
    async list(gsi1pk, { from = '', to = '\uffff', newestFirst = false, limit = 100 } = {}) {
      const place = (row: Row) => String(row['gsi1sk'])
      const found = sorted((row) => row['gsi1pk'] === gsi1pk && place(row) >= from && place(row) <= to, place)
      return structuredClone((newestFirst ? found.reverse() : found).slice(0, limit))
    },
    async transact(writes) {
      for (const write of writes)
        check('put' in write ? write.put : 'check' in write ? write.check : write.remove, write.when)
      for (const write of writes) {
        if ('put' in write) keep(write.put)
        else if ('remove' in write) rows.delete(at(write.remove))
      }
    },
  }
}
