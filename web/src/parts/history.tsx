import { Text, Timeline } from '@mantine/core'
import type { LedgerEvent } from '../../../lib/ledger/event'
import { historyOf } from '../../../lib/policy/history'
import { useLanguage } from '../language'
import { moment } from '../words/moment'
import { tierNames } from '../words/names'

/** A ledger in words, with names: what was kept over and over while somebody wrote is one line. */
export function History({ events, names }: { events: LedgerEvent[]; names: Record<string, string> }) {
  const { tell, language, say } = useLanguage()
  const lines = historyOf(events, (id) => names[id] ?? id)
  return (
    <Timeline bulletSize={14} lineWidth={2} active={lines.length}>
      {lines.map(({ words, at, until, times, name, asked, tier, reason }) => (
        <Timeline.Item key={`${at} ${words.en}`} title={tell(words)}>
          <Text size="sm" c="dimmed">
            {moment(at, language)}
            {until && ` – ${moment(until, language)} ${say(`（${times} 次）`, `(${times} times)`)}`}
            {tier && ` · ${tell(tierNames[tier] ?? { zh: tier, en: tier })}`}
            {name && ` · ${name}`}
            {asked.length > 0 && ` → ${asked.join(say('、', ', '))}`}
          </Text>
          {reason && <Text size="sm">{reason}</Text>}
        </Timeline.Item>
      ))}
    </Timeline>
  )
}
