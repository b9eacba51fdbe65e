import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { askMail, create, decideByMail, formOf, show, submit } from '../../local/demo/desk'
import { codeIn, eventually, linkIn, mailsOf, visitor } from '../../local/demo/visitor'
import { aDraft, addresses } from '../kit/cloud'

const root = resolve(__dirname, '../..')
const running: ChildProcess[] = []
let dir: string
let port: number

const freePort = () =>
  new Promise<number>((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo
      server.close(() => found(free))
    })
  })

/** `npm start` as people run it, in a process of its own that can be killed. */
async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), QIANFA_DIR: dir },
    stdio: 'ignore',
  })
  running.push(child)
  await eventually('the stack to answer', async () => {
    try {
      const home = await (await fetch(`http://127.0.0.1:${port}/`)).text()
      return home.includes('企业管理部') ? true : undefined
    } catch {
      return undefined
    }
  })
  return child
}

/** The whole stack, without a chance to say goodbye. */
const killHard = (child: ChildProcess) =>
  new Promise<void>((gone) => {
    child.once('exit', () => gone())
    child.kill('SIGKILL')
  })

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-restart-'))
  port = await freePort()
})
afterAll(async () => {
  for (const child of running) if (child.exitCode === null && child.signalCode === null) await killHard(child)
  rmSync(dir, { recursive: true, force: true })
})

it('is killed hard with an approval waiting; the old link still decides and the machine goes on to the end', async () => {
  const url = `http://127.0.0.1:${port}`
  const first = await start()
  const officer = visitor(url, addresses.officer)
  await officer.signIn()
  const draft = aDraft()
  const { id } = await create(officer, draft)
  await submit(officer, id)
  const unitHead = visitor(url, addresses.unitHead)
  const mail = await askMail(unitHead, draft.title)
  const page = formOf(await (await fetch(linkIn(mail))).text())
  await killHard(first)

  const second = await start()
  // The page that was open before the crash is still good, and so is the session.
  const decided = await fetch(linkIn(mail), {
    method: 'POST',
    body: new URLSearchParams({ nonce: page.nonce, choice: 'approve', code: codeIn(mail) }),
  })
  expect(decided.status).toBe(200)
  const reviewer = visitor(url, addresses.reviewer)
  const next = await askMail(reviewer, draft.title)
  // Killed again at once: the decision was answered, so it is kept.
  await killHard(second)

  await start()
  const { turns } = await officer.get<{ turns: { decision?: { kind: string } }[] }>(`/api/submissions/${id}`)
  expect(turns[0]?.decision?.kind).toBe('approved')
  await decideByMail(next, { approve: true })
  await decideByMail(await askMail(visitor(url, addresses.departmentHead), draft.title), { approve: true })
  await eventually('the submission to be approved', async () =>
    (await show(officer, id)).submission.state === 'approved' ? true : undefined,
  )
  const asks = (await mailsOf(url, addresses.unitHead)).filter(
    (one) => one.text.includes(draft.title) && one.text.includes('/d/'),
  )
  expect(asks).toHaveLength(1)
}, 120_000)
