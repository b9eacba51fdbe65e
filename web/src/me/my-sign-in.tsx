import { Stack, Text, Title } from '@mantine/core'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { MyMessenger } from '../messengers/my-messenger'
import { Passkeys } from './passkeys'
import { Sessions } from './sessions'

/** How one gets in and where one is: passkeys and sessions of one's own. */
export function MySignIn() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          {say('我的登录', 'My sign-in')}
        </Title>
        <Text c="dimmed">
          {me?.name} · {me?.email}
        </Text>
      </div>
      <MyMessenger />
      <Passkeys />
      <Sessions />
    </Stack>
  )
}
