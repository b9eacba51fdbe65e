import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { takeLock } from '../../../local/cloud/lock'
import { DirectoryTaken } from '../../../local/cloud/ports'
import { backUp, restore } from '../../../local/disk/backup'
import { DamagedData } from '../../../local/disk/damage'
import { removeTemporaryDirs, temporaryDir } from '../kit'

afterAll(removeTemporaryDirs)
const now = new Date('2026-11-30T05:23:00Z')

function kept() {
  const dir = join(temporaryDir(), 'data')
  mkdirSync(join(dir, 'dynamodb', 'tables'), { recursive: true })
  mkdirSync(join(dir, 'logs'))
  writeFileSync(join(dir, 'dynamodb', 'tables', '000005.ldb'), '签发')
  writeFileSync(join(dir, 'ssm.json'), '{}')
  writeFileSync(join(dir, 'logs', 'echo.log'), 'a line')
  return { dir, into: join(temporaryDir(), 'backups') }
}

it('brings back every file, and moves what stood there aside', async () => {
  const { dir, into } = kept()
  const made = await backUp(dir, into, now)
  expect(made).toMatchObject({ folder: join(into, 'data-2026-11-30T05-23-00'), files: 2, bytes: 8 })
  writeFileSync(join(dir, 'dynamodb', 'tables', '000005.ldb'), 'spoiled')
  const { aside } = await restore(made.folder, dir, now)
  expect(readFileSync(join(dir, 'dynamodb', 'tables', '000005.ldb'), 'utf8')).toBe('签发')
  expect(readFileSync(join(aside ?? '', 'dynamodb', 'tables', '000005.ldb'), 'utf8')).toBe('spoiled')
  expect(readdirSync(dir).sort()).toEqual(['dynamodb', 'ssm.json'])
})

it('begins where nothing stands yet', async () => {
  const { dir, into } = kept()
  const { folder } = await backUp(dir, into, now)
  rmSync(dir, { recursive: true })
  expect(await restore(folder, dir, now)).toEqual({ files: 2 })
  expect(existsSync(join(dir, 'ssm.json'))).toBe(true)
})

it('touches nothing while the cloud runs', async () => {
  const { dir, into } = kept()
  const { folder } = await backUp(dir, into, now)
  const lock = takeLock(join(dir, 'lock'))
  await expect(backUp(dir, into, now)).rejects.toThrow(DirectoryTaken)
  await expect(restore(folder, dir, now)).rejects.toThrow(DirectoryTaken)
  lock?.release()
})

it('does not bring back what is no longer what was backed up, and names it', async () => {
  const { dir, into } = kept()
  const { folder } = await backUp(dir, into, now)
  writeFileSync(join(folder, 'ssm.json'), '{ }')
  rmSync(join(folder, 'dynamodb'), { recursive: true })
  const failed = await restore(folder, dir, now).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(DamagedData)
  expect((failed as DamagedData).damages).toEqual([
    { file: join(folder, 'dynamodb/tables/000005.ldb'), what: 'is missing' },
    { file: join(folder, 'ssm.json'), what: 'its checksum is another' },
  ])
  expect(readFileSync(join(dir, 'ssm.json'), 'utf8')).toBe('{}')
})
