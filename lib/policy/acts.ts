import type { Bilingual } from './finding'
import { settingTitles } from './watched-settings'

/** Everything by which rights change, or by which somebody tries to get them; what one reads of it in the record. */
export const actNames = {
  UnitSaved: { zh: '保存单位', en: 'saved unit' },
  PersonSaved: { zh: '保存人员', en: 'saved person' },
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
  ...settingTitles,
}

export interface Said {
  type: string
  before?: Record<string, unknown> | undefined
  after?: Record<string, unknown> | undefined
  facts: Record<string, unknown>
}

/** One line of what an act changed or says: `before` and `after` of a change, `after` alone of a fact. */
export interface Detail {
  /** as in the row, e.g. `role` */
  field: string
  label: Bilingual
  before?: string
  after?: string
}

const written = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(written).join('、')
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

/** What an act changed and says, line by line; fields without a name, e.g. fingerprints, are for machines. */
export function detailsOf({ before = {}, after = {}, facts }: Said): Detail[] {
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0
  return [
    ...Object.entries(facts)
      .filter(([, value]) => !isEmpty(value))
      .map(([field, value]) => ({ field, after: value, before: undefined as unknown })),
    ...changed.map((field) => ({ field, before: before[field], after: after[field] })),
  ].flatMap((line) => {
    const label = fieldNames[line.field]
    if (!label) return []
    return {
      ...{ field: line.field, label },
      ...(line.before !== undefined && { before: written(line.before) }),
      ...(line.after !== undefined && { after: written(line.after) }),
    }
  })
}

/** Acts in one file of the record: some megabytes at most, as a function may answer. */
export const actsInFile = 2_000
