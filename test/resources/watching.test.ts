import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageService } from '../../local/template/package-service'
import type { Template } from '../../local/template/template'
import Watching from '../../resources/watching.cjs'
import { root } from '../house/imports'

let whole: Template
beforeAll(async () => {
  whole = (await packageService(root)).template
}, 300_000)

const split = () => {
  const service = structuredClone(whole)
  return { service, below: Watching.split(service, 'https://bucket/watching.json') }
}
const typesOf = ({ Resources }: Template) => new Set(Object.values(Resources).map(({ Type }) => Type))
/** Every name that a template refers to with Ref, Fn::GetAtt or inside Fn::Sub. */
const namesIn = (template: Template): string[] => {
  const text = JSON.stringify(template.Resources)
  return [...text.matchAll(/"Ref":"([^"]+)"|"Fn::GetAtt":\["([^"]+)"|\$\{([A-Za-z0-9:]+)[.}]/g)].map(
    ([, ref, of, sub]) => ref ?? of ?? sub ?? '',
  )
}

describe('what watches is a stack of its own', () => {
  it('leaves room for doors: both stacks stand below CloudFormation’s 500, with a fixed way out (18 more) too', () => {
    const { service, below } = split()
    expect(Object.keys(below.Resources).length).toBeGreaterThan(50)
    expect(Object.keys(below.Resources).length).toBeLessThan(200)
    expect(Object.keys(service.Resources).length).toBeLessThanOrEqual(480)
    expect([...typesOf(below)].sort()).toEqual(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard'])
    expect(typesOf(service)).not.toContain('AWS::CloudWatch::Alarm')
  })

  it('knows whatever it names: its own, AWS’s, or a parameter that the service gives', () => {
    const { service, below } = split()
    const { Properties } = service.Resources['Watching']!
    const given = Properties!['Parameters'] as Record<string, unknown>
    expect(Object.keys(given).sort()).toEqual(Object.keys(below.Parameters!).sort())
    const known = (name: string) => name in below.Resources || name in given || name.startsWith('AWS::')
    expect(namesIn(below).filter((name) => !known(name))).toEqual([])
    expect(Object.keys(given)).toEqual(expect.arrayContaining(['Alerts', 'HttpApi', 'FailedEventsQueueName']))
    // Nothing of the service waits for what watches it.
    expect(namesIn(service).filter((name) => name in below.Resources)).toEqual([])
  })

  it('is, joined again, what rules are asked of: the same template', () => {
    const { service, below } = split()
    expect(Watching.joined(service, below)).toEqual(whole)
  })

  it('goes to the bucket that the service names, under the key that it names', async () => {
    const puts: { path: string; body: string }[] = []
    const bucket = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        puts.push({ path: `${request.method} ${request.url}`, body })
        response.end()
      })
    }).listen(0, '127.0.0.1')
    await once(bucket, 'listening')
    const dir = mkdtempSync(join(tmpdir(), 'watching-'))
    try {
      const provider = { stage: 'prod', compiledCloudFormationTemplate: structuredClone(whole) }
      const plugin = new Watching({
        serviceDir: dir,
        service: { provider, package: { artifactDirectoryName: 'serverless/qianfa/prod/one' } },
        getProvider: () => ({
          getServerlessDeploymentBucketName: () => Promise.resolve('deployments'),
          getAwsSdkV3Config: () =>
            Promise.resolve({
              region: 'cn-north-1',
              endpoint: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`,
              forcePathStyle: true,
              credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
            }),
        }),
      })
      plugin.hooks['after:aws:package:finalize:mergeCustomProviderResources']()
      await plugin.hooks['after:aws:deploy:deploy:uploadArtifacts']()
      const key = 'serverless/qianfa/prod/one/watching.json'
      expect(puts.map(({ path }) => path)).toEqual([`PUT /deployments/${key}?x-id=PutObject`])
      expect(puts[0]!.body).toContain(readFileSync(join(dir, '.serverless', 'watching.json'), 'utf8'))
      const { TemplateURL } = provider.compiledCloudFormationTemplate.Resources['Watching']!.Properties!
      expect(TemplateURL).toEqual({
        'Fn::Sub': `https://\${ServerlessDeploymentBucket}.s3.\${AWS::Region}.\${AWS::URLSuffix}/${key}`,
      })
    } finally {
      bucket.close()
      rmSync(dir, { recursive: true })
    }
  })
})
