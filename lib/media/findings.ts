import type { Bilingual, Finding } from '../policy/finding'
import { shown, type Rule } from '../policy/wording/rule'
import type { ProblemCode } from './formats/probe'

const exportAgain = {
  zh: '请用原软件重新导出后上传',
  en: 'export the file again with the program that made it, and upload it',
}

const stripAndExport = {
  zh: '请用图片软件另存为 JPEG（不保留附加数据）后再上传',
  en: 'save the picture again as JPEG, without extra data, and upload that',
}

const payloadNames: Record<string, Bilingual> = {
  'html or script': { zh: '网页或脚本代码', en: 'web page or script' },
  zip: { zh: 'zip 压缩包', en: 'zip archive' },
  pdf: { zh: 'PDF 文档', en: 'PDF document' },
  rar: { zh: 'rar 压缩包', en: 'rar archive' },
  '7z': { zh: '7z 压缩包', en: '7z archive' },
  'program (elf)': { zh: '程序', en: 'program' },
  'program (exe)': { zh: '程序', en: 'program' },
  metadata: { zh: '在图片的附加信息里', en: 'in its metadata' },
  'after the picture': { zh: '在图片数据之后', en: 'after the picture' },
}

/** “zip, metadata” as people say it. */
const payloadName = (seen: string | number | undefined, language: 'zh' | 'en') =>
  String(seen ?? '')
    .split(', ')
    .map((part) => payloadNames[part]?.[language] ?? part)
    .join(language === 'zh' ? '，' : ', ')

/** What can be wrong inside a file whose name, type and size are in order (10.2). */
const wording = {
  'media.truncated': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `文件不完整：只有 ${shown(seen)} 字节${limit === undefined ? '，后面的内容缺失' : `，应有 ${shown(limit)} 字节`}`,
      en: `the file is incomplete: it has ${shown(seen)} bytes${limit === undefined ? ', and its end is missing' : `; ${shown(limit)} were expected`}`,
    }),
    remedy: () => ({
      zh: '请确认原文件能完整播放或显示，然后重新上传',
      en: 'make sure the original plays or shows to its end, and upload it again',
    }),
  },
  'media.damaged': {
    article: '10.2',
    severity: 'refuse',
    message: () => ({
      zh: '文件内部已损坏，播放器无法正常打开',
      en: 'the file is damaged inside; players cannot open it properly',
    }),
    remedy: () => exportAgain,
  },
  'media.empty-inside': {
    article: '10.2',
    severity: 'refuse',
    message: () => ({
      zh: '文件里没有可以播放的画面或声音',
      en: 'there is no picture or sound in the file that could be played',
    }),
    remedy: () => exportAgain,
  },
  'media.unreadable': {
    article: '10.2',
    severity: 'refuse',
    message: () => ({
      zh: '文件内部过于零碎，无法确认它能否播放',
      en: 'the file is too fragmented inside to tell whether it plays',
    }),
    remedy: () => exportAgain,
  },
  'media.trailing': {
    article: '10.2',
    severity: 'warn',
    message: ({ seen }) => ({
      zh: `影片之后还有 ${shown(seen)} 字节附加数据（如相机信息），播放时会被跳过`,
      en: `${shown(seen)} bytes follow the film (camera data, for instance); players skip them`,
    }),
    remedy: () => ({ zh: '无需处理', en: 'nothing needs to be done' }),
  },
  'media.other-name': {
    article: '10.2',
    severity: 'warn',
    message: ({ limit, seen }) => ({
      zh: `内容是 ${shown(seen)} 影片，扩展名却是 .${shown(limit)}；一般播放器都能播放`,
      en: `the content is a ${shown(seen)} film under the name .${shown(limit)}; most players show it`,
    }),
    remedy: ({ seen }) => ({
      zh: `若在某处打不开，把扩展名改为 .${shown(seen)} 即可，不必转换`,
      en: `where it does not open, rename it to .${shown(seen)}; nothing needs to be converted`,
    }),
  },
  'media.scripted': {
    article: '10.2',
    severity: 'refuse',
    message: () => ({
      zh: '文件带有播放器会自动执行的命令或自动打开的链接',
      en: 'the file carries commands or links that a player would follow by itself',
    }),
    remedy: () => ({
      zh: '请重新导出，不要带脚本命令、事件或链接',
      en: 'export it again without script commands, events or links',
    }),
  },
  'media.encrypted': {
    article: '10.2',
    severity: 'refuse',
    message: () => ({
      zh: '文件受版权保护（加密），没有许可无法播放',
      en: 'the file is protected (encrypted) and cannot be played without a licence',
    }),
    remedy: () => ({
      zh: '请提供没有保护的版本，并确认公司有权使用',
      en: 'use an unprotected version, and make sure the company may use it',
    }),
  },
  'media.refers-elsewhere': {
    article: '10.2',
    severity: 'refuse',
    message: () => ({
      zh: '影片只引用别处的文件或网址，本身不含内容',
      en: 'the movie only points to another file or address instead of holding its content',
    }),
    remedy: () => ({
      zh: '请在剪辑软件里另存为独立影片（包含全部素材）后再上传',
      en: 'save it as a self-contained movie and upload that',
    }),
  },
  'media.end-unchecked': {
    article: '10.2',
    severity: 'warn',
    message: () => ({
      zh: '影片由很多片段组成，结尾是否完整未能检查',
      en: 'the movie consists of many fragments; whether its end is complete was not checked',
    }),
    remedy: () => ({ zh: '请播放到结尾确认', en: 'play it to the end to make sure' }),
  },
  'picture.undecodable': {
    article: '10.2',
    severity: 'refuse',
    message: () => ({
      zh: '图片内部已损坏，无法完整显示',
      en: 'the picture is damaged inside and cannot be shown whole',
    }),
    remedy: () => exportAgain,
  },
  'picture.scans': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `图片被分成 ${shown(seen)} 层逐步显示，超过 ${shown(limit)} 层，打开它会耗尽读者手机的算力`,
      en: `the picture is built up in ${shown(seen)} scans, more than ${shown(limit)}: opening it would tie up a reader's phone`,
    }),
    remedy: () => stripAndExport,
  },
  'picture.payload': {
    article: '10.2',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `图片文件里夹带了其他内容：${payloadName(seen, 'zh')}`,
      en: `something other than a picture is hidden in the file: ${payloadName(seen, 'en')}`,
    }),
    remedy: () => stripAndExport,
  },
  'picture.trailing': {
    article: '10.2',
    severity: 'warn',
    message: ({ seen }) => ({
      zh: `图片之后还有 ${shown(seen)} 字节（如动态照片），公开的副本不含这部分`,
      en: `${shown(seen)} bytes follow the picture (a motion photo, for instance); the public copy leaves them out`,
    }),
    remedy: () => ({ zh: '无需处理', en: 'nothing needs to be done' }),
  },
  'picture.location': {
    article: '10.2',
    severity: 'warn',
    message: () => ({
      zh: '图片里写有拍摄地点（GPS），公开的副本会去掉',
      en: 'the picture tells where it was taken (GPS); the public copy leaves it out',
    }),
    remedy: () => ({
      zh: '若存档的原图也不应带地点，请去掉后重新上传',
      en: 'if the archived original must not tell it either, remove it and upload again',
    }),
  },
} satisfies Record<string, Rule>

export type MediaRule = keyof typeof wording

/** The finding that says this, in both languages. */
export function mediaFinding(
  rule: MediaRule,
  facts: { limit?: string | number; seen?: string | number } = {},
): Finding {
  const { article, severity, message, remedy } = wording[rule] as Rule
  return { rule, article, severity, ...facts, message: message(facts), remedy: remedy(facts) }
}

/** The content is in order and only its name is not: no conversion is asked for. */
export const renaming = (extension: string): Bilingual => ({
  zh: `内容没有问题：把扩展名改为 .${extension} 再上传即可，不必转换`,
  en: `the content is in order: rename the file to .${extension} and upload it; nothing needs to be converted`,
})

/** Each problem of a container and the rule that names it. */
export const ruleOf: Record<ProblemCode, MediaRule> = {
  truncated: 'media.truncated',
  damaged: 'media.damaged',
  empty: 'media.empty-inside',
  trailing: 'media.trailing',
  scripted: 'media.scripted',
  encrypted: 'media.encrypted',
  'refers-elsewhere': 'media.refers-elsewhere',
  'end-unchecked': 'media.end-unchecked',
}
