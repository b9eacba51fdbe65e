import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createS3 } from '../../../local/s3/create-s3'
import { region, testAccess, testClock } from './kit'

/** Run as a process of its own: `child.ts <dir>` prints its address and waits to be killed. */
const s3 = createS3({
  dir: process.argv[2] ?? '',
  access: testAccess(),
  clock: testClock(),
  region,
  onEvent: () => new Promise<void>(() => undefined),
})
s3.createBucket('media', { versioned: true, events: true })

const server = createServer((message, response) => s3.handle(message, response))
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`http://127.0.0.1:${port}\n`)
})

/** The most memory this process ever held, in bytes, for whoever asks by signal. */
process.on('SIGUSR2', () => process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`))
