import { Button, Group, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useState } from 'react'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import type { Terms } from './terms'

interface View {
  name: string
  query: string
}

/** Terms of a list that a person keeps by a name, in this browser: nobody else sees them and no server needs them. */
export function SavedViews({ of, terms }: { of: string; terms: Terms }) {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const [views, keep] = useLocalStorage<View[]>({
    key: `qianfa.views.${of}.${me!.id}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  })
  const [name, setName] = useState('')
  const isKept = views.some(({ query }) => query === terms.query)
  return (
    <Group gap="xs" align="flex-end">
      {views.map((view) => (
        <Button.Group key={view.name}>
          <Button
            size="xs"
            variant={view.query === terms.query ? 'filled' : 'default'}
            onClick={() => terms.show(view.query)}
          >
            {view.name}
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={say(`删除视图“${view.name}”`, `Forget the view “${view.name}”`)}
            onClick={() => keep(views.filter((one) => one !== view))}
          >
            ×
          </Button>
        </Button.Group>
      ))}
      {terms.query !== '' && !isKept && views.length < 12 && (
        <>
          <TextInput
            size="xs"
            label={say('把现在的筛选存为', 'Keep these terms as')}
            maxLength={20}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            size="xs"
            variant="default"
            disabled={name.trim() === ''}
            onClick={() => {
              keep([
                ...views.filter((one) => one.name !== name.trim()),
                { name: name.trim(), query: terms.query },
              ])
              setName('')
            }}
          >
            {say('保存', 'Keep')}
          </Button>
        </>
      )}
    </Group>
  )
}
