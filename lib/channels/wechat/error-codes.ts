import type { Bilingual } from '../../platform/refusal'
import type { RefusalClass } from './outcome'

interface Meaning {
  class: RefusalClass
  advice: Bilingual
}

const say = (of: RefusalClass, zh: string, en: string): Meaning => ({ class: of, advice: { zh, en } })

/** Error codes of the reference sheet, section 10. Codes that call for the same act share one entry. */
const table: [codes: number[], meaning: Meaning][] = [
  [
    [-1, 61450, 268487001, 268487002],
    say('retry', '微信系统繁忙，稍后重试', 'WeChat is busy; try again later'),
  ],
  [
    [42010],
    say(
      'retry',
      '同一素材群发过快，至少等 60 秒再试',
      'the same draft was sent too fast; wait at least 60 s',
    ),
  ],
  [[45011], say('retry', '本分钟调用过多，下一分钟再试', 'too many calls this minute; try in the next one')],
  [[46007], say('retry', '文件仍在转码，稍后再试', 'the file is still being transcoded; try later')],
  [[9001010], say('retry', '上传失败，请重试', 'the upload failed; try again')],

  [
    [40001, 40014, 41001, 42001],
    say(
      'token',
      '接口凭证失效，系统已换新凭证重试一次仍失败；请核对公众号与 AppID',
      'the access token was refused, also after one new one; check that AppID and account belong together',
    ),
  ],

  [
    [45009],
    say(
      'quota',
      '今日接口次数已用完，北京时间次日恢复',
      'the daily quota of this API is used up; it returns at midnight, Beijing time',
    ),
  ],
  [
    [45028],
    say(
      'quota',
      '群发次数已用完（订阅号每天 1 次，服务号每月 4 次），可能有人在微信后台手工群发过；当期不再重试，请取消本期后改编到下一个可群发的日子',
      'no mass send is left in this period (subscription 1 a day, service 4 a month); perhaps someone sent by hand in WeChat; not retried in the period: cancel the edition and compose it for the next day that has one',
    ),
  ],
  [
    [45047],
    say(
      'quota',
      '客服消息条数已用完，等读者再次发来消息',
      'no answers are left; wait for the reader to write again',
    ),
  ],
  [[48006], say('quota', '清零次数已用完，下月恢复', 'the monthly quota resets are used up')],

  [
    [45065],
    say(
      'idempotency',
      '这次群发微信此前已受理，按已有 msg_id 查询结果',
      'WeChat already holds this mass send; follow the msg_id it names',
    ),
  ],
  [
    [45066],
    say(
      'idempotency',
      '同一群发重试过快，至少等 60 秒用同一编号再试',
      'repeated too fast; wait at least 60 s and use the same clientmsgid',
    ),
  ],
  [
    [45067],
    say(
      'permanent',
      '群发编号超过 32 字节，是程序错误',
      'the clientmsgid is longer than 32 bytes: a defect of this software',
    ),
  ],

  [
    [40164, 61004],
    say(
      'administrator',
      '服务器 IP 不在白名单：请管理员在微信开发者平台把下列 IP 加入白名单，约 10 分钟后生效',
      'the server address is not allowed: an administrator adds it to the IP whitelist on the WeChat developer platform; it takes about 10 minutes',
    ),
  ],
  [
    [40013, 40125],
    say(
      'administrator',
      'AppID 或 AppSecret 不正确，请管理员核对配置',
      'AppID or AppSecret is wrong; an administrator checks the settings',
    ),
  ],
  [
    [40243],
    say(
      'administrator',
      'AppSecret 已被冻结，请管理员解冻（约 10 分钟生效）',
      'the AppSecret is frozen; an administrator unfreezes it (takes about 10 minutes)',
    ),
  ],
  [
    [50004, 50007],
    say(
      'administrator',
      '接口或账号被禁用或冻结，请管理员登录公众平台查看',
      'the account or its token API is frozen; an administrator looks in the WeChat console',
    ),
  ],
  [
    [48001],
    say(
      'administrator',
      '接口无权限：多半是微信认证未做或已过期，请管理员续期认证或核对接口权限',
      'no permission for this API: most often the yearly certification (微信认证) has lapsed; an administrator renews it or checks the permissions',
    ),
  ],
  [
    [48004],
    say(
      'administrator',
      '接口已被封禁，请管理员登录公众平台查看',
      'this API is banned for the account; an administrator looks in the WeChat console',
    ),
  ],
  [
    [48008],
    say('administrator', '账号无权发送这种类型的消息', 'the account may not send this type of message'),
  ],
  [
    [48021],
    say(
      'administrator',
      '草稿只是自动保存，请在公众平台手工保存后再发',
      'the draft was only auto-saved; save it by hand in the WeChat console',
    ),
  ],
  [
    [48022],
    say(
      'administrator',
      '接口上传的视频不能由接口发布，请在公众平台手工发布',
      'a video uploaded by API may not be published by API; publish it by hand',
    ),
  ],
  [
    [45062],
    say(
      'administrator',
      '账号有广告合约，不能用接口群发，请在公众平台手工群发',
      'an advertising contract forbids mass sends by API; send by hand in the WeChat console',
    ),
  ],
  [
    [45074],
    say('administrator', '素材库已满，请删除旧素材', 'the material library is full; delete old material'),
  ],
  [
    [89501, 89503],
    say(
      'administrator',
      '新 IP 等待管理员在微信中确认',
      'the new address waits for an administrator to confirm it in WeChat',
    ),
  ],
  [
    [89506],
    say(
      'administrator',
      '管理员两次拒绝该 IP，24 小时内不能再申请',
      'an administrator refused this address twice; blocked for 24 hours',
    ),
  ],
  [
    [89507],
    say(
      'administrator',
      '管理员拒绝了该 IP，1 小时内不能再申请',
      'an administrator refused this address; blocked for 1 hour',
    ),
  ],
  [
    [89504, 89505],
    say(
      'administrator',
      '群发等待管理员在微信中确认，30 分钟内有效；请提醒管理员，勿重复发送',
      'the mass send waits for an administrator to confirm in WeChat within 30 minutes; remind them and do not send again',
    ),
  ],
  [
    [53500, 53504, 53505],
    say('administrator', '请登录公众平台处理后再发布', 'must be handled in the WeChat console first'),
  ],
  [
    [65400, 65401, 65402, 65405],
    say(
      'administrator',
      '客服功能未启用或客服账号需要处理',
      'customer service is not enabled or its accounts need attention',
    ),
  ],

  [
    [40002, 40035, 43002, 44002, 47001, 47002],
    say('permanent', '请求格式有误，是程序错误', 'the request is malformed: a defect of this software'),
  ],
  [
    [40003, 40031, 40032, 40130],
    say('permanent', '读者标识（openid）无效', 'the reader id (openid) is not valid'),
  ],
  [[40132], say('permanent', '测试人的微信号不正确', 'the WeChat ID of the tester is wrong')],
  [[43004, 50005], say('permanent', '接收人须先关注公众号', 'the receiver must follow the account first')],
  [[43019], say('permanent', '接收人在黑名单中', 'the receiver is on the blacklist')],
  [
    [40004, 40005, 40137, 9001008],
    say(
      'permanent',
      '文件类型不被微信接受（正文图片只收 jpg、png）',
      'WeChat does not take this file type (pictures in articles: jpg or png)',
    ),
  ],
  [
    [40006, 40009, 40010, 40011, 40012, 45001, 9001009],
    say(
      'permanent',
      '文件超过微信限制（正文图片须小于 1 MB，缩略图 64 KB）',
      'the file is too large for WeChat (pictures in articles below 1 MB, thumb 64 KB)',
    ),
  ],
  [[41005, 41006, 44001, 9001007], say('permanent', '没有收到文件内容', 'no file data arrived')],
  [
    [40007, 46001],
    say(
      'permanent',
      '素材或草稿已不存在（已使用、已删除或过期），请重建草稿',
      'the material or draft is gone (used, deleted or expired); build the draft again',
    ),
  ],
  [[40008], say('permanent', '消息类型不正确', 'the message type is not valid')],
  [[40033], say('permanent', '文字编码不正确，不能含 \\uXXXX 转义', 'wrong charset: no \\uXXXX escapes')],
  [[40059], say('permanent', '没有这个群发消息编号', 'there is no mass send with this msg_id')],
  [
    [40060, 40065, 40204],
    say(
      'permanent',
      '该图文不能删除（序号不对、状态不对或不是接口所发）',
      'this article cannot be deleted (index, state, or not sent by API)',
    ),
  ],
  [[40114], say('permanent', '图文序号不正确', 'the article index is wrong')],
  [[40152, 45159], say('permanent', '没有这个标签', 'there is no such tag')],
  [[40215], say('permanent', '图片数量过多', 'too many pictures')],
  [[41039], say('permanent', '“阅读原文”链接不正确', 'the link behind 阅读原文 is not valid')],
  [[41040], say('permanent', '不符合原创文章要求', 'does not meet the rule for original articles')],
  [[44003], say('permanent', '图文内容为空', 'the article is empty')],
  [[44004], say('permanent', '文字内容为空', 'the text is empty')],
  [
    [45002],
    say(
      'permanent',
      '正文超过微信限制（须少于 2 万字符、小于 1 MB）',
      'the content is too long (fewer than 20,000 characters and less than 1 MB)',
    ),
  ],
  [[45003], say('permanent', '标题超过 32 字', 'the title is longer than 32 characters')],
  [[45004], say('permanent', '摘要超过 120 字', 'the digest is longer than 120 characters')],
  [[45005, 45006], say('permanent', '链接过长', 'the link is too long')],
  [[45007], say('permanent', '播放时间超过限制', 'the playing time is too long')],
  [[45008], say('permanent', '图文篇数超过 8 篇', 'more than 8 articles')],
  [
    [45015],
    say(
      'permanent',
      '超过 48 小时回复期，等读者再次发来消息',
      'the 48 hours for answering have passed; wait for the reader to write again',
    ),
  ],
  [
    [45072, 45080, 45081],
    say('permanent', '输入状态提示未生效，可忽略', 'the typing hint had no effect and can be ignored'),
  ],
  [[45083, 45084], say('permanent', '群发速度参数不正确', 'the mass send speed is not valid')],
  [[45087], say('permanent', '账号的客服消息被限制', 'answers of this account are blocked')],
  [[45110], say('permanent', '作者超过 16 字', 'the author is longer than 16 characters')],
  [[45113], say('permanent', '商品或卡券消息已停用', 'product and card messages are no longer offered')],
  [[45166], say('permanent', '正文含微信不接受的内容', 'WeChat does not accept the content')],
  [[48002], say('permanent', '读者拒收消息', 'the reader refuses messages')],
  [[50002], say('permanent', '用户或账号受限', 'the user or account is limited')],
  [[53501], say('retry', '发布过于频繁，稍后再试', 'published too often; try later')],
  [
    [53502, 53503, 53600],
    say(
      'permanent',
      '发布参数不正确或草稿未通过发布前检查',
      'the publish id is wrong or the draft failed the check before publishing',
    ),
  ],
  [
    [70000],
    say(
      'permanent',
      '未成年人保护：不能给该读者发消息',
      'protection of minors: this reader cannot be written to',
    ),
  ],
  [
    [76001, 76002, 76003, 76004, 76021, 76022],
    say('permanent', '查询参数（rid 或接口路径）不正确', 'the rid or API path asked about is wrong'),
  ],
  [
    [88000],
    say('permanent', '账号没有留言功能，请不要打开留言', 'the account has no comments; do not open them'),
  ],
]

const byCode = new Map(table.flatMap(([codes, meaning]) => codes.map((code) => [code, meaning] as const)))

/**
 * What a code asks for. A code the sheet does not know is `administrator`: neither repeated blindly nor blamed on
 * the content. At the token endpoint 40001 means a wrong AppSecret, which no new token cures.
 */
export function meaningOf(errcode: number, stage: 'token' | 'call'): Meaning {
  if (errcode === 40001 && stage === 'token') return meaningOf(40125, stage)
  return (
    byCode.get(errcode) ??
    say(
      'administrator',
      `微信返回未登记的错误码 ${errcode}，请管理员查看微信文档`,
      `WeChat answered with the unlisted code ${errcode}; an administrator looks it up`,
    )
  )
}
