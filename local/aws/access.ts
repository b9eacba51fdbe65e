/** Who signs a request to the one-machine cloud: one identity per function role, one for the cloud itself. */
export interface Identity {
  accessKeyId: string
  secretAccessKey: string
  /** of temporary credentials, as a role's are; whoever signs with them sends it along */
  sessionToken?: string
  /** logical id of the role in the template, or `cloud` for the machine's own calls (never refused) */
  name: string
}

/** Condition keys of a request, e.g. `dynamodb:LeadingKeys`; a key that is not here is missing, as IAM means it. */
export type Context = Record<string, string | string[]>

/** What every emulator asks before it acts. */
export interface Access {
  identityOf(accessKeyId: string): Identity | undefined
  /** Throws AccessDenied naming identity, action and resource when the role's statements do not allow it. */
  authorize(identity: Identity, action: string, resource: string, context?: Context): void
}

/** A refusal as AWS words it: `User: <arn> is not authorized to perform: <action> on resource: <arn> …`. */
export class AccessDenied extends Error {
  readonly status = 403
  constructor(
    readonly identity: string,
    readonly action: string,
    readonly resource: string,
  ) {
    super(
      `User: arn:aws:sts::000000000000:assumed-role/${identity} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    )
    this.name = 'AccessDenied'
  }
}

/** Emulators read time here so that tests and demos can move it. */
export interface MovableClock {
  now(): number
  /** Called after the clock was moved, so that waits can be looked at again. Returns an unsubscribe. */
  onMove(listener: () => void): () => void
}
