const { PutObjectCommand, S3Client } = require('@aws-sdk/client-s3')
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')

/**
 * Alarms and the dashboard are a stack below the service's own (docs/decisions/0090): CloudFormation takes 500 resources a
 * stack, and every door needs some. What an alarm names of the service becomes a parameter of the stack below.
 */
const watching = new Set(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard'])
const fileName = 'watching.json'

const isObject = (value) => typeof value === 'object' && value !== null
/** `value` with every object in it, from the innermost on, as `change` makes it; texts of Fn::Sub as `inText` does. */
function walked(value, change, inText) {
  if (Array.isArray(value)) return value.map((one) => walked(one, change, inText))
  if (!isObject(value)) return value
  const { 'Fn::Sub': sub } = value
  if (typeof sub === 'string') return { 'Fn::Sub': inText(sub) }
  if (sub) return { 'Fn::Sub': [inText(sub[0], sub[1]), walked(sub[1], change, inText)] }
  return change(
    Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walked(one, change, inText)])),
  )
}
const named = /\$\{([A-Za-z0-9:]+)(?:\.([A-Za-z0-9.]+))?\}/g

/** Takes what watches out of `template`, which gets a stack at `url` for it. @returns the template of that stack */
function split(template, url) {
  const below = Object.entries(template.Resources).filter(([, { Type }]) => watching.has(Type))
  const own = new Set(below.map(([id]) => id))
  const parameters = {}
  const isOutside = (id) => !own.has(id) && !id.startsWith('AWS::')
  const given = (id, attribute) => {
    const name = `${id}${(attribute ?? '').replaceAll('.', '')}`
    parameters[name] = attribute ? { 'Fn::GetAtt': [id, attribute] } : { Ref: id }
    return name
  }
  const Resources = walked(
    Object.fromEntries(below),
    (value) => {
      if (value.Ref && isOutside(value.Ref)) return { Ref: given(value.Ref) }
      const [id, attribute] = value['Fn::GetAtt'] ?? []
      return id && isOutside(id) ? { Ref: given(id, attribute) } : value
    },
    (text, local = {}) =>
      text.replace(named, (whole, id, attribute) =>
        isOutside(id) && !(id in local) ? `\${${given(id, attribute)}}` : whole,
      ),
  )
  for (const id of own) delete template.Resources[id]
  template.Resources.Watching = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: url, Parameters: parameters },
  }
  const Parameters = Object.fromEntries(Object.keys(parameters).map((name) => [name, { Type: 'String' }]))
  return { AWSTemplateFormatVersion: '2010-09-09', Parameters, Resources }
}

/** Both stacks as the one template that rules are asked of: what is deployed, with no parameter between. */
function joined(template, below) {
  const { Watching, ...Resources } = template.Resources
  const { Parameters } = Watching.Properties
  const inText = (text, local = {}) =>
    text.replace(named, (whole, name) => {
      const [id, attribute] = Parameters[name]?.['Fn::GetAtt'] ?? []
      return id && !(name in local) ? `\${${id}.${attribute}}` : whole
    })
  const restored = walked(below.Resources, (value) => Parameters[value.Ref] ?? value, inText)
  return { ...template, Resources: { ...Resources, ...restored } }
}

/** One machine has no such limit and reads one template. */
class Watching {
  constructor(serverless) {
    this.serverless = serverless
    this.file = join(serverless.serviceDir, '.serverless', fileName)
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.settle(),
      'after:aws:deploy:deploy:uploadArtifacts': () => this.upload(),
    }
  }

  key() {
    return `${this.serverless.service.package.artifactDirectoryName}/${fileName}`
  }

  settle() {
    const { provider } = this.serverless.service
    if (provider.stage === 'local') return
    const url = `https://\${ServerlessDeploymentBucket}.s3.\${AWS::Region}.\${AWS::URLSuffix}/${this.key()}`
    const below = split(provider.compiledCloudFormationTemplate, { 'Fn::Sub': url })
    mkdirSync(dirname(this.file), { recursive: true })
    writeFileSync(this.file, JSON.stringify(below))
  }

  async upload() {
    if (this.serverless.service.provider.shouldNotDeploy) return
    const aws = this.serverless.getProvider('aws')
    const bucket = await aws.getServerlessDeploymentBucketName()
    const s3 = new S3Client(await aws.getAwsSdkV3Config())
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: this.key(), Body: readFileSync(this.file) }))
  }
}
module.exports = Watching
Object.assign(module.exports, { split, joined, fileName })
