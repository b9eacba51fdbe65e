import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { createClock } from '../../local/cloud/clock'
import type { Cloud } from '../../local/cloud/cloud'
import { startCloud } from '../../local/cloud/start-cloud'
import { seed } from '../../local/demo/seed'
import { visitor } from '../../local/demo/visitor'
import { addresses, workingTuesday } from '../kit/cloud'
import { seriousOn } from './axe'
import { inChromium, launch, phone, watchedPage, type Watched } from './browser'

jest.setTimeout(400_000)

let cloud: Cloud
let browser: Browser
let dir: string
let watched: Watched

async function fill(page: Page, people: [legend: string, name: string, email: string][]): Promise<void> {
  for (const [legend, name, email] of people) {
    const seat = page.getByRole('group', { name: legend })
    await seat.getByLabel('姓名').fill(name)
    await seat.getByLabel('邮箱').fill(email)
  }
}

/** `look` is called where each step is filled in, before it is left. */
async function answerThreeSteps(
  page: Page,
  code: string,
  look: () => Promise<void> = async () => undefined,
): Promise<void> {
  await page.goto(`${cloud.url}/portal/setup`)
  await page.getByRole('textbox', { name: '设置码' }).fill(code)
  await page.getByLabel('公司名称').fill('西岭机电有限公司')
  await look()
  await page.getByRole('button', { name: '下一步' }).click()
  await fill(page, [
    ['单位负责人、企管部负责人', '周成', 'zhou@xiling.example'],
    ['企管办审核人', '林方', 'lin@xiling.example'],
    ['文字编辑员、信息员', '许可', 'xu@xiling.example'],
    ['系统管理员', '宋立', 'song@xiling.example'],
  ])
  await look()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('单位名称').fill('销售部')
  await fill(page, [
    ['单位负责人', '王平', 'wang@xiling.example'],
    ['信息员', '陈新', 'chen@xiling.example'],
  ])
  await look()
  await page.getByRole('button', { name: '完成' }).click()
}

inChromium('the first start', () => {
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'qianfa-'))
    const clock = createClock({ file: join(dir, 'clock'), startAt: workingTuesday })
    cloud = await startCloud({ dir, port: 0, clock })
    browser = await launch()
    watched = await watchedPage(await browser.newContext({ viewport: phone, locale: 'zh-CN' }))
  })
  afterAll(async () => {
    await browser?.close()
    await cloud?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  it('refuses a wrong set-up code and keeps everything typed, and a screen reader can follow each step', async () => {
    const { page } = watched
    const found: unknown[] = []
    await answerThreeSteps(page, 'a guess', async () => {
      found.push(await seriousOn(page))
    })
    await page.getByText('设置码不对').waitFor()
    // axe on each of the three steps, as on every other page.
    expect(found).toEqual([[], [], []])
    expect(await page.getByLabel('单位名称').inputValue()).toBe('销售部')
  })

  it('leads a new company from nothing, or from the demo that moves out, to its own portal', async () => {
    await seed(cloud)
    const demoOfficer = visitor(cloud.url, addresses.officer)
    await demoOfficer.signIn()
    const { page } = watched
    await answerThreeSteps(page, cloud.secret('setup-code'))
    await page.getByText('设置完成', { exact: true }).waitFor()

    const admin = visitor(cloud.url, 'song@xiling.example')
    await admin.signIn()
    const { units } = await admin.get<{ units: { name: string; people: { name: string }[] }[] }>(
      '/api/admin/company',
    )
    expect(units.map(({ name, people }) => [name, people.map((one) => one.name).sort()])).toEqual([
      ['企业管理部', ['周成', '宋立', '林方', '许可'].sort()],
      ['销售部', ['王平', '陈新'].sort()],
    ])
    // The demo's session is dead, and its address gets no code any more.
    await expect(demoOfficer.get('/api/me')).rejects.toMatchObject({ code: 'NotSignedIn' })
    expect(watched.troubles).toEqual([])
  })

  it('is over then: a second set-up is refused, the page says whose company it is', async () => {
    const answer = await fetch(`${cloud.url}/api/setup`)
    expect(await answer.json()).toEqual({ state: 'done', name: '西岭机电有限公司' })
    const { page } = watched
    await page.goto(`${cloud.url}/portal/setup`)
    await page.getByText('公司已经设置好了').waitFor()
  })
})
