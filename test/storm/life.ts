import { fork, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { MailTrouble } from '../../local/mail/smtp-sink'

/** What a running cloud is told to suffer. */
export interface Told {
  mail: MailTrouble
  /** `full`: nothing new is taken; `failing`: every write of a file fails */
  disk: 'well' | 'full' | 'failing'
}

export interface Life {
  /** `runs`, or what it said before it ended by itself */
  begun: Promise<'runs' | { refused: string }>
  /** whether it is still there */
  lives(): boolean
  tell(told: Partial<Told>): void
  /** SIGKILL, as a power cut without the disk's part of it; resolves when it is gone */
  kill(): Promise<void>
}

/** Starts the cloud on `dir`; what it says is added to `log`. */
export function startLife({ dir, port, log }: { dir: string; port: number; log: string }): Life {
  const child: ChildProcess = fork(join(__dirname, 'child.ts'), [dir, String(port)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const file = createWriteStream(log, { flags: 'a' })
  let said = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-20_000)
      file.write(text)
    })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const begun = new Promise<'runs' | { refused: string }>((resolve) => {
    child.once('message', () => resolve('runs'))
    void ended.then(() => resolve({ refused: said }))
  })
  void ended.then(() => file.end())
  return {
    begun,
    lives: () => child.exitCode === null && child.signalCode === null,
    tell: (told) => {
      if (child.connected) child.send(told, () => undefined)
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
