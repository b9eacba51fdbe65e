import { DragDropContext, type DropResult } from '@hello-pangea/dnd'
import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ListedEdition } from '../../../lib/edition/list-editions'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { listed } from '../api/queries'
import { useLanguage } from '../language'
import { styleNonce } from '../look'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { DayCell } from './day-cell'

const plusDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const mondayOf = (date: string) => plusDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7))

const weeks = 4

interface Move {
  from: string
  to: string
  submissionId: string
}

/** Four weeks of editions, a day each: what stands on it, a way in, and articles dragged from one day to another. */
export function Editions() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const queries = useQueryClient()
  const today = me!.today
  const mayMove = isOne(me, 'editor')
  const [first, setFirst] = useState(plusDays(mondayOf(today), -7))
  const to = plusDays(first, weeks * 7 - 1)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['editions', first],
    queryFn: () => call<{ editions: ListedEdition[] }>('GET', `/editions?from=${first}&to=${to}`),
    refetchInterval: 20_000,
    meta: listed,
  })
  const move = useMutation({
    mutationFn: ({ from, to, submissionId }: Move) =>
      call('POST', `/editions/${from}/move`, { submissionIds: [submissionId], to }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['editions'] })
      await queries.invalidateQueries({ queryKey: ['edition'] })
    },
  })
  const dropped = ({ source, destination, draggableId }: DropResult) => {
    if (destination && destination.droppableId !== source.droppableId)
      move.mutate({ from: source.droppableId, to: destination.droppableId, submissionId: draggableId })
  }
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
      {mayMove && (
        <Text size="sm" c="dimmed">
          {say(
            '把文章拖到另一天即可改期；键盘：空格拿起，方向键移动，空格放下。',
            'Drag an article to another day to move it; by keyboard: space lifts, arrows move, space drops.',
          )}
        </Text>
      )}
      <Trouble error={move.error ?? error} retry={() => void refetch()} />
      {isPending && <Loading />}
      <DragDropContext
        onDragEnd={dropped}
        nonce={styleNonce()}
        dragHandleUsageInstructions={say(
          '按空格拿起，用方向键移到另一天，再按空格放下，按 Esc 取消。',
          'Press space to lift, arrows to move to another day, space to drop, Escape to cancel.',
        )}
      >
        <ol className="calendar plain-list">
          {days.map((date) => (
            <DayCell
              key={date}
              date={date}
              today={today}
              mayMove={mayMove}
              edition={data?.editions.find((one) => one.date === date)}
            />
          ))}
        </ol>
      </DragDropContext>
    </Stack>
  )
}
