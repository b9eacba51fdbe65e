import { appendFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DamagedData } from '../../../local/disk/damage'
import { openKeptLengths } from '../../../local/disk/kept-lengths'
import { removeTemporaryDirs, temporaryDir } from '../kit'

afterAll(removeTemporaryDirs)

function given() {
  const dir = temporaryDir()
  const file = (name: string) => join(dir, `${name}.jsonl`)
  const open = () => openKeptLengths(join(dir, 'lengths'), file)
  writeFileSync(file('run'), 'first\nsecond\n')
  const lengths = open()
  lengths.note('run', 13)
  lengths.close()
  return { dir, file, open }
}

it('names a log that was cut between two lines, and one that is gone', () => {
  const { file, open } = given()
  truncateSync(file('run'), 6)
  expect(open).toThrow(DamagedData)
  expect(open).toThrow('cut off at byte 6 of 13')
  rmSync(file('run'))
  expect(open).toThrow('cut off at byte 0 of 13')
})

it('lets a log grow beyond, and be replaced by a shorter one that was told before', () => {
  const { file, open } = given()
  appendFileSync(file('run'), 'never acknowledged')
  open().close()
  const lengths = open()
  // Killed before the shorter one took its place, and after.
  lengths.note('run', 6)
  lengths.close()
  open().close()
  writeFileSync(file('run'), 'first\n')
  open().close()
})

it('proves nothing by a line that was damaged, and refuses nothing for it', () => {
  const { dir, file, open } = given()
  writeFileSync(join(dir, 'lengths'), '{"log":"run","bytes":9999}\t00000000\n')
  truncateSync(file('run'), 6)
  open().close()
})
