/** Settings that stand in on one machine: with them a stage would send nothing, or to nobody. */
const demo = {
  WECHAT_ACCOUNT: /^wx-/,
  WECHAT_TESTERS: /(^|,)tester-/,
  MAIL_FROM: /@example\.(com|org|net)/,
}
const machines = /\/\/(127\.|localhost|\[::1\])|\/\/[^/]*\bexample\.(com|org|net)/

/**
 * What of a function's or the service's environment is the demo company's, as sentences an engineer can act on.
 * Values CloudFormation computes (`{ Ref: … }`) are nobody's demo.
 */
module.exports.demoValuesIn = (environment) =>
  Object.entries(environment).flatMap(([name, value]) => {
    if (typeof value !== 'string') return []
    const isDemo = demo[name]?.test(value) || (name.endsWith('_URL') && machines.test(value))
    const parameter = name.toLowerCase().replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
    return isDemo ? [`${name} is the demo's ${value}: give --param="${parameter}=…"`] : []
  })
