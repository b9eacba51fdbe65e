import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { articleAddress, articlePages } from '../../../../lib/channels/wechat/article-page'
import { comparePage } from '../../../../lib/channels/wechat/read-back/compare-page'

const wechat = 'https://api.weixin.qq.com'

test.each([
  ['https://mp.weixin.qq.com/s/AbC_d-9', 'https://mp.weixin.qq.com/s/AbC_d-9'],
  [' http://mp.weixin.qq.com/s/AbC?from=timeline#rd ', 'https://mp.weixin.qq.com/s/AbC'],
  [
    'https://mp.weixin.qq.com/s?__biz=MzA%3D%3D&mid=22&idx=1&sn=ab&chksm=1&scene=21',
    'https://mp.weixin.qq.com/s?__biz=MzA%3D%3D&mid=22&idx=1&sn=ab',
  ],
  ['https://mp.weixin.qq.com/s?__biz=MzA&mid=22', undefined],
  ['https://mp.weixin.qq.com/cgi-bin/home', undefined],
  ['https://mp.weixin.qq.com.evil.example/s/AbC', undefined],
  ['https://evil.example/s/AbC', undefined],
  ['http://169.254.169.254/s/AbC', undefined],
  ['file:///s/AbC', undefined],
  ['nothing', undefined],
])('the address %s', (pasted, expected) => {
  expect(articleAddress(pasted, wechat)).toBe(expected)
})

test('the twin’s articles live below its own address, at its own port', () => {
  const base = 'http://127.0.0.1:4000/wechat-twin'
  expect(articleAddress(`${base}/s/12/1`, base)).toBe(`${base}/s/12/1`)
  expect(articleAddress('http://127.0.0.1:4001/wechat-twin/s/12/1', base)).toBeUndefined()
  expect(articleAddress('https://mp.weixin.qq.com/s/AbC', base)).toBeUndefined()
})

/** As WeChat serves one (sheet of articles, 1.1, 1.3, 1.6), cut short. */
const served = (
  body: string,
  around = '',
) => `<!DOCTYPE html><html><head><meta property="og:title" content="x" />
<style>.a{}</style><script>var tip = "此文章为临时链接"; var ct = "1795399200"; var msg_source_url = 'https://a.example/?x=1&amp;y=2';</script></head>
<body><div class="rich_media_inner">${around}<h1 class="rich_media_title " id="activity-name">
 说 &quot;好&quot; </h1><div id="meta_content"><span id="js_author_name_text" class="x">市场部</span><a id="js_name">某公司</a><em id="publish_time"></em></div>
<div class="rich_media_content js_underline_content autoTypeSetting24psection" id="js_content" style="visibility: hidden; opacity: 0; "><section>${body}</section><p><mp-style-type data-value="3"></mp-style-type></p></div></div></body></html>`
const body =
  '<p data-pm-slice="0 0 []"><span leaf="">第一段</span></p><section nodeleaf=""><img class="rich_pages wxw-img" data-src="https://mmbiz.qpic.cn/mmbiz_jpg/abc/640?wx_fmt=jpeg&amp;from=appmsg" data-ratio="0.6" data-w="1080" /></section><section nodeleaf=""><iframe class="video_iframe rich_pages" data-mpvid="wxv_1" data-ratio="1.7"></iframe></section>'

let server: Server
let url: string
let page: string
beforeAll(async () => {
  server = createServer((req, res) => {
    if (req.url === '/moved') return void res.writeHead(302, { location: '/s/other' }).end()
    res.writeHead(200, { 'content-type': 'text/html' }).end(page)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((done) => server.close(done)))
const pages = articlePages({ timeoutMs: 2_000 })
const read = async () => {
  const answer = await pages.read(`${url}/s/AbC`)
  if (answer.kind !== 'read') throw new Error(JSON.stringify(answer))
  return answer.page
}

test('reads title, author, day, source and videos from WeChat’s page, and finds it as approved', async () => {
  page = served(body)
  const seen = await read()
  expect(seen).toMatchObject({
    ...{ title: '说 "好"', author: '市场部', videos: 1, sourceUrl: 'https://a.example/?x=1&y=2' },
    publishedAt: new Date(1_795_399_200_000),
  })
  const article = {
    ...{ title: '说 "好"', author: '市场部', sourceUrl: 'https://a.example/?x=1&y=2' },
    content: '<p>第一段</p><p><img src="https://files.example/1"></p>',
  }
  expect(comparePage({ article, videos: 1 }, seen, 1)).toEqual([])
  expect(
    comparePage({ article: { ...article, content: '<p>第一段</p>' }, videos: 2 }, seen, 3),
  ).toMatchObject([
    { index: 3, what: 'picture' },
    { index: 3, what: 'video', before: '2', after: '1' },
  ])
})

test.each([
  ['deleted by its publisher', () => '<html><body><div>该内容已被发布者删除</div></body></html>', 'gone'],
  [
    'asks whether a person is looking',
    () => '<html><body>环境异常，完成验证后即可继续访问</body></html>',
    'unreadable',
  ],
  ['a preview', () => served(body, '<div>此文章为临时链接，仅用于预览</div>'), 'unreadable'],
])('a page that is no published article: %s', async (_name, html, kind) => {
  page = html()
  expect((await pages.read(`${url}/s/AbC`)).kind).toBe(kind)
})

test('follows no redirect, and says why nothing could be read', async () => {
  expect((await pages.read(`${url}/moved`)).kind).toBe('unreadable')
  expect((await pages.read('http://127.0.0.1:9/s/AbC')).kind).toBe('unreadable')
})
