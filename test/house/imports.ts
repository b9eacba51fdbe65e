import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve, dirname } from 'node:path'
import ts from 'typescript'

export const root = resolve(__dirname, '../..')

/** Every TypeScript file below a folder, as a path from the root. */
export function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && statSync(join(root, file)).isFile())
    .sort()
}

/** What a file imports: packages by name, own files as paths from the root without extension. */
export function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8')
  return ts
    .preProcessFile(source, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? relative(root, resolve(join(root, dirname(file)), fileName)) : fileName,
    )
}

export const isOwn = (imported: string) => /^(lib|functions|local|test|web|bench)\//.test(imported)
