import type { Bilingual } from '../policy/finding'

/** What each function does that nobody waits for: events and schedules knock at it. */
export const backgroundWork = {
  validatePicture: { zh: '检查上传的图片', en: 'checking an uploaded picture' },
  validateVideo: { zh: '检查上传的视频', en: 'checking an uploaded video' },
  watchStuck: { zh: '每分钟推进停住的工作', en: 'moving on work that stands still' },
  sendLetters: { zh: '发送邮件', en: 'sending letters' },
  actOnPushes: { zh: '处理微信推送', en: 'acting on what WeChat pushed' },
  sealArchive: { zh: '归档封存', en: 'sealing the archive' },
  closeMonth: { zh: '归档上月登记簿', en: 'closing the register of the month before' },
  pressLate: { zh: '督促逾期未报的单位', en: 'pressing late units' },
  tellOffice: { zh: '每日向管理员和负责人报告', en: 'the daily word to administrators and the head' },
  checkAccount: { zh: '检查微信公众号', en: 'looking at the WeChat account' },
  watchWeiboToken: { zh: '检查微博授权', en: 'looking at the authorisation of Weibo' },
  watchSettings: { zh: '核对设置和密钥', en: 'comparing settings and secrets' },
} satisfies Record<string, Bilingual>

/** `qianfa-prod-validatePicture` → `validatePicture` */
export const shortName = (functionName: string): string => functionName.split('-').at(-1) ?? functionName

export const workOf = (functionName: string): Bilingual => {
  const name = shortName(functionName)
  return (backgroundWork as Record<string, Bilingual>)[name] ?? { zh: name, en: name }
}
