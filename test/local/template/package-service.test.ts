import { execFile } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageService } from '../../../local/template/package-service'
import { fixtureRoot, removeTemporaryDirs, temporaryDir } from '../kit'

afterAll(removeTemporaryDirs)

describe('packaging for one machine', () => {
  it('gives the template of the deployment, and for each function a module with its handler', async () => {
    const to = temporaryDir()
    const cli = join(__dirname, '..', '..', '..', 'node_modules', 'serverless', 'bin', 'serverless.js')
    await promisify(execFile)(process.execPath, [cli, 'package', '--package', to], { cwd: fixtureRoot })
    const { code, template } = await packageService(fixtureRoot)
    const real = readFileSync(join(to, 'cloudformation-template-update-stack.json'), 'utf8')
    // Only the moment of packaging differs.
    const timeless = (text: string) => text.replace(/\d{13}-[\dT:.Z-]+/g, 'then')
    expect(timeless(JSON.stringify(template))).toBe(timeless(JSON.stringify(JSON.parse(real))))

    const load = `import(process.argv[1]).then((loaded) => console.log(typeof loaded.handler))`
    for (const name of ['echo', 'fail', 'store', 'on-upload', 'nightly']) {
      const file = join(code, 'functions', `${name}.mjs`)
      expect((await promisify(execFile)(process.execPath, ['-e', load, file])).stdout).toBe('function\n')
    }
  }, 300_000)

  it('comes from the cache when nothing changed, even for many at once', async () => {
    const { code } = await packageService(fixtureRoot)
    const made = statSync(code).ino
    const again = await Promise.all([1, 2, 3].map(() => packageService(fixtureRoot)))
    expect(again.map((one) => one.code)).toEqual([code, code, code])
    expect(statSync(code).ino).toBe(made)
  })

  it('packages once for several who ask at the same moment', async () => {
    rmSync(join(fixtureRoot, '.qianfa', 'build'), { recursive: true, force: true })
    const [one, other] = await Promise.all([packageService(fixtureRoot), packageService(fixtureRoot)])
    expect(one.code).toBe(other.code)
  }, 300_000)
})
