const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { parse } = require('yaml')
const { throttleClassOf } = require('./compose.cjs')

const classes = parse(readFileSync(join(__dirname, 'throttles.yml'), 'utf8'))

/**
 * Throttles of every route of the HTTP API (docs/decisions/0037): on the stage, by route key. The framework has no key for
 * them. Settings of a route that is not there yet are refused by AWS, so the stage waits for all routes.
 */
class Throttles {
  constructor(serverless) {
    this.serverless = serverless
    this.hooks = { 'before:package:finalize': () => this.settle() }
  }

  settle() {
    const { Resources } = this.serverless.service.provider.compiledCloudFormationTemplate
    const stage = Resources.HttpApiStage
    const routes = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Route')
    if (routes.length === 0) return
    const settings = routes.map(([, { Properties }]) => {
      const { rate, burst } = classes[throttleClassOf(Properties.RouteKey)]
      return [Properties.RouteKey, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }]
    })
    stage.DependsOn = [...[stage.DependsOn ?? []].flat(), ...routes.map(([id]) => id)]
    stage.Properties.RouteSettings = Object.fromEntries(settings)
    // A path that is no route still costs a request.
    Object.assign(stage.Properties.DefaultRouteSettings, {
      ThrottlingRateLimit: classes.pages.rate,
      ThrottlingBurstLimit: classes.pages.burst,
    })
  }
}
module.exports = Throttles
