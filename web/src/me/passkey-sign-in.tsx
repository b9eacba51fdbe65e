import { Anchor, Button, Container, Stack, Text, Title } from '@mantine/core'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useSearchParams } from 'wouter'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { askKey } from './ask-device'
import { KeyTrouble } from './key-trouble'

/** The sign-in page leads here: the device is asked at once, and again by the button. */
export function PasskeySignIn() {
  const { say, speak } = useLanguage()
  const [search] = useSearchParams()
  const enter = useMutation({
    mutationFn: async () => {
      const { options } = await call<{ options: PublicKeyCredentialRequestOptionsJSON }>(
        'POST',
        '/sign-in/passkey/begin',
      )
      await call('POST', '/sign-in/passkey', { response: await askKey(options) })
    },
    onSuccess: () => location.assign('/portal'),
  })
  const begun = useRef(false)
  const lang = search.get('lang')
  useEffect(() => {
    if (lang === 'zh' || lang === 'en') speak(lang)
    if (begun.current) return
    begun.current = true
    enter.mutate()
  }, [lang, speak, enter])
  return (
    <Container size="xs" py="xl">
      <Stack>
        <Title order={1} size="h2">
          {say('用通行密钥登录', 'Sign in with a passkey')}
        </Title>
        <Text>
          {say(
            '请按设备的提示，用指纹、面容或 PIN 确认。',
            'Confirm with your finger, your face or the PIN, as the device asks.',
          )}
        </Text>
        <KeyTrouble error={enter.error} />
        <Button loading={enter.isPending || enter.isSuccess} onClick={() => enter.mutate()}>
          {enter.error ? say('再试一次', 'Try again') : say('用通行密钥登录', 'Sign in with a passkey')}
        </Button>
        <Anchor href="/sign-in">{say('用其他方式登录', 'Sign in another way')}</Anchor>
      </Stack>
    </Container>
  )
}
