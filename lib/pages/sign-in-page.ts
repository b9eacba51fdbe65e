import { relyingPartyOf } from '../people/passkey'
import { signInRule } from '../people/sign-in-rule'
import type { WaysIn } from '../people/ways-in'
import { markup, type Markup } from '../platform/markup'
import { hiddenFields, page, wordsIn, type Language } from './layout'
import { codeField, problemNotice, type Problem } from './parts'

export interface SignInView {
  language: Language
  /** where the form is posted: field `email`, in the second step also `code` */
  action: string
  /** `address` asks for the mail address, `code` for the code that was mailed to `email` */
  step: 'address' | 'code'
  email?: string
  /** whether a code is mailed; asked for in the first step */
  mail?: boolean
  /** the company's own sign-in, where there is one */
  companyUrl?: string
  /** the page that asks the device for a passkey, where there can be any */
  passkeyUrl?: string
  /** the same step in the other language */
  otherUrl?: string
  /** starts over, in the second step */
  againUrl: string
  hidden?: Record<string, string>
  problem?: Problem
}

const address = ({ language, email }: SignInView): Markup => {
  const say = wordsIn(language)
  return markup`<div class="field"><label for="email">${say('公司邮箱', 'Company mail address')}</label><input id="email" name="email" type="email" autocomplete="username" inputmode="email" maxlength="200" required value="${email ?? ''}"></div><button class="main">${say('发送验证码', 'Mail me a code')}</button>`
}

const code = ({ language, email, againUrl }: SignInView): Markup => {
  const say = wordsIn(language)
  return markup`<p>${say('如果 ', 'If ')}<strong>${email ?? ''}</strong>${say(` 是登记的公司邮箱，${signInRule.digits} 位验证码已经发出。`, ` is registered, a code of ${signInRule.digits} digits is on its way.`)}</p><input type="hidden" name="email" value="${email ?? ''}">${codeField(say('验证码', 'Code'), say('10 分钟内有效，只能在这个浏览器里使用；没有收到请查看垃圾邮件。', 'Valid for 10 minutes, in this browser only; look into the spam folder if it does not come.'), { digits: signInRule.digits })}<button class="main">${say('登录', 'Sign in')}</button><p><a href="${againUrl}">${say('换一个邮箱，或重新发送', 'Another address, or send again')}</a></p>`
}

/** Where the form goes and starts over: nobody is known yet, so the address itself keeps the language. */
export const signInUrls = (language: Language) => {
  const here = `/sign-in?lang=${language}`
  return { language, action: here, againUrl: here }
}

/** Other ways than the mail, before the first step: each a link. */
const otherWays = ({ language, step, companyUrl, passkeyUrl }: SignInView): Markup[] => {
  const say = wordsIn(language)
  const ways: [string | undefined, string][] = [
    [companyUrl, say('用公司账号登录', 'Sign in with your company account')],
    [passkeyUrl, say('用通行密钥登录', 'Sign in with a passkey')],
  ]
  return ways.flatMap(([url, words]) =>
    step === 'address' && url !== undefined
      ? [markup`<p><a class="button" href="${url}">${words}</a></p>`]
      : [],
  )
}

/** Sign-in in two steps without a password: the mail address, then the code that was mailed to it; or another way. */
export function renderSignInPage(view: SignInView): string {
  const say = wordsIn(view.language)
  const form =
    view.mail !== false &&
    markup`<form class="sheet" method="post" action="${view.action}">${hiddenFields(view.hidden)}${view.step === 'address' ? address(view) : code(view)}</form>`
  const body = markup`<div class="narrow"><h1>${say('登录', 'Sign in')}</h1>${problemNotice(view.problem, view.language)}${form}${otherWays(view)}${view.otherUrl !== undefined && markup`<p><a href="${view.otherUrl}" lang="${say('en', 'zh-CN')}">${say('English', '中文')}</a></p>`}</div>`
  return page({ title: say('登录', 'Sign in'), language: view.language, namesOrigin: true }, body)
}

/** Which ways the page shows: those this deployment has, at the address people come to. */
export const waysShown = (
  { mail, company }: WaysIn,
  publicUrl: string,
  language: Language,
): Pick<SignInView, 'mail' | 'companyUrl' | 'passkeyUrl'> => ({
  mail,
  ...(company && { companyUrl: `/sign-in/company?lang=${language}` }),
  ...(relyingPartyOf(publicUrl) && { passkeyUrl: `/portal/sign-in?lang=${language}` }),
})
