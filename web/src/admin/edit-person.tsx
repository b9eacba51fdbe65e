import { Button, Divider, Group, Modal, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import type { Person, Role, Unit } from '../../../lib/people/person'
import { newKey } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { roleNames } from '../../../lib/policy/role-names'
import { Waits } from './changes'
import { ChangeTrouble } from './would-stop'
import { useChange } from './use-change'

function Roles({ person, units, today }: { person: Person; units: Unit[]; today: string }) {
  const { say, tell } = useLanguage()
  const [role, setRole] = useState<Role>('unit-head')
  const [unitId, setUnit] = useState(person.unitId)
  const change = useChange()
  const path = (of: Role, unit: string) => `/people/${person.id}/roles/${of}/${unit}`
  const [ending, setEnding] = useState<{ role: Role; unitId: string }>()
  const end = (of: { role: Role; unitId: string }, query = '') => {
    setEnding(of)
    change.mutate({ method: 'DELETE', path: `${path(of.role, of.unitId)}${query}` })
  }
  const current = person.grants.filter(({ until }) => !until || today <= until)
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {say('角色', 'Roles')}
      </Title>
      <Stack gap="xs">
        {current.map((grant) => (
          <Group key={`${grant.role} ${grant.unitId}`} justify="space-between">
            <Text size="sm">
              {tell(roleNames[grant.role])} ·{' '}
              {units.find(({ id }) => id === grant.unitId)?.name ?? grant.unitId}
            </Text>
            {/* Article 6: a designation is the unit head's to end. */}
            {grant.role !== 'officer' && (
              <Button size="compact-sm" variant="default" onClick={() => end(grant)}>
                {say(`结束“${tell(roleNames[grant.role])}”`, `End “${tell(roleNames[grant.role])}”`)}
              </Button>
            )}
          </Group>
        ))}
        <Group align="flex-end">
          <NativeSelect
            label={say('增加角色', 'Add a role')}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
            data={Object.entries(roleNames)
              .filter(([value]) => value !== 'officer')
              .map(([value, name]) => ({ value, label: tell(name) }))}
          />
          <NativeSelect
            label={say('在哪个单位', 'In which unit')}
            value={unitId}
            onChange={(event) => setUnit(event.currentTarget.value)}
            data={units.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Button
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate({ path: path(role, unitId), body: { from: today } })}
          >
            {say('增加', 'Add')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {say(
            '信息员由各单位负责人在“本单位信息员”页指定（第六条）。',
            'Information officers are named by the unit heads, on their page “Officers” (article 6).',
          )}
        </Text>
        <ChangeTrouble
          error={change.error}
          confirm={() => ending && end(ending, '?confirmed=yes')}
          handOver={ending && { of: person.id, ...ending }}
        />
        {change.data?.waits && <Waits change={change.data.waits} />}
      </Stack>
    </section>
  )
}

/** A phone was lost, or somebody else may sit in a session. */
function SignedIn({ person }: { person: Person }) {
  const { say } = useLanguage()
  const end = useChange()
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {say('登录', 'Signed in')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {say(
          '例如手机丢失：立即退出此人的所有登录并删除其通行密钥，须用邮箱验证码重新登录。',
          'When a phone was lost: ends all sessions of this person and removes the passkeys, at once; then a mailed code signs in.',
        )}
      </Text>
      <Button
        variant="default"
        loading={end.isPending}
        disabled={end.isSuccess}
        onClick={() => end.mutate({ method: 'DELETE', path: `/people/${person.id}/sessions` })}
      >
        {end.isSuccess
          ? say('已全部退出', 'All ended')
          : say(`退出 ${person.name} 的所有登录`, `End all sessions of ${person.name}`)}
      </Button>
      <Trouble error={end.error} />
    </section>
  )
}

/** A person: name, address, unit, day of leaving; and the roles held. */
export function EditPerson(given: {
  person?: Person
  unitId: string
  units: Unit[]
  today: string
  close: () => void
}) {
  const { person, units, today, close } = given
  const { say } = useLanguage()
  // Made here and kept for this one wish: pressed twice, it is one person.
  const [id] = useState(() => person?.id ?? newKey())
  const [name, setName] = useState(person?.name ?? '')
  const [email, setEmail] = useState(person?.email ?? '')
  const [unitId, setUnit] = useState(person?.unitId ?? given.unitId)
  const [language, setLanguage] = useState(person?.language ?? 'zh')
  const [leftOn, setLeftOn] = useState(person?.leftOn ?? '')
  const save = useChange(close)
  const keep = (confirmed = false) =>
    save.mutate({
      path: `/people/${id}`,
      body: {
        ...{ name: name.trim(), email: email.trim(), unitId, language, create: !person },
        ...(leftOn && { leftOn }),
        ...(confirmed && { confirmed }),
      },
    })
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={person ? person.name : say('新增人员', 'Add a person')}
      closeButtonProps={{ 'aria-label': say('关闭', 'Close') }}
    >
      <Stack>
        <TextInput
          label={say('姓名', 'Name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          type="email"
          label={say('邮箱（登录和审批都用它）', 'Mail address (for signing in and deciding)')}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <NativeSelect
          label={say('单位', 'Unit')}
          value={unitId}
          onChange={(event) => setUnit(event.currentTarget.value)}
          data={units.map((unit) => ({ value: unit.id, label: unit.name }))}
        />
        <NativeSelect
          label={say('邮件和页面的语言', 'Language of mails and pages')}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value as Person['language'])}
          data={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
        <TextInput
          type="date"
          label={say(
            '离职日期（当天起不能再登录和审批）',
            'Left on (from that day: no sign-in, no decisions)',
          )}
          value={leftOn}
          onChange={(event) => setLeftOn(event.currentTarget.value)}
        />
        <ChangeTrouble error={save.error} confirm={() => keep(true)} />
        {save.data?.waits && <Waits change={save.data.waits} />}
        <Group>
          <Button
            disabled={name.trim() === '' || email === ''}
            loading={save.isPending}
            onClick={() => keep()}
          >
            {say('保存', 'Save')}
          </Button>
        </Group>
        {person && (
          <>
            <Divider />
            <Roles person={person} units={units} today={today} />
            <Divider />
            <SignedIn person={person} />
          </>
        )}
      </Stack>
    </Modal>
  )
}
