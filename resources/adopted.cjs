/**
 * A table or bucket that is there already, in place of the stack's own (docs/decisions/0069): one that was restored after
 * harm, or what a stack before left behind. Its resource leaves the template, which keeps what the stack had (Retain), and
 * whatever named it names the other one.
 */
const arnOf = {
  Table: (name) => `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${name}`,
  MediaBucket: (name) => `arn:\${AWS::Partition}:s3:::${name}`,
  ArchiveBucket: (name) => `arn:\${AWS::Partition}:s3:::${name}`,
}

/** `value` with `id` named as what is there. */
function renamed(value, id, { name, stream }) {
  const arn = arnOf[id](name)
  if (typeof value === 'string') return value.replaceAll(`\${${id}.Arn}`, arn).replaceAll(`\${${id}}`, name)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((one) => renamed(one, id, { name, stream }))
  if (value.Ref === id) return name
  const [of, attribute] = value['Fn::GetAtt'] ?? []
  if (of === id) return attribute === 'StreamArn' ? stream : { 'Fn::Sub': arn }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, renamed(one, id, { name, stream })]),
  )
}

/** The template with what is given by logical id; an empty name leaves the stack's own. */
function adopt(template, given) {
  for (const [id, one] of Object.entries(given)) {
    if (!one.name) continue
    if (id === 'Table' && !one.stream)
      throw new Error(`--param="table=${one.name}" needs its stream too: --param="tableStream=arn:…"`)
    delete template.Resources[id]
    for (const resource of Object.values(template.Resources))
      if (Array.isArray(resource.DependsOn))
        resource.DependsOn = resource.DependsOn.filter((other) => other !== id)
    Object.assign(template, renamed(template, id, one))
  }
}

class Adopted {
  constructor(serverless) {
    this.serverless = serverless
    // Before that the template has no `resources:` yet, and nothing would leave it.
    this.hooks = { 'after:aws:package:finalize:mergeCustomProviderResources': () => this.settle() }
  }

  settle() {
    const { service } = this.serverless
    adopt(service.provider.compiledCloudFormationTemplate, service.custom?.adopted ?? {})
  }
}
module.exports = Adopted
module.exports.adopt = adopt
