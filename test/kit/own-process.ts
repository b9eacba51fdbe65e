import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../../local/cloud/ports'
import { eventually } from '../../local/demo/visitor'
import { workingTuesday } from './cloud'

const root = resolve(__dirname, '../..')

/** The whole stack, without a chance to say goodbye. */
const killHard = (child: ChildProcess) =>
  new Promise<void>((gone) => {
    child.once('exit', () => gone())
    child.kill('SIGKILL')
  })

/** `npm start` as people run it, in a process of its own that can be killed and started again on the same data. */
export async function ownProcess() {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-process-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  writeFileSync(join(dir, 'clock'), String(workingTuesday.getTime() - Date.now()))
  let running: ChildProcess | undefined

  const kill = async () => {
    const child = running
    running = undefined
    if (child && child.exitCode === null && child.signalCode === null) await killHard(child)
  }

  return {
    url,
    /** @param byNpm as a person types it, with npm and a shell above it, which a kill would leave the rest behind */
    async start(byNpm = false): Promise<void> {
      const [program, ...args] = byNpm
        ? ['npm', 'start']
        : [process.execPath, '--import', 'tsx', 'local/main.ts']
      const child = spawn(program!, args, {
        cwd: root,
        env: { ...process.env, PORT: String(port), QIANFA_DIR: dir },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      running = child
      // A page answers a moment before everybody of the company has moved in; the banner says that all is there.
      let said = ''
      child.stdout.setEncoding('utf8').on('data', (more: string) => void (said += more))
      await eventually('the stack to say that it runs', async () => {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said}`)
        return said.includes(`${port}/portal/setup`) ? true : undefined
      })
    },
    kill,
    /** of the process itself; those of its functions are its children */
    pid(): number {
      if (running?.pid === undefined) throw new Error('nothing runs')
      return running.pid
    },
    /** Asks it to stop; how it ended, and whether anything still holds its data. */
    async stop(): Promise<{ code: number | null; held: boolean }> {
      const child = running
      running = undefined
      if (!child) throw new Error('nothing runs')
      const gone = new Promise<number | null>((ended) => child.once('exit', ended))
      child.kill('SIGTERM')
      const code = await gone
      return { code, held: existsSync(join(dir, 'lock')) }
    },
    /** Moves its clock by an ISO 8601 duration, e.g. `PT2M`. */
    async pass(by: string): Promise<void> {
      const moved = await fetch(`${url}/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ by }),
      })
      if (!moved.ok) throw new Error(`the clock did not move: ${await moved.text()}`)
    },
    /** Now, by its clock. */
    async now(): Promise<number> {
      const { now } = (await (await fetch(`${url}/clock`)).json()) as { now: string }
      return Date.parse(now)
    },
    async remove(): Promise<void> {
      await kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
