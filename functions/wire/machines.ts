import { weiboPosting } from '../../lib/loan/posting'
import { waits as waitsOf } from '../../lib/matter/waiting'
import { machineAt, taskCallbacks } from '../../lib/platform/machine'
import { one, setting, wire } from './part'
import { clock, people, posts, table } from './rows'

export const callbacks = () => taskCallbacks()
export const waits = () => waitsOf({ table: one(table), callbacks: one(callbacks), clock: clock() })

export const approveMachine = () => machineAt(setting('APPROVE_MACHINE_ARN'))
export const complaintMachine = () => machineAt(setting('COMPLAINT_MACHINE_ARN'))
export const lendMachine = () => machineAt(setting('LEND_MACHINE_ARN'))
export const postMachine = () => machineAt(setting('POST_MACHINE_ARN'))
export const requestMachine = () => machineAt(setting('REQUEST_MACHINE_ARN'))
export const sendMachine = () => machineAt(setting('SEND_MACHINE_ARN'))

/** Posts of a loan. */
export const posting = () => weiboPosting(wire({ people, clock, posts, waits, machine: postMachine }))
