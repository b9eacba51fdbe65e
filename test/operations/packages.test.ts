import JSZip from 'jszip'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPackages } from '../../operations/load-packages'
import { readPackages } from '../../operations/packaged'
import { sdkAlone } from './sdk-alone'
import { architecture, framework, givenProject, inProject, removeProjects, takeNative } from './given-project'

afterAll(removeProjects)

describe('the framework by itself', () => {
  const dir = givenProject()

  it('packages nothing while native parts and the portal are missing, and names them', async () => {
    const { status, said } = await inProject(dir, framework, 'package', '--stage', 'prod')
    expect(status).not.toBe(0)
    expect(said).toContain('.native/arm64/sharp/node_modules/sharp')
    expect(said).toContain('npm run package')
  }, 300_000)

  it('deploys no stage of one machine', async () => {
    const { status, said } = await inProject(dir, framework, 'deploy')
    expect([status !== 0, said]).toEqual([true, expect.stringContaining('the stage `local` is one machine')])
  }, 300_000)

  it('deploys nothing of the demo company to prod', async () => {
    takeNative(dir)
    expect((await inProject(dir, 'web/build.mjs')).status).toBe(0)
    const { status, said } = await inProject(
      dir,
      ...[framework, 'deploy', '--stage', 'prod', `--param=architecture=${architecture}`],
    )
    expect(status).not.toBe(0)
    for (const demo of ['wx-demo', 'tester-editor', 'qianfa@example.com']) expect(said).toContain(demo)
  }, 300_000)

  describe('once its parts are made', () => {
    const packages = join(dir, '.serverless')

    it('packages functions that load in a clean process with only their own files', async () => {
      const { status, said } = await inProject(
        dir,
        ...[framework, 'package', '--stage', 'prod', `--param=architecture=${architecture}`],
      )
      expect([status, said]).toEqual([0, expect.anything()])
      const packaged = readPackages(packages)
      expect(packaged.functions.length).toBeGreaterThan(60)
      const service = readFileSync(join(packages, 'cloudformation-template-update-stack.json'), 'utf8')
      expect(service).toContain('AWS::CloudFormation::Stack')
      expect(service).not.toContain('AWS::CloudWatch::Alarm')
      expect(JSON.stringify(packaged.template)).toContain('AWS::CloudWatch::Alarm')
      expect(await loadPackages(packaged)).toEqual([
        {
          name: 'packages',
          state: 'passed',
          said: expect.stringContaining(`${packaged.functions.length} functions`),
        },
      ])
    }, 600_000)

    /** Times what its AWS clients weigh alone; who needs more says why. */
    const allowed: Record<string, number> = {
      // Sheets: PDF, fonts and their compression.
      archivePapers: 3,
      // The QR code of the company's look, drawn for the hand that puts it in.
      handDesk: 1.35,
      // The mail server's language; passkeys and their certificates.
      ...{ sendLetters: 1.45, mySignInDesk: 1.45, passkeySignIn: 1.4 },
      // The filter of an author's words, for what was written before renditions were frozen (docs/decisions/0030).
      ...{ showDecision: 1.55, takeDecision: 1.5, readingDesk: 1.65, settleSend: 1.6, submitSubmission: 1.5 },
      ...{ previewDraft: 1.35 },
    }

    it('weighs no function more than 1.3 times the AWS clients it calls, each alone', async () => {
      const weights = await Promise.all(
        readPackages(packages).functions.map(async ({ key, handler }) => {
          const archive = await JSZip.loadAsync(readFileSync(join(packages, `${key}.zip`)))
          const code = await archive.file(handler.replace(/\.handler$/, '.js'))!.async('string')
          return { key, bytes: Buffer.byteLength(code), alone: await sdkAlone(code) }
        }),
      )
      expect(weights.filter(({ alone }) => alone > 0).length).toBeGreaterThan(70)
      const heavier = weights.filter(
        ({ key, bytes, alone }) => alone > 0 && bytes > (allowed[key] ?? 1.3) * alone,
      )
      expect(heavier.map(({ key, bytes, alone }) => `${key} ${(bytes / alone).toFixed(2)}`)).toEqual([])
      // No leave that is not needed.
      const idle = weights.filter(({ key, bytes, alone }) => allowed[key] && bytes <= 1.3 * alone)
      expect(idle.map(({ key }) => key)).toEqual([])
    }, 300_000)

    it('is refused when one of them lacks its native part, or a file it carries', async () => {
      const without = async (zip: string, folder: string) => {
        const file = join(packages, zip)
        const archive = await JSZip.loadAsync(readFileSync(file))
        for (const name of Object.keys(archive.files)) if (name.startsWith(folder)) archive.remove(name)
        writeFileSync(file, await archive.generateAsync({ type: 'nodebuffer' }))
      }
      await without('validatePicture.zip', '.native/')
      await without('showPortal.zip', 'web/dist/')
      const packaged = readPackages(packages)
      const functions = packaged.functions.filter(({ key }) =>
        /^(validatePicture|showPortal|showHome)$/.test(key),
      )
      const checks = await loadPackages({ ...packaged, functions })
      expect(checks.map(({ name, state }) => `${state} ${name}`).sort()).toEqual([
        'failed package showPortal',
        'failed package validatePicture',
      ])
    }, 300_000)
  })
})
