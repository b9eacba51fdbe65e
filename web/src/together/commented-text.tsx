import { Button, SimpleGrid, Stack, Title } from '@mantine/core'
import { useRef, useState } from 'react'
import type { ShownSubmission } from '../../../lib/api/submission'
import type { Passage } from '../../../lib/submission/comment'
import { useLanguage } from '../language'
import { blocksOf } from './merge-content'
import { passageOf, placeOf, wordsOf } from './passages'
import { ShownBlock } from './shown-block'
import { NewComment, ThreadCard } from './threads'

const pictureless: never[] = []

const textOf = (html: string) =>
  new DOMParser().parseFromString(html, 'text/html').body.textContent?.replace(/\s+/g, ' ').trim() ?? ''

/** Where in the words of an element the selection begins and ends, if it is within it. */
function selectedIn(element: HTMLElement): { from: number; to: number } | undefined {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined
  const range = selection.getRangeAt(0)
  if (!element.contains(range.commonAncestorContainer)) return undefined
  const before = document.createRange()
  before.setStart(element, 0)
  before.setEnd(range.startContainer, range.startOffset)
  const from = before.toString().length
  return { from, to: from + range.toString().length }
}

/** One block of the text, with what was said of it at its side, on a phone below it. */
function Block(given: {
  html: string
  index: number
  shown: ShownSubmission
  threads: ShownSubmission['comments']
  open: boolean
}) {
  const { html, index, shown, threads, open } = given
  const { say } = useLanguage()
  const place = useRef<HTMLDivElement>(null)
  const [passage, setPassage] = useState<Passage>()
  const { submission, names } = shown
  const about = { submissionId: submission.id, unitId: submission.unitId, names }
  const begin = () => {
    const words = place.current?.textContent ?? ''
    const selected = place.current && selectedIn(place.current)
    setPassage(passageOf(words, selected?.from ?? 0, selected?.to ?? words.length, index))
  }
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm" verticalSpacing={6}>
      <div ref={place}>
        <ShownBlock html={html} pictures={pictureless} />
      </div>
      <Stack gap={6} align="stretch">
        {threads.map((thread) => (
          <ThreadCard key={thread.id} {...{ about, thread, open }} gone={false} />
        ))}
        {passage && <NewComment about={about} passage={passage} done={() => setPassage(undefined)} />}
        {open && !passage && textOf(html) !== '' && (
          <Button size="compact-sm" variant="subtle" w="fit-content" onClick={begin}>
            {say(`对第 ${index + 1} 段写意见`, `Comment on paragraph ${index + 1}`)}
          </Button>
        )}
      </Stack>
    </SimpleGrid>
  )
}

/** The text paragraph by paragraph with its comments: for whoever reads it and does not write in it. */
export function CommentedText({ shown, open }: { shown: ShownSubmission; open: boolean }) {
  const { say } = useLanguage()
  const { comments, submission, names } = shown
  const blocks = blocksOf(submission.content.body)
  const words = wordsOf(blocks.map(textOf))
  const placed = comments.map((thread) => {
    const place = placeOf(words, thread.passage)
    return { thread, block: place && words.at[place.from]?.block }
  })
  const gone = placed.filter(({ block }) => block === undefined)
  return (
    <Stack gap="sm">
      {blocks.map((html, index) => (
        <Block
          // The text stands still while it is read.
          key={index}
          {...{ html, index, shown, open }}
          threads={placed.filter(({ block }) => block === index).map(({ thread }) => thread)}
        />
      ))}
      {gone.length > 0 && (
        <Title order={3} size="h5">
          {say('文字已不在的意见', 'On passages that are gone')}
        </Title>
      )}
      {gone.map(({ thread }) => (
        <ThreadCard
          key={thread.id}
          {...{ thread, open }}
          about={{ submissionId: submission.id, unitId: submission.unitId, names }}
          gone
        />
      ))}
    </Stack>
  )
}
