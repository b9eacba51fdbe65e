import { Alert, Anchor, List, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ApiRefusal, type Detail } from '../api/client'
import { useLanguage } from '../language'

const Details = ({ details }: { details: Detail[] }) => {
  const { tell, say } = useLanguage()
  return (
    <List size="sm" mt="xs">
      {details.map((detail, index) => (
        <List.Item key={`${detail.rule} ${index}`}>
          {tell(detail.message)}
          {detail.article && (
            <Text span c="dimmed">
              {say(`（第 ${detail.article} 条）`, ` (article ${detail.article})`)}
            </Text>
          )}
          <Text size="sm">
            {say('怎样改：', 'What to do: ')}
            {tell(detail.remedy)}
          </Text>
        </List.Item>
      ))}
    </List>
  )
}

/** What went wrong, in words: a refusal with its reasons, or that the service could not be reached. */
export function Trouble({ error, retry }: { error: unknown; retry?: () => void }) {
  const { say, tell } = useLanguage()
  if (!error) return null
  const refusal = error instanceof ApiRefusal ? error : undefined
  const signIn = refusal?.code === 'NotSignedIn'
  return (
    <Alert color={refusal ? 'orange' : 'red'} icon={<IconAlertTriangle />} role="alert" my="sm">
      {refusal
        ? tell(refusal.said)
        : say(
            '连接不上服务，您填写的内容还在本页，请检查网络后再试。',
            'The service cannot be reached. What you typed is still on this page; check the network and try again.',
          )}
      {refusal && refusal.details.length > 0 && <Details details={refusal.details} />}
      {signIn && (
        <Anchor href="/sign-in" display="block" mt="xs">
          {say('重新登录', 'Sign in again')}
        </Anchor>
      )}
      {!refusal && retry && (
        <Anchor component="button" type="button" onClick={retry} display="block" mt="xs">
          {say('再试一次', 'Try again')}
        </Anchor>
      )}
    </Alert>
  )
}
