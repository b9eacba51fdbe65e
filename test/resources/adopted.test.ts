import { packageService } from '../../local/template/package-service'
import { readService } from '../../local/template/read-service'
import type { Template } from '../../local/template/template'
import { templateFaults } from '../../operations/rules/template-faults'
import Adopted from '../../resources/adopted.cjs'
import { root } from '../house/imports'

let template: Template
beforeAll(async () => {
  template = (await packageService(root)).template
}, 300_000)

const stream = 'arn:aws-cn:dynamodb:cn-north-1:123456789012:table/kept-table/stream/2026-11-30T01:00:00.000'
const given = {
  Table: { name: 'kept-table', stream },
  MediaBucket: { name: 'kept-media' },
  ArchiveBucket: { name: 'kept-archive' },
}
const adopted = (some: Partial<typeof given>) => {
  const copy = structuredClone(template)
  Adopted.adopt(copy, some)
  return copy
}

describe('what is there already in place of the stack’s own', () => {
  it('leaves the template whole: nothing names what is gone, every right and setting names the other', () => {
    const changed = adopted(given)
    for (const id of Object.keys(given)) expect(changed.Resources[id]).toBeUndefined()
    expect(JSON.stringify(changed)).not.toMatch(
      /"(Table|MediaBucket|ArchiveBucket)"|\$\{(Table|MediaBucket|ArchiveBucket)\b/,
    )
    expect(templateFaults(changed)).toEqual([])
    const service = readService(changed, 'qianfa-local', 'http://127.0.0.1:4000')
    expect(service.tables).toEqual([])
    for (const { environment } of service.functions)
      expect(environment).toMatchObject({
        TABLE: 'kept-table',
        MEDIA_BUCKET: 'kept-media',
        ARCHIVE_BUCKET: 'kept-archive',
      })
    expect(service.streams.map(({ table, streamArn }) => [table, streamArn])).toEqual([
      ['kept-table', stream],
      ['kept-table', stream],
    ])
    const rights = JSON.stringify(service.roles)
    for (const arn of ['table/kept-table', ':::kept-media/in/*', ':::kept-archive/*'])
      expect(rights).toContain(arn)
  })

  it('is one by one, and a table needs its stream', () => {
    const changed = adopted({ ArchiveBucket: given.ArchiveBucket })
    expect(changed.Resources['Table']).toEqual(template.Resources['Table'])
    expect(changed.Resources['ArchiveBucket']).toBeUndefined()
    expect(() => adopted({ Table: { name: 'kept-table', stream: '' } })).toThrow('tableStream')
    expect(adopted({ Table: { name: '', stream: '' } })).toEqual(template)
  })

  it('is asked for by the parameters of a deploy: red while the plugin ran before the template had its resources', async () => {
    const names = { table: 'kept-table', mediaBucket: 'kept-media', archiveBucket: 'kept-archive' }
    const params = Object.entries({ ...names, tableStream: stream }).map(
      ([key, value]) => `--param=${key}=${value}`,
    )
    const packaged = (await packageService(root, params)).template
    // Two packagings differ in the folder of their files, which is named after the moment.
    const timeless = ({ Resources }: Template) =>
      JSON.stringify(Resources).replaceAll(/\d{13}-[\dTZ:.-]+/g, '')
    expect(timeless(packaged)).toBe(timeless(adopted(given)))
  }, 300_000)
})
