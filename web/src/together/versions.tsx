import { Badge, Group, Image, Paper, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { diffWords } from 'diff'
import { memo, useMemo, useState } from 'react'
import type { LaidVersion, LaidVersions } from '../../../lib/api/submission'
import { fields, labelOf, type FieldName } from '../../../lib/submission/fields'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { blocksOf } from './merge-content'
import { ShownBlock } from './shown-block'
import { laidSideBySide } from './three-way'

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
/** Beyond that many edits it is another text. */
const maxEditLength = 2_000

/** The words of one side, what the other does not have marked: new underlined, gone struck through. */
function Marked({ before, after, side }: { before: string; after: string; side: 'before' | 'after' }) {
  const parts = diffWords(before, after, { intlSegmenter: segmenter, maxEditLength }) ?? [
    { value: before, removed: true, added: false },
    { value: after, added: true, removed: false },
  ]
  const left = side === 'before' ? 'added' : 'removed'
  return (
    <Text component="div" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {parts
        .filter((part) => !part[left])
        .map(({ value, added, removed }, index) =>
          added ? <ins key={index}>{value}</ins> : removed ? <del key={index}>{value}</del> : value,
        )}
    </Text>
  )
}

const textOf = (html: string) => new DOMParser().parseFromString(html, 'text/html').body.textContent ?? ''

function Cell(given: {
  html?: string | undefined
  other?: string | undefined
  side: 'before' | 'after'
  of: LaidVersion
}) {
  const { html, other, side, of } = given
  const { say } = useLanguage()
  const pictures = useMemo(
    () => of.media.map((one) => ({ ...one, state: 'accepted' as const, findings: [] })),
    [of.media],
  )
  if (html === undefined) return <div aria-hidden="true" />
  const words = [textOf(html), textOf(other ?? '')] as const
  const changed = other !== undefined && other !== html
  const [before, after] = side === 'before' ? words : [words[1], words[0]]
  return (
    <Paper withBorder={other !== html} p={6} data-changed={other !== html || undefined}>
      {other === undefined && (
        <Badge color={side === 'before' ? 'red' : 'green'} variant="light" mb={4}>
          {side === 'before' ? say('删去', 'taken out') : say('新增', 'added')}
        </Badge>
      )}
      {changed && words[0] !== words[1] ? (
        <Marked {...{ before, after, side }} />
      ) : (
        <>
          {changed && <Badge variant="light">{say('样式或图片有变', 'look or picture changed')}</Badge>}
          <ShownBlock html={html} pictures={pictures} />
        </>
      )}
    </Paper>
  )
}

const wordsIn = ({ content, media }: LaidVersion, field: FieldName): string => {
  const value = content[field]
  if (field === 'mediaIds') return media.map(({ fileName }) => fileName).join('\n')
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.join('、')
  return (
    fields[field].said?.(value as never) ??
    (typeof value === 'object' ? JSON.stringify(value) : String(value))
  )
}

/** The cover, which readers see first: the first picture unless another was chosen. */
const coverOf = ({ content, media }: LaidVersion) =>
  media.find(({ id, url }) => (content.cover ? id === content.cover.mediaId : url !== undefined))

function Sides({ before, after }: { before: LaidVersion; after: LaidVersion }) {
  const { say, tell } = useLanguage()
  const names = (Object.keys(fields) as FieldName[]).filter(
    (field) => field !== 'body' && wordsIn(before, field) !== wordsIn(after, field),
  )
  const covers = [coverOf(before), coverOf(after)]
  const rows = laidSideBySide(blocksOf(before.content.body), blocksOf(after.content.body))
  const same =
    names.length === 0 &&
    covers[0]?.checksum === covers[1]?.checksum &&
    rows.every((row) => row.before === row.after)
  return (
    <Stack gap="sm">
      {same && <Text>{say('两版没有差别', 'The two versions are the same')}</Text>}
      {covers[0]?.checksum !== covers[1]?.checksum && (
        <section>
          <Title order={3} size="h5">
            {say('封面', 'Cover')}
          </Title>
          <SimpleGrid cols={2} spacing="xs">
            {covers.map((cover, index) =>
              cover?.url ? (
                <Image key={index} src={cover.url} alt={cover.fileName} radius="sm" />
              ) : (
                <Text key={index} c="dimmed">
                  {say('没有', 'none')}
                </Text>
              ),
            )}
          </SimpleGrid>
        </section>
      )}
      {names.map((field) => (
        <section key={field}>
          <Title order={3} size="h5">
            {tell(labelOf(field))}
          </Title>
          <SimpleGrid cols={2} spacing="xs">
            {(['before', 'after'] as const).map((side) => (
              <Marked key={side} before={wordsIn(before, field)} after={wordsIn(after, field)} side={side} />
            ))}
          </SimpleGrid>
        </section>
      ))}
      <Title order={3} size="h5">
        {tell(labelOf('body'))}
      </Title>
      {rows.map((row, index) => (
        <SimpleGrid key={index} cols={2} spacing="xs">
          <Cell html={row.before} other={row.after} side="before" of={before} />
          <Cell html={row.after} other={row.before} side="after" of={after} />
        </SimpleGrid>
      ))}
    </Stack>
  )
}

/** Any two versions side by side, paragraph beside paragraph; compared anew when they change, not at each letter beside them. */
export const Versions = memo(function Versions({ submissionId }: { submissionId: string }) {
  const { say, language } = useLanguage()
  const [chosen, choose] = useState<{ before?: string; after?: string }>({})
  const query = new URLSearchParams(Object.entries(chosen)).toString()
  const { data, error, refetch } = useQuery({
    queryKey: ['submission', submissionId, 'versions', query],
    queryFn: () => call<LaidVersions>('GET', `/submissions/${submissionId}/versions?${query}`),
    placeholderData: (before) => before,
  })
  if (!data) return error ? <Trouble error={error} retry={() => void refetch()} /> : <Loading lines={4} />
  const { versions, before, after } = data
  if (!before || !after) return null
  const options = versions.map(({ version, draft, at, by }) => ({
    value: String(version),
    label: [
      draft
        ? say(`第 ${version} 版（正在写）`, `version ${version} (being written)`)
        : say(`第 ${version} 版`, `version ${version}`),
      by,
      at && moment(at, language),
    ]
      .filter(Boolean)
      .join(' · '),
  }))
  return (
    <Stack gap="sm">
      <Trouble error={error} retry={() => void refetch()} />
      <Group grow>
        <Select
          label={say('左边', 'Left')}
          value={String(before.version)}
          data={options}
          allowDeselect={false}
          onChange={(value) => value && choose({ before: value, after: String(after.version) })}
          comboboxProps={{ withinPortal: false }}
        />
        <Select
          label={say('右边', 'Right')}
          value={String(after.version)}
          data={options}
          allowDeselect={false}
          onChange={(value) => value && choose({ before: String(before.version), after: value })}
          comboboxProps={{ withinPortal: false }}
        />
      </Group>
      <Sides before={before} after={after} />
    </Stack>
  )
})
