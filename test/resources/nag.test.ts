import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { packageService } from '../../local/template/package-service'
import type { Template } from '../../local/template/template'
import Watching from '../../resources/watching.cjs'
import { root } from '../house/imports'

const reasons = parse(readFileSync(join(root, 'resources', 'findings.yml'), 'utf8')) as Record<string, string>

/** What cdk-nag finds in the service's own stack as it is deployed (the one below holds alarms): rule, and logical ids. */
function findingsOf(whole: Template): Record<string, string[]> {
  const template = structuredClone(whole)
  Watching.split(template, 'https://bucket.example/watching.json')
  const dir = mkdtempSync(join(tmpdir(), 'nag-'))
  try {
    const file = join(dir, 'template.json')
    writeFileSync(file, JSON.stringify(template))
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(__dirname, 'nag-findings.cjs'), file, join(dir, 'out')],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    )
    if (!stdout.startsWith('{')) throw new Error(stderr)
    return JSON.parse(stdout) as Record<string, string[]>
  } finally {
    rmSync(dir, { recursive: true })
  }
}

let template: Template
beforeAll(async () => {
  template = (await packageService(root)).template
}, 300_000)

describe('cdk-nag’s AwsSolutions', () => {
  it('finds nothing but what has a written reason, and no reason is left over', () => {
    expect(Object.keys(findingsOf(template)).sort()).toEqual(Object.keys(reasons).sort())
  }, 300_000)

  it('sees what is planted', () => {
    const planted = structuredClone(template)
    const role = planted.Resources['ClaimDayRole']!.Properties as {
      Policies: { PolicyDocument: { Statement: object[] } }[]
    }
    role.Policies[0]!.PolicyDocument.Statement.push({ Effect: 'Allow', Action: 's3:*', Resource: '*' })
    const found = findingsOf(planted)
    expect(found['AwsSolutions-IAM5[Action::s3:*]']).toEqual(['ClaimDayRole'])
    expect(found['AwsSolutions-IAM5[Resource::*]']).toContain('ClaimDayRole')
  }, 300_000)
})
