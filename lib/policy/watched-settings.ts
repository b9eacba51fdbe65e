import type { Bilingual } from './finding'

/**
 * What says to which account the company's words go and who gets in: set by whoever deploys and keeps the secrets, outside of
 * the portal, and therefore looked at. By the name that functions know it by.
 */
const titles = {
  setting: {
    WECHAT_ACCOUNT: { zh: '微信公众号 AppID', en: 'WeChat account (AppID)' },
    WECHAT_ACCOUNT_KIND: { zh: '微信公众号类型', en: 'kind of the WeChat account' },
    WECHAT_TESTERS: { zh: '测试发送的接收人', en: 'who gets the test send' },
    WECHAT_BASE_URL: { zh: '微信接口地址', en: 'address WeChat is called at' },
    WEIBO_BASE_URL: { zh: '微博接口地址', en: 'address Weibo is called at' },
    PUBLIC_URL: { zh: '本系统地址', en: 'address of this system' },
    MAIL_FROM: { zh: '发件人', en: 'sender of mails' },
    MAIL_SIGN_IN: { zh: '邮件登录', en: 'sign-in by mail' },
    OIDC_ISSUER: { zh: '公司登录', en: 'the company’s sign-in' },
    OIDC_CLIENT_ID: { zh: '公司登录的客户端', en: 'client of the company’s sign-in' },
    OIDC_UNVERIFIED_MAIL: { zh: '公司登录未验证的邮箱', en: 'unproven addresses of the company’s sign-in' },
  },
  secret: {
    wechat: { zh: '微信公众号密钥', en: 'secrets of the WeChat account' },
    weibo: { zh: '微博应用密钥', en: 'secrets of the Weibo app' },
    'mail-url': { zh: '邮件服务器', en: 'mail server' },
    'oidc-client-secret': { zh: '公司登录密钥', en: 'secret of the company’s sign-in' },
    'setup-code': { zh: '初始设置码', en: 'set-up code' },
    'link-key': { zh: '审批链接密钥', en: 'key of links' },
    'page-key': { zh: '审批页面密钥', en: 'key of decision pages' },
    'letter-key': { zh: '待发邮件密钥', en: 'key of waiting letters' },
    'session-key': { zh: '登录密钥', en: 'key of sessions' },
    'complaint-key': { zh: '客诉密钥', en: 'key of complaints' },
    'push-key': { zh: '微信推送密钥', en: 'key of what WeChat pushes' },
  },
} satisfies Record<string, Record<string, Bilingual>>

export const settingTitles = titles.setting
export type SettingName = keyof typeof titles.setting
export type SecretName = keyof typeof titles.secret

export const watchedTitles: Record<string, Bilingual> = { ...titles.setting, ...titles.secret }
export const isSecret = (name: string): boolean => Object.hasOwn(titles.secret, name)

/** Days in which what was confirmed beforehand may be changed. */
export const announcedForDays = 7
