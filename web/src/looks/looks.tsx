import { Alert, Grid, Group, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ListedThemes } from '../../../lib/api/theme'
import { previewPage } from '../../../lib/article/preview-page'
import type { CompanyTheme } from '../../../lib/theme/company-theme'
import { contrastMistakes } from '../../../lib/theme/contrast'
import { firstCompanyTheme } from '../../../lib/theme/drawn-in'
import { sampleIn } from '../../../lib/theme/sample'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { styleNonce } from '../look'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { LightSwitch, type Light } from '../parts/light-switch'
import { moment } from '../words/moment'
import { Choices } from './choices'
import { ProposeLook } from './propose-look'

function Phone({ theme }: { theme: CompanyTheme }) {
  const { say } = useLanguage()
  const [light, setLight] = useState<Light>('light')
  const title = say('这个版式的文章', 'An article in this look')
  return (
    <section aria-label={say('手机上的样子', 'On a phone')}>
      <Group mb="xs">
        <LightSwitch light={light} change={setLight} />
      </Group>
      <div className="phone">
        <iframe
          sandbox=""
          title={say('版式预览', 'Preview of the look')}
          srcDoc={previewPage({ title, html: sampleIn(theme), light, nonce: styleNonce() })}
        />
      </div>
    </section>
  )
}

function Versions({ versions }: Pick<ListedThemes, 'versions'>) {
  const { say, language } = useLanguage()
  return (
    <section>
      <Title order={2} size="h4">
        {say('各版', 'Versions')}
      </Title>
      <List size="sm">
        {versions.map(({ number, name, at, reason, theme }) => (
          <List.Item key={number}>
            {say(`第 ${number} 版`, `Version ${number}`)} · {theme.name} · {name} · {moment(at, language)} ·{' '}
            {reason}
          </List.Item>
        ))}
      </List>
    </section>
  )
}

/** The company's own look of articles: what it is, how it looks on a phone, and its next version. */
export function LooksPage() {
  const { say, tell } = useLanguage()
  const { data, error, refetch } = useQuery({
    queryKey: ['themes'],
    queryFn: () => call<ListedThemes>('GET', '/themes'),
  })
  const [drawn, setDrawn] = useState<CompanyTheme>()
  if (!data) return error ? <Trouble error={error} retry={() => void refetch()} /> : <Loading lines={6} />
  const newest = data.versions[0]
  const theme = drawn ?? newest?.theme ?? firstCompanyTheme
  const mistakes = contrastMistakes(theme)
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('公司自己的文章版式', 'The company’s own look of articles')}
      </Title>
      <Text c="dimmed">
        {newest
          ? say(
              `现行第 ${newest.number} 版“${newest.theme.name}”。写稿人在“版式”里选它；草稿总用最新一版，送审时定下来，以后不变。`,
              `Version ${newest.number}, “${newest.theme.name}”, is in use. Officers choose it under “Look”; a draft takes the newest version until it is submitted, and keeps that one.`,
            )
          : say(
              '还没有公司版式。调好后提交，由另一个人确认，写稿人就能在“版式”里选它。',
              'There is none yet. Make it, propose it, and once another person has confirmed it officers can choose it under “Look”.',
            )}
      </Text>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Choices theme={theme} change={(part) => setDrawn({ ...theme, ...part })} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            {mistakes.length > 0 && (
              <Alert color="red" role="status" title={say('字看不清', 'Words cannot be read')}>
                <List size="sm">
                  {mistakes.map(({ message, remedy }) => (
                    <List.Item key={message.en}>
                      {tell(message)}
                      {say('。', '. ')}
                      {remedy && tell(remedy)}
                    </List.Item>
                  ))}
                </List>
              </Alert>
            )}
            <Phone theme={theme} />
          </Stack>
        </Grid.Col>
      </Grid>
      <Group>
        <ProposeLook
          base={newest?.number ?? 0}
          theme={theme}
          disabled={drawn === undefined || mistakes.length > 0}
          proposed={() => setDrawn(undefined)}
        />
      </Group>
      {data.versions.length > 0 && <Versions versions={data.versions} />}
    </Stack>
  )
}
