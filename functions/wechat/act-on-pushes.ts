import { openComplaintRoom } from '../../lib/complaint/open-room'
import { receiveMessage } from '../../lib/complaint/receive-message'
import { openDesk } from '../../lib/edition/open-desk'
import { hearPush } from '../../lib/edition/hear-push'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { machineAt } from '../../lib/platform/machine'
import { keptRows } from '../../lib/platform/kept-rows'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { actOnDue, actOnKept } from '../../lib/push/act-on-pushes'
import { pushCipher, pushPrefix, pushStore } from '../../lib/push/store'

const env = configFrom(Env.pick({ TABLE: true, COMPLAINT_MACHINE_ARN: true }))
const desk = { ...openDesk(), ...openComplaintRoom() }
const hear = hearPush(desk)
const take = receiveMessage({ ...desk, machine: machineAt(env.COMPLAINT_MACHINE_ARN) })
const room = {
  clock: desk.clock,
  pushes: pushStore(dynamoTable(env.TABLE), desk.account, pushCipher(desk.secrets, desk.clock)),
  act: async (push: Parameters<typeof hear>[0]) => {
    await hear(push)
    await take(push)
  },
}
const written = actOnKept(room)
const due = actOnDue(room)

/** Pushes just kept, as the table's stream tells them; every minute those that nobody has acted on. */
export const handler = step(keptRows(pushPrefix), (keys) =>
  keys ? written(keys.map((key) => key.split('#').at(-1) ?? '')) : due(),
)
