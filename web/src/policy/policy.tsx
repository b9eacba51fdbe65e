import { Stack, Table, Text, Title } from '@mantine/core'
import { policyOf, policyVersions } from '../../../lib/policy/policy'
import { policyDifference, policyInWords } from '../../../lib/policy/policy-in-words'
import { useLanguage } from '../language'
import { WordLists } from './word-lists'

function Version({ version, before }: { version: string; before?: string }) {
  const { say, tell } = useLanguage()
  const policy = policyOf(version)
  const difference = before === undefined ? [] : policyDifference(policyOf(before), policy)
  return (
    <section aria-labelledby={`policy-${version}`}>
      <Title order={2} size="h3" id={`policy-${version}`}>
        {tell(policy.title)} · {version}
      </Title>
      {before === undefined ? (
        <Text c="dimmed">{say('第一版', 'The first version')}</Text>
      ) : (
        <ul>
          {difference.map((line) => (
            <li key={line.id}>
              {tell(line.name)}: <del>{line.before && tell(line.before)}</del>{' '}
              <ins>{line.after && tell(line.after)}</ins>
            </li>
          ))}
        </ul>
      )}
      <Table.ScrollContainer minWidth={320} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('条', 'Article')}</Table.Th>
              <Table.Th>{say('规则', 'Rule')}</Table.Th>
              <Table.Th>{say('规定', 'As it stands')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {policyInWords(policy).map(({ id, article, name, value }) => (
              <Table.Tr key={id}>
                <Table.Td miw={52}>{article}</Table.Td>
                <Table.Td>{tell(name)}</Table.Td>
                <Table.Td>{tell(value)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  )
}

/** Versions of the regulation and of the word list: what each says and what it changed. */
export function PolicyPage() {
  const { say } = useLanguage()
  const newestFirst = [...policyVersions].reverse()
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('制度和词表', 'Rules and word list')}
      </Title>
      <Text c="dimmed">
        {say(
          '新版本不改变在审稿件：每篇稿件沿用送审时的制度版本、审批路线和词表。',
          'A new version changes no open item: each keeps the rules, the route and the word list it was submitted with.',
        )}
      </Text>
      <WordLists />
      {newestFirst.map((version, index) => (
        <Version key={version} version={version} before={newestFirst[index + 1]} />
      ))}
    </Stack>
  )
}
