import type { Bilingual } from '../../platform/refusal'
import type { WeiboRefusal, WeiboRefusalClass } from './outcome'

interface Meaning {
  class: WeiboRefusalClass
  advice: Bilingual
}

const say = (of: WeiboRefusalClass, zh: string, en: string): Meaning => ({ class: of, advice: { zh, en } })

const busy = say('retry', '微博系统繁忙，稍后重试', 'Weibo is busy; try again later')
const authoriseAgain = say(
  'authorise',
  '微博授权已过期、被撤销或无效，请持有公司微博账号的人在本系统重新授权',
  "Weibo's authorisation expired, was revoked or is not valid; whoever holds the company's account authorises again in this system",
)
const appSettings = (zh: string, en: string) =>
  say(
    'administrator',
    `请管理员在微博开放平台处理：${zh}`,
    `an administrator acts on Weibo's open platform: ${en}`,
  )

/** Codes after which nobody knows whether a post was made: Weibo failed on its own side, after taking the request. */
const leavesUnknown = new Set([10001, 10002, 10003, 10010, 10011])

/** 20032: created, to be seen in one or two minutes. */
export const delayedCode = 20032

/** Error codes of the reference sheet, section 6. Codes that call for the same act share one entry. */
const table: [codes: number[], meaning: Meaning][] = [
  [[10001, 10002, 10003, 10009, 10010, 10011, 21331], busy],
  [
    [20014],
    say(
      'retry',
      '微博的安全检查没有通过，可再试一次；仍不行请查看账号状态',
      "Weibo's security check failed; try once more, then look at the state of the account",
    ),
  ],

  [
    [10022],
    say(
      'quota',
      '本服务器地址每小时的调用次数已用完，下一小时恢复',
      'the calls of this address are used up; they return in the next hour',
    ),
  ],
  [
    [10023],
    say(
      'quota',
      '今日微博接口次数（每天 100 次）已用完，北京时间次日恢复',
      'the 100 Weibo calls of the day are used up; they return at midnight, Beijing time',
    ),
  ],
  [
    [10024, 20016],
    say(
      'quota',
      '发微博太频繁（每小时最多 30 条），下一小时再发',
      'too many posts (30 an hour); post in the next hour',
    ),
  ],

  [[10006, 10013, 20003, 20033, 21301, 21314, 21315, 21316, 21317, 21327, 21330, 21332], authoriseAgain],

  [
    [10004],
    appSettings(
      '把本系统的出口 IP 加入应用的安全 IP，或清空该列表',
      "add this system's address to the app's safe IP list, or empty the list",
    ),
  ],
  [
    [10005, 10014],
    appSettings(
      '应用没有这个接口的权限，请申请“分享到微博”接口',
      'the app lacks the right to this interface; apply for sharing to Weibo',
    ),
  ],
  [
    [20015, 20022, 20031],
    appSettings(
      '账号、应用或 IP 被判为异常，可能要输入验证码；请登录微博查看',
      'account, app or address is held suspicious, perhaps a captcha is wanted; sign in to Weibo and look',
    ),
  ],
  [
    [21321],
    appSettings(
      '应用未通过审核，只能用于登记的测试账号；请提交审核',
      'the app is not reviewed and serves listed test users only; have it reviewed',
    ),
  ],
  [
    [21322],
    appSettings(
      '把本系统的地址加 /weibo/authorised 登记为授权回调页',
      'register the address of this system with /weibo/authorised as redirect address',
    ),
  ],
  [
    [21323, 21324, 21325, 21326, 21328, 21329],
    appSettings(
      '核对应用的 App Key、App Secret 与授权回调页；授权码只能用一次',
      'check App Key, App Secret and redirect address; a code works once',
    ),
  ],

  [
    [20017, 20019, 20111],
    say(
      'repeated',
      '微博认为这条内容已发过：先查看时间线，确认没有后改动文字再发',
      'Weibo holds this for a repetition: look at the timeline first; if it is not there, change the words',
    ),
  ],

  [
    [10018, 20012],
    say('permanent', '文字超过 140 字，请缩短', 'the text is longer than 140 characters; shorten it'),
  ],
  [[20008], say('permanent', '内容为空', 'the text is empty')],
  [[10007, 20005], say('permanent', '图片只能是 JPG、GIF 或 PNG', 'the picture has to be JPEG, GIF or PNG')],
  [[20006], say('permanent', '图片须小于 5 MB', 'the picture has to be below 5 MB')],
  [[20007], say('permanent', '图片没有按要求上传', 'the picture was not sent as Weibo wants it')],
  [
    [10008, 10012, 10016, 10020, 10021],
    say(
      'permanent',
      '微博不接受这个请求的参数，请联系系统维护人',
      'Weibo does not take the parameters of this request; tell whoever maintains the system',
    ),
  ],
  [
    [20018],
    say('permanent', '内容含有微博不允许的网址', 'the text holds an address that Weibo does not allow'),
  ],
  [
    [20020, 20021],
    say(
      'permanent',
      '微博认为内容是广告或违规内容，请人工判断并修改',
      'Weibo holds this for advertising or unlawful; a person judges and changes it',
    ),
  ],
  [
    [20101, 20102, 20103, 20104, 20105, 20106, 20107, 20108, 20109, 20110, 20112],
    say('permanent', '要操作的微博不存在或不属于本账号', 'the post asked for does not exist or is not ours'),
  ],
]

const byCode = new Map(table.flatMap(([codes, meaning]) => codes.map((code) => [code, meaning] as const)))

/** 10017 has two meanings that only Weibo's words tell apart. */
function invalidParameter(error: string): Meaning {
  if (/not bind domain/i.test(error))
    return appSettings(
      '在“应用信息 → 基本信息”里设置安全域名',
      'set the safe domain below app info, basic information',
    )
  if (/not find domain/i.test(error))
    return say(
      'permanent',
      '文字里没有公司域名下的链接，微博不接受',
      "the text holds no link below the company's domain, which Weibo requires",
    )
  return say('permanent', '微博不接受其中一个参数的值', 'Weibo does not take the value of a parameter')
}

/**
 * What a code asks for. A code the sheet does not know is `administrator`: neither repeated blindly nor blamed on the
 * content.
 */
export function weiboRefusal(code: number, error: string): WeiboRefusal {
  const meaning =
    code === 10017
      ? invalidParameter(error)
      : (byCode.get(code) ??
        say(
          'administrator',
          `微博返回未登记的错误码 ${code}，请管理员查看微博文档`,
          `Weibo answered with the unlisted code ${code}; an administrator looks it up`,
        ))
  return { code, error, ...meaning }
}

/** True where a post may have been made although this code came back. */
export const mayHavePosted = (code: number): boolean => leavesUnknown.has(code)
