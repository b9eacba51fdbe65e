import { Alert, Anchor, Button, Code, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearch } from 'wouter'
import type { BundleFile } from '../../../lib/archive/bundle'
import type { Entry } from '../../../lib/archive/entry'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { RemovalBadge, StateBadge } from '../parts/state-badge'
import { Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { stateNames, tierNames } from '../words/names'
import { RemovalOf } from '../submissions/removal'
import { WhereReadersHaveIt } from '../submissions/where-readers-have-it'
import { decisionNames, fileNames, size } from './names'
import { PrintButton } from './print-button'

interface Shown {
  entry: Entry
  bundles: { events: number; head: string; seal: string; result: Entry['result']; endedAt: string }[]
  files: (Pick<BundleFile, 'path' | 'kind' | 'bytes' | 'sha256'> & { url: string })[]
}

function Decisions({ entry }: { entry: Entry }) {
  const { say, tell, language } = useLanguage()
  if (entry.decisions.length === 0) return null
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('审批', 'Decisions')}
      </Title>
      <ol>
        {entry.decisions.map(({ tier, name, kind, at }) => (
          <li key={`${tier} ${at}`}>
            {tell(tierNames[tier] ?? { zh: tier, en: tier })}：{name} ·{' '}
            {tell(decisionNames[kind] ?? { zh: kind, en: kind })} · {moment(at, language)}
          </li>
        ))}
      </ol>
    </Paper>
  )
}

function Files({ files }: { files: Shown['files'] }) {
  const { say, tell } = useLanguage()
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say(`文件（${files.length}）`, `Files (${files.length})`)}
      </Title>
      <Table.ScrollContainer minWidth={320} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('内容', 'What')}</Table.Th>
              <Table.Th>{say('文件', 'File')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {files.map(({ path, kind, bytes, url, sha256 }) => (
              <Table.Tr key={path}>
                <Table.Td>{tell(fileNames[kind])}</Table.Td>
                <Table.Td>
                  <Anchor href={url} title={`SHA-256 ${sha256}`}>
                    {path}
                  </Anchor>{' '}
                  <Text span size="sm" c="dimmed">
                    {size(bytes)}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

/** Whoever scanned the code of a printed sheet is told whether it is of a bundle that lies here. */
function SealOfPaper({ printed, seals }: { printed: string; seals: string[] }) {
  const { say } = useLanguage()
  const same = seals.includes(printed)
  return (
    <Alert color={same ? 'green' : 'red'}>
      {same
        ? say('审批单上的封存哈希与归档一致。', 'The seal on the printed sheet is that of this archive.')
        : say(
            '审批单上的封存哈希与归档不一致：这张纸不是由这份归档印出的。',
            'The seal on the printed sheet is not of this archive: that paper was not printed from it.',
          )}
    </Alert>
  )
}

/** The whole bundle as one file, for `npx qianfa-verify`. */
function TakeOut({ at }: { at: string }) {
  const { say } = useLanguage()
  const pack = useMutation({
    mutationFn: () =>
      call<{ tar: { url: string; bytes: number } | null }>('GET', `${at.replace('?', '/bundle?')}`),
    onSuccess: ({ tar }) => {
      if (tar) window.location.assign(tar.url)
    },
  })
  return (
    <div>
      <Button variant="default" loading={pack.isPending} onClick={() => pack.mutate()}>
        {say('下载整包（.tar）', 'Download the bundle (.tar)')}
      </Button>
      {pack.data?.tar === null && (
        <Text size="sm" mt="xs">
          {say(
            '这一包太大，请在下面逐个下载文件，放进同一个文件夹再核验。',
            'This bundle is too large for one file; fetch its files below into one folder and verify that.',
          )}
        </Text>
      )}
      <Trouble error={pack.error} retry={() => pack.mutate()} />
    </div>
  )
}

/** One archived submission: who decided, where readers had it, every file, and how to prove that nothing was changed. */
export function BundlePage({ id }: { id: string }) {
  const { say, tell, language } = useLanguage()
  const printed = new URLSearchParams(useSearch())
  const [events, choose] = useState(Number(printed.get('events')) || undefined)
  const seal = printed.get('seal')
  const query = `?${events ? `events=${events}` : ''}`
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['archive', id, events],
    queryFn: () => call<Shown>('GET', `/archive/${id}${query}`),
    // The links to the files live ten minutes.
    refetchInterval: 8 * 60_000,
  })
  return (
    <Stack gap="md">
      <Anchor component={Link} href="/archive" size="sm">
        {say('← 归档', '← Archive')}
      </Anchor>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading lines={6} />}
      {data && (
        <>
          <Group justify="space-between" align="flex-start">
            <div>
              <Title order={1} size="h2">
                {data.entry.title}
              </Title>
              <Text c="dimmed" size="sm">
                {data.entry.number} · {data.entry.unitName} · {data.entry.officer.name} ·{' '}
                {moment(data.entry.endedAt, language)}
              </Text>
            </div>
            <Group gap={6}>
              {data.entry.removes && <RemovalBadge removes={data.entry.removes} />}
              <StateBadge state={data.entry.result} />
            </Group>
          </Group>
          {seal && <SealOfPaper printed={seal} seals={data.bundles.map((bundle) => bundle.seal)} />}
          {data.entry.removes && <RemovalOf removes={data.entry.removes} />}
          {data.entry.publications.map((publication) => (
            <WhereReadersHaveIt key={publication.channel} publication={publication} />
          ))}
          <Group align="flex-start">
            <PrintButton
              path={`/archive/${id}/sheet${query}`}
              label={say('审批单（PDF）', 'Approval sheet (PDF)')}
            />
            <TakeOut at={`/archive/${id}${query}`} />
            <Anchor component={Link} href={`/submissions/${id}`} mt={6}>
              {say('看稿件和经过', 'See the submission and its ledger')}
            </Anchor>
          </Group>
          <Decisions entry={data.entry} />
          <Alert color="gray" title={say('封存', 'Seal')}>
            <Text size="sm" className="wrap">
              <Code>{data.entry.seal}</Code>
            </Text>
            <Text size="sm" mt="xs">
              {say(
                '整包下载后，用 npx qianfa-verify 文件名 可离线证明没有一个字节被改过；抄下上面的封存值，与核验结果对照。',
                'With the bundle downloaded, npx qianfa-verify FILE proves offline that no byte was changed; compare what it prints with the seal above.',
              )}
            </Text>
            {data.bundles.length > 1 && (
              <Group mt="xs" gap="xs">
                {data.bundles.map((bundle) => (
                  <Button
                    key={bundle.events}
                    size="compact-sm"
                    variant={bundle.events === data.entry.ledger.events ? 'filled' : 'default'}
                    onClick={() => choose(bundle.events)}
                  >
                    {moment(bundle.endedAt, language)} · {tell(stateNames[bundle.result])}
                  </Button>
                ))}
              </Group>
            )}
          </Alert>
          <Files files={data.files} />
        </>
      )}
    </Stack>
  )
}
