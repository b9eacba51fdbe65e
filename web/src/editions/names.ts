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

export const editionEvents: Record<string, Bilingual> = {
  EditionComposed: { zh: '编排', en: 'composed' },
  SendStarted: { zh: '开始发送流程', en: 'sending was started' },
  DraftBuilt: { zh: '草稿已生成', en: 'the draft was built' },
  TestSent: { zh: '测试已发送', en: 'test-sent' },
  ConfirmationReminded: { zh: '提醒确认', en: 'reminded to confirm' },
  EditionConfirmed: { zh: '已确认', en: 'confirmed' },
  DayClaimed: { zh: '占用了当日群发', en: 'claimed the day' },
  EditionFailed: { zh: '停止：没有发出', en: 'stopped: not sent' },
  EditionCancelled: { zh: '已取消', en: 'cancelled' },
  AddressesLearnt: { zh: '微信后来给出了文章链接', en: 'WeChat gave the addresses later' },
  SendRecorded: { zh: '已登记发布', en: 'recorded as published' },
  HandPrepared: { zh: '改为人工群发，不生成草稿', en: 'to be sent by hand, without a draft' },
  HandAsked: {
    zh: '已交编辑在公众平台后台人工群发',
    en: 'handed to the editor to be sent in WeChat’s console',
  },
  HandReminded: { zh: '提醒人工群发', en: 'reminded to send by hand' },
  HandExpired: { zh: '人工群发期限已过，结果不明', en: 'the time for sending by hand is over; unknown' },
  HandProven: { zh: '编辑贴回地址，已核对登记', en: 'the editor pasted the addresses; checked and recorded' },
  HandFound: { zh: '在微信查到与批准一致的文章', en: 'found at WeChat as approved' },
  SendIntended: { zh: '写下发送意图，即将调用微信', en: 'the intent was written; WeChat is asked next' },
  AdministratorAsked: { zh: '等公众号管理员确认', en: 'the account’s administrator was asked' },
  SendAccepted: { zh: '微信已受理', en: 'WeChat took it' },
  SendUnknown: { zh: '结果不明，正在查', en: 'the result is unknown and being settled' },
  EditionSent: { zh: '已群发', en: 'sent' },
  SendFailed: { zh: '微信没有发出', en: 'WeChat did not send it' },
  SendRefused: { zh: '没有发出', en: 'not sent' },
  WechatDown: { zh: '微信没有应答，正在等待', en: 'WeChat does not answer; waiting' },
  DraftDropped: { zh: '微信草稿箱里的草稿已删除', en: 'the draft was deleted at WeChat' },
  ContraryEvent: {
    zh: '微信的结果事件与记录相反',
    en: 'WeChat’s event contradicts the record',
  },
  UnmatchedEvent: { zh: '收到不属于本系统的群发结果', en: 'a result of no send of this system came' },
  SendLookedAt: { zh: '向微信查询了一次', en: 'WeChat was asked about it' },
}
