import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cloud } from './cloud/cloud'
import { DirectoryTaken, PortTaken } from './cloud/ports'
import { startCloud } from './cloud/start-cloud'
import { wholeInWords } from './cloud/whole'
import { seed } from './demo/seed'
import { DamagedData } from './disk/damage'

/** The demo company of `local/demo/company.yml` moves in once, unless `DEMO=no`; later the company is the administrator's. */
async function moveIn(cloud: Cloud): Promise<void> {
  if (process.env['DEMO'] === 'no') return
  const done = join(cloud.dir, 'company-loaded')
  if (existsSync(done)) return
  await seed(cloud)
  writeFileSync(done, '')
}

/** A pilot: the company's own mail server and accounts instead of what stands in for them on this machine. */
const fromOutside = (env: NodeJS.ProcessEnv) => {
  const given = (names: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(names).flatMap(([name, as]) => (env[name] ? [[as, env[name]]] : [])),
    ) as Record<string, string>
  const settings = [
    'MAIL_FROM',
    'MOVED',
    'WECHAT_BASE_URL',
    'WECHAT_ACCOUNT',
    'WECHAT_ACCOUNT_KIND',
    'WECHAT_TESTERS',
    'WEIBO_BASE_URL',
    'MESSENGER_BASE_URL',
    'CANARY',
  ]
  return {
    ...(env['PUBLIC_URL'] && { publicUrl: env['PUBLIC_URL'] }),
    ...(env['MAIL_URL'] && { mailUrl: env['MAIL_URL'] }),
    env: { CANARY: 'on', ...given(Object.fromEntries(settings.map((name) => [name, name]))) },
    secretsAlways: given({ WECHAT_SECRET: 'wechat', WEIBO_SECRET: 'weibo' }),
  }
}

const wider = (key: string) => `
  Others come here too. For them, and for everybody where PUBLIC_URL is set, mailbox, phone, weibo, dashboard and clock
  open with ?key=${key}
`

const banner = (url: string, code: string) => `
  签发 Qianfa is running on this machine

    portal     ${url}/
    mailbox    ${url}/mailbox       every mail it sends
    phone      ${url}/phone         what readers and testers see in WeChat
    weibo      ${url}/weibo         what readers see on Weibo
    dashboard  ${url}/dashboard
    clock      ${url}/clock         move time forward
    set-up     ${url}/portal/setup  your own company, with the code ${code}

  Ctrl-C stops it; nothing is lost.
`

async function main(): Promise<void> {
  const port = Number(process.env['PORT'] ?? 4000)
  console.log('starting …')
  const cloud = await startCloud({
    port,
    root: join(__dirname, '..'),
    dir: process.env['QIANFA_DIR'],
    host: process.env['HOST'],
    ...(process.env['EVENTUAL'] && { eventual: Number(process.env['EVENTUAL']) }),
    log: (line) => console.log(line),
    ...fromOutside(process.env),
  })
  let leaving = false
  const leave = () => {
    if (leaving) return
    leaving = true
    console.log('stopping …')
    cloud.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  // Not `once`: Ctrl-C reaches us from the terminal and again through npm, and the second must not cut stopping short.
  process.on('SIGINT', leave)
  process.on('SIGTERM', leave)
  await moveIn(cloud)
  console.log(banner(cloud.url, cloud.secret('setup-code')))
  if (cloud.key) console.log(wider(cloud.key))
  // After the first page stands: a pilot of years takes a while to read through.
  for (const line of wholeInWords(await cloud.whole())) console.log(`  ${line}`)
}

main().catch((error: unknown) => {
  const named = [PortTaken, DirectoryTaken, DamagedData].some((kind) => error instanceof kind)
  console.error(named ? (error as Error).message : error)
  process.exit(1)
})
