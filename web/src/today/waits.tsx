import { Anchor, Badge, Button, Card, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { DecisionLink, LetterSent } from '../../../lib/api/today'
import type { AskedThere, Waiting } from '../../../lib/today/today'
import { call } from '../api/client'
import { useLanguage, type Bilingual } from '../language'
import { Trouble } from '../parts/refusal'
import { Unpublished } from '../parts/unpublished'
import { moment } from '../words/moment'

const kinds: Record<Waiting['kind'], Bilingual> = {
  approval: { zh: '审批', en: 'approval' },
  removal: { zh: '撤下申请', en: 'removal' },
  loan: { zh: '微博借用', en: 'Weibo loan' },
  change: { zh: '变更复核', en: 'change' },
  returned: { zh: '退回修改', en: 'sent back' },
  material: { zh: '材料', en: 'material' },
  complaint: { zh: '客诉', en: 'complaint' },
  message: { zh: '留言', en: 'messages' },
  pool: { zh: '待发布', en: 'to publish' },
  edition: { zh: '期次', en: 'edition' },
  weibo: { zh: '微博', en: 'Weibo' },
}

/** The page of the question, and its mail once more: the code that decides is in the mail alone. */
function Deciding({ asked }: { asked: AskedThere }) {
  const { say } = useLanguage()
  const queries = useQueryClient()
  const open = useMutation({
    mutationFn: () => call<DecisionLink>('POST', '/asks/link', asked),
    onSuccess: ({ link }) => location.assign(link),
    onError: () => queries.invalidateQueries({ queryKey: ['today'] }),
  })
  const again = useMutation({
    mutationFn: () => call<LetterSent>('POST', '/asks/letter', asked),
  })
  return (
    <Stack gap={4} mt="xs">
      <Group gap="xs">
        <Button size="compact-sm" loading={open.isPending} onClick={() => open.mutate()}>
          {say('查看并处理', 'Read and decide')}
        </Button>
        <Button size="compact-sm" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          {say('邮件没收到，重发', 'No mail? Send it again')}
        </Button>
      </Group>
      <Trouble error={open.error ?? again.error} />
      {again.data && (
        <Text size="sm" role="status">
          {say(
            `新的邮件已发到 ${again.data.sentTo}，之前的链接和验证码作废。`,
            `A new mail went to ${again.data.sentTo}; the link and code of before are void.`,
          )}
        </Text>
      )}
    </Stack>
  )
}

function Wait({ one }: { one: Waiting }) {
  const { say, tell, language } = useLanguage()
  const { title, href, due, late, note, asked } = one
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Anchor component={Link} href={href} fw={600} c="inherit">
          {tell(title)}
        </Anchor>
        <Group gap={6}>
          <Badge color={one.kind === 'removal' ? 'orange' : 'gray'} variant="outline">
            {tell(kinds[one.kind])}
          </Badge>
          {due && (
            <Badge color={late ? 'red' : 'gray'}>
              {late
                ? say(`已逾期 ${moment(due, language)}`, `late: ${moment(due, language)}`)
                : say(`期限 ${moment(due, language)}`, `due ${moment(due, language)}`)}
            </Badge>
          )}
        </Group>
      </Group>
      {note && (
        <Text size="sm" c="dimmed">
          {tell(note)}
        </Text>
      )}
      <Unpublished years={one.unpublished} />
      {asked && <Deciding asked={asked} />}
    </Card>
  )
}

/** Things that wait, each leading to where it is dealt with. */
export const Waits = ({ waits }: { waits: Waiting[] }) => (
  <Stack component="ul" gap="sm" className="plain-list">
    {waits.map((one) => (
      <Wait key={`${one.kind} ${one.href} ${JSON.stringify(one.asked)}`} one={one} />
    ))}
  </Stack>
)
