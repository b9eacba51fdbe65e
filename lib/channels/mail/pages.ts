import type { Bilingual } from '../../platform/refusal'

/** A page of the portal that a letter leads to; its address below the site's. */
export interface Page {
  path: string
  label: Bilingual
}

const page = (path: string, zh: string, en: string): Page => ({ path: `/portal${path}`, label: { zh, en } })

export const submissionPage = (id: string): Page =>
  page(`/submissions/${id}`, '查看稿件', 'See the submission')
export const editionPage = (date: string): Page => page(`/editions/${date}`, '打开这一期', 'Open the edition')
export const postPage = (id: string): Page => page(`/weibo/${id}`, '查看这条微博', 'See the post')
export const loanPage = (id: string): Page => page(`/loans/${id}`, '查看这次借用', 'See this loan')
export const accountsPage = page('/accounts', '平台账号', 'Platform accounts')
export const changesPage = page('/changes', '变更复核', 'Changes by two')
export const mySignInPage = page('/me', '我的登录', 'My sign-in')

/** Stands for the site's own address, which only whoever sends a letter has to know. */
export const site = 'https://site.invalid'

/** The letter, or what is kept of it, with the site's address written out. */
export const atSite = <T extends object>(letter: T, publicUrl: string): T =>
  JSON.parse(JSON.stringify(letter).replaceAll(site, publicUrl)) as T
