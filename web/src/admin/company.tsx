import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { UnitWithPeople } from '../../../lib/people/administer'
import type { ReturnedMail } from '../../../lib/people/returned-mail'
import type { Person } from '../../../lib/people/person'
import { call } from '../api/client'
import { useMe } from '../api/me'
import { listed } from '../api/queries'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { day, momentInYear } from '../words/moment'
import { roleNames } from '../../../lib/policy/role-names'
import { Acts } from './acts'
import { Changes } from './changes'
import { EditPerson } from './edit-person'
import { EditUnit } from './edit-unit'
import { Roster } from './roster'

interface Shown {
  person: Person
  returned: ReturnedMail | undefined
  today: string
  edit: () => void
}

function Member({ person, returned, today, edit }: Shown) {
  const { say, tell, language } = useLanguage()
  const date = (on: string) => day(on, language)
  const left = person.leftOn !== undefined && person.leftOn <= today
  const current = person.grants.filter(({ from, until }) => from <= today && (!until || today <= until))
  return (
    <Card component="li" withBorder padding="xs">
      <Group justify="space-between" gap="xs">
        <div>
          <Text fw={600} td={left ? 'line-through' : undefined}>
            {person.name}{' '}
            <Text span size="sm" c="dimmed" fw={400}>
              {person.email}
            </Text>
          </Text>
          {returned && (
            <Text size="sm" c="dimmed">
              {say(
                `发给${person.name}的邮件自 ${momentInYear(returned.since, language)} 起被退回，请核对邮箱`,
                `Mail to ${person.name} comes back since ${momentInYear(returned.since, language)}; check the address`,
              )}
            </Text>
          )}
          <Group gap={4}>
            {left && (
              <Badge color="gray">
                {say(`${date(person.leftOn!)} 离职`, `left ${date(person.leftOn!)}`)}
              </Badge>
            )}
            {!left &&
              current.map(({ role, unitId, until }) => (
                <Badge key={`${role} ${unitId}`} color="blue">
                  {tell(roleNames[role])}
                  {until && say(`（至 ${date(until)}）`, ` (until ${date(until)})`)}
                </Badge>
              ))}
          </Group>
        </div>
        <Button size="compact-sm" variant="default" onClick={edit}>
          {say(`修改 ${person.name}`, `Change ${person.name}`)}
        </Button>
      </Group>
    </Card>
  )
}

/** Units, people, roles; and what administrators did. */
export function Company() {
  const { say, language } = useLanguage()
  const { data: me } = useMe()
  const [editing, edit] = useState<{ person?: Person; unitId: string }>()
  const [unit, editUnit] = useState<UnitWithPeople | 'new'>()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['company'],
    meta: listed,
    queryFn: () => call<{ units: UnitWithPeople[]; returnedMail: ReturnedMail[] }>('GET', '/admin/company'),
  })
  const today = me!.today
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          {say('单位和人员', 'Units and people')}
        </Title>
        <Button onClick={() => editUnit('new')}>{say('新增单位', 'Add a unit')}</Button>
      </Group>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading lines={6} />}
      <Changes open />
      {data && <Roster units={data.units} today={today} />}
      {data?.units.map((one) => (
        <section key={one.id} aria-labelledby={`unit-${one.id}`}>
          <Group gap="xs" mb="xs">
            <Title order={2} size="h4" id={`unit-${one.id}`}>
              {language === 'en' && one.nameEn ? one.nameEn : one.name}
            </Title>
            {one.office && <Badge>{say('主管部门（第四条）', 'in charge (article 4)')}</Badge>}
            <Button size="compact-sm" variant="subtle" onClick={() => editUnit(one)}>
              {say(`改名（${one.name}）`, `Rename (${one.nameEn ?? one.name})`)}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => edit({ unitId: one.id })}>
              {say(`在${one.name}新增人员`, `Add a person to ${one.nameEn ?? one.name}`)}
            </Button>
          </Group>
          <Stack component="ul" gap="xs" className="plain-list">
            {one.people.map((person) => (
              <Member
                key={person.id}
                person={person}
                returned={data.returnedMail.find(({ personId }) => personId === person.id)}
                today={today}
                edit={() => edit({ person, unitId: one.id })}
              />
            ))}
          </Stack>
        </section>
      ))}
      <Acts month={today.slice(0, 7)} headed />
      {editing && data && (
        <EditPerson
          key={editing.person?.id ?? 'new'}
          person={data.units.flatMap(({ people }) => people).find(({ id }) => id === editing.person?.id)}
          unitId={editing.unitId}
          units={data.units}
          today={today}
          close={() => edit(undefined)}
        />
      )}
      {unit && <EditUnit unit={unit === 'new' ? undefined : unit} close={() => editUnit(undefined)} />}
    </Stack>
  )
}
