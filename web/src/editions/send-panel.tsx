import {
  Alert,
  Anchor,
  Button,
  Group,
  List,
  Loader,
  Paper,
  Radio,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useState } from 'react'
import type { Edition } from '../../../lib/edition/edition'
import type { ShownEdition } from '../../../lib/edition/show-edition'
import { useLanguage, type Bilingual } from '../language'
import { Trouble } from '../parts/refusal'
import { WithReason } from '../parts/with-reason'
import { moment } from '../words/moment'
import { ByHand, ChooseHand, isByHand } from './by-hand'
import { mayCancel, mayOverride, testsOf } from './may'
import { testNames } from './names'
import { useAct } from './queries'

function Start({ date, edition }: { date: string; edition: Edition }) {
  const { say } = useLanguage()
  const start = useAct<{ byHand?: string }>(date, '/send')
  return (
    <>
      <Text>
        {say(
          '先在微信生成草稿并发给测试人；您看过、确认之后才会群发（10.3）。有视频的期次由您在公众平台后台人工群发。',
          'First the draft is made and test-sent; nothing goes to readers before you have confirmed it (10.3). An edition with a video is yours to send in WeChat’s console.',
        )}
      </Text>
      <Trouble error={start.error} />
      <Group>
        <Button
          disabled={edition.items.length === 0}
          loading={start.isPending}
          onClick={() => start.mutate({})}
        >
          {say('生成草稿并测试发送', 'Build and test-send')}
        </Button>
      </Group>
      <ChooseHand disabled={edition.items.length === 0} start={(byHand) => start.mutate({ byHand })} />
    </>
  )
}

function Tests({ tests, edition }: { tests: ShownEdition['tests']; edition: Edition }) {
  const { say, tell, language } = useLanguage()
  const current = testsOf(tests, edition)
  if (current.length === 0) return null
  return (
    <List size="sm">
      {current.map((test) => (
        <List.Item key={test.to}>
          {say(`测试人 ${test.to}：`, `tester ${test.to}: `)}
          {tell(testNames[test.state])} · {moment(test.at, language)}
          {test.said && ` · ${tell(test.said)}`}
        </List.Item>
      ))}
    </List>
  )
}

function Confirm({ date, edition }: { date: string; edition: Edition }) {
  const { say } = useLanguage()
  const [code, setCode] = useState('')
  const confirm = useAct<{ hash: string; code: string }>(date, '/confirm')
  const resend = useAct(date, '/code')
  return (
    <Stack gap="xs">
      <Text>
        {say(
          '请在手机上看过测试消息。内容无误，就输入邮件里的确认码；有误请先取消，改好再测试。',
          'Look at the test message on the phone. If it is right, type the code from the mail; if not, cancel, mend and test again.',
        )}
      </Text>
      <Trouble error={confirm.error} />
      <Group align="flex-end">
        <TextInput
          label={say('确认码', 'Code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button
          disabled={code.normalize('NFKC').replace(/\D/g, '').length !== 6}
          loading={confirm.isPending}
          onClick={() => confirm.mutate({ hash: edition.hash, code })}
        >
          {say('确认群发', 'Confirm the mass send')}
        </Button>
        <Button variant="subtle" loading={resend.isPending} onClick={() => resend.mutate()}>
          {say('没收到？重发确认码', 'No mail? Send a new code')}
        </Button>
      </Group>
      <Trouble error={resend.error} />
      {resend.isSuccess && (
        <Text size="sm" role="status">
          {say('新的确认码已发到您的邮箱，旧的作废。', 'A new code is in your mailbox; the old one is void.')}
        </Text>
      )}
    </Stack>
  )
}

function Cancel({ date }: { date: string }) {
  const { say } = useLanguage()
  const cancel = useAct<{ reason: string }>(date, '/cancel')
  return (
    <WithReason
      summary={say('取消这一期', 'Call this edition off')}
      label={say('理由', 'Reason')}
      button={say('取消', 'Call off')}
      act={(reason) => cancel.mutate({ reason })}
      isPending={cancel.isPending}
      error={cancel.error}
    />
  )
}

/** A person who looked in WeChat's own console says what became of an unknown send, on record (invariant 3). */
function Override({ date, edition }: { date: string; edition: Edition }) {
  const { say } = useLanguage()
  const [outcome, setOutcome] = useState<string>('')
  const override = useAct<{ attempt: number; outcome: string; reason: string }>(date, '/override')
  return (
    <WithReason
      summary={say('我已到公众平台后台查看，由我认定', 'I looked in WeChat’s console and say what happened')}
      label={say('依据（会记录在案）', 'On what grounds (kept on record)')}
      button={say('认定', 'Say so')}
      act={(reason) => override.mutate({ attempt: edition.attempt, outcome, reason })}
      isPending={override.isPending}
      error={override.error}
      disabled={outcome === ''}
    >
      <Radio.Group label={say('后台显示', 'The console shows')} value={outcome} onChange={setOutcome}>
        <Group mt={4}>
          <Radio value="sent" label={say('已经群发', 'it was sent')} />
          <Radio value="not-sent" label={say('没有群发', 'it was not sent')} />
        </Group>
      </Radio.Group>
    </WithReason>
  )
}

const startable: Edition['state'][] = ['composing', 'failed', 'cancelled']
const underWay: Edition['state'][] = ['building', 'testing', 'claiming', 'sending']

/** One article readers have, or had. */
function Sent({
  title,
  url,
  removed,
}: {
  title: string
  url: string
  removed: ShownEdition['removed'][number] | undefined
}) {
  const { say, language } = useLanguage()
  if (!removed)
    return (
      <Anchor href={url} target="_blank" rel="noreferrer">
        {title}
      </Anchor>
    )
  return (
    <>
      <s>{title}</s>{' '}
      {say(
        `已于 ${moment(removed.at, language)} 撤下：${removed.because}`,
        `removed on ${moment(removed.at, language)} because: ${removed.because}`,
      )}
    </>
  )
}

/** Results of WeChat's that contradict the record or are of no send of ours: somebody has to look in its console. */
function Strange({ strange }: Pick<Edition, 'strange'>) {
  const { say, language } = useLanguage()
  if (strange.length === 0) return null
  return (
    <Alert
      color="red"
      title={say(
        '微信的群发结果与记录不符，请到公众平台后台核对',
        'WeChat’s result does not fit the record; look in its console',
      )}
    >
      <List size="sm">
        {strange.map(({ msgId, status, attempt, at, counts }) => (
          <List.Item key={`${msgId} ${status}`}>
            {moment(at, language)} · msg_id {msgId} · {status} ·{' '}
            {attempt === undefined
              ? say('不属于本系统的群发', 'of no send of this system')
              : say(`第 ${attempt} 次`, `attempt ${attempt}`)}
            {say(` · 送达 ${counts.sent} 人`, ` · ${counts.sent} got it`)}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

/** What WeChat's own filter wrote otherwise in the draft: readers see none of it, the editor may look. */
function RewrittenByWechat({ draft }: Pick<Edition, 'draft'>) {
  const { say } = useLanguage()
  if (!draft || draft.rewritten.length === 0) return null
  return (
    <details>
      <summary>
        {say(
          `微信存草稿时改写了 ${draft.rewritten.length} 处写法，读者看到的文字、结构、链接和图片不变`,
          `WeChat wrote ${draft.rewritten.length} things its own way; words, structure, links and pictures are the same`,
        )}
      </summary>
      <List size="xs" mt="xs">
        {draft.rewritten.map(({ index, kind, what, before, after, count }) => (
          <List.Item key={`${index} ${kind} ${what}`}>
            {say(`第 ${index} 篇 `, `article ${index} `)}
            <code>{what}</code>
            {count > 1 && ` × ${count}`}: <code>{before || '—'}</code> → <code>{after || '—'}</code>
          </List.Item>
        ))}
      </List>
    </details>
  )
}

/** Each thing that stands in the way, or that readers got otherwise, and what to do about it. */
function Details({ outcome }: Pick<Edition, 'outcome'>) {
  const { tell } = useLanguage()
  const details = (outcome?.details ?? []) as { message?: Bilingual; remedy?: Bilingual }[]
  if (details.length === 0) return null
  return (
    <List size="sm">
      {details.map(
        ({ message, remedy }, index) =>
          message && (
            <List.Item key={index}>
              {tell(message)}
              {remedy && ` — ${tell(remedy)}`}
            </List.Item>
          ),
      )}
    </List>
  )
}

function Published({ edition, removed }: { edition: Edition; removed: ShownEdition['removed'] }) {
  const { say, tell, language } = useLanguage()
  const { result, outcome } = edition
  if (!result) return null
  const { counts } = result
  return (
    <Alert
      color={outcome ? 'red' : 'green'}
      title={say(`已群发 · ${moment(result.at, language)}`, `Sent · ${moment(result.at, language)}`)}
    >
      {outcome && <Text>{tell(outcome.said)}</Text>}
      <Details outcome={outcome} />
      {counts && (
        <Text size="sm">
          {say(
            `送达 ${counts.sent} 人，失败 ${counts.failed} 人，筛选后 ${counts.afterFilter} 人，总数 ${counts.total} 人（微信给的约数）`,
            `${counts.sent} got it, ${counts.failed} failed, ${counts.afterFilter} after filters, ${counts.total} in all (WeChat’s approximate counts)`,
          )}
        </Text>
      )}
      <List size="sm">
        {result.articles.map(({ index, url }) => (
          <List.Item key={index}>
            <Sent
              title={edition.items[index - 1]?.title ?? url}
              url={url}
              removed={removed.find((one) => one.index === index)}
            />
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

/** What can be done with the day now, in the order of the send: test, confirm, wait, sent, or why not. */
export function SendPanel(given: {
  shown: ShownEdition
  date: string
  past: boolean
  mayAct: boolean
  /** may say what became of a send nobody knows of */
  maySay: boolean
}) {
  const { shown, date, past, mayAct, maySay } = given
  const { say, tell, language } = useLanguage()
  const { edition, claim, sends, tests } = shown
  if (!edition) return null
  const { state, outcome } = edition
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb="xs">
        {say('发送', 'Send')}
      </Title>
      <Stack aria-live="polite">
        {outcome && state !== 'sent' && (
          <Alert color="orange" title={tell(outcome.said)}>
            <Details outcome={outcome} />
          </Alert>
        )}
        <Strange strange={edition.strange} />
        {claim && (
          <Text size="sm">
            {say(
              `当日唯一一次群发（10.3）由 ${claim.name} 于 ${moment(claim.claimedAt, language)} 占用：《${claim.title}》`,
              `The day’s one mass send (10.3) is held by ${claim.name} since ${moment(claim.claimedAt, language)}: “${claim.title}”`,
            )}
          </Text>
        )}
        {underWay.includes(state) && (
          <Group gap="xs">
            <Loader size="xs" />
            <Text>{say('正在进行，请稍候…', 'Under way…')}</Text>
          </Group>
        )}
        <Tests tests={tests} edition={edition} />
        <RewrittenByWechat draft={edition.draft} />
        {state === 'scheduled' && edition.byHand && (
          <Text>
            {say(
              `到 ${moment(edition.sendAt, language)} 占用当日群发，并把内容和步骤交给您人工群发。`,
              `At ${moment(edition.sendAt, language)} the day is claimed, and content and steps are handed to you.`,
            )}
          </Text>
        )}
        {state === 'scheduled' && !edition.byHand && (
          <Text>
            {Date.parse(edition.sendAt) > Date.now()
              ? say(
                  `将在 ${moment(edition.sendAt, language)} 群发。`,
                  `It will be sent at ${moment(edition.sendAt, language)}.`,
                )
              : say('已确认，马上群发。', 'Confirmed; it is sent at once.')}
          </Text>
        )}
        <Published edition={edition} removed={shown.removed} />
        {mayAct && startable.includes(state) && !past && <Start date={date} edition={edition} />}
        {mayAct && mayCancel(edition) && past && (
          <Text>
            {say(
              '这一天已经过去，不会再发：取消这一期，文章就回到待编稿件；也可在日历上把文章拖到今天或以后。',
              'This day has passed and is sent no more: call the edition off and its articles are free again, or drag them to today or later in the calendar.',
            )}
          </Text>
        )}
        {mayAct && isByHand(edition, sends) && <ByHand date={date} edition={edition} sends={sends} />}
        {mayAct && state === 'awaiting-confirmation' && <Confirm date={date} edition={edition} />}
        {maySay && !(mayAct && isByHand(edition, sends)) && mayOverride(edition, sends, Date.now()) && (
          <Override date={date} edition={edition} />
        )}
        {mayAct && mayCancel(edition) && <Cancel date={date} />}
      </Stack>
    </Paper>
  )
}
