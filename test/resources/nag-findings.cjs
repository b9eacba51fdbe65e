const { App, Stack, Validations } = require('aws-cdk-lib')
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include')
const { AwsSolutionsChecks } = require('cdk-nag')
const { existsSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

/** `node nag-findings.cjs <template> <folder>`: findings of the pack as JSON, `{rule: [logical id, …]}`. The CDK writes into the folder. */
const [, , templateFile, outdir] = process.argv
const app = new App({ outdir })
new CfnInclude(new Stack(app, 'stack'), 'template', { templateFile })
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
let ended
try {
  app.synth()
} catch (error) {
  ended = error
}
// With findings it ends with an error, but after writing them down.
if (!existsSync(join(outdir, 'validation-report.json'))) throw ended
const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'))
const findings = {}
for (const { ruleName, violatingConstructs } of pluginReports.flatMap(({ violations }) => violations))
  (findings[ruleName] ??= []).push(
    ...violatingConstructs.map(({ constructPath }) => constructPath.split('/').pop()),
  )
process.stdout.write(JSON.stringify(findings))
process.exitCode = 0
