import * as z from 'zod'

export const WordRule = z.enum(['screen.marking', 'screen.internal', 'screen.absolute', 'screen.indecent'])
export type WordRule = z.infer<typeof WordRule>

/** One word, what it is, and where it is none. */
export const Word = z.strictObject({
  word: z.string().trim().min(1).max(100),
  rule: WordRule,
  /** no hit when one of these stands right before or right after: 路口交通 is no indecency */
  unless: z
    .strictObject({ before: z.array(z.string()), after: z.array(z.string()) })
    .partial()
    .optional(),
  /** a hit only when a term of secrecy follows, such as 10年: 秘密 alone is an everyday word */
  needsTerm: z.boolean().optional(),
})

/** What the screen looks for; a company may pass its own. */
export const WordList = z.strictObject({
  version: z.string(),
  /** characters read as another one beside those of variants.ts, each a single UTF-16 unit */
  variants: z.record(z.string().length(1), z.string().length(1)).default({}),
  words: z.array(Word),
})
export type WordList = z.infer<typeof WordList>

const each = (rule: WordRule, words: string): WordList['words'] =>
  words
    .trim()
    .split(/\s+/)
    .map((word) => ({ word, rule }))

const chars = (text: string) => text.split('')

const markings: WordList['words'] = [
  // 机密 also arises where 机 ends a word and 密 begins one: 手机密码, 飞机密封, 司机密切注意.
  {
    word: '机密',
    rule: 'screen.marking',
    unless: {
      before: ['商业', ...chars('手飞微随'), '无人', '投影'],
      after: [...chars('码封集度切布植钥保闭性密林'), '计算'],
    },
  },
  {
    word: '绝密',
    rule: 'screen.marking',
    unless: { before: chars('拒杜谢隔断'), after: chars('码封切集闭谋') },
  },
  { word: '秘密★', rule: 'screen.marking' },
  { word: '秘密', rule: 'screen.marking', needsTerm: true },
  ...each('screen.marking', '★秘密 密级:秘密 密级为秘密'),
  { word: '秘密级', rule: 'screen.marking', unless: { after: ['别墅'] } },
  { word: 'top secret', rule: 'screen.marking' },
]

const internal: WordList['words'] = [
  // With its level named it is a marking.
  { word: '密级', rule: 'screen.internal', unless: { before: chars('秘机绝'), after: [':秘密', '为秘密'] } },
  ...each(
    'screen.internal',
    `国家秘密 工作秘密 商业秘密 商业机密 军事秘密 涉密 内部资料 内部文件 内部材料 内部参考 内部刊物 内部使用
   仅供内部 仅限内部 不得外传 严禁外传 请勿外传 不得公开 暂不公开 不宜公开 未经公开 尚未公开 阅后即焚 confidential`,
  ),
]

const absolute: WordList['words'] = [
  {
    word: '第一',
    rule: 'screen.absolute',
    unless: {
      after: [
        ...chars('次步届期批天年个章条款项线手代场组轮站段页位课季副'),
        ...['时间', '阶段', '部分', '书记', '人称', '产业', '议题', '责任人', '生产力', '党支部', '支部'],
        ...['车间', '分公司', '中学', '小学', '大学', '医院', '人民医院', '把手', '句', '印象'],
      ],
    },
  },
  {
    word: '最大',
    rule: 'screen.absolute',
    unless: { after: ['化', '限度', '程度', '努力', '值', '公约', '可能', '功率', '流量', '载荷', '压力'] },
  },
  {
    word: '最高',
    rule: 'screen.absolute',
    unless: {
      after: ['人民', '法', '检', '气温', '温度', '限价', '限额', '额', '点', '指示', '转速', '压力', '工作'],
    },
  },
  {
    word: '最低',
    rule: 'screen.absolute',
    unless: { after: ['工资', '生活', '气温', '温度', '限价', '限额', '要求', '标准', '点', '水位'] },
  },
  {
    word: '最新',
    rule: 'screen.absolute',
    unless: {
      after: ['消息', '动态', '进展', '版', '一期', '资讯', '情况', '通知', '要求', '规定', '政策', '修订'],
    },
  },
  { word: '最优', rule: 'screen.absolute', unless: { after: ['化', '解', '值'] } },
  { word: '最佳', rule: 'screen.absolute', unless: { after: ['实践'] } },
  {
    word: '唯一',
    rule: 'screen.absolute',
    unless: { after: ['性', '标识', '编码', '识别', '代码', '编号'] },
  },
  { word: '永不', rule: 'screen.absolute', unless: { after: ['言弃', '放弃', '止步', '懈怠', '停歇'] } },
  ...each(
    'screen.absolute',
    `国家级 世界级 全球级 宇宙级 最高级 最好 最强 最先进 最便宜 最具 最受 最权威 最专业 最安全 最可靠 最完美 最顶级
     顶级 顶尖 极致 极品 王牌 至尊 首家 首选 首创 独家 独一无二 绝无仅有 无与伦比 史无前例 前无古人 空前绝后 万能
     百分之百 100% 永久 零风险 全网最低 世界领先 国际领先 全球领先 国内领先 行业领先 遥遥领先 领导品牌 驰名商标
     特供 专供 国宴 填补国内空白 填补空白 国家免检 质量免检 销量冠军 史上最 最低价 最高档 最正宗 最优秀
     全国驰名 包治百病 根治 无效退款`,
  ),
]

const indecent: WordList['words'] = [
  {
    word: '口交',
    rule: 'screen.indecent',
    unless: { after: chars('通易接流付货互往叉汇换界费款给由班警替织错涉税办割管验') },
  },
  {
    word: '色情',
    rule: 'screen.indecent',
    unless: { before: chars('特角红绿景'), after: chars('怀感景缘调') },
  },
  { word: '毒品', rule: 'screen.indecent', unless: { before: chars('消解'), after: ['种'] } },
  ...each('screen.indecent', '赌博 卖淫 嫖娼 裸聊 迷药 法轮功 代开发票 枪支弹药'),
]

/** The list that comes with the product. Never edit a version that was in use: raise the version. */
export const wordList: WordList = WordList.parse({
  version: '2026-11.1',
  words: [...markings, ...internal, ...absolute, ...indecent],
})
