import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Manifest } from '../../lib/pages/portal-page'

const root = join(__dirname, '../..')
let dir: string
let built: Manifest & { firstLoadBytes: number }

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-'))
  const script = `import('${join(root, 'web/build.mjs')}').then(({ buildPortal }) => buildPortal({ to: '${join(dir, 'dist')}' }))`
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root })
  built = JSON.parse(readFileSync(join(dir, 'dist', 'manifest.json'), 'utf8')) as typeof built
}, 180_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const textOf = (name: string) => gunzipSync(readFileSync(join(dir, 'dist', `${name}.gz`))).toString('utf8')

describe('the built portal', () => {
  it('loads at most 260 KB gzipped before the editor is opened, and the editor, at most 220 KB, is not in it', () => {
    Manifest.parse(built)
    expect(built.firstLoadBytes).toBeLessThanOrEqual(260 * 1024)
    const first = [built.script, ...built.preload].map(textOf).join('')
    expect(first).not.toContain('ProseMirror')
    const editor = Object.keys(built.files).filter(
      (name) => textOf(name).includes('ProseMirror') && name.endsWith('.js'),
    )
    expect(editor.length).toBeGreaterThan(0)
    const bytes = editor.reduce((sum, name) => sum + (built.files[name] ?? 0), 0)
    expect(bytes).toBeLessThanOrEqual(220 * 1024)
  })

  it('fetches nothing from another host', () => {
    const names = Object.keys(built.files)
    expect(names.length).toBeGreaterThan(5)
    expect(readdirSync(join(dir, 'dist')).sort()).toEqual(
      [...names.map((name) => `${name}.gz`), 'manifest.json'].sort(),
    )
    for (const name of names) {
      const text = textOf(name)
      expect({
        name,
        found: text.match(/@import\s|url\(\s*["']?https?:/g) ?? [],
      }).toEqual({
        name,
        found: [],
      })
    }
  })

  it('imports of lib only what a browser may have: types, and code of the policy, of articles and their looks and of what fields are called, which are pure', () => {
    const sources = readdirSync(join(root, 'web/src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.tsx?$/.test(name),
    )
    expect(sources.length).toBeGreaterThan(20)
    const wrong = sources.filter(
      (name) =>
        [
          ...readFileSync(join(root, 'web/src', name), 'utf8').matchAll(
            /^import (?!type )[^\n]*from '[^']*\/lib\/(?!policy\/|wording\/entries'|submission\/fields'|article\/(?:cover|cover-style|language|theme|proofread|company-names|summary|preview-page)'|theme\/(?:contrast|drawn-in|sample)'|platform\/colour')[^']*'/gm,
          ),
        ].length > 0,
    )
    expect(wrong).toEqual([])
  })
})
