import { receiveMessage } from '../../lib/complaint/receive-message'
import { hearPush } from '../../lib/edition/hear-push'
import { keptRows } from '../../lib/platform/kept-rows'
import { step } from '../../lib/platform/step'
import { actOnDue, actOnKept } from '../../lib/push/act-on-pushes'
import { pushPrefix } from '../../lib/push/store'
import { complaintMachine, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { account, asking, cipher, complaints, editions, pushes, submissions } from '../wire/rows'
import { wechat } from '../wire/wechat'

const desk = wire({
  ...{ ...asking, editions, submissions, complaints, cipher, pushes },
  ...{ wechat, waits, account, machine: complaintMachine },
})
const hear = hearPush(desk)
const take = receiveMessage(desk)
const room = {
  ...desk,
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
