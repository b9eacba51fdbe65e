import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../local/cloud/ports'
import { askMail, create, decideByMail, show, submit } from '../local/demo/desk'
import { beijingToday, compose, confirm, confirmationCode, edition, send } from '../local/demo/edition-desk'
import { eventually, visitor, type Visitor } from '../local/demo/visitor'
import { command } from './command'
import { Usage } from './target'

const here = resolve(__dirname, '..')
const run = promisify(execFile)
const people = {
  officer: 'chen.yu@jiangnan.example',
  editor: 'xu.wen@jiangnan.example',
  tiers: ['wang.lei@jiangnan.example', 'lin.jing@jiangnan.example', 'zhou.heng@jiangnan.example'],
}
/** Ten in the morning in Beijing on a working day. */
const begun = new Date('2026-11-24T02:00:00Z')

/** The code of a commit in a folder of its own, with the packages its lock file names. */
async function codeOf(commit: string, folder: string): Promise<void> {
  await run('git', ['worktree', 'add', '--detach', folder, commit], { cwd: here })
  const lock = (root: string) => readFileSync(join(root, 'package-lock.json'), 'utf8')
  if (lock(folder) === lock(here)) symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'))
  else await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, maxBuffer: 1 << 26 })
}

/** One-machine clouds of two versions, one after the other on the same data. */
function machine(dir: string, port: number) {
  let running: ChildProcess | undefined
  return {
    url: `http://127.0.0.1:${port}`,
    /** @throws Error with what it said when it does not come up: a table or ledger that is not whole, rows it cannot read */
    async start(code: string): Promise<void> {
      let said = ''
      const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts'], {
        cwd: code,
        env: { ...process.env, PORT: String(port), QIANFA_DIR: dir },
      })
      running = child
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (more: string) => void (said += more))
      await eventually(
        `the version in ${code} to run`,
        async () => {
          if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said}`)
          return said.includes('/portal/setup') ? true : undefined
        },
        180_000,
      )
    },
    async stop(): Promise<void> {
      const child = running
      running = undefined
      if (!child || child.exitCode !== null) return
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await ended
    },
  }
}

const tell = (line: string) => console.log(`  ${line}`)

async function submitted(officer: Visitor, title: string): Promise<string> {
  const body = '<p>首批智能阀门在西部管网通过验收，运行平稳。</p>'
  const draft = { title, body, source: '市场部', category: 1, channels: ['wechat' as const], mediaIds: [] }
  const { id } = await create(officer, draft)
  await submit(officer, id)
  return id
}
const decided = async (url: string, title: string, tiers: string[]) => {
  for (const tier of tiers) {
    const { status } = await decideByMail(await askMail(visitor(url, tier), title), { approve: true })
    if (status !== 200) throw new Error(`${tier} could not decide about ${title}: ${status}`)
  }
}
const reached = (officer: Visitor, id: string, state: string) =>
  eventually(`${id} to be ${state}`, async () =>
    (await show(officer, id)).submission.state === state ? true : undefined,
  )

/**
 * `npm run rehearse -- <commit>`: work begun by this version goes on under the one of the commit, and work begun there under
 * this one again: what going back, and forward once more, would do to the company's open matters. Sends to twins only.
 */
command(async ([commit]) => {
  if (!commit) throw new Usage('which version to go back to? npm run rehearse -- <tag or commit>')
  const work = mkdtempSync(join(tmpdir(), 'qianfa-rehearsal-'))
  const [before, dir] = [join(work, 'before'), join(work, 'data')]
  const one = machine(dir, await freePort())
  const [officer, editor] = [people.officer, people.editor].map((email) => visitor(one.url, email)) as [
    Visitor,
    Visitor,
  ]
  const [first = '', ...others] = people.tiers
  const today = beijingToday(begun.getTime())
  try {
    tell(`the code of ${commit} …`)
    await codeOf(commit, before)
    tell('this version: an article is approved and waits for its send, another waits for its first approver')
    mkdirSync(dir)
    writeFileSync(join(dir, 'clock'), String(begun.getTime() - Date.now()))
    await one.start(here)
    for (const person of [officer, editor]) await person.signIn()
    const ready = await submitted(officer, '升级演练：待发一篇')
    await decided(one.url, '升级演练：待发一篇', people.tiers)
    await reached(officer, ready, 'approved')
    const seen = (await editor.mails()).length
    await compose(editor, today, [ready])
    await send(editor, today)
    const waiting = await edition(editor, today, ['awaiting-confirmation'])
    const code = await confirmationCode(editor, seen)
    const open = await submitted(officer, '升级演练：在审一篇')
    const asked = await askMail(visitor(one.url, first), '升级演练：在审一篇')
    await one.stop()

    tell(
      `back to ${commit}: the mailed link decides, the edition is confirmed and sent, another article is begun`,
    )
    await one.start(before)
    const { status } = await decideByMail(asked, { approve: true })
    if (status !== 200) throw new Error(`a link mailed by this version answers ${status} there`)
    await confirm(editor, today, waiting.hash, code)
    await edition(editor, today, ['sent'])
    await reached(officer, ready, 'published')
    const begunThere = await submitted(officer, '升级演练：旧版一篇')
    await askMail(visitor(one.url, first), '升级演练：旧版一篇')
    await one.stop()

    tell('this version again: every ledger is whole, what waited is approved to its end')
    await one.start(here)
    await decided(one.url, '升级演练：在审一篇', others)
    await decided(one.url, '升级演练：旧版一篇', people.tiers)
    for (const id of [open, begunThere]) await reached(officer, id, 'approved')
    tell('✔ nothing was lost in going back or forward')
  } finally {
    await one.stop()
    if (existsSync(before)) await run('git', ['worktree', 'remove', '--force', before], { cwd: here })
    rmSync(work, { recursive: true, force: true })
  }
})
