import { Alert, Anchor, Text } from '@mantine/core'
import type { Publication } from '../../../lib/submission/submission'
import { useLanguage } from '../language'
import { moment } from '../words/moment'
import { channelNames } from '../words/names'

/** Published on a channel since when and where; or no more, since when and why. */
export function WhereReadersHaveIt({ publication }: { publication: Publication }) {
  const { say, tell, language } = useLanguage()
  const { channel, url, at, deletedAt, deletedBecause } = publication
  const where = tell(channelNames[channel] ?? { zh: channel, en: channel })
  return (
    <Alert
      color={deletedAt ? 'gray' : 'green'}
      title={
        deletedAt
          ? say(
              `已于 ${moment(deletedAt, language)} 从${where}撤下`,
              `Removed from ${where} on ${moment(deletedAt, language)}`,
            )
          : say(
              `已在${where}发布 · ${moment(at, language)}`,
              `Published on ${where} · ${moment(at, language)}`,
            )
      }
    >
      {deletedBecause && (
        <Text size="sm">
          {say('理由：', 'Because: ')}
          {deletedBecause}
        </Text>
      )}
      {url &&
        (deletedAt ? (
          <Text size="sm" c="dimmed" className="wrap">
            {say('原地址：', 'It stood at: ')}
            {url}
          </Text>
        ) : (
          <Anchor href={url} target="_blank" rel="noreferrer" className="wrap">
            {url}
          </Anchor>
        ))}
    </Alert>
  )
}
