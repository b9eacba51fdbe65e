import { listOf, ofType, type Rule } from './rule'

interface Statement {
  Action: string | string[]
  Resource: unknown
}

/** Actions for which AWS takes no narrower resource, and why a role of ours has them. */
const anywhere = {
  'a machine’s log delivery and tracing':
    /^(xray:|logs:(\w*LogDeliver|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups))/,
  'the network interface of a function behind the one address':
    /^ec2:(Create|Describe|Delete)NetworkInterfaces?$/,
}

/** No action by wildcard, and no resource by wildcard but where AWS takes nothing else. */
export const wildcardGrants: Rule = (template) =>
  ofType(template, 'AWS::IAM::Role').flatMap(([role, { Policies }]) =>
    listOf(Policies)
      .flatMap((policy) => policy.PolicyDocument.Statement as Statement[])
      .flatMap(({ Action, Resource }) =>
        listOf(Action).flatMap((action) => {
          if (action.includes('*')) return [`${role} may ${action}: name the actions`]
          const excused = Object.values(anywhere).some((pattern) => pattern.test(action))
          return listOf(Resource).includes('*') && !excused ? [`${role} may ${action} on everything`] : []
        }),
      ),
  )
