/**
 * The HTTP API knocks at its functions by one role instead of a permission on each function (docs/decisions/0048): the
 * framework makes one for every function, 43 of CloudFormation's 500 resources.
 */
class DoorsRole {
  constructor(serverless) {
    this.serverless = serverless
    this.hooks = { 'before:package:finalize': () => this.settle() }
  }

  settle() {
    const { Resources } = this.serverless.service.provider.compiledCloudFormationTemplate
    const integrations = Object.values(Resources).filter(
      ({ Type }) => Type === 'AWS::ApiGatewayV2::Integration',
    )
    if (integrations.length === 0) return
    for (const [id, { Type }] of Object.entries(Resources))
      if (Type === 'AWS::Lambda::Permission' && id.endsWith('LambdaPermissionHttpApi')) delete Resources[id]
    for (const { Properties } of integrations)
      Properties.CredentialsArn = { 'Fn::GetAtt': ['DoorsRole', 'Arn'] }
    Resources.DoorsRole = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'apigateway.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        },
        Policies: [
          {
            PolicyName: 'doors',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'lambda:InvokeFunction',
                  Resource: integrations.map(({ Properties }) => Properties.IntegrationUri),
                },
              ],
            },
          },
        ],
      },
    }
  }
}
module.exports = DoorsRole
