import type { Template } from '../local/template/template'

/** The plugin of the framework: outside one machine, alarms and the dashboard get a stack of their own. */
declare class Watching {
  constructor(serverless: object)
  hooks: {
    'after:aws:package:finalize:mergeCustomProviderResources': () => void
    'after:aws:deploy:deploy:uploadArtifacts': () => Promise<void>
  }
  /** Takes what watches out of `template`. @returns the template of the stack at `url` */
  static split(template: Template, url: unknown): Template
  /** Both stacks as one template. */
  static joined(template: Template, below: Template): Template
  /** beside the template of the service */
  static fileName: string
}
export = Watching
