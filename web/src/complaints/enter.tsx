import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { sourceNames } from '../../../lib/policy/complaint-kinds'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'

import { useComplaintAct } from './queries'

/** From phone, Weibo or elsewhere. */
export function Enter() {
  const { say, tell } = useLanguage()
  const [, go] = useLocation()
  const [wish, setWish] = useState({ source: 'phone', name: '', phone: '', words: '' })
  const enter = useComplaintAct<object>('/complaints', ({ complaint }) => go(`/complaints/${complaint.id}`))
  const change = (part: Partial<typeof wish>) => setWish({ ...wish, ...part })
  return (
    <details>
      <summary>{say('登记电话、微博等来的客诉', 'Enter a complaint from phone or Weibo')}</summary>
      <Stack gap="xs" mt="xs">
        <Group grow>
          <NativeSelect
            label={say('来源', 'From')}
            value={wish.source}
            onChange={(event) => change({ source: event.currentTarget.value })}
            data={(['phone', 'weibo', 'other'] as const).map((value) => ({
              value,
              label: tell(sourceNames[value]),
            }))}
          />
          <TextInput
            label={say('客户姓名（可不填）', 'Name (optional)')}
            maxLength={60}
            value={wish.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label={say('电话（可不填）', 'Phone (optional)')}
            maxLength={40}
            value={wish.phone}
            onChange={(event) => change({ phone: event.currentTarget.value })}
          />
        </Group>
        <Textarea
          label={say('客户说了什么', 'What the customer says')}
          autosize
          minRows={2}
          value={wish.words}
          onChange={(event) => change({ words: event.currentTarget.value })}
        />
        <Trouble error={enter.error} />
        <Group>
          <Button
            disabled={wish.words.trim() === ''}
            loading={enter.isPending}
            onClick={() =>
              enter.mutate({
                source: wish.source,
                words: wish.words.trim(),
                ...(wish.name.trim() && { name: wish.name.trim() }),
                ...(wish.phone.trim() && { phone: wish.phone.trim() }),
              })
            }
          >
            {say('受理', 'Register')}
          </Button>
        </Group>
      </Stack>
    </details>
  )
}
