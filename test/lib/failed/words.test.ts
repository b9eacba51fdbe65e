import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { backgroundWork, workOf } from '../../../lib/failed/words'
import { root } from '../../house/imports'

const yaml = (...path: string[]): unknown => parse(readFileSync(join(root, ...path), 'utf8'))
const lower = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
const shortOf = ([id = '']: string[]) => lower(id.replace(/LambdaFunction$/, ''))

/** Every function that a schedule or an event knocks at, by what the template says. */
function asynchronous(): string[] {
  const { Resources } = yaml('resources', 'schedules.yml') as {
    Resources: Record<string, { Type: string; Properties: { Target: { Arn: { 'Fn::GetAtt': string[] } } } }>
  }
  const scheduled = Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Scheduler::Schedule')
    .map(({ Properties }) => shortOf(Properties.Target.Arn['Fn::GetAtt']))
  const told = readdirSync(join(root, 'functions'))
    .filter((area) => existsSync(join(root, 'functions', area, 'functions.yml')))
    .flatMap((area) =>
      Object.entries(yaml('functions', area, 'functions.yml') as Record<string, { events?: unknown }>),
    )
    .filter(([, { events }]) => events !== undefined)
    .map(([name]) => name)
  return [...scheduled, ...told].sort()
}

it('says in words what each function does that nobody waits for, and of no other', () => {
  expect(Object.keys(backgroundWork).sort()).toEqual(asynchronous())
  expect(workOf('qianfa-prod-validatePicture')).toBe(backgroundWork.validatePicture)
})

it('lets the watch run each of them again but itself, and nothing else', () => {
  const { runBackground } = yaml('resources', 'grants.yml') as {
    runBackground: { Action: string[]; Resource: { 'Fn::GetAtt': string[] }[] }[]
  }
  expect(runBackground.map(({ Action }) => Action)).toEqual([['lambda:InvokeFunction']])
  expect(runBackground[0]!.Resource.map((one) => shortOf(one['Fn::GetAtt'])).sort()).toEqual(
    asynchronous().filter((name) => name !== 'watchStuck'),
  )
})
