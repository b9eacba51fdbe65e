import type { Bilingual } from '../policy/finding'

/** How headings are set: a bar before them, a label behind them, a number beside them, a line below them. */
export const headingOrnaments = ['bar', 'label', 'number', 'line'] as const
type HeadingOrnament = (typeof headingOrnaments)[number]

/** The look of an article, inlined when it is rendered. Lengths are in px; colours `#rrggbb`. */
export interface Theme {
  id: string
  name: Bilingual
  /** one sentence on what it suits */
  suits: Bilingual
  accent: string
  /** the accent at about a tenth, for grounds */
  tint: string
  ornament: HeadingOrnament
  size: number
  lineHeight: number
  letterSpacing: number
  /** below each paragraph */
  gap: number
  radius: number
  /** words below a picture */
  caption: { size: number; align: 'center' | 'left'; colour: string }
  /** the line with which every article opens */
  lead?: string | undefined
  /** below the line of source; `code` is what its QR code says */
  footer?: { words?: string | undefined; code?: string | undefined; follow?: string | undefined }
}

/** At least this much contrast has every word with its ground (WCAG 2.2, 1.4.3). */
export const leastContrast = 4.5

const base = {
  ...{ size: 16, lineHeight: 1.75, letterSpacing: 0.5, gap: 20, radius: 6 },
  caption: { size: 13, align: 'center' as const, colour: '#757575' },
}

/** Four looks of the house, on the figures that published articles have; the first is taken where none is chosen. */
export const houseThemes: readonly [Theme, ...Theme[]] = [
  {
    ...base,
    id: 'clear',
    name: { zh: '清简', en: 'Clear' },
    suits: { zh: '日常报道、通知', en: 'everyday reports and notices' },
    accent: '#1d5c99',
    tint: '#eaf1f8',
    ornament: 'bar',
  },
  {
    ...base,
    id: 'seal',
    name: { zh: '朱印', en: 'Seal' },
    suits: { zh: '公司大事、荣誉、公告', en: 'events of the company, honours, announcements' },
    accent: '#b3261e',
    tint: '#fbecea',
    ornament: 'label',
  },
  {
    ...base,
    id: 'numbered',
    name: { zh: '条目', en: 'Numbered' },
    suits: { zh: '产品介绍、经验、操作说明', en: 'products, experience, instructions' },
    accent: '#1e6b3c',
    tint: '#e9f3ed',
    ornament: 'number',
    size: 15,
    gap: 18,
  },
  {
    ...base,
    id: 'warm',
    name: { zh: '暖阳', en: 'Warm' },
    suits: { zh: '文化活动、公益、人物', en: 'culture, charity, people' },
    accent: '#b34700',
    tint: '#fdf1e7',
    ornament: 'line',
    letterSpacing: 1,
    gap: 22,
    radius: 8,
  },
]

/** The theme of an article; the first for one that names none, or one that is no more. */
export const themeOf = (id: string | undefined): Theme =>
  houseThemes.find((theme) => theme.id === id) ?? houseThemes[0]
