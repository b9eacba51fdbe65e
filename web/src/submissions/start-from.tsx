import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconTemplate } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Begun } from '../../../lib/start/begin-from'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { KeepStart } from './keep-start'
import { useBegin } from './starts'

/** Opens a draft that has begun, and names the files that have to be uploaded again. */
export function useOpenBegun(): (answer: Begun) => void {
  const { say } = useLanguage()
  const [, go] = useLocation()
  return ({ submission, gone }) => {
    if (gone.length > 0)
      notifications.show({
        ...{ color: 'orange', autoClose: false },
        message: say(
          `原件已过保存期，请在原处重新上传：${gone.join('、')}`,
          `kept no longer; upload again in their places: ${gone.join(', ')}`,
        ),
      })
    go(`/submissions/${submission.id}`)
  }
}

/** This article as the beginning of others: one at once, or a template. */
export function StartFrom({ submissionId }: { submissionId: string }) {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const [keeping, setKeeping] = useState(false)
  const begin = useBegin(useOpenBegun())
  const mayKeep = isOne(me, 'officer', 'unit-head', 'editor', 'office-reviewer', 'department-head')
  return (
    <>
      {isOne(me, 'officer') && (
        <Button
          variant="default"
          leftSection={<IconCopy size={16} />}
          loading={begin.isPending}
          onClick={() => begin.mutate({ kind: 'article', submissionId })}
        >
          {say('复制为新稿', 'Copy into a new draft')}
        </Button>
      )}
      {mayKeep && (
        <>
          <Button variant="default" leftSection={<IconTemplate size={16} />} onClick={() => setKeeping(true)}>
            {say('存为模板', 'Keep as a template')}
          </Button>
          <KeepStart
            what={keeping ? { kind: 'template', submissionId } : undefined}
            close={() => setKeeping(false)}
          />
        </>
      )}
      <Trouble error={begin.error} />
    </>
  )
}
