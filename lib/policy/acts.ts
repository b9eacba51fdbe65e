import * as z from 'zod'
import type { Bilingual } from './finding'
import { scoredNames } from './points'
import { roleNames } from './role-names'
import { settingTitles } from './watched-settings'

/** Everything by which rights change, or by which somebody tries to get them; what one reads of it in the record. */
export const actNames = {
  UnitSaved: { zh: '保存单位', en: 'saved unit' },
  PersonSaved: { zh: '保存人员', en: 'saved person' },
  RosterImported: { zh: '导入人员和单位的表格', en: 'imported the spreadsheet of people and units' },
  PointsPublished: { zh: '发布稿分办法第几版', en: 'published the rule of points, version' },
  RoleGranted: { zh: '授予角色', en: 'gave a role to' },
  RoleEnded: { zh: '结束角色', en: 'ended a role of' },
  SessionsEnded: { zh: '强制退出登录', en: 'signed out everywhere' },
  PasskeyAdded: { zh: '添加通行密钥', en: 'added a passkey for' },
  PasskeyRemoved: { zh: '删除通行密钥', en: 'removed a passkey of' },
  OfficerDesignated: { zh: '指定信息员', en: 'designated officer' },
  DesignationEnded: { zh: '结束指定', en: 'ended designation of' },
  SubstituteNamed: { zh: '指定代理', en: 'named as substitute' },
  SubstituteNamedFor: { zh: '替他人指定代理', en: 'named for somebody else, as substitute,' },
  SubstituteEnded: { zh: '结束代理', en: 'ended substitution by' },
  CompanySetUp: { zh: '设置公司', en: 'set up the company' },
  CompanyLoaded: { zh: '载入公司文件', en: 'loaded the company file of' },
  WordListPublished: { zh: '发布词表第几版', en: 'published word list' },
  ThemePublished: { zh: '发布公司版式第几版', en: 'published the company’s look, version' },
  HolidaysPublished: { zh: '发布节假日第几版', en: 'published holidays, version' },
  WeiboAuthorised: { zh: '授权微博账号', en: 'authorised Weibo account' },
  SettingsConfirmed: { zh: '确认账号设置或密钥：', en: 'confirmed settings or secrets:' },
  SettingsFirstSeen: { zh: '首次记下现用的', en: 'first saw in use:' },
  SettingTurned: { zh: '按事先的确认更换了', en: 'changed as confirmed beforehand:' },
  SettingAlone: { zh: '未经复核更换了', en: 'changed without a second person:' },
  SettingBack: { zh: '已换回', en: 'changed back:' },
  ProposalMade: { zh: '提出变更，待复核：', en: 'proposed, to be confirmed by another:' },
  ProposalRefused: { zh: '复核未通过：', en: 'not confirmed:' },
  ProposalExpired: { zh: '无人复核，已失效：', en: 'nobody confirmed in time:' },
  ProposalWithdrawn: { zh: '撤回变更：', en: 'withdrew a proposed change:' },
  ProposalFailed: { zh: '已复核，但无法生效：', en: 'confirmed, but could not take effect:' },
  GlassBroken: { zh: '紧急变更（无人复核）：', en: 'broke the glass for:' },
  SignInGuessed: { zh: '多次输错登录验证码', en: 'typed wrong sign-in codes of' },
  SignInClosed: {
    zh: '因输错验证码过多，当天不再接受这一网络的新登录',
    en: 'closed sign-in for the day to network',
  },
  MessengerAdded: { zh: '添加消息机器人或应用', en: 'added messenger' },
  MessengerRemoved: { zh: '删除消息机器人或应用', en: 'removed messenger' },
  FailedWorkRun: { zh: '重新执行失败的后台任务：', en: 'ran background work again that had failed:' },
  ExpectationSet: { zh: '设定每月应报', en: 'set what is expected of' },
  UnitExempted: { zh: '免报', en: 'exempted' },
  ExemptionEnded: { zh: '取消免报', en: 'ended exemption of' },
} satisfies Record<string, Bilingual>
export type ActType = keyof typeof actNames

/** What an act may have changed or says of itself. */
const fieldNames: Record<string, Bilingual> = {
  name: { zh: '名称', en: 'name' },
  nameEn: { zh: '英文名称', en: 'English name' },
  email: { zh: '邮箱', en: 'address' },
  unitId: { zh: '单位', en: 'unit' },
  language: { zh: '语言', en: 'language' },
  leftOn: { zh: '离职日期', en: 'left on' },
  office: { zh: '主管部门', en: 'in charge' },
  role: { zh: '角色', en: 'role' },
  roles: { zh: '角色', en: 'roles' },
  from: { zh: '自', en: 'from' },
  until: { zh: '至', en: 'until' },
  inPlaceOf: { zh: '代替', en: 'in place of' },
  uid: { zh: '账号', en: 'account' },
  expiresAt: { zh: '有效至', en: 'valid until' },
  words: { zh: '词条', en: 'words' },
  years: { zh: '年份', en: 'years' },
  off: { zh: '改为休息', en: 'became days off' },
  worked: { zh: '改为上班', en: 'became working days' },
  added: { zh: '新增', en: 'added' },
  removed: { zh: '删除', en: 'removed' },
  changed: { zh: '修改', en: 'changed' },
  newWords: { zh: '新增的词', en: 'new words' },
  goneWords: { zh: '删除的词', en: 'words taken out' },
  changedWords: { zh: '修改的词', en: 'words changed' },
  reason: { zh: '理由', en: 'reason' },
  times: { zh: '次数', en: 'times' },
  accent: { zh: '主色', en: 'main colour' },
  tint: { zh: '底色', en: 'ground' },
  ornament: { zh: '标题样式', en: 'headings' },
  text: { zh: '正文', en: 'text' },
  caption: { zh: '图片说明', en: 'captions' },
  lead: { zh: '开头语', en: 'opening line' },
  footerWords: { zh: '文末文字', en: 'words at the end' },
  code: { zh: '二维码内容', en: 'QR code' },
  follow: { zh: '关注提示', en: 'line that asks to follow' },
  passkey: { zh: '通行密钥', en: 'passkey' },
  confirmedBy: { zh: '复核人', en: 'confirmed by' },
  alone: { zh: '当时无人可复核', en: 'nobody there to confirm' },
  forced: { zh: '紧急变更理由', en: 'broken glass, because' },
  what: { zh: '变更', en: 'change' },
  network: { zh: '网络', en: 'network' },
  perMonth: { zh: '每月', en: 'a month' },
  month: { zh: '月份', en: 'month' },
  units: { zh: '单位数', en: 'units' },
  people: { zh: '人数', en: 'people' },
  ...scoredNames,
  newPeople: { zh: '新增人员', en: 'new people' },
  changedPeople: { zh: '变更人员', en: 'people changed' },
  leavingPeople: { zh: '离职人员', en: 'people leaving' },
  newUnits: { zh: '新增单位', en: 'new units' },
  changedUnits: { zh: '变更单位', en: 'units changed' },
  ...settingTitles,
}

/** What things were called when the act was made, by id. */
export type Names = Record<string, Bilingual>

export interface Said {
  before?: Record<string, unknown> | undefined
  after?: Record<string, unknown> | undefined
  facts: Record<string, unknown>
  names?: Names | undefined
}

/** One line of what an act changed or says: `before` and `after` of a change, `after` alone of a fact. */
export interface Detail {
  /** as in the row, e.g. `role`, of one of several `changes` with who it is about */
  field: string
  label: Bilingual
  before?: Bilingual
  after?: Bilingual
}

const alike = (said: string): Bilingual => ({ zh: said, en: said })
const roles: Record<string, Bilingual> = roleNames
const yesNo: Record<string, Bilingual> = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } }
const languages: Record<string, Bilingual> = {
  zh: { zh: '中文', en: 'Chinese' },
  en: { zh: '英文', en: 'English' },
}

/** A role, and of `role unit` the unit too. */
function roleOf(said: string, names: Names): Bilingual {
  const [role = '', unitId] = said.split(' ')
  const called = roles[role] ?? alike(role)
  const unit = unitId === undefined ? undefined : (names[unitId] ?? alike(unitId))
  return unit ? { zh: `${called.zh}（${unit.zh}）`, en: `${called.en} (${unit.en})` } : called
}

/** A value as people read it: names for ids, roles and languages in words, nothing in brackets and quotes. */
function inWords(field: string, value: unknown, names: Names): Bilingual {
  if (Array.isArray(value)) {
    const all = value.map((one) => inWords(field, one, names))
    return all.length === 0
      ? { zh: '无', en: 'none' }
      : { zh: all.map(({ zh }) => zh).join('、'), en: all.map(({ en }) => en).join(', ') }
  }
  if (value !== null && typeof value === 'object') return alike(JSON.stringify(value))
  const said = String(value)
  if (field === 'role' || field === 'roles') return roleOf(said, names)
  if (field === 'what') return (actNames as Record<string, Bilingual>)[said] ?? alike(said)
  if (field === 'language') return languages[said] ?? alike(said)
  return names[said] ?? yesNo[said] ?? alike(said)
}

/** Several at once, e.g. by a file: whom, and what stood before and stands after of each. */
const Changes = z.array(
  z.object({
    name: z.string(),
    before: z.record(z.string(), z.unknown()).optional(),
    after: z.record(z.string(), z.unknown()).default({}),
  }),
)

/** What an act changed and says, line by line; fields without a name, e.g. fingerprints, are for machines. */
export function detailsOf({ before = {}, after = {}, facts, names = {} }: Said): Detail[] {
  const { changes, ...others } = facts
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0
  const lines = [
    ...Object.entries(others)
      .filter(([, value]) => !isEmpty(value))
      .map(([field, value]) => ({ field, after: value, before: undefined as unknown })),
    ...changed.map((field) => ({ field, before: before[field], after: after[field] })),
  ].flatMap((line) => {
    const label = fieldNames[line.field]
    if (!label) return []
    return {
      ...{ field: line.field, label },
      ...(line.before !== undefined && { before: inWords(line.field, line.before, names) }),
      ...(line.after !== undefined && { after: inWords(line.field, line.after, names) }),
    }
  })
  return [...lines, ...Changes.parse(changes ?? []).flatMap((one) => detailsOfOne(one, names))]
}

function detailsOfOne({ name, ...change }: z.infer<typeof Changes>[number], names: Names): Detail[] {
  const lines = detailsOf({ ...change, facts: {}, names })
  // Of something new there is nothing to compare: one line.
  if (change.before === undefined) {
    const said = (language: 'zh' | 'en', between: string) =>
      lines.flatMap(({ after }) => after?.[language] ?? []).join(between) || '—'
    const label = { zh: `新增 ${name}`, en: `New: ${name}` }
    return [{ field: `${name} new`, label, after: { zh: said('zh', '，'), en: said('en', ', ') } }]
  }
  return lines.map(({ field, label, ...line }) => ({
    ...{ field: `${name} ${field}`, ...line },
    label: { zh: `${name}：${label.zh}`, en: `${name}: ${label.en}` },
  }))
}

/** Acts in one file of the record: some megabytes at most, as a function may answer. */
export const actsInFile = 2_000
