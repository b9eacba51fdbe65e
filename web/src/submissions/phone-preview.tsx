import { Alert, List, Text, Title } from '@mantine/core'
import type { DraftPreview } from '../../../lib/api/submission'
import { useLanguage } from '../language'

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const document = (title: string, html: string) =>
  `<!doctype html><meta charset="utf-8"><title>${escaped(title)}</title><body style="margin:0;padding:16px;font:16px/1.7 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;overflow-wrap:anywhere"><h1 style="font-size:22px;line-height:1.4;margin:0 0 14px">${escaped(title)}</h1>${html}</body>`

/**
 * The article as WeChat keeps it, from the same filter that makes the draft, in a frame that can run nothing.
 * Below it what readers would not see.
 */
export function PhonePreview({ title, preview }: { title: string; preview: DraftPreview }) {
  const { say, tell } = useLanguage()
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say('微信里的样子', 'As WeChat shows it')}
      </Title>
      <div className="phone">
        <iframe
          sandbox=""
          title={say('微信文章预览', 'Preview of the WeChat article')}
          srcDoc={document(title, preview.html)}
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
