import { S3Client } from '@aws-sdk/client-s3'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { region, someone } from './kit'

const { accessKeyId, secretAccessKey } = someone
const children: ChildProcess[] = []
const clients: S3Client[] = []

export function endChildren(): void {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const client of clients.splice(0)) client.destroy()
}

/** The emulator in a process of its own, which never takes an event. */
export async function startChild(dir: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', require.resolve('./child.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const nextLine = async (): Promise<string> => {
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    return line.toString().trim()
  }
  const client = new S3Client({
    endpoint: await nextLine(),
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  clients.push(client)
  return {
    client,
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    /** the most it ever held, in bytes */
    async memory() {
      child.kill('SIGUSR2')
      return Number(await nextLine())
    },
  }
}
