import type { Theme } from '../article/theme'
import type { CompanyTheme } from './company-theme'

/** What a draft names that wants the company's look: the newest one, until it is submitted. */
export const companyThemeId = 'company'

/** With what an editor begins. */
export const firstCompanyTheme: CompanyTheme = {
  ...{ name: '公司版式', accent: '#1d5c99', tint: '#eaf1f8', ornament: 'bar' },
  ...{ size: 16, lineHeight: 1.75, letterSpacing: 0.5, gap: 20, radius: 6 },
  caption: { size: 13, align: 'center', colour: '#757575' },
  footer: {},
}

/** As an article is drawn in it. */
export const drawnIn = ({ name, ...theme }: CompanyTheme): Theme => ({
  ...theme,
  id: companyThemeId,
  name: { zh: name, en: name },
  suits: { zh: '公司统一的样子', en: 'the one look of the company' },
})
