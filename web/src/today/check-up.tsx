import { Alert, Anchor, List } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Troubles } from '../../../lib/api/today'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { mayOpen, placeOf } from '../shell/places'

/** What stands in the way of the company's work, or soon will; looked at afresh every ten minutes at most. */
export function CheckUp() {
  const { say, tell } = useLanguage()
  const { data: me } = useMe()
  const { data, error, refetch } = useQuery({
    queryKey: ['check-up'],
    queryFn: () => call<Troubles>('GET', '/check-up'),
    enabled: isOne(me, 'admin', 'department-head'),
    staleTime: 600_000,
  })
  if (error) return <Trouble error={error} retry={() => void refetch()} />
  if (!data || !me) return null
  const isOpen = (href: string) => {
    const place = placeOf(href)
    return place !== undefined && mayOpen(me, place)
  }
  const serious = data.troubles.some((one) => one.serious)
  return (
    <Alert
      color={serious ? 'red' : data.troubles.length > 0 ? 'orange' : 'green'}
      title={say(`公司体检（${data.troubles.length}）`, `The company’s check-up (${data.troubles.length})`)}
    >
      {data.troubles.length === 0 ? (
        say('没有发现会让工作停下的问题。', 'Nothing was found that stops the work.')
      ) : (
        <List size="sm" spacing={4}>
          {data.troubles.map(({ said, href }) => (
            <List.Item key={said.zh}>
              {tell(said)}{' '}
              {isOpen(href) && (
                <Anchor component={Link} href={href} size="sm">
                  {say('去处理', 'Mend it')}
                </Anchor>
              )}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  )
}
