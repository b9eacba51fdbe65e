import { Alert, Group, List, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { DraftPreview } from '../../../lib/api/submission'
import { previewPage } from '../../../lib/article/preview-page'
import { CoverLooks } from '../article/cover-looks'
import { useLanguage } from '../language'
import { LightSwitch, type Light } from '../parts/light-switch'
import { styleNonce } from '../look'

/**
 * The article as WeChat keeps it, from the same filter that makes the draft, with the rules of WeChat's own page, by day
 * and in its dark mode, in a frame that can run nothing. Above it the cover as the list of the day and a shared card show it, below it what readers would not see.
 */
export function PhonePreview({
  title,
  digest,
  unitName,
  preview,
}: {
  title: string
  digest?: string | undefined
  unitName: string
  preview: DraftPreview
}) {
  const { say, tell } = useLanguage()
  const [light, setLight] = useState<Light>('light')
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {say('微信里的样子', 'As WeChat shows it')}
        </Title>
        <LightSwitch light={light} change={setLight} />
      </Group>
      <CoverLooks
        {...{ title, digest, unitName, cover: preview.cover }}
        url={preview.media.find(({ id }) => id === preview.cover.mediaId)?.url}
      />
      <div className="phone">
        <iframe
          sandbox=""
          title={say('微信文章预览', 'Preview of the WeChat article')}
          srcDoc={previewPage({ title, html: preview.html, light, nonce: styleNonce() })}
        />
      </div>
      {preview.dropped.length > 0 && (
        <Alert color="orange" mt="sm" title={say('读者看不到的部分', 'What readers would not see')}>
          <List size="sm">
            {preview.dropped.map(({ kind, what, why, count }) => (
              <List.Item key={`${kind} ${what}`}>
                {what}
                {count > 1 && ` × ${count}`}{' '}
                <Text span size="sm">
                  — {tell(why)}
                </Text>
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </section>
  )
}
