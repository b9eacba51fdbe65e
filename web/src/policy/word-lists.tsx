import { Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ListedWordLists, ShownWords } from '../../../lib/api/wording'
import { csvOf } from '../../../lib/wording/entries'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { NextWords } from './next-words'
import { EntryLine, WordsDifference } from './words-difference'

function save({ number, words }: ShownWords) {
  // The mark lets spreadsheets on Chinese Windows read it as UTF-8.
  const url = URL.createObjectURL(new Blob([`\ufeff${csvOf(words)}`], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `words-${number}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url))
}

const useWords = (number: number) =>
  useQuery({
    queryKey: ['word-lists', number],
    queryFn: () => call<ShownWords>('GET', `/word-lists/${number}`),
  })

function Version({ number }: { number: number }) {
  const { say } = useLanguage()
  const [sought, seek] = useState('')
  const { data, error, isPending } = useWords(number)
  const found =
    sought.trim() === '' ? [] : (data?.words ?? []).filter(({ word }) => word.includes(sought.trim()))
  return (
    <Stack gap="xs" mt="xs">
      <Trouble error={error} />
      {isPending && <Loading />}
      {data && (
        <>
          <Group align="end">
            <TextInput
              type="search"
              label={say(`在第 ${number} 版里查词`, `Look up a word in version ${number}`)}
              value={sought}
              onChange={(event) => seek(event.currentTarget.value)}
            />
            <Button variant="default" onClick={() => save(data)}>
              {say(`下载第 ${number} 版（CSV）`, `Download version ${number} (CSV)`)}
            </Button>
          </Group>
          {found.slice(0, 50).map((entry) => (
            <EntryLine key={entry.word} entry={entry} />
          ))}
          {sought.trim() !== '' && found.length === 0 && (
            <Text c="dimmed">{say('没有这个词', 'No such word')}</Text>
          )}
          {number > 1 && <WordsDifference difference={data.difference} />}
        </>
      )}
    </Stack>
  )
}

/** Versions of the word list (article 8): who published each and why, its words, and the next one. */
export function WordLists() {
  const { say, language } = useLanguage()
  const [open, setOpen] = useState<number>()
  const pages = usePages<ListedWordLists>(['word-lists'], '/word-lists')
  const { error, isPending, refetch } = pages
  const versions = pages.data?.pages.flatMap((page) => page.versions)
  const newest = pages.data?.pages[0]?.newest
  return (
    <Stack>
      <Title order={2} size="h3">
        {say('敏感词表（第八条）', 'Word list (article 8)')}
      </Title>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      <Stack component="ul" gap="xs" className="plain-list">
        {versions?.map(({ number, words, name, at, reason, added, removed, changed }) => (
          <Card key={number} component="li" withBorder padding="sm">
            <Group justify="space-between">
              <Text fw={600}>
                {say(`第 ${number} 版 · ${words} 个词`, `Version ${number} · ${words} words`)}
                {number === newest && say(' · 现行', ' · present')}
              </Text>
              <Button
                size="compact-sm"
                variant="default"
                aria-expanded={open === number}
                onClick={() => setOpen(open === number ? undefined : number)}
              >
                {open === number
                  ? say(`收起第 ${number} 版`, `Close version ${number}`)
                  : say(`查看第 ${number} 版`, `Open version ${number}`)}
              </Button>
            </Group>
            <Text size="sm" c="dimmed">
              {at
                ? say(
                    `${moment(at, language)} ${name ?? ''} 发布：新增 ${added}，删除 ${removed}，修改 ${changed}`,
                    `${moment(at, language)}, ${name ?? ''}: ${added} added, ${removed} removed, ${changed} changed`,
                  )
                : say('随产品提供', 'comes with the product')}
            </Text>
            {reason && <Text size="sm">{reason}</Text>}
            {open === number && <Version number={number} />}
          </Card>
        ))}
      </Stack>
      <More of={pages} />
      {newest !== undefined && <NextWords key={newest} base={newest} />}
    </Stack>
  )
}
