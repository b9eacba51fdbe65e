import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PublishedTheme } from '../../../lib/api/theme'
import type { CompanyTheme } from '../../../lib/theme/company-theme'
import { Waits } from '../admin/changes'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { ReasonField } from '../parts/reason-field'

/** Proposes the look as the next version; a second person confirms it. */
export function ProposeLook(given: {
  base: number
  theme: CompanyTheme
  disabled: boolean
  proposed: () => void
}) {
  const { base, theme } = given
  const { say } = useLanguage()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const propose = useMutation({
    mutationFn: () => call<PublishedTheme>('POST', `/themes/${base}/next`, { theme, reason }),
    async onSuccess() {
      setReason('')
      given.proposed()
      for (const key of ['themes', 'changes']) await queries.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <Stack gap="sm" w="100%" maw={640}>
      <ReasonField reason={reason} change={setReason} />
      <Trouble error={propose.error} />
      {propose.data?.waits && <Waits change={propose.data.waits} />}
      {propose.data?.version && (
        <Text role="status">
          {say(
            `已发布第 ${propose.data.version.number} 版`,
            `Version ${propose.data.version.number} is published`,
          )}
        </Text>
      )}
      <Button
        w="fit-content"
        loading={propose.isPending}
        disabled={given.disabled || !reason.trim()}
        onClick={() => propose.mutate()}
      >
        {say(`提交复核，作为第 ${base + 1} 版`, `Propose as version ${base + 1}`)}
      </Button>
    </Stack>
  )
}
