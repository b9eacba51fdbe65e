import { wechatByHandReasons } from '../../../lib/policy/wechat-way'

test.each([
  [0, []],
  [1, [['wechat.video', 'warn', '10.3']]],
  [3, [['wechat.video', 'warn', '10.3']]],
])('%i videos', (videos, expected) => {
  const reasons = wechatByHandReasons({ videos })
  expect(reasons.map(({ rule, severity, article }) => [rule, severity, article])).toEqual(expected)
})
