import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { takeLock } from '../../../local/cloud/lock'
import { removeTemporaryDirs, temporaryDir } from '../kit'

afterAll(removeTemporaryDirs)

describe('the lock of a directory', () => {
  it('is held by one, and free again after release', () => {
    const file = join(temporaryDir(), 'lock')
    const lock = takeLock(file)
    expect(takeLock(file)).toBeUndefined()
    lock!.release()
    expect(existsSync(file)).toBe(false)
    expect(takeLock(file)).toBeDefined()
  })

  it('is taken over from a process that was killed', async () => {
    const file = join(temporaryDir(), 'lock')
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
    const pid = child.pid!
    writeFileSync(file, readLockAs(pid))
    expect(takeLock(file)).toBeUndefined()
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(takeLock(file)).toBeDefined()
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid })
  })

  it('is taken over when its process id lives again as another process', () => {
    const file = join(temporaryDir(), 'lock')
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'long ago' }))
    expect(takeLock(file)).toBeDefined()
  })
})

/** What a process would have written about itself. */
function readLockAs(pid: number): string {
  const started = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19]
  return JSON.stringify({ pid, started })
}
