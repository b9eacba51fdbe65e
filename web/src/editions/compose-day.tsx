import { DragDropContext, Draggable, Droppable, type DropResult } from '@hello-pangea/dnd'
import { ActionIcon, Button, Card, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Edition } from '../../../lib/edition/edition'
import type { PoolItem } from '../../../lib/edition/list-pool'
import { useLanguage } from '../language'
import { styleNonce } from '../look'
import { More } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { atOnce, hourOf, wishedHour } from './hours'
import { useAct, usePool } from './queries'

interface Chosen {
  id: string
  title: string
  unitName: string
}

const hours = Array.from({ length: 15 }, (_, index) => `${String(index + 7).padStart(2, '0')}:00`)
const maxArticles = 8

const hourIn = (edition: Edition | null): string => (edition ? hourOf(edition.sendAt) : atOnce)

function Articles(given: { chosen: Chosen[]; order: (chosen: Chosen[]) => void }) {
  const { chosen, order } = given
  const { say } = useLanguage()
  const move = (from: number, to: number) => {
    const next = [...chosen]
    const [taken] = next.splice(from, 1)
    if (taken) next.splice(to, 0, taken)
    order(next)
  }
  const dropped = ({ source, destination }: DropResult) => {
    if (destination) move(source.index, destination.index)
  }
  return (
    <DragDropContext
      onDragEnd={dropped}
      nonce={styleNonce()}
      dragHandleUsageInstructions={say(
        '按空格拿起，用上下键移动，再按空格放下，按 Esc 取消。',
        'Press space to lift, arrows to move, space to drop, Escape to cancel.',
      )}
    >
      <Droppable droppableId="articles">
        {(area) => (
          <Stack
            component="ol"
            gap="xs"
            className="plain-list"
            ref={area.innerRef}
            {...area.droppableProps}
            mih={56}
          >
            {chosen.map((article, index) => (
              <Draggable key={article.id} draggableId={article.id} index={index}>
                {(drag) => (
                  <Card component="li" withBorder padding="xs" ref={drag.innerRef} {...drag.draggableProps}>
                    <Group wrap="nowrap" gap="xs">
                      <span
                        {...drag.dragHandleProps}
                        aria-label={say(`拖动《${article.title}》`, `drag “${article.title}”`)}
                      >
                        <IconGripVertical size={18} />
                      </span>
                      <Text fw={600} w={20} aria-hidden="true">
                        {index + 1}
                      </Text>
                      <div style={{ flex: 1, minWidth: 0 }}>
                        <Text fw={600}>{article.title}</Text>
                        <Text size="sm" c="dimmed">
                          {article.unitName}
                        </Text>
                      </div>
                      <ActionIcon
                        variant="subtle"
                        disabled={index === 0}
                        onClick={() => move(index, index - 1)}
                        aria-label={say(`《${article.title}》上移`, `move “${article.title}” up`)}
                      >
                        <IconArrowUp size={16} />
                      </ActionIcon>
                      <ActionIcon
                        variant="subtle"
                        disabled={index === chosen.length - 1}
                        onClick={() => move(index, index + 1)}
                        aria-label={say(`《${article.title}》下移`, `move “${article.title}” down`)}
                      >
                        <IconArrowDown size={16} />
                      </ActionIcon>
                      <ActionIcon
                        variant="subtle"
                        color="red"
                        onClick={() => order(chosen.filter(({ id }) => id !== article.id))}
                        aria-label={say(`移出《${article.title}》`, `take out “${article.title}”`)}
                      >
                        <IconX size={16} />
                      </ActionIcon>
                    </Group>
                  </Card>
                )}
              </Draggable>
            ))}
            {area.placeholder}
          </Stack>
        )}
      </Droppable>
    </DragDropContext>
  )
}

function Pool({ pool, add, full }: { pool: PoolItem[]; add: (item: PoolItem) => void; full: boolean }) {
  const { say } = useLanguage()
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {say('已批准、还没编入的稿件', 'Approved and in no edition yet')}
      </Title>
      {pool.length === 0 && <Text c="dimmed">{say('没有了', 'None')}</Text>}
      <Stack component="ul" gap="xs" className="plain-list">
        {pool.map((item) => (
          <Card key={item.id} component="li" withBorder padding="xs">
            <Group wrap="nowrap" justify="space-between">
              <div style={{ minWidth: 0 }}>
                <Text fw={600}>{item.title}</Text>
                <Text size="sm" c="dimmed">
                  {item.unitName}
                  {item.pictures > 0 && say(` · ${item.pictures} 图`, ` · ${item.pictures} pictures`)}
                  {item.videos > 0 && say(` · ${item.videos} 视频`, ` · ${item.videos} videos`)}
                </Text>
              </div>
              <ActionIcon
                variant="default"
                disabled={full}
                onClick={() => add(item)}
                aria-label={say(`编入《${item.title}》`, `put in “${item.title}”`)}
              >
                <IconPlus size={16} />
              </ActionIcon>
            </Group>
          </Card>
        ))}
      </Stack>
    </section>
  )
}

/**
 * The articles of a day in their order, from the pool of what is approved (11.3); saved as one edition. From a day that
 * has passed they can only be taken out.
 */
export function ComposeDay(given: { date: string; past: boolean; edition: Edition | null }) {
  const { date, past, edition } = given
  const { say } = useLanguage()
  const pool = usePool()
  const stored = (edition?.items ?? []).map(({ submissionId, title, unitName }) => ({
    id: submissionId,
    title,
    unitName,
  }))
  const [chosen, setChosen] = useState<Chosen[]>(stored)
  const [hour, setHour] = useState(hourIn(edition))
  const save = useAct<{ submissionIds: string[]; hour: string | null }>(date, '', 'PUT')
  const version = edition?.revision ?? 0
  const storedIds = stored.map(({ id }) => id).join()
  useEffect(() => {
    setChosen(stored)
    setHour(hourIn(edition))
    // Another hand composed meanwhile: what stands is shown.
  }, [version, storedIds])
  const changed = chosen.map(({ id }) => id).join() !== storedIds || hour !== hourIn(edition)
  const pooled = pool.data?.pages.flatMap((page) => page.pool) ?? []
  const free = pooled.filter(({ id }) => !chosen.some((one) => one.id === id))
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb="xs">
        {say('编排', 'Compose')}
      </Title>
      <Stack>
        {chosen.length === 0 && stored.length > 0 && (
          <Text>
            {say(
              '要清空这一天，请在“发送”一栏取消这一期。',
              'To clear the day, call the edition off under “Send”.',
            )}
          </Text>
        )}
        {chosen.length === 0 && stored.length === 0 && !past && (
          <Text c="dimmed">
            {say(
              '还没有文章：从下面的稿件里选，第一篇是头条。',
              'No article yet: choose below; the first is the headline.',
            )}
          </Text>
        )}
        <Articles chosen={chosen} order={setChosen} />
        {!past && (
          <NativeSelect
            label={say('几点发（北京时间）', 'Send not before (Beijing time)')}
            value={hour}
            onChange={(event) => setHour(event.currentTarget.value)}
            data={[
              {
                value: atOnce,
                label: say('确认后马上发（不早于当天零点）', 'as soon as it is confirmed, on its day'),
              },
              ...[...new Set([...hours, ...(hour ? [hour] : [])])]
                .sort()
                .map((value) => ({ value, label: value })),
            ]}
          />
        )}
        <Trouble error={save.error ?? pool.error} />
        <Group>
          <Button
            disabled={!changed || chosen.length === 0}
            loading={save.isPending}
            onClick={() => save.mutate({ submissionIds: chosen.map(({ id }) => id), hour: wishedHour(hour) })}
          >
            {say('保存编排', 'Save')}
          </Button>
          {changed && <Text size="sm">{say('有改动还没保存', 'changed, not saved yet')}</Text>}
        </Group>
        {!past && (
          <>
            <Pool
              pool={free}
              full={chosen.length >= maxArticles}
              add={({ id, title, unitName }) => setChosen([...chosen, { id, title, unitName }])}
            />
            <More of={pool} />
          </>
        )}
      </Stack>
    </Paper>
  )
}
