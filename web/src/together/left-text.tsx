import { Alert, Button, CopyButton, Group, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Content } from '../../../lib/submission/content'
import { useLanguage } from '../language'
import { keep, leftBehind, type LeftBehind } from './kept'

const wordsOf = ({ title, body }: Pick<Content, 'title' | 'body'>, clashes: unknown[]): string => {
  const html = [body, ...clashes.map((mine) => `<p>${String(mine ?? '')}</p>`)].join('')
  const blocks = new DOMParser()
    .parseFromString(html, 'text/html')
    .querySelectorAll('p, h1, h2, h3, li, figcaption')
  return [title, ...[...blocks].map(({ textContent }) => textContent ?? '')]
    .filter((line) => line !== '')
    .join('\n')
}

/** What this person typed and could not be saved any more, because the draft went on meanwhile: to be copied from here. */
export function LeftText({ submissionId, me }: { submissionId: string; me: string }) {
  const { say } = useLanguage()
  const [left, setLeft] = useState<LeftBehind[]>([])
  useEffect(() => void leftBehind(submissionId, me).then(setLeft), [submissionId, me])
  if (left.length === 0) return null
  const text = left
    .map(({ kept }) =>
      wordsOf(
        kept.mine,
        kept.clashes.map(({ mine }) => mine),
      ),
    )
    .join('\n\n')
  const discard = () => {
    keep(submissionId, undefined)
    for (const { forget } of left) forget()
    setLeft([])
  }
  return (
    <Alert
      color="orange"
      mb="md"
      title={say(
        '您还有没保存的文字：保存之前，这篇稿件已经送审或有了变化',
        'You have text that was not saved: the draft was submitted or moved on before',
      )}
    >
      <Text size="sm" mah={240} style={{ whiteSpace: 'pre-wrap', overflow: 'auto' }} tabIndex={0}>
        {text}
      </Text>
      <Group mt="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-sm" onClick={copy}>
              {copied ? say('已复制', 'Copied') : say('复制', 'Copy')}
            </Button>
          )}
        </CopyButton>
        <Button size="compact-sm" variant="default" onClick={discard}>
          {say('不要了', 'Discard')}
        </Button>
      </Group>
    </Alert>
  )
}
