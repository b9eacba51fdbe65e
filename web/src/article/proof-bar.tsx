import { Button, Checkbox, Group, Paper, Text } from '@mantine/core'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useEffect, useMemo, useState } from 'react'
import type { CompanyNames, NameReader } from '../../../lib/article/company-names'
import { proofRuleNames, proofRules, type ProofRule } from '../../../lib/article/proofread'
import { useLanguage } from '../language'
import { accept, marksOf, nextMark, readBy } from './proof'

/** The proofreader beside the text: advice that goes from place to place and never stands in the way. */
export function ProofBar({
  editor,
  close,
  keys,
  names: given,
}: {
  editor: Editor
  /** how people and units of the company are written */
  names: CompanyNames | undefined
  close: () => void
  /** F8 goes on, Alt+Enter accepts, also from within the text */
  keys: { current: (event: KeyboardEvent) => boolean }
}) {
  const { say, tell } = useLanguage()
  const [on, setOn] = useState<readonly ProofRule[]>(proofRules)
  const [names, setNames] = useState<NameReader>()
  useEffect(() => {
    let left = false
    // What signs sound like weighs more than the proofreader: it comes when one proofreads.
    if (given)
      void import('./name-reader').then(({ nameReader }) => {
        if (!left) setNames(() => nameReader(given))
      })
    return () => {
      left = true
    }
  }, [given])
  const reading = useMemo(() => ({ on, names }), [on, names])
  const marks = useEditorState({
    editor,
    selector: ({ editor: one }) => ({ all: marksOf(one.state.doc, reading), at: one.state.selection.from }),
  })
  const now = marks.all.find(({ from }) => from === marks.at)
  useEffect(() => {
    readBy(editor, reading)
    return () => readBy(editor, { on: [] })
  }, [editor, reading])

  const next = () => nextMark(editor, marksOf(editor.state.doc, reading))
  const take = () => {
    if (accept(editor, marksOf(editor.state.doc, reading))) next()
  }
  useEffect(() => {
    keys.current = (event) => {
      if (event.key === 'F8') next()
      else if (event.altKey && event.key === 'Enter') take()
      else return false
      return true
    }
    return () => {
      keys.current = () => false
    }
  })
  return (
    <Paper withBorder p="xs" role="region" aria-label={say('校对', 'Proofreading')}>
      <Group gap="xs">
        <Text size="sm" role="status">
          {marks.all.length === 0
            ? say('没有要看的地方', 'nothing to look at')
            : say(`${marks.all.length} 处可以看看`, `${marks.all.length} places to look at`)}
          {now && ` · ${tell(now.message)}`}
          {now?.instead && ` → ${now.instead}`}
        </Text>
        <Button size="compact-sm" variant="default" onClick={next} disabled={marks.all.length === 0}>
          {say('下一处（F8）', 'Next (F8)')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={take} disabled={now?.instead === undefined}>
          {say('采用（Alt+Enter）', 'Accept (Alt+Enter)')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={close}>
          {say('关闭', 'Close')}
        </Button>
      </Group>
      <details>
        <summary>{say('看哪些', 'What is looked at')}</summary>
        <Checkbox.Group value={[...on]} onChange={(chosen) => setOn(chosen as ProofRule[])}>
          <Group gap="sm" mt={4}>
            {proofRules.map((rule) => (
              <Checkbox key={rule} size="xs" value={rule} label={tell(proofRuleNames[rule])} />
            ))}
          </Group>
        </Checkbox.Group>
      </details>
    </Paper>
  )
}
