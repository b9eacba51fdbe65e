import * as z from 'zod'
import type { Planned } from '../people/administer'
import { named, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { canonicalJson } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import { changeOf } from '../security/act'
import type { WordLists } from '../wording/store'
import { CompanyTheme } from './company-theme'
import { mistakesIn } from './mistakes'
import type { Themes, ThemeVersion } from './store'

/** A theme that is to be the version after `base`; 0: there is none yet. */
export const ThemeChange = z.object({
  kind: z.literal('theme'),
  base: z.number().int().nonnegative(),
  theme: CompanyTheme,
  reason: z.string(),
})
export type ThemeChange = z.infer<typeof ThemeChange>

const overtaken = (newest: number) =>
  new Refusal(
    'ContentChanged',
    {
      zh: `公司版式已有第 ${newest} 版，请看过以后再改`,
      en: `version ${newest} of the company’s look was published meanwhile; look at it and change it then`,
    },
    { facts: { newest } },
  )

const ornaments: Record<CompanyTheme['ornament'], string> = {
  ...{ bar: '竖条', label: '色块', number: '编号', line: '短线' },
}

/** Each thing a person chooses of it, in words, by the names the record has for them. */
const inWords = ({ caption, footer, ...theme }: CompanyTheme): Record<string, string> => ({
  name: theme.name,
  accent: theme.accent,
  tint: theme.tint,
  ornament: ornaments[theme.ornament],
  text: `${theme.size} px，行距 ${theme.lineHeight}，字距 ${theme.letterSpacing} px，段距 ${theme.gap} px，圆角 ${theme.radius} px`,
  caption: `${caption.size} px，${caption.align === 'center' ? '居中' : '居左'}，${caption.colour}`,
  lead: theme.lead ?? '无',
  footerWords: footer.words ?? '无',
  code: footer.code ?? '无',
  follow: footer.follow ?? '无',
})

/** @throws Refusal `InvalidRequest` with everything that keeps it from being published */
export const requireGood =
  ({ wordLists }: { wordLists: WordLists }) =>
  async (theme: CompanyTheme): Promise<void> => {
    const details = mistakesIn(theme, (await wordLists.newest()).list)
    if (details.length === 0) return
    throw new Refusal(
      'InvalidRequest',
      {
        zh: '这个版式有要改的地方，现行版式没有变',
        en: 'there are things to mend; the present look is unchanged',
      },
      { details },
    )
  }

/** Publishes the next version. @throws Refusal `ContentChanged`, `InvalidRequest` */
export const planTheme =
  ({ themes, wordLists, clock }: { themes: Themes; wordLists: WordLists; clock: Clock }) =>
  async ({ base, theme, reason, by }: Omit<ThemeChange, 'kind'> & { by: Person }): Promise<Planned> => {
    const newest = await themes.newest()
    if ((newest?.number ?? 0) !== base) throw overtaken(newest?.number ?? 0)
    await requireGood({ wordLists })(theme)
    if (newest && canonicalJson(newest.theme) === canonicalJson(theme))
      throw new Refusal('InvalidRequest', {
        zh: '与现行版式没有差异',
        en: 'it is the same as the present look',
      })
    const version: ThemeVersion = {
      ...{ number: base + 1, theme, reason },
      ...{ by: by.id, name: by.name, at: clock.now().toISOString() },
    }
    return {
      act: {
        ...{ type: 'ThemePublished', by: named(by) },
        about: { id: `theme-${version.number}`, name: String(version.number) },
        ...changeOf(newest ? inWords(newest.theme) : {}, inWords(theme)),
        facts: { reason },
      },
      async write(rows) {
        try {
          await themes.publish(version, rows)
        } catch (error) {
          if (error instanceof ConditionFailed && error.row?.pk === 'THEME')
            throw overtaken((await themes.newest())?.number ?? 0)
          throw error
        }
      },
    }
  }
