import { Text } from '@mantine/core'
import type { Message } from '../../../lib/complaint/complaint'
import { useLanguage, type Bilingual } from '../language'
import { moment } from '../words/moment'

const stateNames: Record<NonNullable<Message['state']>, Bilingual> = {
  sending: { zh: '正在发送', en: 'being sent' },
  sent: { zh: '已发送', en: 'sent' },
  unknown: { zh: '不知道发出没有', en: 'unknown whether it was sent' },
  refused: { zh: '微信没有接受', en: 'refused by WeChat' },
}

/** A conversation as it was, oldest first. */
export function Messages({ messages }: { messages: Message[] }) {
  const { say, tell, language } = useLanguage()
  return (
    <ol className="messages plain-list">
      {messages.map((message) => (
        <li key={message.id} data-from={message.from}>
          <Text size="xs" c="dimmed">
            {message.from === 'customer' ? say('客户', 'customer') : say('公司', 'company')} ·{' '}
            {moment(message.at, language)}
            {message.state && ` · ${tell(stateNames[message.state])}`}
          </Text>
          <Text className="as-typed">{message.text}</Text>
        </li>
      ))}
    </ol>
  )
}
