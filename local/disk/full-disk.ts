import { statfsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Share of the disk in use from which nothing new is taken: what is under way needs the rest to come to its end. */
const FULL = 0.95

/** How long one look at the disk is good for, in milliseconds. */
const LOOK_MS = 1_000

const shareUsed = (dir: string) => {
  const { blocks, bavail } = statfsSync(dir)
  return 1 - bavail / blocks
}

const reading = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses what would write when the disk is nearly full, by name, before it is read; true when it answered. What was
 * accepted before goes on: the machines, the letters and the decisions that are already on their way write little.
 */
export function fullDisk(
  dir: string,
  log: (line: string) => void,
  used = shareUsed,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  let looked = { at: -Infinity, share: 0 }
  const share = () => {
    const now = performance.now()
    if (now - looked.at > LOOK_MS) {
      const before = looked.share
      looked = { at: now, share: used(dir) }
      if (looked.share >= FULL && before < FULL)
        log(`the disk of ${dir} is ${percent(looked.share)} full: nothing new is taken until there is room`)
    }
    return looked.share
  }
  return ({ method = 'GET' }, response) => {
    if (reading.includes(method) || share() < FULL) return false
    const seen = percent(looked.share)
    response.writeHead(507, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(
      JSON.stringify({
        error: {
          code: 'DiskFull',
          message: {
            zh: `这台机器的磁盘已用 ${seen}（上限 95%），暂不接收新内容；已接收的不会丢失。请通知管理员清理磁盘后重试`,
            en: `the disk of this machine is ${seen} full (limit 95%): nothing new is taken, nothing taken is lost. Ask the administrator to free space, then try again`,
          },
          details: [],
          facts: {},
        },
      }),
    )
    return true
  }
}

const percent = (share: number) => `${Math.floor(share * 100)}%`
