import { Button, Checkbox, Group, Image, Paper, Stack, Text, Textarea } from '@mantine/core'
import { proposedWeibo } from '../../../lib/article/summary'
import { byHandReasons } from '../../../lib/policy/weibo-way'
import type { ShownPicture } from '../article/pictures'
import { useLanguage } from '../language'
import type { Draft } from './use-draft'

/** Weibo takes nine pictures beside a text. */
const mostPictures = 9

/** Which of the article's pictures stand with the text; all of them until somebody chooses. */
function Chosen({ draft, pictures }: { draft: Draft; pictures: ShownPicture[] }) {
  const { say } = useLanguage()
  if (pictures.length === 0) return null
  const { weiboPictures = pictures.map(({ id }) => id) } = draft.content
  return (
    <Checkbox.Group
      label={say('微博配图', 'Pictures on Weibo')}
      description={say(
        '一张由系统自动发布；多张由编辑手工发布，最多 9 张',
        'one is posted by the system; several by the editor’s hand, nine at most',
      )}
      value={weiboPictures}
      onChange={(chosen) =>
        draft.change({
          weiboPictures: pictures.map(({ id }) => id).filter((id) => chosen.includes(id)),
        })
      }
    >
      <Group mt={6}>
        {pictures.map(({ id, fileName, url }) => (
          <Checkbox
            key={id}
            value={id}
            disabled={!weiboPictures.includes(id) && weiboPictures.length >= mostPictures}
            label={
              <Stack gap={2} w={96}>
                {url && <Image src={url} alt="" h={64} w={96} fit="cover" radius="sm" />}
                <Text size="xs">{fileName}</Text>
              </Stack>
            }
          />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

/** The post as its readers get it: the text, where the link stands, and the pictures. */
function AsPosted({ text, pictures, videos }: { text: string; pictures: ShownPicture[]; videos: number }) {
  const { say, tell } = useLanguage()
  const reasons = byHandReasons({ text, pictures: pictures.length, videos })
  return (
    <Paper withBorder p="sm" component="section" aria-label={say('微博里的样子', 'As Weibo shows it')}>
      <Group gap="xs" mb={6}>
        <span className="weibo-face" aria-hidden="true" />
        <Text size="sm" fw={600}>
          {say('本公司的微博', 'The company’s account')}
        </Text>
      </Group>
      <Text className="as-typed" size="sm">
        {text}
        {reasons.length === 0 && <span className="weibo-link">{say(' 🔗网页链接', ' 🔗 link')}</span>}
      </Text>
      {pictures.length > 0 && (
        <div className={pictures.length === 1 ? 'weibo-pictures one' : 'weibo-pictures'}>
          {pictures.map(({ id, url, fileName }) => url && <img key={id} src={url} alt={fileName} />)}
        </div>
      )}
      <Text size="xs" c="dimmed" mt={6}>
        {reasons.length === 0
          ? say(
              '链接打开公司网站上的这篇文章，占 10 个字',
              'the link opens this article on the company’s site and counts ten',
            )
          : `${say('由编辑手工发布，不带链接：', 'posted by the editor’s hand, without the link: ')}${reasons.map(({ message }) => tell(message)).join(say('；', '; '))}`}
      </Text>
    </Paper>
  )
}

/** What stands on Weibo (10.2): a text of its own, proposed from the article, with the pictures that go with it. */
export function WeiboBox(given: {
  draft: Draft
  /** by Weibo's count, as the service found it */
  length: number
  limit: number
  pictures: ShownPicture[]
  /** the words of the article */
  article: () => string
}) {
  const { draft, length, limit } = given
  const { say } = useLanguage()
  const { content, change } = draft
  if (!content.channels.includes('weibo')) return null
  const left = limit - length
  const { cover } = content
  const pictures = given.pictures.filter(({ id }) => !(cover?.apart && cover.mediaId === id))
  const text = content.weiboText ?? ''
  const ids = content.weiboPictures ?? pictures.map(({ id }) => id)
  return (
    <Stack gap="xs">
      <Textarea
        label={say('微博文字', 'Weibo text')}
        withAsterisk
        autosize
        minRows={3}
        value={text}
        onChange={(event) => change({ weiboText: event.currentTarget.value })}
        description={say(
          `最多 ${limit} 字，按微博的算法计（两个字母算一字，一个网址算十字）`,
          `at most ${limit}, as Weibo counts: two letters are one, a link is ten`,
        )}
        error={left < 0 ? say(`超出 ${-left} 字`, `${-left} too many`) : undefined}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        rightSectionWidth={64}
        rightSection={
          <Text size="xs" c={left < 0 ? 'red.9' : 'dimmed'} aria-live="polite">
            {say(`还剩 ${left}`, `${left} left`)}
          </Text>
        }
      />
      <Button
        variant="default"
        size="compact-sm"
        w="fit-content"
        onClick={() =>
          change({ weiboText: proposedWeibo({ title: content.title, text: given.article(), limit }) })
        }
      >
        {text === ''
          ? say('从正文提一段微博文字', 'Propose a text from the article')
          : say('从正文重新提一段（替换现在的文字）', 'Propose anew (replaces this text)')}
      </Button>
      <Chosen draft={draft} pictures={pictures} />
      <AsPosted
        text={text}
        pictures={ids.flatMap((id) => pictures.find((one) => one.id === id) ?? [])}
        videos={content.mediaIds.length - given.pictures.length}
      />
    </Stack>
  )
}
