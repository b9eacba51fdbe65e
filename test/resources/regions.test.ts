import { resolve } from 'node:path'
import { packageService } from '../../local/template/package-service'
import type { Template } from '../../local/template/template'
import { templateFaults } from '../../operations/rules/template-faults'

const root = resolve(__dirname, '../..')
const regions = ['ap-southeast-1', 'ap-east-1', 'us-east-1', 'cn-north-1', 'cn-northwest-1']

/** Where packages of two regions may differ, and why; everything else is asked of AWS when the stack is made. */
const mayDiffer: [path: RegExp, why: string][] = [
  [/\.Code\.S3Key$/, 'the time of packaging is in the name of the upload'],
]

/** Every value of a template by its path. */
function leaves(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, JSON.stringify(value) ?? '']])
  return new Map(
    Object.entries(value).flatMap(([key, one]) => [...leaves(one, path ? `${path}.${key}` : key)]),
  )
}

const differences = (one: Template, other: Template): string[] => {
  const [here, there] = [leaves(one), leaves(other)]
  return [...new Set([...here.keys(), ...there.keys()])]
    .filter((path) => here.get(path) !== there.get(path))
    .filter((path) => !mayDiffer.some(([allowed]) => allowed.test(path)))
    .map((path) => `${path}: ${here.get(path)} / ${there.get(path)}`)
}

describe('packages of five regions in two partitions', () => {
  const templates = new Map<string, Template>()
  beforeAll(async () => {
    for (const region of regions)
      templates.set(region, (await packageService(root, ['--region', region])).template)
  }, 900_000)

  it.each(regions.slice(1))('%s differs from Singapore by nothing but the time of packaging', (region) => {
    expect(leaves(templates.get(region)).size).toBeGreaterThan(5_000)
    expect(differences(templates.get(regions[0]!)!, templates.get(region)!)).toEqual([])
  })

  it.each(regions)('%s is a template without a fault, and names no region and no partition', (region) => {
    const template = templates.get(region)!
    expect(templateFaults(template)).toEqual([])
    const text = JSON.stringify(template)
    expect(regions.filter((one) => text.includes(one))).toEqual([])
    expect(text).not.toMatch(/arn:aws(-cn)?:|amazonaws\.com\.cn/)
  })

  it('a difference that is not on the list is seen', () => {
    const planted = structuredClone(templates.get('cn-north-1')!)
    planted.Resources['Table']!.Properties!['BillingMode'] = 'PROVISIONED'
    expect(differences(templates.get('ap-southeast-1')!, planted)).toEqual([
      'Resources.Table.Properties.BillingMode: "PAY_PER_REQUEST" / "PROVISIONED"',
    ])
  })
})
