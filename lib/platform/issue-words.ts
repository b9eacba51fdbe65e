import type * as z from 'zod'
import type { Bilingual } from './refusal'

type Issue = z.core.$ZodIssue

/** What fields are called where people see them; another is called by its own name. */
const fieldNames: Record<string, Bilingual> = {
  fileName: { zh: '文件名', en: 'the file name' },
  title: { zh: '标题', en: 'the title' },
  body: { zh: '正文', en: 'the text' },
  text: { zh: '文字', en: 'the text' },
  source: { zh: '来源', en: 'the source' },
  reason: { zh: '理由', en: 'the reason' },
  email: { zh: '邮箱', en: 'the address' },
  name: { zh: '姓名', en: 'the name' },
  code: { zh: '验证码', en: 'the code' },
  phone: { zh: '电话', en: 'the phone number' },
  words: { zh: '客户的话', en: 'what the customer said' },
  subject: { zh: '主题', en: 'the subject' },
  details: { zh: '要求', en: 'the details' },
  purpose: { zh: '用途', en: 'the purpose' },
  event: { zh: '活动', en: 'the event' },
  month: { zh: '月份', en: 'the month' },
  date: { zh: '日期', en: 'the date' },
  dueOn: { zh: '期限', en: 'the due date' },
  unitId: { zh: '单位', en: 'the unit' },
  personId: { zh: '人员', en: 'the person' },
  substituteId: { zh: '代理人', en: 'the substitute' },
  role: { zh: '角色', en: 'the role' },
  from: { zh: '开始日期', en: 'the first day' },
  until: { zh: '结束日期', en: 'the last day' },
  leftOn: { zh: '离职日期', en: 'the day of leaving' },
  language: { zh: '语言', en: 'the language' },
}

const formats: Record<string, Bilingual> = {
  email: { zh: '不是邮箱地址', en: 'is no mail address' },
  url: { zh: '不是网址', en: 'is no web address' },
  date: { zh: '不是日期（年-月-日）', en: 'is no date (YYYY-MM-DD)' },
  datetime: { zh: '不是日期和时间', en: 'is no date and time' },
}

/** How much of what a field may hold. */
const amountOf = (origin: string, amount: unknown): Bilingual =>
  origin === 'string'
    ? { zh: `${String(amount)} 字`, en: `${String(amount)} characters` }
    : origin === 'array'
      ? { zh: `${String(amount)} 项`, en: `${String(amount)} items` }
      : { zh: String(amount), en: String(amount) }

function saidOf(issue: Issue): Bilingual {
  switch (issue.code) {
    case 'invalid_type':
      return { zh: '没有填写，或填写的内容不对', en: 'is missing, or holds something else than it should' }
    case 'too_big': {
      const most = amountOf(issue.origin, issue.maximum)
      return { zh: `最多 ${most.zh}`, en: `is at most ${most.en}` }
    }
    case 'too_small': {
      const least = amountOf(issue.origin, issue.minimum)
      return issue.origin === 'string' && issue.minimum === 1
        ? { zh: '不能为空', en: 'must not be empty' }
        : { zh: `至少 ${least.zh}`, en: `is at least ${least.en}` }
    }
    case 'invalid_format':
      return formats[issue.format] ?? { zh: '写法不对', en: 'is not written as it should be' }
    case 'invalid_value':
      return {
        zh: `只能是 ${issue.values.map(String).join('、')}`,
        en: `can only be ${issue.values.map(String).join(', ')}`,
      }
    case 'unrecognized_keys':
      return {
        zh: `多出了 ${issue.keys.join('、')}`,
        en: `holds ${issue.keys.join(', ')}, which nobody knows`,
      }
    case 'custom': {
      // What a rule of ours says of itself, where it says it in both languages.
      const [zh, en] = issue.message.split(' / ')
      return zh && en ? { zh, en } : { zh: '不符合要求', en: 'does not fit' }
    }
    default:
      return { zh: '不符合要求', en: 'does not fit' }
  }
}

/** Nobody writes a part of an address: it was cut off, or led to something that never was. */
const noSuchPage = {
  message: { zh: '网址不对：没有这一页', en: 'the address is not right: there is no such page' },
  remedy: { zh: '请从列表里打开', en: 'open it from its list' },
}

/** What is wrong with a field of a request, in words a clerk reads; no sentence of the schema's own. */
export function issueWords(issue: Issue): { message: Bilingual; remedy: Bilingual } {
  if (issue.path[0] === 'path') return noSuchPage
  const field = issue.path.map(String).join('.')
  const last = issue.path.filter((part) => typeof part === 'string').at(-1)
  const name = fieldNames[last ?? ''] ?? {
    zh: field ? `字段 ${field}` : '请求',
    en: field ? `field ${field}` : 'the request',
  }
  const said = saidOf(issue)
  return {
    message: { zh: `${name.zh}：${said.zh}`, en: `${name.en} ${said.en}` },
    remedy: { zh: `请更正${name.zh}`, en: `correct ${name.en}` },
  }
}
