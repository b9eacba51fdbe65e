import {
  Alert,
  Anchor,
  Button,
  Container,
  Fieldset,
  Group,
  PasswordInput,
  Stack,
  Stepper,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FirstCompany, SetUpState } from '../../../lib/people/set-up'
import type { Role } from '../../../lib/people/person'
import { call } from '../api/client'
import { useLanguage, type Language } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { roleNames } from '../../../lib/policy/role-names'

interface Seat {
  key: string
  roles: Role[]
  name: string
  email: string
}

const officeSeats: [string, Role[]][] = [
  ['head', ['unit-head', 'department-head']],
  ['reviewer', ['office-reviewer']],
  ['editor', ['editor', 'officer']],
  ['admin', ['admin']],
]
const unitSeats: [string, Role[]][] = [
  ['head', ['unit-head']],
  ['officer', ['officer']],
]
const seats = (of: [string, Role[]][]): Seat[] =>
  of.map(([key, roles]) => ({ key, roles, name: '', email: '' }))

const filled = ({ name, email }: Seat) => name.trim() !== '' && /^\S+@\S+\.\S+$/.test(email.trim())

function Seats({ list, change }: { list: Seat[]; change: (list: Seat[]) => void }) {
  const { say, tell } = useLanguage()
  const set = (index: number, part: Partial<Seat>) =>
    change(list.map((seat, at) => (at === index ? { ...seat, ...part } : seat)))
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {say(
          '一人兼任时，请填相同的姓名和邮箱；同一稿件的填报和各级审批不能由同一人办理（第二条）。',
          'Somebody with several roles: type the same name and address. Whoever submits and each tier that approves are different people (article 2).',
        )}
      </Text>
      {list.map((seat, index) => (
        <Fieldset key={seat.key} legend={seat.roles.map((role) => tell(roleNames[role])).join('、')}>
          <Group grow preventGrowOverflow={false} wrap="wrap">
            <TextInput
              label={say('姓名', 'Name')}
              value={seat.name}
              onChange={(event) => set(index, { name: event.currentTarget.value })}
            />
            <TextInput
              type="email"
              label={say('邮箱', 'Mail address')}
              value={seat.email}
              onChange={(event) => set(index, { email: event.currentTarget.value })}
            />
          </Group>
        </Fieldset>
      ))}
    </Stack>
  )
}

const peopleOf = (
  unitId: string,
  list: Seat[],
  language: Language,
): FirstCompany['units'][number]['people'] =>
  list.map(({ key, roles, name, email }) => ({
    id: `${unitId}-${key}`,
    name: name.trim(),
    email: email.trim(),
    roles,
    language,
  }))

/** The first start: the company, the office in charge, one first unit; the rest is added at the administrator's desk. */
export function SetUp() {
  const { say, language, speak } = useLanguage()
  const [step, setStep] = useState(0)
  const [code, setCode] = useState('')
  const [company, setCompany] = useState('')
  const [office, setOffice] = useState('企业管理部')
  const [officeList, setOfficeList] = useState(seats(officeSeats))
  const [unit, setUnit] = useState('')
  const [unitList, setUnitList] = useState(seats(unitSeats))
  const state = useQuery({ queryKey: ['setup'], queryFn: () => call<SetUpState>('GET', '/setup') })
  const save = useMutation({
    mutationFn: () =>
      call<SetUpState>('POST', '/setup', {
        code: code.trim(),
        company: {
          name: company.trim(),
          units: [
            {
              id: 'office',
              name: office.trim(),
              office: true,
              people: peopleOf('office', officeList, language),
            },
            {
              id: 'unit-1',
              name: unit.trim(),
              office: false,
              people: peopleOf('unit-1', unitList, language),
            },
          ],
        },
      }),
    onSuccess: () => setStep(3),
  })
  const ready = [
    code.trim() !== '' && company.trim() !== '',
    office.trim() !== '' && officeList.every(filled),
    unit.trim() !== '' && unitList.every(filled),
  ]
  if (state.isPending) return <Loading />
  if (state.data?.state === 'done' && step < 3)
    return (
      <Container size="sm" py="xl">
        <Title order={1} size="h2">
          {say('公司已经设置好了', 'The company is set up')}
        </Title>
        <Text my="md">
          {say(
            '增减单位和人员，请管理员登录后到“单位和人员”里操作。',
            'Units and people are the administrator’s, in “Units and people”.',
          )}
        </Text>
        <Anchor href="/sign-in">{say('登录', 'Sign in')}</Anchor>
      </Container>
    )
  return (
    <Container size="sm" py="lg" component="main">
      <Group justify="space-between" mb="md">
        <Title order={1} size="h2">
          {say('设置您的公司', 'Set up your company')}
        </Title>
        <Button variant="subtle" size="compact-sm" onClick={() => speak(language === 'zh' ? 'en' : 'zh')}>
          {language === 'zh' ? 'English' : '中文'}
        </Button>
      </Group>
      {state.data?.state === 'demo' && step < 3 && (
        <Alert color="orange" mb="md" title={say('现在是演示公司', 'This is the demo company now')}>
          {say(
            `设置完成后，“${state.data.name}”的单位和人员会被移除，不能再登录。`,
            `When you have finished, the units and people of “${state.data.name}” are removed and can no longer sign in.`,
          )}
        </Alert>
      )}
      <Stepper active={step} allowNextStepsSelect={false} onStepClick={setStep} size="sm" mb="lg">
        <Stepper.Step label={say('公司', 'Company')} />
        <Stepper.Step label={say('企管部', 'Office')} />
        <Stepper.Step label={say('第一个单位', 'First unit')} />
      </Stepper>
      <Stack>
        {step === 0 && (
          <>
            <PasswordInput
              label={say('设置码', 'Set-up code')}
              description={say(
                '启动时显示在终端里；在 AWS 上是参数 setup-code',
                'printed at the start; on AWS the parameter setup-code',
              )}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <TextInput
              label={say('公司名称', 'Name of the company')}
              value={company}
              onChange={(event) => setCompany(event.currentTarget.value)}
            />
          </>
        )}
        {step === 1 && (
          <>
            <TextInput
              label={say('主管部门名称（第四条）', 'Unit in charge (article 4)')}
              value={office}
              onChange={(event) => setOffice(event.currentTarget.value)}
            />
            <Seats list={officeList} change={setOfficeList} />
          </>
        )}
        {step === 2 && (
          <>
            <TextInput
              label={say('单位名称', 'Name of the unit')}
              value={unit}
              onChange={(event) => setUnit(event.currentTarget.value)}
            />
            <Seats list={unitList} change={setUnitList} />
          </>
        )}
        <Trouble error={save.error} />
        {step === 3 ? (
          <Alert color="green" title={say('设置完成', 'Done')}>
            <Anchor href="/sign-in">
              {say('用管理员的邮箱登录', 'Sign in with the administrator’s address')}
            </Anchor>
          </Alert>
        ) : (
          <Group>
            {step > 0 && (
              <Button variant="default" onClick={() => setStep(step - 1)}>
                {say('上一步', 'Back')}
              </Button>
            )}
            <Button
              disabled={!ready[step]}
              loading={save.isPending}
              onClick={() => (step < 2 ? setStep(step + 1) : save.mutate())}
            >
              {step < 2 ? say('下一步', 'Next') : say('完成', 'Finish')}
            </Button>
          </Group>
        )}
      </Stack>
    </Container>
  )
}
