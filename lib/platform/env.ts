import * as z from 'zod'

/** Every setting a function may read; serverless.yml sets them, a door picks what it needs. */
export const Env = z.object({
  STAGE: z.string(),
  TABLE: z.string(),
  MEDIA_BUCKET: z.string(),
  ARCHIVE_BUCKET: z.string(),
  /** `yes` where table and buckets came from another place (lib/platform/moved.ts) */
  MOVED: z.enum(['', 'yes']),
  /** where people reach us: origin only, no path, no trailing slash */
  PUBLIC_URL: z.url(),
  /** SSM path that ends in `/` */
  SECRETS_PREFIX: z.string().regex(/^\/.*\/$/),
  MAIL_FROM: z.string(),
  /** whether a mailed code signs in */
  MAIL_SIGN_IN: z.enum(['on', 'off']),
  /** of the company's own sign-in (OpenID Connect); empty where there is none */
  OIDC_ISSUER: z.union([z.literal(''), z.url()]),
  OIDC_CLIENT_ID: z.string(),
  /** whether an address is taken that the issuer does not say is proven */
  OIDC_UNVERIFIED_MAIL: z.enum(['refused', 'taken']),
  WECHAT_BASE_URL: z.url(),
  WECHAT_ACCOUNT: z.string(),
  WECHAT_ACCOUNT_KIND: z.enum(['subscription', 'service']),
  /** WeChat IDs or openids that get the test send, separated by commas */
  WECHAT_TESTERS: z.string(),
  /** whether something harmless walks through the service each hour (decision 0073) */
  CANARY: z.enum(['on', 'off']),
  /** pictures under way to WeChat at a time: an edition of 8 articles with 5 pictures and a cover each at once */
  WECHAT_UPLOADS_AT_ONCE: z.coerce.number().int().positive(),
  /** the one address from which platforms are called, where there is one */
  EGRESS_ADDRESS: z.ipv4().optional(),
  WEIBO_BASE_URL: z.url(),
  /** `platforms`: the office messengers at their own addresses; else below one of ours (tests and one machine) */
  MESSENGER_BASE_URL: z.union([z.literal('platforms'), z.url()]),
  APPROVE_MACHINE_ARN: z.string(),
  SEND_MACHINE_ARN: z.string(),
  LEND_MACHINE_ARN: z.string(),
  POST_MACHINE_ARN: z.string(),
  REQUEST_MACHINE_ARN: z.string(),
  COMPLAINT_MACHINE_ARN: z.string(),
  /** functions that judge uploads; told to the watch alone */
  PICTURE_JUDGE: z.string().optional(),
  VIDEO_JUDGE: z.string().optional(),
  /** queues of what failed for good; told to the desk that runs it again alone */
  FAILED_EVENTS_URL: z.string().optional(),
  DEAD_LETTERS_URL: z.string().optional(),
})
