import { mkdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import readExcelFile from 'read-excel-file/node'
import { workbook } from '../../lib/platform/workbook'
import { rowsIn, type ReadSheet } from '../../web/src/admin/roster-rows'
import { aStack, type Stack } from '../kit/cloud'
import { seriousOn } from './axe'
import { desk, inChromium, launch, phone, signIn, watchedPage } from './browser'

jest.setTimeout(600_000)

const folder = process.env['SCREENSHOTS']

let stack: Stack
let browser: Browser
let dir: string

inChromium('people and units by spreadsheet, and figures', () => {
  beforeAll(async () => {
    stack = await aStack()
    browser = await launch()
    dir = await mkdtemp(join(tmpdir(), 'roster-'))
    if (folder) mkdirSync(folder, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  async function opened(viewport: typeof desk, language: 'zh' | 'en', who: 'admin' | 'editor') {
    const context = await browser.newContext({ viewport, locale: language === 'zh' ? 'zh-CN' : 'en-GB' })
    await context.addInitScript(
      `if (window === window.top) localStorage.setItem('qianfa.language', '${language}')`,
    )
    const watched = await watchedPage(context)
    await signIn(stack, watched.page, who)
    return watched
  }

  async function soundPage(page: Page, name: string, viewport: typeof desk) {
    expect({ name, serious: await seriousOn(page) }).toEqual({ name, serious: [] })
    expect(Number(await page.evaluate('document.documentElement.scrollWidth'))).toBeLessThanOrEqual(
      viewport.width,
    )
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
  }

  it.each([
    ['zh' as const, desk, '下载今天的人员和单位', '新增 新同事', '提交复核', '现在什么都还没有变'],
    [
      'en' as const,
      phone,
      'Download those of today',
      'New: 新同事en',
      'Have it confirmed',
      'Nothing has changed yet',
    ],
  ])(
    'are downloaded, changed, looked at and proposed, in %s',
    async (language, viewport, save, line, ask, waits) => {
      const { page, troubles } = await opened(viewport, language, 'admin')
      await page.goto(`${stack.cloud.url}/portal/company`)
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: save }).click(),
      ])
      const path = join(dir, `${language}.xlsx`)
      await file.saveAs(path)
      const sheets = (await readExcelFile(await readFile(path))) as unknown as ReadSheet[]
      const { people, units } = rowsIn(sheets)
      expect(people.length).toBeGreaterThan(8)
      // One more row, with a role; everything else as it was downloaded.
      const more = [
        ...[
          '',
          language === 'zh' ? '新同事' : '新同事en',
          `new-${language}@jiangnan.example`,
          units[0]!.name,
        ],
        ...['', '检查人员', '', ''],
      ]
      const text = sheets.map(({ sheet, data }) => ({
        ...{ name: sheet, widths: data[0]!.map(() => 20) },
        rows: data.map((row) => row.map((cell) => String(cell ?? ''))),
      }))
      text[0]!.rows.push(more)
      await writeFile(path, await workbook(text))
      await page.setInputFiles('input[type=file]', path)
      await page.getByText(line).first().waitFor()
      await soundPage(page, `roster-${viewport.width}-${language}`, viewport)
      await page
        .getByRole('textbox', { name: /理由|Reason/ })
        .last()
        .fill('新入职')
      await page.getByRole('button', { name: ask }).click()
      await page.getByText(waits).first().waitFor()
      expect(troubles).toEqual([])
      await page.context().close()
    },
  )

  it('a file with a mistake is told by cell', async () => {
    const { page } = await opened(desk, 'zh', 'admin')
    await page.goto(`${stack.cloud.url}/portal/company`)
    const sheets = (await readExcelFile(await readFile(join(dir, 'zh.xlsx')))) as unknown as ReadSheet[]
    const text = sheets.map(({ sheet, data }) => ({
      ...{ name: sheet, widths: data[0]!.map(() => 20) },
      rows: data.map((row) => row.map((cell) => String(cell ?? ''))),
    }))
    text[0]!.rows[1]![2] = '不是邮箱'
    const path = join(dir, 'wrong.xlsx')
    await writeFile(path, await workbook(text))
    await page.setInputFiles('input[type=file]', path)
    await page.getByText('“人员”表 C2：“不是邮箱”不是邮箱地址').waitFor()
    await soundPage(page, 'roster-mistake-1280-zh', desk)
    await writeFile(path, 'no spreadsheet')
    await page.setInputFiles('input[type=file]', path)
    await page.getByText('这不是 .xlsx 表格').waitFor()
    await page.context().close()
  })

  it.each([
    ['zh' as const, desk],
    ['en' as const, phone],
  ])('the figures stand there in %s, and the workbook holds the same numbers', async (language, viewport) => {
    const { page, troubles } = await opened(viewport, language, 'editor')
    await page.goto(`${stack.cloud.url}/portal/figures`)
    const words = language === 'zh' ? ['报送', '按年', '下载'] : ['Submitted', 'Year', 'Download']
    await page.locator(`:visible:text("${words[0]!}")`).first().waitFor()
    await page.getByText(words[1]!, { exact: true }).first().click()
    await page.locator('.recharts-surface').first().waitFor()
    await soundPage(page, `figures-${viewport.width}-${language}`, viewport)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: new RegExp(words[2]!) }).click(),
    ])
    const path = join(dir, `figures-${language}.xlsx`)
    await file.saveAs(path)
    expect((await readExcelFile(await readFile(path))).map(({ sheet }) => sheet)).toEqual([
      ...[expect.stringMatching(/^统计 20\d\d$/), '按月 By month', '退回 Sent back', '发布 Published'],
    ])
    expect(troubles).toEqual([])
    await page.context().close()
  })
})
