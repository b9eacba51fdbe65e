import { Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShownPasskey } from '../../../lib/people/passkey'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { momentInYear } from '../words/moment'
import { hasPasskeys, makeKey } from './ask-device'
import { deviceOf } from './device'
import { KeyTrouble } from './key-trouble'

const queryKey = ['passkeys']

function Add() {
  const { say } = useLanguage()
  const queries = useQueryClient()
  const [name, setName] = useState(deviceOf(navigator.userAgent) ?? '')
  const add = useMutation({
    mutationFn: async () => {
      const { options } = await call<{ options: PublicKeyCredentialCreationOptionsJSON }>(
        'POST',
        '/me/passkeys/begin',
      )
      await call('POST', '/me/passkeys', { name: name.trim(), response: await makeKey(options) })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  })
  return (
    <Stack gap="xs">
      <Group align="flex-end">
        <TextInput
          label={say('名称（便于日后辨认）', 'Name, to know it by')}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button disabled={name.trim() === ''} loading={add.isPending} onClick={() => add.mutate()}>
          {say('添加通行密钥', 'Add a passkey')}
        </Button>
      </Group>
      <KeyTrouble error={add.error} />
    </Stack>
  )
}

function One({ passkey }: { passkey: ShownPasskey }) {
  const { say, language } = useLanguage()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => call('DELETE', `/me/passkeys/${passkey.id}`),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  const at = (iso: string) => momentInYear(iso, language)
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" gap="xs">
        <div>
          <Text fw={600}>{passkey.name}</Text>
          <Text size="sm" c="dimmed">
            {say(`添加于 ${at(passkey.addedAt)}`, `Added ${at(passkey.addedAt)}`)}
          </Text>
          <Text size="sm" c="dimmed">
            {passkey.lastUsedAt
              ? say(`最近使用 ${at(passkey.lastUsedAt)}`, `Last used ${at(passkey.lastUsedAt)}`)
              : say('还没有用过', 'Not used yet')}
          </Text>
        </div>
        <Button
          size="compact-sm"
          variant="default"
          loading={remove.isPending}
          onClick={() => remove.mutate()}
          aria-label={say(`删除“${passkey.name}”`, `Remove “${passkey.name}”`)}
        >
          {say('删除', 'Remove')}
        </Button>
      </Group>
      <Trouble error={remove.error} />
    </Card>
  )
}

/** The quick second way in: keys of one's own devices. */
export function Passkeys() {
  const { say } = useLanguage()
  const { data, error, isPending, refetch } = useQuery({
    queryKey,
    queryFn: () => call<{ possible: boolean; passkeys: ShownPasskey[] }>('GET', '/me/passkeys'),
  })
  return (
    <section aria-labelledby="passkeys">
      <Stack gap="sm">
        <Title order={2} size="h4" id="passkeys">
          {say('通行密钥', 'Passkeys')}
        </Title>
        <Text c="dimmed">
          {say(
            '用这台设备的指纹、面容或 PIN 登录，不必等邮件。添加和删除都会发邮件告诉您；离职或更换邮箱后失效。',
            'Sign in with this device’s finger, face or PIN instead of waiting for a mail. You are told by mail when one is added or removed; all end when you leave or your address changes.',
          )}
        </Text>
        <Trouble error={error} retry={() => void refetch()} />
        {isPending && <Loading />}
        {data && data.passkeys.length > 0 && (
          <Stack component="ul" gap="xs" className="plain-list">
            {data.passkeys.map((passkey) => (
              <One key={passkey.id} passkey={passkey} />
            ))}
          </Stack>
        )}
        {data && data.possible && hasPasskeys() && <Add />}
        {data && !(data.possible && hasPasskeys()) && (
          <Text size="sm">
            {say(
              '这里不能添加通行密钥：需要支持它的浏览器，并以域名和 https 访问本系统。',
              'No passkey can be added here: it takes a browser that knows them, and this system under a name with https.',
            )}
          </Text>
        )}
      </Stack>
    </section>
  )
}
