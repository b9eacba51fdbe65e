import { deployedTarget, frameworkArguments, Usage } from '../../operations/target'

const refusal = (args: string[]) => {
  try {
    deployedTarget(args, 'deploy')
  } catch (error) {
    expect(error).toBeInstanceOf(Usage)
    return (error as Error).message
  }
  return undefined
}

describe('what is deployed where', () => {
  it('has to be said: a stage that is not one machine, and a region', () => {
    expect(refusal([])).toContain('which stage?')
    expect(refusal(['--stage', 'local', '--region', 'ap-southeast-1'])).toContain('one machine')
    expect(refusal(['--stage', 'prod'])).toContain('which region?')
    expect(refusal(['--stage', 'prod', '--region', 'Singapore'])).toContain('which region?')
    expect(refusal(['--stage', 'prod', '--region', 'ap-east-1', '--param', 'egress'])).toContain('name=value')
  })

  it('knows the partition by the region and hands everything on to the framework', () => {
    const args = [
      '--stage',
      'prod',
      '--region',
      'cn-north-1',
      '--param',
      'egress=nat',
      '--param',
      'mailFrom=签发 <a@b.cn>',
    ]
    const target = deployedTarget(args, 'deploy')
    expect(target).toMatchObject({ stage: 'prod', region: 'cn-north-1', partition: 'aws-cn' })
    expect(frameworkArguments(target)).toEqual([
      ...['--stage', 'prod', '--region', 'cn-north-1'],
      ...['--param=egress=nat', '--param=mailFrom=签发 <a@b.cn>'],
    ])
  })
})
