import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Template } from '../../local/template/template'

const root = join(__dirname, '..', 'fixtures', 'released')

/** Commits whose machines may still have executions running: of each, statemachines/ as it was. */
export const releasedVersions = readdirSync(root)

/** A machine of a release as it was written, by its name, e.g. `approve-submission`. */
export const releasedMachines = (version: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(root, version)).map((file) => [
      file.replace('.asl.yml', ''),
      readFileSync(join(root, version, file), 'utf8'),
    ]),
  )

/** Functions a machine calls, by the key of functions.yml with a capital, e.g. `OpenTurn`. */
export const calledBy = (text: string): string[] => [
  ...new Set([...text.matchAll(/\$\{(\w+)Arn\}/g)].map(([, name = '']) => name)),
]

/** Puts the machines of a release in the place of today's; the functions stay today's. */
export const withMachinesOf =
  (version: string) =>
  ({ Resources }: Template): void => {
    const released = releasedMachines(version)
    for (const { Type, Properties = {} } of Object.values(Resources)) {
      if (Type !== 'AWS::StepFunctions::StateMachine') continue
      const [name] = Object.keys(released).filter((one) =>
        String(Properties['StateMachineName']).endsWith(one),
      )
      const text = released[name ?? ''] ?? ''
      Properties['Definition'] = parse(text)
      Properties['DefinitionSubstitutions'] = {
        Partition: { Ref: 'AWS::Partition' },
        ...Object.fromEntries(
          calledBy(text).map((step) => [`${step}Arn`, { 'Fn::GetAtt': [`${step}LambdaFunction`, 'Arn'] }]),
        ),
      }
    }
  }
