import * as z from 'zod'
import { parsed } from '../../../lib/platform/http'
import { isRefusal } from '../../../lib/platform/refusal'

const Form = z.object({
  fileName: z.string().trim().min(1).max(200),
  email: z.email(),
  dueOn: z.iso.date(),
  count: z.number().int().max(5),
  unitId: z.string().regex(/^[a-z0-9-]+$/),
  kind: z.enum(['a', 'b']),
  list: z.array(z.string()).max(2),
  sub: z.strictObject({ text: z.string().min(3) }),
  uuid: z.uuid(),
})
const sound = {
  ...{ fileName: 'a.jpg', email: 'a@b.cn', dueOn: '2026-12-01', count: 1, unitId: 'x', kind: 'a', list: [] },
  ...{ sub: { text: 'abc' }, uuid: '0b8f5f0e-6f0b-4a52-8a3e-000000000001' },
}
function messages(change: object) {
  try {
    parsed(Form, { ...sound, ...change })
  } catch (error) {
    if (!isRefusal(error)) throw error
    return error.details.map(({ message, remedy }) => ({ message, remedy }))
  }
  return []
}
const english = /[A-Za-z]{4,}/

it.each([
  [{ fileName: '长'.repeat(201) }, '文件名：最多 200 字', 'the file name is at most 200 characters'],
  [{ fileName: ' ' }, '文件名：不能为空', 'the file name must not be empty'],
  [
    { fileName: undefined },
    '文件名：没有填写，或填写的内容不对',
    'the file name is missing, or holds something else than it should',
  ],
  [{ email: 'x' }, '邮箱：不是邮箱地址', 'the address is no mail address'],
  [{ dueOn: '2026-13-01' }, '期限：不是日期（年-月-日）', 'the due date is no date (YYYY-MM-DD)'],
  [{ list: ['', '', ''] }, '字段 list：最多 2 项', 'field list is at most 2 items'],
  [{ sub: { text: 'a' } }, '文字：至少 3 字', 'the text is at least 3 characters'],
])('a request with %j is refused in words, %s', (change, zh, en) => {
  expect(messages(change).map(({ message }) => message)).toEqual([{ zh, en }])
})

it.each([
  { count: 9 },
  { count: 1.5 },
  { unitId: 'X Y' },
  { kind: 'c' },
  { uuid: 'x' },
  { sub: { text: 'abc', more: 1 } },
  { list: 'no' },
])('no sentence of the schema stands in the Chinese one: %j', (change) => {
  const found = messages(change)
  expect(found).toHaveLength(1)
  for (const { message, remedy } of found) {
    const own = /字段 [\w.]+|多出了 \w+/g
    expect(message.zh.replaceAll(own, '')).not.toMatch(english)
    expect(remedy.zh.replaceAll(own, '')).not.toMatch(english)
    expect(message.en).not.toMatch(/[\u4e00-\u9fff]|Invalid|expected/)
  }
})
