import { existsSync, readdirSync } from 'node:fs'
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../lib/platform/ids'
import { checkedLine } from '../disk/checked-line'
import { readKept } from '../disk/kept-json'
import { StoredMail, type Mail } from './stored-mail'

const fileOf = (mail: Pick<StoredMail, 'seq' | 'id'>) =>
  `${String(mail.seq).padStart(8, '0')}-${mail.id}.json`

async function synced(file: FileHandle): Promise<void> {
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Whole or not at all, also when the machine dies: written aside, flushed, renamed, the folder flushed. */
async function writeDurably(dir: string, name: string, text: string): Promise<void> {
  const aside = join(dir, `${name}.tmp`)
  const file = await open(aside, 'w')
  await file.writeFile(text)
  await synced(file)
  await rename(aside, join(dir, name))
  await synced(await open(dir, 'r'))
}

/** Mails of one folder, a file each; what `add` has answered survives `kill -9`. */
export async function openMailStore(dir: string) {
  await mkdir(dir, { recursive: true })
  for (const left of readdirSync(dir).filter((name) => name.endsWith('.tmp'))) await rm(join(dir, left))
  const mails = new Map<string, Mail>()
  for (const name of readdirSync(dir)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const mail = StoredMail.parse(readKept(join(dir, name)))
    mails.set(mail.id, { ...mail, read: existsSync(join(dir, `${mail.id}.read`)) })
  }
  let lastSeq = Math.max(0, ...[...mails.values()].map(({ seq }) => seq))
  let queue: Promise<unknown> = Promise.resolve()

  /** One writer at a time, so that two deliveries of one mail cannot both find it missing. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }

  return {
    /** Kept once per Message-ID and recipient: an SMTP client that never saw our 250 may send it again. */
    add: (mail: Omit<StoredMail, 'id' | 'seq'>): Promise<Mail> =>
      inTurn(async () => {
        const id = sha256(`${mail.messageId}\n${mail.to}`).slice(0, 20)
        const known = mails.get(id)
        if (known) return known
        const kept = { ...mail, id, seq: lastSeq + 1 }
        await writeDurably(dir, fileOf(kept), checkedLine(JSON.stringify(kept)))
        lastSeq = kept.seq
        const added = { ...kept, read: false }
        mails.set(id, added)
        return added
      }),

    markRead: (id: string): Promise<void> =>
      inTurn(async () => {
        const mail = mails.get(id)
        if (!mail || mail.read) return
        await writeDurably(dir, `${id}.read`, '')
        mails.set(id, { ...mail, read: true })
      }),

    withId: (id: string): Mail | undefined => mails.get(id),

    /** In order of arrival. */
    all: (): Mail[] => [...mails.values()],

    settled: async (): Promise<void> => {
      await queue
    },
  }
}

export type MailStore = Awaited<ReturnType<typeof openMailStore>>
