import * as z from 'zod'
import { pageOf, mapPage, type Page, type Paging } from '../platform/paging'
import { absent, type Table, type Write } from '../platform/table'
import { CompanyTheme } from './company-theme'

/** One version of the company's theme; never changed once it is published. */
export const ThemeVersion = z.object({
  number: z.number().int().positive(),
  theme: CompanyTheme,
  by: z.string(),
  name: z.string(),
  at: z.iso.datetime(),
  reason: z.string(),
})
export type ThemeVersion = z.infer<typeof ThemeVersion>

const headKey = { pk: 'THEME', sk: 'HEAD' }
const versionsList = 'THEME#VERSIONS'
const padded = (number: number) => String(number).padStart(6, '0')

/** Versions of the company's own look of articles, counted from 1; none until the first is published. */
export function themeStore(table: Table) {
  return {
    async newest(): Promise<ThemeVersion | undefined> {
      const row = await table.get(headKey)
      return row && ThemeVersion.parse(row)
    },

    /** Newest first. */
    async versions(paging: Paging = {}): Promise<Page<ThemeVersion>> {
      const rows = await pageOf(table, versionsList, { ...paging, newestFirst: true })
      return mapPage(rows, (row) => ThemeVersion.parse(row))
    },

    /** The next version, unless another came first: ConditionFailed. `also` is written in the same moment. */
    async publish(version: ThemeVersion, also: Write[]): Promise<void> {
      const { number } = version
      await table.transact([
        {
          put: { ...version, ...headKey },
          when:
            number === 1
              ? absent
              : {
                  expression: '#number = :base',
                  names: { '#number': 'number' },
                  values: { ':base': number - 1 },
                },
        },
        {
          put: {
            ...version,
            ...{ pk: 'THEME', sk: `VERSION#${padded(number)}`, gsi1pk: versionsList, gsi1sk: padded(number) },
          },
          when: absent,
        },
        ...also,
      ])
    },
  }
}

export type Themes = ReturnType<typeof themeStore>
