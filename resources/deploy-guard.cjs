const { demoValuesIn } = require('./demo-values.cjs')

/**
 * Whoever types `serverless deploy` instead of `npm run deploy` gets no other stack for it: no stage of the
 * one-machine cloud, and nothing of the demo company where people work.
 */
class DeployGuard {
  constructor(serverless) {
    this.serverless = serverless
    this.hooks = { initialize: () => this.refuse() }
  }

  refuse() {
    const { commands } = this.serverless.processedInput
    if (commands[0] !== 'deploy' || commands.length > 1) return
    const { stage, environment } = this.serverless.service.provider
    if (stage === 'local')
      throw new Error('the stage `local` is one machine: npm run deploy -- --stage prod --region …')
    const demo = stage === 'prod' ? demoValuesIn(environment) : []
    if (demo.length > 0) throw new Error(`not in prod:\n${demo.join('\n')}`)
  }
}
module.exports = DeployGuard
