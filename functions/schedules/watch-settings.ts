import * as z from 'zod'
import { seatsOfSecond } from '../../lib/oversight/seconds'
import { configFrom } from '../../lib/platform/config'
import { ssmSecrets } from '../../lib/platform/secrets'
import { step } from '../../lib/platform/step'
import { inUse, WatchedEnv } from '../../lib/settings/in-use'
import { noticeSettings } from '../../lib/settings/notice'
import { theSystem } from '../../lib/security/act'
import { setting, wire } from '../wire/part'
import { proposing } from '../wire/rows'

const env = configFrom(WatchedEnv)
const room = wire(proposing())
const notice = noticeSettings({
  ...room,
  // As they lie there now: a secret kept by this function for minutes would be noticed minutes later.
  inUse: inUse({ env, secrets: () => ssmSecrets(setting('SECRETS_PREFIX'), room.clock) }),
  anybody: async () =>
    (await seatsOfSecond(room)({ proposerId: theSystem.id, concernsHead: false })).length > 0,
})

/** Every five minutes: is what decides where words go and who gets in what two people know of? */
export const handler = step(z.object({ scheduledAt: z.string() }), notice)
