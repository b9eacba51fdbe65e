import type { Edition } from '../../../lib/edition/edition'
import type { Send, Test } from '../../../lib/edition/rows'
import type { Bilingual } from '../language'

export const editionNames: Record<Edition['state'], Bilingual> = {
  composing: { zh: '编排中', en: 'being composed' },
  building: { zh: '生成草稿中', en: 'building the draft' },
  testing: { zh: '测试发送中', en: 'being test-sent' },
  'awaiting-confirmation': { zh: '待确认', en: 'awaiting confirmation' },
  scheduled: { zh: '定时待发', en: 'scheduled' },
  claiming: { zh: '占用当日群发', en: 'claiming the day' },
  sending: { zh: '群发中', en: 'being mass-sent' },
  'by-hand': { zh: '等人工群发', en: 'waiting to be sent by hand' },
  sent: { zh: '已群发', en: 'sent' },
  failed: { zh: '未发出', en: 'not sent' },
  unknown: { zh: '结果待查', en: 'result unknown' },
  cancelled: { zh: '已取消', en: 'cancelled' },
}

export const editionColors: Record<Edition['state'], string> = {
  composing: 'gray',
  building: 'blue',
  testing: 'blue',
  'awaiting-confirmation': 'orange',
  scheduled: 'teal',
  claiming: 'blue',
  sending: 'blue',
  'by-hand': 'orange',
  sent: 'green',
  failed: 'red',
  unknown: 'orange',
  cancelled: 'gray',
}

export const sendNames: Record<Send['state'], Bilingual> = {
  'by-hand': { zh: '已交编辑人工群发', en: 'handed to the editor to be sent by hand' },
  intended: { zh: '准备调用微信', en: 'about to ask WeChat' },
  unknown: { zh: '不知道微信收到没有，正在查', en: 'unknown whether WeChat took it; being settled' },
  'waiting-administrator': {
    zh: '等公众号管理员在手机上确认',
    en: 'waiting for the account’s administrator',
  },
  accepted: { zh: '微信已受理', en: 'taken by WeChat' },
  sent: { zh: '已发出', en: 'sent' },
  failed: { zh: '微信没有发出', en: 'WeChat did not send it' },
  refused: { zh: '微信拒绝', en: 'refused by WeChat' },
}

export const testNames: Record<Test['state'], Bilingual> = {
  sending: { zh: '发送中', en: 'being sent' },
  sent: { zh: '已送达', en: 'delivered' },
  refused: { zh: '被拒绝', en: 'refused' },
  unknown: { zh: '不知道到没到', en: 'unknown' },
}
