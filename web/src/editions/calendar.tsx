import { Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Edition } from '../../../lib/edition/edition'
import { call } from '../api/client'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { day } from '../words/moment'
import { editionColors, editionNames } from './names'

type Listed = Pick<Edition, 'date' | 'state' | 'items'>

const plusDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const mondayOf = (date: string) => plusDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7))

const weeks = 4

/** Four weeks of editions, a day each: what stands on it, and a way in. */
export function Editions() {
  const { say, tell, language } = useLanguage()
  const { data: me } = useMe()
  const today = me!.today
  const [first, setFirst] = useState(plusDays(mondayOf(today), -7))
  const to = plusDays(first, weeks * 7 - 1)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['editions', first],
    queryFn: () => call<{ editions: Listed[] }>('GET', `/editions?from=${first}&to=${to}`),
    refetchInterval: 20_000,
  })
  const days = Array.from({ length: weeks * 7 }, (_, index) => plusDays(first, index))
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          {say('期次', 'Editions')}
        </Title>
        <Group gap="xs">
          <Button variant="default" onClick={() => setFirst(plusDays(first, -7))}>
            {say('往前', 'Earlier')}
          </Button>
          <Button variant="default" onClick={() => setFirst(plusDays(first, 7))}>
            {say('往后', 'Later')}
          </Button>
          <Button component={Link} href={`/editions/${today}`}>
            {say('编排今天', 'Compose today')}
          </Button>
        </Group>
      </Group>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      <ol className="calendar plain-list">
        {days.map((date) => {
          const edition = data?.editions.find((one) => one.date === date)
          return (
            <li key={date} data-today={date === today || undefined} data-empty={!edition || undefined}>
              <Anchor component={Link} href={`/editions/${date}`} size="sm" fw={600}>
                {day(date, language).replace(/^\d{4}年|\s\d{4}$/, '')}
              </Anchor>
              {edition && (
                <>
                  <div>
                    <Badge color={editionColors[edition.state]}>{tell(editionNames[edition.state])}</Badge>
                  </div>
                  <Text size="sm" lineClamp={3}>
                    {edition.items[0]?.title}
                    {edition.items.length > 1 &&
                      say(` 等 ${edition.items.length} 篇`, ` and ${edition.items.length - 1} more`)}
                  </Text>
                </>
              )}
            </li>
          )
        })}
      </ol>
    </Stack>
  )
}
