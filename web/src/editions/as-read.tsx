import { Alert, Group, Paper, Text, Title, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { Edition } from '../../../lib/edition/edition'
import type { ReadArticle, ReadEdition } from '../../../lib/edition/show-as-read'
import { placeInFrame } from '../../../lib/article/cover'
import { previewPage } from '../../../lib/article/preview-page'
import { useLanguage } from '../language'
import { styleNonce } from '../look'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { LightSwitch, type Light } from '../parts/light-switch'
import { day } from '../words/moment'
import { useAsRead } from './queries'

type Listed = ReadEdition['articles'][number]

const isShown = (article: Listed): article is ReadArticle => 'html' in article

/** A part of a picture filling its frame, as WeChat cuts a cover. */
function Cover({ article, crop }: { article: Listed; crop: 'crop235' | 'crop1' }) {
  const { url, [crop]: part = '0_0_1_1' } = isShown(article) ? article.cover : {}
  return (
    <span className={`reader-cover ${crop}`}>
      {url && <img alt="" src={url} style={placeInFrame(part)} />}
    </span>
  )
}

/** The message of the account: the headline with its wide cover, the others in rows with square ones. */
function Message({ articles, open }: { articles: Listed[]; open: (at: number) => void }) {
  const [first, ...others] = articles
  if (!first) return null
  const alone = others.length === 0
  return (
    <div className="reader-card">
      <UnstyledButton className={alone ? 'reader-lead' : 'reader-lead over'} onClick={() => open(0)}>
        <Cover article={first} crop="crop235" />
        <strong>{first.title}</strong>
        {alone && isShown(first) && first.digest && <span className="reader-digest">{first.digest}</span>}
      </UnstyledButton>
      {others.map((article, at) => (
        <UnstyledButton key={article.submissionId} className="reader-row" onClick={() => open(at + 1)}>
          <span>{article.title}</span>
          <Cover article={article} crop="crop1" />
        </UnstyledButton>
      ))}
    </div>
  )
}

function Opened({ article, date, light }: { article: Listed; date: string; light: Light }) {
  const { tell, say } = useLanguage()
  if (!isShown(article))
    return (
      <Alert color="orange" m="sm" title={article.title}>
        {tell(article.trouble)}
      </Alert>
    )
  const { title, html, author, sourceUrl } = article
  return (
    <iframe
      sandbox=""
      title={say(`《${title}》在微信里的样子`, `“${title}” as WeChat shows it`)}
      srcDoc={previewPage({
        ...{ title, html, light, nonce: styleNonce() },
        meta: [author, day(date, 'zh')].filter((part) => part !== undefined).join('　'),
        hasSource: sourceUrl !== undefined,
      })}
    />
  )
}

/** All articles of the day in a phone, as readers get them, before anything is sent. */
export function AsRead({ date, edition }: { date: string; edition: Edition }) {
  const { say } = useLanguage()
  const { data, error, isPending, refetch } = useAsRead(date, edition)
  const [light, setLight] = useState<Light>('light')
  const [at, setAt] = useState<number>()
  const article = at === undefined ? undefined : data?.articles[at]
  return (
    <Paper withBorder p="md" component="section">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {say('读者看到的样子', 'As readers get it')}
        </Title>
        <LightSwitch light={light} change={setLight} />
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {say(
          '按已保存的编排、用批准的版本；点一篇就打开，和测试发送、群发出去的一样。',
          'In the order saved, from the approved versions; open one to see it as the test send and the mass send show it.',
        )}
      </Text>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading lines={3} />}
      {data && (
        <div className="phone reader" data-light={light}>
          <div className="reader-bar">
            {article ? (
              <UnstyledButton onClick={() => setAt(undefined)}>
                {say('‹ 返回列表', '‹ Back to the list')}
              </UnstyledButton>
            ) : (
              <span>{say('公众号消息', 'Message of the account')}</span>
            )}
          </div>
          {article ? (
            <Opened article={article} date={date} light={light} />
          ) : (
            <div className="reader-chat">
              <Message articles={data.articles} open={setAt} />
            </div>
          )}
        </div>
      )}
    </Paper>
  )
}
