import { Button, NativeSelect, Paper, SimpleGrid, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { ShownPolicy } from '../../../lib/api/submission'
import type { Colleague } from '../../../lib/people/list-colleagues'
import { call } from '../api/client'
import { useLanguage } from '../language'

/** What is asked of the archive; empty means any. Dates are Beijing dates, inclusive. */
export interface Asked {
  unit: string
  category: string
  person: string
  from: string
  to: string
}

interface Choice {
  value: string
  label: string
}

/** By unit, category, person (officer or decider) and dates. */
export function SearchForm({
  seesAll,
  asked,
  ask,
}: {
  seesAll: boolean
  asked: Asked
  ask: (asked: Asked) => void
}) {
  const { say, tell } = useLanguage()
  const [wish, setWish] = useState(asked)
  const { data: policy } = useQuery({
    queryKey: ['policy'],
    queryFn: () => call<ShownPolicy>('GET', '/policy'),
    staleTime: Infinity,
  })
  const { data: colleagues } = useQuery({
    queryKey: ['people'],
    queryFn: () => call<{ people: Colleague[] }>('GET', '/people'),
  })
  const people = colleagues?.people ?? []
  const units = [...new Map(people.map(({ unitId, unitName }) => [unitId, unitName]))]
  const any: Choice = { value: '', label: say('不限', 'any') }
  const change = (part: Partial<Asked>) => setWish({ ...wish, ...part })
  return (
    <Paper
      withBorder
      p="md"
      component="form"
      role="search"
      aria-label={say('查找归档', 'Search the archive')}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        ask(wish)
      }}
    >
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        {seesAll && (
          <NativeSelect
            label={say('单位', 'Unit')}
            value={wish.unit}
            onChange={(event) => change({ unit: event.currentTarget.value })}
            data={[any, ...units.map(([value, label]) => ({ value, label }))]}
          />
        )}
        <NativeSelect
          label={say('类别（第九条）', 'Category (article 9)')}
          value={wish.category}
          onChange={(event) => change({ category: event.currentTarget.value })}
          data={[
            any,
            ...(policy?.categories ?? []).map(({ number, name }) => ({
              value: String(number),
              label: `${number} ${tell(name)}`,
            })),
          ]}
        />
        <NativeSelect
          label={say('经手人（信息员或审批人）', 'Person (officer or decider)')}
          value={wish.person}
          onChange={(event) => change({ person: event.currentTarget.value })}
          data={[
            any,
            // A decider often sits in another unit than the one asked of.
            ...people.map(({ id, name, unitName }) => ({ value: id, label: `${name}（${unitName}）` })),
          ]}
        />
        <TextInput
          type="date"
          label={say('从', 'From')}
          value={wish.from}
          max={wish.to || undefined}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={say('到', 'To')}
          value={wish.to}
          min={wish.from || undefined}
          onChange={(event) => change({ to: event.currentTarget.value })}
        />
        <Button type="submit" mt={{ base: 0, xs: 24 }}>
          {say('查找', 'Search')}
        </Button>
      </SimpleGrid>
    </Paper>
  )
}
