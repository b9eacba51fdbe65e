import type { Bilingual } from '../finding'
import { shown, type Rule } from './rule'

/** What people call a content; formats that go by their own name are not listed. */
const contentNames: Record<string, Bilingual> = {
  asf: { zh: 'wma/asf', en: 'wma/asf' },
  rm: { zh: 'rm/rmvb', en: 'rm/rmvb' },
  unknown: { zh: '无法识别的格式', en: 'of no format that we know' },
  html: { zh: '网页（html）', en: 'a web page (html)' },
  'svg or xml': { zh: '矢量图或文本（svg、xml）', en: 'svg or xml' },
  script: { zh: '脚本程序', en: 'a script' },
  'program (exe)': { zh: '程序（exe）', en: 'a program (exe)' },
  'program (elf)': { zh: '程序（elf）', en: 'a program (elf)' },
  realaudio: { zh: '旧式 RealAudio 声音', en: 'old RealAudio sound' },
  matroska: { zh: 'mkv/webm', en: 'mkv/webm' },
  'canon raw': { zh: '佳能 raw 原片', en: 'a Canon raw picture' },
  heif: { zh: 'heif/heic', en: 'heif/heic' },
  photoshop: { zh: 'psd（Photoshop）', en: 'psd (Photoshop)' },
}

const named = (contents: string | number | undefined, language: 'zh' | 'en') =>
  String(contents ?? '?')
    .split(', ')
    .map((content) => contentNames[content]?.[language] ?? content)
    .join(', ')

/** Article 10.2, and what is asked of a file so that it can be trusted at all. */
export const mediaWording = {
  'media.extension': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `不接受“${seen}”格式的文件；可用格式：${limit}`,
      en: `files of type "${seen}" are not taken; allowed: ${limit}`,
    }),
    remedy: () => ({
      zh: '图片请另存为 JPEG，视频请转为列出的格式之一后再上传',
      en: 'save pictures as JPEG, convert videos to one of the listed formats, and upload again',
    }),
  },
  'media.content-type': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `文件类型“${seen}”与扩展名不符，应为：${limit}`,
      en: `the type "${seen}" does not fit the extension; expected: ${limit}`,
    }),
    remedy: () => ({
      zh: '请确认扩展名没有改错，用原软件重新导出后上传',
      en: 'make sure the extension was not changed; export the file again and upload it',
    }),
  },
  'media.container': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `文件内容是：${named(seen, 'zh')}，与扩展名不符；按扩展名应为：${named(limit, 'zh')}`,
      en: `the file's content is ${named(seen, 'en')}, not what its extension says; expected: ${named(limit, 'en')}`,
    }),
    remedy: () => ({
      zh: '改扩展名不会改变内容：请用软件另存或转换格式后再上传',
      en: 'renaming does not convert: export or convert the file and upload it again',
    }),
  },
  'media.empty': {
    article: '10.2',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `文件大小不正确：${shown(seen)} 字节`,
      en: `not a usable file size: ${shown(seen)} bytes`,
    }),
    remedy: () => ({ zh: '请重新选择文件', en: 'choose the file again' }),
  },
  'picture.too-small': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `图片须大于 1 MB（${shown(limit)} 字节），现为 ${shown(seen)} 字节`,
      en: `a picture must be larger than 1 MB (${shown(limit)} bytes); this one has ${shown(seen)}`,
    }),
    remedy: () => ({
      zh: '请上传相机或手机的原图，不要用聊天软件转发过的压缩图',
      en: 'upload the original from the camera or phone, not a copy a chat program has shrunk',
    }),
  },
  'picture.too-large': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `图片须小于 5 MB（${shown(limit)} 字节），现为 ${shown(seen)} 字节`,
      en: `a picture must be smaller than 5 MB (${shown(limit)} bytes); this one has ${shown(seen)}`,
    }),
    remedy: () => ({
      zh: '请用图片软件略微降低 JPEG 质量或尺寸后再上传',
      en: 'lower the JPEG quality or the dimensions a little and upload it again',
    }),
  },
  'picture.pixels': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `图片为 ${seen} 像素，超过 ${shown(limit)} 像素`,
      en: `the picture has ${seen} pixels, more than ${shown(limit)}`,
    }),
    remedy: () => ({ zh: '请缩小尺寸后再上传', en: 'make the picture smaller and upload it again' }),
  },
  'video.too-large': {
    article: '10.2',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `视频最大 500 MB（${shown(limit)} 字节），现为 ${shown(seen)} 字节`,
      en: `a video may have at most 500 MB (${shown(limit)} bytes); this one has ${shown(seen)}`,
    }),
    remedy: () => ({
      zh: '请降低分辨率或码率，或剪短后再上传',
      en: 'lower the resolution or bit rate, or cut it shorter, and upload it again',
    }),
  },
  'video.no-picture-track': {
    article: '10.2',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `“${seen}”里没有视频画面`,
      en: `there is no video track in "${seen}"`,
    }),
    remedy: () => ({
      zh: '请上传带画面的视频；只有声音的材料请用 wma',
      en: 'upload a file with a video track; sound alone goes as wma',
    }),
  },
  'cover.gone': {
    article: '10.3',
    severity: 'refuse',
    message: () => ({
      zh: '选作封面的图片已不在这篇稿件里，或不是图片',
      en: 'the picture chosen as the cover is no longer among the files, or no picture',
    }),
    remedy: () => ({ zh: '请在“封面”里重新选一张', en: 'choose another one under “Cover”' }),
  },
  'cover.crop': {
    article: '10.3',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `封面的裁剪不是微信要的形状（${seen}）`,
      en: `the crop of the cover has not the shape WeChat shows (${seen})`,
    }),
    remedy: () => ({
      zh: '请打开“封面”重新裁剪：头条 2.35:1，其余 1:1',
      en: 'open “Cover” and crop it again: 2.35:1 for the headline, 1:1 for the others',
    }),
  },
} satisfies Record<string, Rule>
