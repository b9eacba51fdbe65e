import { filterForWechat } from '../../../../lib/channels/wechat/filter-model'

const named = (html: string) =>
  filterForWechat(html).dropped.map(({ kind, what, count }) => [kind, what, count])

test('keeps paragraphs, emphasis, lists, tables and harmless styles as they are', () => {
  const html =
    '<section style="text-align: center; color: #333"><h2>标题</h2><p>正文 <strong>重点</strong><br /></p>' +
    '<ul><li>一</li></ul><table><tbody><tr><td colspan="2">格</td></tr></tbody></table></section>'
  expect(filterForWechat(html)).toEqual({ html, dropped: [] })
})

test('drops scripts, frames and forms with what is inside, and names each', () => {
  const html =
    '<p>前</p><script>alert(1)</script><iframe src="https://v.qq.com/x">框</iframe>' +
    '<form action="/x"><input name="a"><textarea>内</textarea></form><p>后</p>'
  expect(filterForWechat(html).html).toBe('<p>前</p><p>后</p>')
  expect(named(html)).toEqual([
    ['tag', 'script', 1],
    ['tag', 'iframe', 1],
    ['tag', 'form', 1],
    ['tag', 'input', 1],
    ['tag', 'textarea', 1],
  ])
})

test('keeps pictures on WeChat hosts, drops and reports pictures from elsewhere', () => {
  const html =
    '<p><img src="http://mmbiz.qpic.cn/a/0" alt="甲" /><img src="https://example.cn/b.jpg">' +
    '<img src="https://mmbiz.qpic.cn.evil.cn/c"><img src="data:image/png;base64,AAAA"></p>'
  const { html: kept, dropped } = filterForWechat(html)
  expect(kept).toBe('<p><img src="http://mmbiz.qpic.cn/a/0" alt="甲" /></p>')
  expect(dropped.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
    'picture https://example.cn/b.jpg',
    'picture https://mmbiz.qpic.cn.evil.cn/c',
    'picture data:image/png;base64,AAAA',
  ])
  expect(dropped[0]?.why.zh).toContain('外部图片')
})

test('takes the picture rule of the caller', () => {
  const html = '<img src="http://127.0.0.1:4100/mmbiz/1.jpg" />'
  const pictureStays = (src: string) => src.startsWith('http://127.0.0.1:4100/mmbiz/')
  expect(filterForWechat(html, { pictureStays })).toEqual({ html, dropped: [] })
})

test('keeps the words of a link to elsewhere, loses its target, and counts repeats once', () => {
  const html =
    '<p><a href="https://example.cn/">官网</a> <a href="https://example.cn/">再来</a> ' +
    '<a href="https://mp.weixin.qq.com/s/abc">往期</a> <a href="javascript:alert(1)">点</a></p>'
  const { html: kept } = filterForWechat(html)
  expect(kept).toBe(
    '<p><a>官网</a> <a>再来</a> <a href="https://mp.weixin.qq.com/s/abc">往期</a> <a>点</a></p>',
  )
  expect(named(html)).toEqual([
    ['link', 'https://example.cn/', 2],
    ['link', 'javascript:alert(1)', 1],
  ])
})

test('drops handlers, ids and styles that leave the flow or load something', () => {
  const html =
    '<p id="x" onclick="a()" style="color:red; position:fixed; background:url(https://e.cn/a.png)">字</p>'
  expect(filterForWechat(html).html).toBe('<p style="color: red">字</p>')
  expect(named(html)).toEqual([
    ['attribute', 'id', 1],
    ['attribute', 'onclick', 1],
    ['style', 'position', 1],
    ['style', 'background', 1],
  ])
})

test('cannot be tricked into markup by nested or broken tags, and filtering twice changes nothing', () => {
  const html =
    '<scr<script>ipt>alert(1)</scr</script>ipt><p style="color:red&quot; onload=&quot;x">字<b>未关</p>'
  const once = filterForWechat(html)
  expect(once.html).not.toMatch(/<script|onload="/i)
  expect(filterForWechat(once.html).html).toBe(once.html)
})
