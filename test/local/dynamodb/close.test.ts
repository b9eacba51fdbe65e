import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startInner } from '../../../local/dynamodb/inner'
import { eventually } from '../kit'
import { keyOf, properties } from './given-table'

const { TimeToLiveSpecification: _, ...table } = properties

test('closing waits for every call under way and refuses later ones, so that stopping never breaks a test or a user', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-'))
  const inner = await startInner(dir)
  await inner.call('CreateTable', table)
  await eventually(async () => {
    const { Table } = (await inner.call('DescribeTable', { TableName: 'Main' })) as {
      Table: { TableStatus: string }
    }
    return Table.TableStatus === 'ACTIVE' ? true : undefined
  })
  const puts = Array.from({ length: 60 }, (_, number) =>
    inner.call('PutItem', { TableName: 'Main', Item: keyOf(`ROW#${number}`) }),
  )
  const closed = inner.close()
  await expect(Promise.all(puts)).resolves.toHaveLength(60)
  await closed
  await expect(inner.call('GetItem', { TableName: 'Main', Key: keyOf('ROW#1') })).rejects.toMatchObject({
    code: 'ServiceUnavailableException',
  })
  rmSync(dir, { recursive: true, force: true })
})
