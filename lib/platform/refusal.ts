/** A sentence for people, in both languages of the product. */
export interface Bilingual {
  zh: string
  en: string
}

/** One broken rule: which, how far, what was seen and how to mend it. Findings of `lib/policy` have this shape. */
export interface RefusalDetail {
  /** stable name of the rule, e.g. `picture.bytes` */
  rule: string
  /** article of the regulation, e.g. `10.2` */
  article?: string
  limit?: string | number
  seen?: string | number
  message: Bilingual
  remedy: Bilingual
}

/** Every code a refusal can carry; the HTTP door maps each to a status, ASL `Catch` matches it as error name. */
export type RefusalCode =
  | 'InvalidRequest'
  | 'TooLarge'
  | 'NotSignedIn'
  | 'NotAllowed'
  | 'NotFound'
  | 'PolicyRefused'
  | 'WrongState'
  | 'KeyReused'
  | 'InProgress'
  | 'TooManyAttempts'
  | 'CodeWrong'
  | 'SignInRefused'
  | 'ProviderDown'
  | 'PageStale'
  | 'LinkUnknown'
  | 'LinkExpired'
  | 'LinkLocked'
  | 'AlreadyDecided'
  | 'NotAsked'
  | 'SameHand'
  | 'ContentChanged'
  | 'NothingToAsk'
  | 'MediaMissing'
  | 'UploadGone'
  | 'DayAlreadyClaimed'
  | 'NotTested'
  | 'NotConfirmed'
  | 'SendUnknown'
  | 'ChannelRefused'
  | 'LoanNotOpen'
  | 'LoanOver'
  | 'LoanRecalled'
  | 'LoanSpent'
  | 'NotBorrower'
  | 'BorrowerLeft'
  | 'RemovalAsked'
  | 'AlreadyRemoved'
  | 'WouldStop'

/** A no that the caller can act on. A bug is never a Refusal: it stays a plain error and becomes a 500. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly said: Bilingual
  readonly details: RefusalDetail[]
  /** small facts for the page that shows the refusal, e.g. who claimed the day and when */
  readonly facts: Record<string, unknown>

  constructor(
    code: RefusalCode,
    said: Bilingual,
    more: { details?: RefusalDetail[]; facts?: Record<string, unknown> } = {},
  ) {
    super(`${said.zh} / ${said.en}`)
    // A string literal, never constructor.name: a minifier renames classes and ASL matches this name.
    this.name = code
    this.code = code
    this.said = said
    this.details = more.details ?? []
    this.facts = more.facts ?? {}
  }
}

export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && 'code' in error && 'said' in error
