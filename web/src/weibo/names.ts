import type { PostState } from '../../../lib/weibo-post/post'
import type { Bilingual } from '../language'

export const postNames: Record<PostState, Bilingual> = {
  released: { zh: '等待发出', en: 'waiting to go out' },
  posting: { zh: '正在发出', en: 'going out' },
  unknown: { zh: '结果待查', en: 'result unknown' },
  'by-hand': { zh: '等人工发布', en: 'to be posted by hand' },
  posted: { zh: '已发布', en: 'published' },
  refused: { zh: '未发布', en: 'not published' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  returned: { zh: '已退回企管部', en: 'returned to enterprise management' },
}

export const postColors: Record<PostState, string> = {
  released: 'blue',
  posting: 'blue',
  unknown: 'orange',
  'by-hand': 'orange',
  posted: 'green',
  refused: 'red',
  cancelled: 'gray',
  returned: 'gray',
}

/** Events of a post's ledger, in words. */
export const postEvents: Record<string, Bilingual> = {
  PostReleased: { zh: '放行', en: 'released' },
  PostIntended: { zh: '写下发布意图，调用微博', en: 'intent written, Weibo asked' },
  PostStands: { zh: '已发布到微博', en: 'published on Weibo' },
  PostUnknown: { zh: '不知道发出没有', en: 'unknown whether it went out' },
  PostUndecided: { zh: '查不到结果，请人认定', en: 'looking did not tell; a person decides' },
  UndecidedPressed: { zh: '催促认定', en: 'pressed to decide' },
  PostLookedFor: { zh: '查看时间线', en: 'looked for in the timeline' },
  PostRefused: { zh: '微博拒绝', en: 'refused by Weibo' },
  PostReturned: { zh: '退回企管部', en: 'returned to enterprise management' },
  PostStopped: { zh: '系统中断，没有发出', en: 'something broke; not sent' },
  PostCancelled: { zh: '取消', en: 'called off' },
  PostFoundMissing: { zh: '人工认定没有发出', en: 'a person found it missing' },
  PostProven: { zh: '人工发布，已登记地址', en: 'posted by hand, address recorded' },
  PostRecorded: { zh: '已登记', en: 'recorded' },
  HandAsked: { zh: '请编辑人工发布', en: 'an editor was asked to post by hand' },
  DeadlineMoved: { zh: '节假日公布，期限顺延', en: 'holidays were published; the deadline moved' },
  HandReminded: { zh: '提醒人工发布', en: 'reminded to post by hand' },
  HandExpired: {
    zh: '人工发布到期，没有人说明是否已发出',
    en: 'time for posting by hand is over; nobody said whether it was posted',
  },
}
