// Required before a program that is to ask nobody: whoever it would connect to is written into TOLD_NETWORK.
const { appendFileSync } = require('node:fs')
const net = require('node:net')
const dns = require('node:dns')

const refuse =
  (what) =>
  (...given) => {
    appendFileSync(process.env.TOLD_NETWORK, `${what} ${JSON.stringify(given[0])}\n`)
    throw new Error('there is no network here')
  }
net.Socket.prototype.connect = refuse('connect')
dns.lookup = refuse('lookup')
