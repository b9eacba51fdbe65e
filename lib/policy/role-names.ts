import type { Bilingual } from './finding'

/** What each role is called, on pages, in mails and in the spreadsheet of people. */
export const roleNames = {
  officer: { zh: '信息员', en: 'information officer' },
  'unit-head': { zh: '单位负责人', en: 'unit head' },
  'office-reviewer': { zh: '企管办审核人', en: 'office reviewer' },
  'department-head': { zh: '企管部负责人', en: 'department head' },
  'company-leader': { zh: '公司领导', en: 'company leader' },
  editor: { zh: '文字编辑员', en: 'editor' },
  admin: { zh: '系统管理员', en: 'administrator' },
  inspector: { zh: '检查人员', en: 'inspector' },
} satisfies Record<string, Bilingual>
