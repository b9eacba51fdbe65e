import type { Finding } from '../policy/finding'
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

/** What can be wrong inside a file whose name, type and size are in order (10.2). */
const wording = {
  'media.truncated': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `文件不完整：${shown(seen)} 处中断${limit === undefined ? '' : `，应有 ${shown(limit)} 字节`}`,
      en: `the file is incomplete: it breaks off at ${shown(seen)}${limit === undefined ? '' : `; ${shown(limit)} bytes were expected`}`,
    }),
    remedy: () => ({
      zh: '请确认原文件能完整播放或显示，然后重新上传',
      en: 'make sure the original plays or shows to its end, and upload it again',
    }),
  },
  'media.damaged': {
    article: '10.2',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `文件结构损坏：${shown(seen)}`,
      en: `the file's structure is damaged: ${shown(seen)}`,
    }),
    remedy: () => exportAgain,
  },
  'media.unreadable': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit }) => ({
      zh: `读取 ${shown(limit)} 字节后仍无法判定文件的结构`,
      en: `the file's structure is still unclear after reading ${shown(limit)} bytes`,
    }),
    remedy: () => exportAgain,
  },
  'media.scripted': {
    article: '10.2',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `文件带有播放器会执行的命令或链接：${shown(seen)}`,
      en: `the file carries commands or links that a player would follow: ${shown(seen)}`,
    }),
    remedy: () => ({
      zh: '请重新导出，不要带脚本命令、事件或链接',
      en: 'export it again without script commands, events or links',
    }),
  },
  'media.encrypted': {
    article: '10.2',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `文件受版权保护（DRM），没有许可无法播放：${shown(seen)}`,
      en: `the file is protected (DRM) and cannot be played without a licence: ${shown(seen)}`,
    }),
    remedy: () => ({
      zh: '请提供没有保护的版本，并确认公司有权使用',
      en: 'use an unprotected version, and make sure the company may use it',
    }),
  },
  'media.refers-elsewhere': {
    article: '10.2',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `影片只引用别处的文件或网址（${shown(seen)}），本身不含内容`,
      en: `the movie only points to another file or address (${shown(seen)}) instead of holding its content`,
    }),
    remedy: () => ({
      zh: '请另存为独立影片（self-contained）后再上传',
      en: 'save it as a self-contained movie and upload that',
    }),
  },
  'media.end-unchecked': {
    article: '10.2',
    severity: 'warn',
    message: ({ seen }) => ({
      zh: `影片由很多片段组成（${shown(seen)}），结尾是否完整未能检查`,
      en: `the movie consists of many fragments (${shown(seen)}); whether its end is complete was not checked`,
    }),
    remedy: () => ({ zh: '请播放到结尾确认', en: 'play it to the end to make sure' }),
  },
  'picture.undecodable': {
    article: '10.2',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `图片无法完整解码：${shown(seen)}`,
      en: `the picture cannot be decoded completely: ${shown(seen)}`,
    }),
    remedy: () => exportAgain,
  },
  'picture.payload': {
    article: '10.2',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `图片文件里夹带了其他内容：${shown(seen)}`,
      en: `something other than a picture is hidden in the file: ${shown(seen)}`,
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

/** Each problem of a container and the rule that names it. */
export const ruleOf: Record<ProblemCode, MediaRule> = {
  truncated: 'media.truncated',
  damaged: 'media.damaged',
  scripted: 'media.scripted',
  encrypted: 'media.encrypted',
  'refers-elsewhere': 'media.refers-elsewhere',
  'end-unchecked': 'media.end-unchecked',
}
