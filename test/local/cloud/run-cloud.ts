import { startCloud } from '../../../local/cloud/start-cloud'

/** A cloud in a process of its own, for tests that kill it: prints its addresses as JSON once it runs. */
const [root, dir, port] = process.argv.slice(2)
startCloud({ root, dir, port: Number(port), log: (line) => console.error(line) }).then(
  (cloud) => {
    console.log(
      JSON.stringify({ url: cloud.url, gatewayUrl: cloud.gatewayUrl, cloud: cloud.credentialsOf('cloud') }),
    )
    const leave = () => void cloud.stop().then(() => process.exit(0))
    process.once('SIGTERM', leave)
  },
  (error: unknown) => {
    console.error(error instanceof Error ? `${error.name}: ${error.message}` : error)
    process.exit(1)
  },
)
