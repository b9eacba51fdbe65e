import { shown, type Rule } from './rule'

/** WeChat's own limits stand under 10.3, the article about WeChat sends. */
const wechatLimit = (zh: string, en: string): Rule => ({
  article: '10.3',
  severity: 'refuse',
  message: ({ limit, seen }) => ({
    zh: `微信${zh}最多 ${shown(limit)} 字，现为 ${shown(seen)} 字`,
    en: `WeChat takes ${en} of at most ${shown(limit)} characters; this one has ${shown(seen)}`,
  }),
  remedy: () => ({ zh: `请缩短${zh}`, en: `shorten ${en}` }),
})

/** Articles 9 and 10: what a text must have before it may be submitted. */
export const textWording = {
  'title.required': {
    article: '10.1',
    severity: 'refuse',
    message: () => ({ zh: '没有标题', en: 'there is no title' }),
    remedy: () => ({ zh: '请写标题', en: 'write a title' }),
  },
  'body.required': {
    article: '10.1',
    severity: 'refuse',
    message: () => ({ zh: '没有正文', en: 'there is no text' }),
    remedy: () => ({ zh: '请写正文', en: 'write the text' }),
  },
  'body.hidden': {
    article: '8',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `这些字读者看不到（${seen}）`,
      en: `readers would not see these words (${seen})`,
    }),
    remedy: () => ({
      zh: '请删去这些字，或去掉使它们隐藏的样式：可以选中后“清除格式”',
      en: 'delete these words, or the style that hides them: select them and clear the formatting',
    }),
  },
  'body.moved': {
    article: '8',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `这些字会显示在别的位置，与原文的顺序不同（${seen}）`,
      en: `these words would be shown at another place than where they are written (${seen})`,
    }),
    remedy: () => ({
      zh: '请去掉使文字移位、倒序或加字的样式：可以选中后“清除格式”，再按阅读顺序写',
      en: 'remove the style that moves, turns or adds words: clear the formatting and write them as they are to be read',
    }),
  },
  'body.source-line': {
    article: '10.1',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `正文里自带了来源或供稿行“${seen}”；来源行由系统按“来源”栏印在文末`,
      en: `the text carries a line of source of its own, "${seen}"; the line is printed below the text from the field of the source`,
    }),
    remedy: () => ({
      zh: '请删去这一行，把来源写在“来源”栏',
      en: 'delete this line and write the source into its field',
    }),
  },
  'body.source-twice': {
    article: '10.1',
    severity: 'warn',
    message: ({ seen }) => ({
      zh: `来源会印两次：正文里已有“${seen}”`,
      en: `the source will be printed twice: the text holds "${seen}" already`,
    }),
    remedy: () => ({
      zh: '系统会把“来源”栏印在文末，正文里的这一行可以删去',
      en: 'the field of the source is printed below the text; this line can go',
    }),
  },
  'text.unprintable': {
    article: '10.1',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `含有不能显示或会改变文字方向的字符：${seen}`,
      en: `there is a sign that cannot be shown or turns the words around: ${seen}`,
    }),
    remedy: () => ({
      zh: '请删去它再键入一次；这种字符多半是从别处复制带来的',
      en: 'delete it and type the words again; such signs mostly come along when copying',
    }),
  },
  'text.one-line': {
    article: '10.1',
    severity: 'refuse',
    message: () => ({ zh: '标题、来源和摘要只能是一行', en: 'title, source and digest are one line each' }),
    remedy: () => ({ zh: '请删去其中的换行', en: 'remove the line breaks' }),
  },
  'source.required': {
    article: '10.1',
    severity: 'refuse',
    message: () => ({ zh: '没有注明来源', en: 'the source is not stated' }),
    remedy: () => ({
      zh: '请写明来源：本单位、作者，或转载的媒体名称；来源会印在正文里',
      en: 'state the source: your unit, the author, or the medium it is reposted from; it is printed in the text',
    }),
  },
  'source.unknown': {
    article: '10.1',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `“${seen}”不是明确的来源；来源不明的内容不予发布`,
      en: `"${seen}" names no source; matter of unknown source is not published`,
    }),
    remedy: () => ({
      zh: '请找到最初的来源并写明；找不到就不要采用',
      en: 'find the first source and name it; if it cannot be found, leave the matter out',
    }),
  },
  'original.address': {
    article: '10.1',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `“${shown(seen)}”不是网址`,
      en: `"${shown(seen)}" is no address of the web`,
    }),
    remedy: () => ({
      zh: '请填写以 http:// 或 https:// 开头的完整网址，或留空',
      en: 'write a whole address that begins with http:// or https://, or leave it empty',
    }),
  },
  'original.long': {
    article: '10.1',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `原文地址 ${shown(seen)} 字节，微信最多 ${shown(limit)} 字节`,
      en: `the address has ${shown(seen)} bytes; WeChat takes ${shown(limit)}`,
    }),
    remedy: () => ({
      zh: '请去掉网址中问号以后的跟踪参数，或换一个短的网址',
      en: 'cut what follows the question mark where it only tracks, or use a shorter address',
    }),
  },
  'repost.original': {
    article: '9',
    severity: 'refuse',
    message: () => ({
      zh: '转载没有填写原文地址',
      en: 'a repost without the address of its original',
    }),
    remedy: () => ({
      zh: '请填写原文的网址：它会印在文末，也是“阅读原文”的链接',
      en: 'write the address of the original: it is printed below the text and stands behind the link to the original',
    }),
  },
  'repost.permission': {
    article: '8',
    severity: 'refuse',
    message: () => ({
      zh: '转载没有写全许可：谁许可、怎么说的、哪天',
      en: 'the permission to repost is not whole: by whom, in which words, on which day',
    }),
    remedy: () => ({
      zh: '请向作者或媒体取得许可并写全；没有许可的内容不能转载',
      en: 'get the leave of its author or medium and write it down; without it nothing is reposted',
    }),
  },
  'repost.later': {
    article: '8',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `许可日期 ${shown(seen)} 还没有到`,
      en: `the permission is dated ${shown(seen)}, which is yet to come`,
    }),
    remedy: () => ({ zh: '请核对许可日期', en: 'check the date of the permission' }),
  },
  'category.required': {
    article: '9',
    severity: 'refuse',
    message: ({ limit }) => ({
      zh: `没有选择内容类别（${limit}）`,
      en: `no category was chosen (${limit})`,
    }),
    remedy: () => ({
      zh: '请从许可的各类内容中选一类；类别决定审批流程',
      en: 'choose one of the permitted kinds; it decides who approves',
    }),
  },
  'category.unknown': {
    article: '9',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `没有第 ${seen} 类内容（${limit}）`,
      en: `there is no category ${seen} (${limit})`,
    }),
    remedy: () => ({ zh: '请从许可的各类内容中选一类', en: 'choose one of the permitted kinds' }),
  },
  'channels.required': {
    article: '11',
    severity: 'refuse',
    message: () => ({ zh: '没有选择发布渠道', en: 'no channel was chosen' }),
    remedy: () => ({ zh: '请选择微信、微博或两者', en: 'choose WeChat, Weibo or both' }),
  },
  'text.stale': {
    article: '10.1',
    severity: 'warn',
    message: ({ limit, seen }) => ({
      zh: `事情已过去 ${seen} 天，超过 ${limit} 天`,
      en: `this happened ${seen} days ago, more than ${limit}`,
    }),
    remedy: () => ({
      zh: '内容应及时：请说明为什么现在仍值得发布，或更新内容',
      en: 'matter should be timely: say why it is still worth publishing, or bring it up to date',
    }),
  },
  'text.long': {
    article: '10.1',
    severity: 'warn',
    message: ({ limit, seen }) => ({
      zh: `正文 ${shown(seen)} 字，超过建议的 ${shown(limit)} 字`,
      en: `the text has ${shown(seen)} characters, more than the ${shown(limit)} advised`,
    }),
    remedy: () => ({
      zh: '内容应简明：请删减，或分成几篇',
      en: 'matter should be brief and clear: cut it, or make several of it',
    }),
  },
  'text.no-picture': {
    article: '10.1',
    severity: 'warn',
    message: () => ({ zh: '没有图片', en: 'there is no picture' }),
    remedy: () => ({
      zh: '尽量图文并茂：有合适的图片请加上',
      en: 'text should come with pictures where possible: add one if there is a fitting one',
    }),
  },
  'weibo.required': {
    article: '10.2',
    severity: 'refuse',
    message: () => ({ zh: '没有微博正文', en: 'there is no Weibo text' }),
    remedy: () => ({ zh: '请写微博正文', en: 'write the Weibo text' }),
  },
  'weibo.too-long': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `微博最多 ${limit} 字，现为 ${shown(seen)} 字`,
      en: `a Weibo post has at most ${limit} characters; this one has ${shown(seen)}`,
    }),
    remedy: () => ({
      zh: '请缩短；汉字算一字，两个英文字母或数字算一字，链接算十字',
      en: 'shorten it; a Chinese character counts one, two Latin letters or digits one, a link ten',
    }),
  },
  'weibo.no-room-for-link': {
    article: '10.2',
    severity: 'warn',
    message: ({ limit, seen }) => ({
      zh: `加上微博接口要求的本公司链接共 ${shown(seen)} 字，超过 ${limit} 字：将由编辑人工发布`,
      en: `with the link of ours that Weibo's API demands it has ${shown(seen)} of ${limit}: the editor will post it by hand`,
    }),
    remedy: () => ({
      zh: '要自动发布，请缩短到 129 字以内（链接和空格算十字半）',
      en: 'to have it posted automatically, keep it to 129 characters (link and space count ten and a half)',
    }),
  },
  'weibo.topic': {
    article: '10.2',
    severity: 'warn',
    message: () => ({
      zh: '微博接口不接受 #话题#：将由编辑人工发布',
      en: 'Weibo’s API takes no #topic#: the editor will post it by hand',
    }),
    remedy: () => ({
      zh: '要自动发布，请去掉 # 号',
      en: 'to have it posted automatically, leave out the # sign',
    }),
  },
  'weibo.pictures': {
    article: '10.2',
    severity: 'warn',
    message: ({ limit, seen }) => ({
      zh: `微博接口一条只能带 ${limit} 张图片，现有 ${shown(seen)} 张：将由编辑人工发布`,
      en: `Weibo's API takes ${limit} picture a post, here are ${shown(seen)}: the editor will post it by hand`,
    }),
    remedy: () => ({
      zh: '要自动发布，请只留一张图片',
      en: 'to have it posted automatically, keep one picture',
    }),
  },
  'weibo.video': {
    article: '10.2',
    severity: 'warn',
    message: () => ({
      zh: '微博接口不能发视频：将由编辑人工发布',
      en: 'Weibo’s API takes no video: the editor will post it by hand',
    }),
    remedy: () => ({
      zh: '可以照此送审，编辑会按批准的内容人工发布并留证',
      en: 'submit it as it is; the editor posts exactly what is approved by hand and keeps the proof',
    }),
  },
  'wechat.video': {
    article: '10.3',
    severity: 'warn',
    message: () => ({
      zh: '微信接口不能群发上传的视频：编入这一篇的期次将由编辑人工群发',
      en: 'WeChat’s API sends no uploaded video: the edition with this article will be sent by hand',
    }),
    remedy: () => ({
      zh: '可以照此送审，编辑会在公众平台后台按批准的内容群发并留证',
      en: 'submit it as it is; the editor sends exactly what is approved in WeChat’s console and keeps the proof',
    }),
  },
  'wechat.title': wechatLimit('标题', 'the title'),
  'wechat.author': wechatLimit('作者', 'the author'),
  'wechat.digest': wechatLimit('摘要', 'the digest'),
  'wechat.content-characters': {
    article: '10.3',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `微信正文须少于 ${shown(limit)} 个字符（含排版标签），现为 ${shown(seen)}`,
      en: `WeChat takes fewer than ${shown(limit)} characters with markup; this has ${shown(seen)}`,
    }),
    remedy: () => ({
      zh: '请删减正文，或清除从别处粘贴来的格式',
      en: 'cut the text, or clear the formatting that was pasted from elsewhere',
    }),
  },
  'wechat.content-bytes': {
    article: '10.3',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `微信正文须小于 1 MB（${shown(limit)} 字节），现为 ${shown(seen)} 字节`,
      en: `WeChat takes less than 1 MB (${shown(limit)} bytes); this has ${shown(seen)}`,
    }),
    remedy: () => ({
      zh: '请把贴在正文里的图片改为上传',
      en: 'upload the pictures that were pasted into the text',
    }),
  },
} satisfies Record<string, Rule>
