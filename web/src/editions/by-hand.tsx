import {
  Alert,
  Anchor,
  Button,
  CopyButton,
  Group,
  List,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useState } from 'react'
import type { Edition } from '../../../lib/edition/edition'
import type { Send } from '../../../lib/edition/rows'
import type { ShownHand } from '../../../lib/edition/show-hand'
import { CoverLooks } from '../article/cover-looks'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { WithReason } from '../parts/with-reason'
import { moment } from '../words/moment'
import { useAct, useHand } from './queries'

type Article = ShownHand['articles'][number]

/** The current attempt was handed to the editor, and nobody knows yet how it ended. */
export const isByHand = ({ state, attempt }: Edition, sends: Send[]): boolean =>
  ['by-hand', 'unknown'].includes(state) &&
  sends.some((send) => send.attempt === attempt && send.hand !== undefined)

/** The editor's own choice, with a reason: what WeChat's API cannot do, e.g. declare it original. */
export function ChooseHand({ disabled, start }: { disabled: boolean; start: (reason: string) => void }) {
  const { say } = useLanguage()
  return (
    <WithReason
      summary={say('改为人工群发', 'Send it by hand instead')}
      label={say('理由（记录在案）', 'Why (on record)')}
      button={say('交由人工群发', 'Hand it over')}
      act={start}
      disabled={disabled}
    >
      <Text size="sm">
        {say(
          '接口做不到的（如声明原创），可以由您在公众平台后台群发：当天的群发名额照样占用，发完要贴回文章地址核对。有视频的期次总是人工群发。',
          'What the API cannot do, such as declaring it original, you may send in WeChat’s console: the day’s mass send is held all the same, and the addresses are checked afterwards. An edition with a video always goes by hand.',
        )}
      </Text>
    </WithReason>
  )
}

/** Copies the article as it looks, for the console's editor. */
function CopyLook({ html, text }: Pick<Article, 'html' | 'text'>) {
  const { say } = useLanguage()
  const [outcome, setOutcome] = useState<'copied' | 'refused'>()
  const copy = async () => {
    const item = new ClipboardItem({
      'text/html': new Blob([html], { type: 'text/html' }),
      'text/plain': new Blob([text], { type: 'text/plain' }),
    })
    await navigator.clipboard.write([item]).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    )
  }
  return (
    <>
      <Button size="xs" onClick={() => void copy()}>
        {outcome === 'copied'
          ? say('已复制', 'Copied')
          : say('复制正文（带版式）', 'Copy the text with its look')}
      </Button>
      {outcome === 'refused' && (
        <Text size="sm" role="status">
          {say(
            '浏览器不允许复制，请改用旁边的按钮。',
            'The browser does not allow it; use the other buttons.',
          )}
        </Text>
      )}
    </>
  )
}

function CopyPlain({ value, label }: { value: string; label: string }) {
  const { say } = useLanguage()
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button variant="default" size="xs" onClick={copy}>
          {copied ? say('已复制', 'Copied') : label}
        </Button>
      )}
    </CopyButton>
  )
}

function ToCopy({ article }: { article: Article }) {
  const { say } = useLanguage()
  const { index, title, author, digest, sourceUrl, html, text, files, cover } = article
  const coverUrl = files.find(({ id }) => id === cover.mediaId)?.url
  return (
    <section>
      <Title order={3} size="h5">
        {index}. {title}
      </Title>
      <Group gap="xs" my="xs">
        <CopyPlain value={title} label={say('复制标题', 'Copy the title')} />
        {author && <CopyPlain value={author} label={say('复制作者', 'Copy the author')} />}
        {digest && <CopyPlain value={digest} label={say('复制摘要', 'Copy the digest')} />}
        {sourceUrl && (
          <CopyPlain value={sourceUrl} label={say('复制阅读原文的网址', 'Copy the link of 阅读原文')} />
        )}
        <CopyLook html={html} text={text} />
        <CopyPlain value={text} label={say('复制纯文字', 'Copy the plain text')} />
        <CopyPlain value={html} label={say('复制 HTML', 'Copy the HTML')} />
      </Group>
      {files.length > 0 && (
        <List size="sm">
          {files.map(({ id, kind, fileName, url }) => (
            <List.Item key={id}>
              <Anchor href={url}>{fileName}</Anchor>{' '}
              {kind === 'video'
                ? say('（视频，放在正文里）', '(video, goes into the text)')
                : id === cover.mediaId && say('（封面）', '(the cover)')}
            </List.Item>
          ))}
        </List>
      )}
      <CoverLooks
        {...{ title, digest, unitName: author, cover, url: coverUrl }}
        hint={say('封面按这个样子裁剪', 'Crop the cover like this')}
      />
    </section>
  )
}

/** An address for each article; a difference or a page that cannot be read asks for a reason. */
function Prove({ date, items }: Pick<Edition, 'date' | 'items'>) {
  const { say } = useLanguage()
  const [addresses, setAddresses] = useState<string[]>(items.map(() => ''))
  const [reason, setReason] = useState('')
  const prove = useAct<{ addresses: string[]; reason?: string }>(date, '/prove')
  const pasted = addresses.map((one) => one.trim())
  return (
    <Stack gap="xs">
      {items.map(({ submissionId, title }, at) => (
        <TextInput
          key={submissionId}
          label={say(`《${title}》的地址`, `Address of “${title}”`)}
          placeholder="https://mp.weixin.qq.com/s/…"
          value={addresses[at] ?? ''}
          onChange={({ currentTarget: { value } }) =>
            setAddresses(addresses.map((one, index) => (index === at ? value : one)))
          }
        />
      ))}
      <Trouble error={prove.error} />
      {prove.error && (
        <Textarea
          label={say('仍要登记的理由（记录在案）', 'Why it is recorded all the same (on record)')}
          autosize
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <Group>
        <Button
          disabled={pasted.some((one) => one === '')}
          loading={prove.isPending}
          onClick={() => prove.mutate({ addresses: pasted, ...(reason.trim() && { reason: reason.trim() }) })}
        >
          {say('核对并登记', 'Check and record')}
        </Button>
      </Group>
    </Stack>
  )
}

function NotSent({ date, attempt }: Pick<Edition, 'date' | 'attempt'>) {
  const { say } = useLanguage()
  const deny = useAct<{ attempt: number; outcome: 'not-sent'; reason: string }>(date, '/override')
  return (
    <WithReason
      summary={say('没有群发', 'It was not sent')}
      label={say('依据（会记录在案）', 'On what grounds (kept on record)')}
      button={say('认定没有群发，放开当日名额', 'Say so and free the day')}
      act={(reason) => deny.mutate({ attempt, outcome: 'not-sent', reason })}
      isPending={deny.isPending}
      error={deny.error}
    />
  )
}

/** The assisted manual way: why, exact content and files, steps, the proof, or that nothing was sent. */
export function ByHand({ date, edition, sends }: { date: string; edition: Edition; sends: Send[] }) {
  const { say, tell, language } = useLanguage()
  const { data, error, isPending, refetch } = useHand(date)
  const hand = sends.find(({ attempt }) => attempt === edition.attempt)?.hand
  return (
    <Stack>
      <Alert
        color="orange"
        title={say('请在公众平台后台人工群发', 'Please send it by hand in WeChat’s console')}
      >
        {edition.byHand?.map((reason) => (
          <Text key={reason.en} size="sm">
            {tell(reason)}
          </Text>
        ))}
        {hand && (
          <Text size="sm">
            {say(
              `期限 ${moment(hand.deadline, language)}。到期没有贴回地址的，系统查看微信的发表记录，查不到就请人认定。`,
              `Until ${moment(hand.deadline, language)}. Then WeChat’s own list is looked at, and what it does not show is for a person to settle.`,
            )}
          </Text>
        )}
      </Alert>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading lines={4} />}
      {data?.articles.map((article) => (
        <ToCopy key={article.index} article={article} />
      ))}
      <List type="ordered" spacing="xs" size="sm">
        <List.Item>
          {say(
            '登录公众平台 mp.weixin.qq.com，内容与互动 → 草稿箱 → 新的创作 → 写新文章；多篇按上面的顺序放在同一条消息里。',
            'Sign in at mp.weixin.qq.com: 内容与互动 → 草稿箱 → 新的创作 → 写新文章; several articles go into one message, in the order above.',
          )}
        </List.Item>
        <List.Item>
          {say(
            '粘贴标题、作者、正文，一字不改；下载附件，图片没有自动带上的按原位置插入，标明“封面”的作封面并按下面的样子裁剪，视频插入正文；有“阅读原文”网址的，在文章设置里勾选“原文链接”并粘贴。',
            'Paste title, author and text and change nothing; download the files, insert pictures that did not come along at their places, take the one marked as the cover and crop it as shown below, and put the videos into the text; where there is a link of 阅读原文, tick 原文链接 below the article and paste it.',
          )}
        </List.Item>
        <List.Item>
          {say(
            '发送预览到测试人手机核对（10.3），无误后选“发表”并勾选群发通知。',
            'Send a preview to a tester’s phone and look at it (10.3); then publish with the mass notification.',
          )}
        </List.Item>
        <List.Item>
          {say(
            '在发表记录里逐篇打开，复制地址栏，贴到下面：系统读回页面，与批准的内容核对。',
            'Open each article from 发表记录, copy its address and paste it below: the page is read back and compared with what was approved.',
          )}
        </List.Item>
      </List>
      <Prove date={date} items={edition.items} />
      <NotSent date={date} attempt={edition.attempt} />
    </Stack>
  )
}
