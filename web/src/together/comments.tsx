import { Button, Drawer, Group, Stack, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState, type RefObject } from 'react'
import type { ShownSubmission } from '../../../lib/api/submission'
import type { Passage } from '../../../lib/submission/comment'
import { useLanguage } from '../language'
import type { Surface } from './surface'
import { NewComment, ThreadCard } from './threads'

/** Beside the text that is being written: what was said of its passages, in the order of the text; on a phone a sheet from below. */
export function Comments(given: {
  shown: ShownSubmission
  standing: string[]
  surface: RefObject<Surface | undefined>
}) {
  const { shown, standing, surface } = given
  const { say } = useLanguage()
  const narrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false })
  const [sheet, setSheet] = useState(false)
  const [passage, setPassage] = useState<Passage>()
  const { comments, submission, names } = shown
  const about = { submissionId: submission.id, unitId: submission.unitId, names }
  const place = (id: string) => (standing.includes(id) ? standing.indexOf(id) : standing.length)
  const sorted = [...comments].sort(
    (one, other) =>
      Number(one.resolved !== undefined) - Number(other.resolved !== undefined) ||
      place(one.id) - place(other.id),
  )
  const open = comments.filter(({ resolved }) => !resolved).length
  const begin = () => setPassage(surface.current?.selected())
  const list = (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {say(`意见（${open} 条未处理）`, `Comments (${open} open)`)}
        </Title>
        {!passage && (
          <Button size="compact-sm" variant="default" onClick={begin}>
            {say('对选中的文字写意见', 'Comment on the selection')}
          </Button>
        )}
      </Group>
      {passage && <NewComment about={about} passage={passage} done={() => setPassage(undefined)} />}
      {sorted.length === 0 && !passage && (
        <Text size="sm" c="dimmed">
          {say('还没有意见', 'No comments yet')}
        </Text>
      )}
      {sorted.map((thread) => (
        <ThreadCard
          key={thread.id}
          {...{ about, thread }}
          gone={!thread.resolved && !standing.includes(thread.id)}
          open
          go={() => {
            setSheet(false)
            surface.current?.goTo(thread.id)
          }}
        />
      ))}
    </Stack>
  )
  if (!narrow) return list
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          begin()
          setSheet(true)
        }}
      >
        {say(`意见（${open} 条未处理）`, `Comments (${open} open)`)}
      </Button>
      <Drawer
        opened={sheet}
        onClose={() => {
          setSheet(false)
          setPassage(undefined)
        }}
        position="bottom"
        size="75%"
        title={say('意见', 'Comments')}
        closeButtonProps={{ 'aria-label': say('关闭', 'Close') }}
      >
        {list}
      </Drawer>
    </>
  )
}
