import { parseArgs } from 'node:util'

/** Where a command acts: one stage in one region, and what of serverless.yml is decided there. */
export interface Target {
  stage: string
  region: string
  partition: 'aws' | 'aws-cn'
  /** the account it must be, when the engineer says so */
  account?: string
  params: Record<string, string>
}

/** A command that cannot be meant; its message says how it is written. */
export class Usage extends Error {}

/** Regions the product is made for (docs/deploy.md, 1); those of China are a partition of their own. */
const partitionOf = (region: string): Target['partition'] => (region.startsWith('cn-') ? 'aws-cn' : 'aws')

/**
 * Reads `--stage prod --region ap-southeast-1 [--account 123456789012] [--param="name=value"]…`.
 * @throws Usage without a stage or region, and for `local`, the stage of the one-machine cloud
 */
export const targetFrom = (args: string[], command: string): Target =>
  targetOf(parseArgs({ args, options: targetOptions }).values, command)

/** For commands with options of their own beside these. */
export const targetOptions = {
  stage: { type: 'string' },
  region: { type: 'string' },
  account: { type: 'string' },
  param: { type: 'string', multiple: true },
} as const

interface Values {
  stage?: string | undefined
  region?: string | undefined
  account?: string | undefined
  param?: string[] | undefined
}

/** As {@link targetFrom}, of options that are read already. @throws Usage */
export function targetOf(values: Values, command: string): Target {
  const how = `npm run ${command} -- --stage prod --region ap-southeast-1`
  const { stage, region, account } = values
  if (!stage) throw new Usage(`which stage? ${how}`)
  if (!/^[a-z][a-z0-9]{1,15}$/.test(stage))
    throw new Usage(`a stage is a short word in small letters, not ${stage}`)
  if (!region || !/^[a-z]{2}-[a-z]+-\d$/.test(region)) throw new Usage(`which region? ${how}`)
  return { stage, region, partition: partitionOf(region), account, params: paramsFrom(values.param ?? []) }
}

/** As {@link targetFrom}, for commands that change AWS: one machine is not deployed to. */
export function deployedTarget(args: string[], command: string): Target {
  const target = targetFrom(args, command)
  if (target.stage === 'local')
    throw new Usage('the stage `local` is one machine: `npm start` runs it; give --stage prod or another')
  return target
}

function paramsFrom(given: string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((param) => {
      const cut = param.indexOf('=')
      if (cut < 1) throw new Usage(`--param="name=value", not ${param}`)
      return [param.slice(0, cut), param.slice(cut + 1)]
    }),
  )
}

/** The same as arguments of the framework. */
export const frameworkArguments = ({ stage, region, params }: Target): string[] => [
  ...['--stage', stage, '--region', region],
  ...Object.entries(params).map(([name, value]) => `--param=${name}=${value}`),
]

/** `/qianfa/prod/`, below which the secrets of a stage lie. */
export const secretsPrefix = ({ stage }: Target): string => `/qianfa/${stage}/`
