import { Button, Group, Paper, Text, TextInput } from '@mantine/core'
import type { Editor } from '@tiptap/core'
import { useEffect, useState } from 'react'
import { useLanguage } from '../language'
import { goTo, lookFor, placesOf, replace } from './find'

/** Find and replace above the text; Enter goes on, Escape closes. */
export function FindBar({ editor, close }: { editor: Editor; close: () => void }) {
  const { say } = useLanguage()
  const [words, setWords] = useState('')
  const [by, setBy] = useState('')
  const [said, setSaid] = useState('')
  useEffect(() => {
    lookFor(editor, words)
    setSaid(
      words === ''
        ? ''
        : say(
            `${placesOf(editor.state.doc, words).length} 处`,
            `${placesOf(editor.state.doc, words).length} places`,
          ),
    )
  }, [editor, words, say])
  useEffect(() => () => lookFor(editor, ''), [editor])

  const go = (step: 1 | -1) => {
    const at = goTo(editor, words, step)
    if (at > 0) setSaid(say(`第 ${at} 处`, `place ${at}`))
  }
  const change = (all: boolean) => {
    const count = replace(editor, words, by, all)
    if (!all) go(1)
    else setSaid(say(`替换了 ${count} 处`, `${count} replaced`))
  }
  return (
    <Paper
      withBorder
      p="xs"
      role="search"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        close()
        editor.commands.focus()
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput
          size="xs"
          autoFocus
          label={say('查找', 'Find')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') go(event.shiftKey ? -1 : 1)
          }}
        />
        <Button size="xs" variant="default" onClick={() => go(-1)} disabled={words === ''}>
          {say('上一处', 'Previous')}
        </Button>
        <Button size="xs" variant="default" onClick={() => go(1)} disabled={words === ''}>
          {say('下一处', 'Next')}
        </Button>
        <TextInput
          size="xs"
          label={say('替换为', 'Replace by')}
          value={by}
          onChange={(event) => setBy(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" onClick={() => change(false)} disabled={words === ''}>
          {say('替换', 'Replace')}
        </Button>
        <Button size="xs" variant="default" onClick={() => change(true)} disabled={words === ''}>
          {say('全部替换', 'Replace all')}
        </Button>
        <Button size="xs" variant="subtle" onClick={close}>
          {say('关闭', 'Close')}
        </Button>
        <Text size="sm" role="status">
          {said}
        </Text>
      </Group>
    </Paper>
  )
}
