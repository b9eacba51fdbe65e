/**
 * Loads one unpacked function in a process of its own, as Lambda's runtime would at a cold start: the handler's file, and
 * each native package by its name, because some are asked for only when a picture comes.
 */
const { join } = require('node:path')

const { LAMBDA_TASK_ROOT: root, _HANDLER: handler, NATIVE: native } = process.env
const cut = handler.lastIndexOf('.')
const loaded = require(join(root, `${handler.slice(0, cut)}.js`))
if (typeof loaded[handler.slice(cut + 1)] !== 'function') throw new Error(`${handler} is no function`)
for (const name of native.split(',').filter(Boolean)) require(require.resolve(name, { paths: [root] }))
// Clients keep sockets and timers; what had to be seen was seen.
process.exit(0)
