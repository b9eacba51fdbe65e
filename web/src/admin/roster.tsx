import { Alert, Button, Checkbox, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { UnitWithPeople } from '../../../lib/people/administer'
import type { RosterRows } from '../../../lib/people/roster'
import type { ShownProposal } from '../../../lib/oversight/list'
import type { ShownRoster } from '../../../lib/today/look-roster'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { ActButton } from '../parts/act-button'
import { ChooseFiles } from '../parts/choose-files'
import { Trouble } from '../parts/refusal'
import { ReasonField } from '../parts/reason-field'
import { ActDetails } from './act-details'
import { Waits } from './changes'
import { sheetsOf, UnreadableFile } from './roster-rows'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type Read = Pick<RosterRows, 'units' | 'people'>

/** People and units by spreadsheet: an empty form, those of today, and an import that is looked at before it is asked for. */
export function Roster({ units, today }: { units: UnitWithPeople[]; today: string }) {
  const { say, tell } = useLanguage()
  const queries = useQueryClient()
  const [missing, setMissing] = useState<RosterRows['missing']>('stay')
  const [read, keep] = useState<Read>()
  const [reason, setReason] = useState('')
  const preview = useMutation({
    mutationFn: (rows: RosterRows) => call<ShownRoster>('POST', '/admin/roster/preview', rows),
  })
  const choose = useMutation({
    mutationFn: async (chosen: File) => {
      const { readRoster } = await import('./roster-file')
      return readRoster(chosen)
    },
    onSuccess: (rows) => {
      keep(rows)
      preview.mutate({ ...rows, missing })
    },
  })
  const ask = useMutation({
    mutationFn: (body: { rows: RosterRows; fingerprint: string; reason: string }) =>
      call<{ waits?: ShownProposal }>('POST', '/admin/roster', body),
    onSuccess: async () => {
      leave()
      for (const key of ['company', 'acts', 'changes', 'check-up'])
        await queries.invalidateQueries({ queryKey: [key] })
    },
  })
  function leave() {
    keep(undefined)
    setReason('')
    preview.reset()
    choose.reset()
  }
  const unreadable = choose.error instanceof UnreadableFile ? choose.error.said : undefined
  const name = say(`人员和单位-${today}.xlsx`, `people-and-units-${today}.xlsx`)
  const download = async (written: UnitWithPeople[], as: string) => {
    const { saveRoster } = await import('./roster-file')
    await saveRoster(sheetsOf(written, today), as)
  }
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="roster">
      <Stack gap="sm">
        <Title order={2} size="h4" id="roster">
          {say('用表格维护人员和单位', 'People and units by spreadsheet')}
        </Title>
        <Text size="sm">
          {say(
            '下载表格，在 Excel 或 WPS 里修改，再上传。上传后先看到会改变什么，确认才提交；编号由系统生成，新人和新单位留空。',
            'Download the spreadsheet, edit it, and upload it. You see what would change before anything is asked for; ids are made by the system, new rows leave them empty.',
          )}
        </Text>
        <Group>
          <ActButton
            label={say('下载空表', 'Download an empty form')}
            icon={<IconDownload size={16} />}
            act={() => download([], say('人员和单位-空表.xlsx', 'people-and-units.xlsx'))}
          />
          <ActButton
            label={say('下载今天的人员和单位', 'Download those of today')}
            icon={<IconDownload size={16} />}
            act={() => download(units, name)}
          />
          <ChooseFiles accept={`.xlsx,${xlsx}`} onChange={(chosen) => chosen && choose.mutate(chosen)}>
            {(props) => (
              <Button
                {...props}
                leftSection={<IconUpload size={16} />}
                loading={choose.isPending || preview.isPending}
              >
                {say('上传表格（.xlsx）', 'Upload a spreadsheet (.xlsx)')}
              </Button>
            )}
          </ChooseFiles>
        </Group>
        <Checkbox
          label={say(
            '表格包含全公司：不在表里的人今天起离职',
            'It holds the whole company: who is not in it leaves today',
          )}
          checked={missing === 'leave'}
          onChange={({ currentTarget: { checked } }) => {
            const next = checked ? 'leave' : 'stay'
            setMissing(next)
            if (read) preview.mutate({ ...read, missing: next })
          }}
        />
        {unreadable && (
          <Alert color="orange" role="alert">
            {tell(unreadable)}
          </Alert>
        )}
        <Trouble error={(unreadable ? undefined : choose.error) ?? preview.error ?? ask.error} />
        {ask.data?.waits && !read && <Waits change={ask.data.waits} />}
        {ask.data && !ask.data.waits && !read && (
          <Text role="status">{say('已导入，并记入操作记录。', 'Imported, and on record.')}</Text>
        )}
        {read && preview.data && (
          <Stack gap="sm" aria-live="polite">
            <Text fw={600}>
              {preview.data.isSame
                ? say(
                    '与现在完全相同，没有要导入的。',
                    'It is as the company is today; there is nothing to import.',
                  )
                : say('导入后会改变：', 'Importing it would change:')}
            </Text>
            {!preview.data.isSame && <ActDetails act={preview.data.act} />}
            <Text size="sm" c="dimmed">
              {say(`不变：${preview.data.unchanged} 人`, `Unchanged: ${preview.data.unchanged} people`)}
            </Text>
            {preview.data.stops.length > 0 && (
              <Alert color="orange" title={say('导入后没有人接着做：', 'Nobody would do this any more:')}>
                <List size="sm">
                  {preview.data.stops.map((one) => (
                    <List.Item key={one.zh}>{tell(one)}</List.Item>
                  ))}
                </List>
              </Alert>
            )}
            {preview.data.why && (
              <Text size="sm">
                {say(
                  `需要第二个人确认：${preview.data.why.zh}。`,
                  `It takes a second person: ${preview.data.why.en}.`,
                )}
              </Text>
            )}
            {!preview.data.isSame && <ReasonField reason={reason} change={setReason} />}
            <Group>
              {!preview.data.isSame && (
                <Button
                  loading={ask.isPending}
                  disabled={!reason.trim()}
                  onClick={() =>
                    ask.mutate({
                      ...{ rows: { ...read, missing }, reason: reason.trim() },
                      fingerprint: preview.data.fingerprint,
                    })
                  }
                >
                  {preview.data.why ? say('提交复核', 'Have it confirmed') : say('导入', 'Import')}
                </Button>
              )}
              <Button variant="default" onClick={leave}>
                {say('放弃', 'Leave it')}
              </Button>
            </Group>
          </Stack>
        )}
      </Stack>
    </Paper>
  )
}
