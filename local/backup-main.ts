import { join, resolve } from 'node:path'
import { DirectoryTaken } from './cloud/ports'
import { backUp, restore } from './disk/backup'
import { DamagedData } from './disk/damage'

const root = join(__dirname, '..')
const dir = resolve(process.env['QIANFA_DIR'] ?? join(root, '.qianfa'))

const commands: Record<string, (given: string | undefined) => Promise<string>> = {
  async backup(into = join(root, 'backups')) {
    const { folder, files, bytes } = await backUp(dir, into, new Date())
    return [
      `备份完成 / backed up: ${files} files, ${(bytes / 1_048_576).toFixed(1)} MB`,
      `  ${folder}`,
      `恢复 / bring back: npm run restore -- ${folder}`,
    ].join('\n')
  },
  async restore(folder) {
    if (folder === undefined)
      throw new TypeError('哪个备份？/ which backup?  npm run restore -- backups/<folder>')
    const { aside, files } = await restore(resolve(folder), dir, new Date())
    return [
      `恢复完成 / brought back: ${files} files → ${dir}`,
      ...(aside ? [`原数据移至 / what stood there is in ${aside}`] : []),
      '启动 / start: npm start',
    ].join('\n')
  },
}

/** `npm run backup [-- <into>]` and `npm run restore -- <backup>`: the data of the one-machine cloud, while it is stopped. */
async function main([name = '', given]: string[]): Promise<void> {
  const command = commands[name]
  if (!command) throw new TypeError(`backup or restore, not ${name}`)
  console.log(await command(given))
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const named = [DirectoryTaken, DamagedData, TypeError].some((kind) => error instanceof kind)
  console.error(named ? (error as Error).message : error)
  process.exitCode = 1
})
