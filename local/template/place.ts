/** Where the one-machine cloud pretends to be; every ARN is built from it. */
export const place = {
  partition: 'aws',
  region: 'ap-southeast-1',
  accountId: '000000000000',
  urlSuffix: 'amazonaws.com',
} as const

export const arn = (service: string, rest: string): string =>
  `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${rest}`
