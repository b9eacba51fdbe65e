/* Judges or copies pictures in a process of its own and prints the most memory it held, in bytes. */
import { readFile } from 'node:fs/promises'
import { judgeMedia } from '../../lib/media/judge-media'
import { forWechat } from '../../lib/media/preview'
import { bufferReader, fileReader } from '../../lib/media/range-reader'

async function run([what, file = '', times = '1']: string[]) {
  const reader = what === 'judge video' ? await fileReader(file) : bufferReader(await readFile(file))
  if (what?.startsWith('judge')) {
    const { verdict, findings } = await judgeMedia({ reader, fileName: file, contentType: '' })
    if (verdict !== 'accepted') throw new Error(findings.map(({ rule }) => rule).join(', '))
    return
  }
  const bytes = Buffer.from(await reader.read(0, reader.size))
  await Promise.all(Array.from({ length: Number(times) }, () => forWechat(Buffer.from(bytes))))
}

/** Of this program alone: what the operating system counts for a process begins with the size of whoever forked it. */
async function peakBytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]
  return kilobytes === undefined ? process.resourceUsage().maxRSS * 1024 : Number(kilobytes) * 1024
}

void run(process.argv.slice(2))
  .then(peakBytes)
  .then((bytes) => process.stdout.write(String(bytes)))
