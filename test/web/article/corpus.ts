/** What comes into the editor, by the program it comes from; what must come out stands in `expected.json`. */
export interface Case {
  from: string
  name: string
  input: string
  /** plain text of the clipboard instead of HTML */
  isText?: true
}

const word = (body: string, head = '') =>
  `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">${head}</head><body lang=ZH-CN><!--StartFragment-->${body}<!--EndFragment--></body></html>`
const sheet = (body: string, head = '') =>
  `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet>${head}</head><body><!--StartFragment-->${body}<!--EndFragment--></body></html>`
const item = (level: number, marker: string, words: string, list = 'l0') =>
  `<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:${list} level${level} lfo1'><![if !supportLists]><span lang=EN-US style='mso-fareast-font-family:"Times New Roman"'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>${words}<o:p></o:p></p>`

const html: [from: string, name: string, input: string][] = [
  [
    'Word',
    'superscripts and subscripts',
    word('<p class=MsoNormal>产能10<sup>6</sup> m<sup>3</sup>，CO<sub>2</sub>减排<o:p></o:p></p>'),
  ],
  [
    'Word',
    'raised by style',
    word(
      `<p class=MsoNormal>10<span style='vertical-align:super'>6</span> H<span style="vertical-align:sub">2</span>O</p>`,
    ),
  ],
  [
    'WPS',
    'superscripts',
    '<html><head><meta name="Generator" content="WPS Office"></head><body><p class="MsoNormal"><span style="font-family:宋体">m<sup>3</sup></span></p></body></html>',
  ],
  ['Word', 'a numbered list', word(item(1, '1.', '第一条') + item(1, '2.', '第二条'))],
  [
    'Word',
    'nested lists',
    word(item(1, '1.', '甲') + item(2, '·', '甲一') + item(2, '·', '甲二') + item(1, '2.', '乙')),
  ],
  ['Word', 'a list that begins at 3', word(item(1, '3.', '丙') + item(1, '4.', '丁'))],
  ['Word', 'Chinese markers', word(item(1, '一、', '总则') + item(1, '二、', '分则'))],
  [
    'Word',
    'bullets of symbols',
    word(item(1, 'l', '圆点').replace('>l<', ' style="font-family:Wingdings">·<')),
  ],
  [
    'Word',
    'a list between paragraphs',
    word(`<p class=MsoNormal>前</p>${item(1, '1)', '项')}<p class=MsoNormal>后</p>`),
  ],
  [
    'Word',
    'title and headings 1 to 4',
    word('<p class=MsoTitle>年度报告</p><h1>一级</h1><h2>二级</h2><h3>三级</h3><h4>四级</h4>'),
  ],
  ['Word', 'headings without a title', word('<h1>一级</h1><h2>二级</h2><h3>三级</h3><h4>四级</h4>')],
  [
    'Word',
    'centred, red, 18 pt',
    word(
      `<p class=MsoNormal align=center style='text-align:center'><span style='font-size:18.0pt;color:red'>喜报</span></p>`,
    ),
  ],
  [
    'Word',
    'a style sheet',
    word(
      '<p class=Lead>导语</p>',
      '<style><!-- p.Lead, li.Lead {text-align:right; color:#C00000; font-weight:bold;} --></style>',
    ),
  ],
  [
    'Word',
    'first line indent',
    word(`<p class=MsoNormal style='text-indent:24.0pt;mso-char-indent-count:2.0'>正文首行</p>`),
  ],
  ['Word', 'left indent', word(`<p class=MsoNormal style='margin-left:48.0pt'>缩进两级</p>`)],
  ['Word', 'double line spacing', word(`<p class=MsoNormal style='line-height:200%'>两倍行距</p>`)],
  [
    'Word',
    'highlight and struck',
    word(
      `<p class=MsoNormal><span style='background:yellow;mso-highlight:yellow'>重点</span><s>旧价</s><u>下划线</u><b>粗</b><i>斜</i></p>`,
    ),
  ],
  [
    'Word',
    'bold that is switched off',
    word(`<p class=MsoNormal><b><span style='font-weight:normal'>不粗</span>粗</b></p>`),
  ],
  [
    'Word',
    'comments',
    word(
      `<p class=MsoNormal>正文<span class=MsoCommentReference><span style='font-size:8.0pt'><a href="#_msocom_1">[陈1]</a></span></span></p><div style='mso-element:comment-list'><p class=MsoCommentText>请核对</p></div>`,
    ),
  ],
  [
    'Word',
    'tracked changes',
    word(
      `<p class=MsoNormal>产量<del cite="mailto:a" datetime="2026-11-01">一百</del><ins cite="mailto:a" datetime="2026-11-01">二百</ins>吨</p>`,
    ),
  ],
  [
    'Word',
    'footnotes',
    word(
      `<p class=MsoNormal>引用<a style='mso-footnote-id:ftn1' href="#_ftn1"><sup>[1]</sup></a></p><div style='mso-element:footnote-list'><hr align=left size=1 width="33%"><div style='mso-element:footnote'><p class=MsoFootnoteText><a href="#_ftnref1"><sup>[1]</sup></a> 统计年鉴</p></div></div>`,
    ),
  ],
  [
    'Word',
    'a table',
    word(
      `<table class=MsoTableGrid border=1><tr><td style='background:#D9E2F3'><p class=MsoNormal align=center style='text-align:center'><b>型号</b></p></td><td style='background:#D9E2F3'><p class=MsoNormal><b>产量</b></p></td></tr><tr><td><p class=MsoNormal>A1</p></td><td><p class=MsoNormal>200</p></td></tr></table>`,
    ),
  ],
  [
    'Word',
    'merged cells',
    word(
      '<table><tr><td colspan=2><p class=MsoNormal>合计</p></td></tr><tr><td rowspan=2><p>甲</p></td><td><p>1</p></td></tr><tr><td><p>2</p></td></tr></table>',
    ),
  ],
  [
    'Word',
    'a picture from its own folder',
    word(
      '<p class=MsoNormal><img width=400 height=300 src="file:///C:/Users/chen/AppData/msohtmlclip1/01/clip_image002.jpg" alt="现场照片"></p><p class=MsoNormal align=center>图1 现场</p>',
    ),
  ],
  [
    'Word',
    'empty paragraphs',
    word('<p class=MsoNormal>上</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>下</p>'),
  ],
  [
    'Word',
    'hidden words',
    word(`<p class=MsoNormal>可见<span style='mso-hide:all;display:none'>隐藏</span></p>`),
  ],
  [
    'Word',
    'a signature to the right',
    word(
      `<p class=MsoNormal align=right style='text-align:right'>市场部</p><p class=MsoNormal align=right style='text-align:right'>2026年11月30日</p>`,
    ),
  ],
  [
    'Word',
    'a typeface',
    word(`<p class=MsoNormal><span style='font-family:"方正小标宋简体"'>标题字</span></p>`),
  ],
  [
    'Word',
    'links',
    word(
      '<p class=MsoNormal><a href="https://www.example.cn/">官网</a>和<a href="https://mp.weixin.qq.com/s/abc">往期</a></p>',
    ),
  ],
  [
    'Excel',
    'numbers and years',
    sheet(
      '<table><tr><td>年份</td><td>产量</td><td>合格率</td></tr><tr><td align=right x:num>2025</td><td align=right x:num>1298</td><td align=right x:num="0.99">99%</td></tr><tr><td x:num>2026</td><td x:num>3499</td><td x:num>98.5%</td></tr></table>',
    ),
  ],
  [
    'Excel',
    'looks by class',
    sheet(
      '<table><col width=72><tr><td class=xl65>项目</td><td class=xl65>金额</td></tr><tr><td>甲</td><td class=xl66>1,200.00</td></tr></table>',
      '<style>.xl65{text-align:center;font-weight:700;background:#FFFF00}.xl66{text-align:right;color:red}</style>',
    ),
  ],
  [
    'Excel',
    'merged heads',
    sheet(
      '<table><tr><td colspan=2>2026年</td></tr><tr><td>上半年</td><td>下半年</td></tr><tr><td x:num>1</td><td x:num>2</td></tr></table>',
    ),
  ],
  ['Excel', 'one cell', sheet('<table><tr><td>只有一格</td></tr></table>')],
  [
    'WPS 表格',
    'a range',
    sheet('<table><tr><td>部门</td><td>人数</td></tr><tr><td>市场部</td><td>12</td></tr></table>').replace(
      'Excel.Sheet',
      'ET.Sheet',
    ),
  ],
  [
    '飞书',
    'lines, a list of divs, a picture of its own, a table of divs',
    '<div data-lark-html-role="root"><div class="ace-line"><div>第一行</div></div><div class="ace-line">第二行</div><ul><div>甲</div><div>乙</div></ul><img src="https://internal-api-drive-stream.feishu.cn/space/api/box/stream/download/abc"><div class="table"><div class="row"><div class="cell">型号</div><div class="cell">产量</div></div><div class="row"><div class="cell">A1</div><div class="cell">200</div></div></div></div>',
  ],
  [
    '飞书',
    'roles of a grid',
    '<div data-lark-html-role="root"><div role="grid"><div role="row"><span role="columnheader">名</span><span role="columnheader">数</span></div><div role="row"><span role="gridcell">甲</span><span role="gridcell">1</span></div></div></div>',
  ],
  [
    '飞书',
    'a table by display',
    '<div class="lark-x"><div style="display:table"><div style="display:table-row"><div style="display:table-cell">一</div><div style="display:table-cell">二</div></div><div style="display:table-row"><div style="display:table-cell">三</div><div style="display:table-cell">四</div></div></div></div>',
  ],
  [
    '飞书',
    'to-do items',
    '<div data-lark-html-role="root"><ul><li><input type="checkbox" checked>做完</li><li><input type="checkbox">没做</li></ul></div>',
  ],
  [
    '飞书',
    'headings and colours',
    '<div data-lark-html-role="root"><h2 class="heading-2">小结</h2><div style="text-align:center"><span style="color:rgb(216,57,49)">红</span><span style="background-color:rgb(255,246,122)">黄底</span></div></div>',
  ],
  [
    '语雀',
    'code, struck, highlighted',
    '<div class="lake-content"><pre data-language="ts"><code>const a = 1\n  return a &lt; 2</code></pre><p class="ne-p"><del><span class="ne-text">旧参数</span></del><span class="ne-text" style="background-color: #FBDE28">重点</span></p></div>',
  ],
  [
    '语雀',
    'nested list',
    '<ul class="ne-ul"><li>甲<ul><li>甲一</li></ul></li><ul><li>写在外面的子项</li></ul></ul>',
  ],
  [
    '页面',
    'alignment, headings, links, a line, indents',
    '<p style="text-align:center">居中</p><h1>大</h1><h4>小</h4><p>　　缩进的<a href="javascript:alert(1)">坏链接</a>，<a href="https://mp.weixin.qq.com/s/x">好链接</a></p><hr>',
  ],
  ['页面', 'lines by br', '<div>一<br>二<br><br>三</div>'],
  ['页面', 'nested divs', '<div><div><div>甲</div></div><div>乙 <b>丙</b></div></div>'],
  [
    '页面',
    'an article among other matter',
    '<nav>首页 关于</nav><article><h1>正题</h1><p>正文</p></article><footer>版权</footer>',
  ],
  [
    '页面',
    'definition list, details',
    '<dl><dt>口径</dt><dd>DN50</dd></dl><details><summary>展开</summary><p>内容</p></details>',
  ],
  [
    '页面',
    'script, style, form, frame',
    '<p>字</p><script>alert(1)</script><style>p{color:red}</style><form><input name=a><button>提交</button></form><iframe src="https://v.qq.com/x"></iframe>',
  ],
  [
    '页面',
    'old markup',
    '<center><font color="#FF0000" size="5" face="黑体">通知</font></center><p align="right">落款</p>',
  ],
  ['页面', 'layout table', '<table><tr><td><p>全部内容</p><p>在一格</p></td></tr></table>'],
  [
    '页面',
    'table in a table',
    '<table><tr><td>甲</td><td><table><tr><td>一</td><td>二</td></tr></table></td></tr></table>',
  ],
  ['页面', 'quote and nested quote', '<blockquote><p>引</p><blockquote>再引</blockquote></blockquote>'],
  [
    '页面',
    'tracking pixel and emoji picture',
    '<p>好<img src="https://a.cn/p.gif" width="1" height="1"><img class="wx_emoji" src="https://a.cn/e.png" alt="[微笑]"></p>',
  ],
  [
    '页面',
    'formula and ruby',
    '<p>由<math><mi>a</mi><mo>+</mo><mi>b</mi></math>得<ruby>签<rt>qiān</rt></ruby></p>',
  ],
  [
    'Google 文档',
    'bold wrapper that is none',
    '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">粗</span><span style="font-weight:400">常</span></p></b>',
  ],
  [
    '秀米',
    'nested sections',
    '<section powered-by="xiumi.us" style="padding:10px;border-radius:8px;box-shadow:#999 0px 2px 6px;transform:rotateZ(3deg)"><section style="letter-spacing:2px;background-color:#fef6e4"><p style="text-align:center">版块里的字</p></section></section>',
  ],
  [
    '秀米',
    'two columns',
    '<section powered-by="xiumi.us" style="display:flex"><section style="display:inline-block;width:50%"><p>左</p></section><section style="display:inline-block;width:50%"><p>右</p></section></section>',
  ],
  [
    '秀米',
    'an ornament without words',
    '<section powered-by="xiumi.us"><section style="width:40px;height:3px;background-color:#b3261e"></section><p>字</p></section>',
  ],
  [
    '135',
    'backgrounds, position, animation, typeface',
    `<section data-tools="135编辑器" data-id="1" style="background-image:url('https://mmbiz.qpic.cn/mmbiz_png/a/0');padding:20px;position:relative;animation:x 1s;font-family:微软雅黑"><p>标题字</p></section>`,
  ],
  [
    '135',
    'unquoted and foreign backgrounds',
    '<section data-tools="135编辑器" style="background-image:url(https://mmbiz.qpic.cn/mmbiz_png/a/0);padding:8px"><p>留</p></section><section data-tools="135编辑器" style="background-image:url(https://cdn.135editor.com/x.png);padding:8px"><p>去</p></section>',
  ],
  [
    '135',
    'a drawing',
    '<section data-tools="135编辑器" style="text-align:center"><svg viewBox="0 0 10 10"><path d="M0 0"></path></svg><p>字</p></section>',
  ],
  [
    '135',
    'colours in a block stay',
    '<section data-tools="135编辑器" style="padding:10px;background-color:#123456"><p style="color:#ffffff;font-size:15px">白字</p></section>',
  ],
  [
    '公众号文章',
    'pictures and components',
    '<div class="rich_media_content js_underline_content" id="js_content" style="visibility:hidden;opacity:0"><section><span leaf="">首段</span></section><section nodeleaf=""><img class="rich_pages wxw-img" data-src="https://mmbiz.qpic.cn/mmbiz_jpg/abc/640?wx_fmt=jpeg" data-ratio="0.66" data-w="1080"></section><mpvideo></mpvideo><mp-miniprogram data-miniprogram-title="商城"></mp-miniprogram><mpvoice name="讲话"></mpvoice><mp-common-profile data-nickname="某号"></mp-common-profile><p><mp-style-type data-value="3"></mp-style-type></p></div>',
  ],
  [
    '公众号文章',
    'a page with its head',
    '<html><body><h1 id="activity-name">页面标题</h1><div id="js_content"><p>文章正文</p></div><div>阅读 100</div></body></html>',
  ],
  [
    '公众号文章',
    'list with sections',
    '<div id="js_content"><ul class="list-paddingleft-1"><li><section>甲</section></li><li><p>乙</p></li></ul></div>',
  ],
  [
    '图文',
    'figure with its caption',
    '<p>前</p><figure><img src="https://a.cn/valve.jpg" alt="阀门"><figcaption>图2 <b>阀门</b></figcaption></figure><p>后</p>',
  ],
  [
    '图文',
    'caption lines',
    '<p>前</p><p><img src="a.jpg"></p><p style="text-align:center">▲ 图1 验收现场</p><p>图纸见附件</p>',
  ],
  [
    '图文',
    'two pictures, two captions',
    '<p><img src="a.jpg"></p><p>图1：甲</p><p><img src="b.jpg"></p><p>图2：乙</p>',
  ],
  ['落款', 'a division to the right', '<div style="text-align:right">市场部<br>2026年11月30日</div>'],
  ['符号', 'signs of all kinds', '<p>🎉👨‍👩‍👧𠮷①℃㎡“”‘’——……&nbsp;完</p><p></p><p>尾 &amp; &lt;b&gt;</p>'],
  ['符号', 'blanks', '<p>  前后  空格  </p><p>&nbsp;&nbsp;两个不断行空格</p>'],
]

const text: [from: string, name: string, input: string][] = [
  ['Excel', 'rows as text', '年份\t产量\t合格率\n2025\t1298\t99%\n2026\t3499\t98.5%\n'],
  [
    'Markdown',
    'all of it',
    '# 题目\n\n前言**重点**和~~旧~~\n\n- 甲\n- 乙\n  - 乙一\n\n1. 一\n2. 二\n\n> 引\n\n| 型号 | 产量 |\n|---|---:|\n| A1 | 200 |\n\n![现场](https://a.cn/x.jpg)\n\n[往期](https://mp.weixin.qq.com/s/x)\n\n```\ncode\n```\n\n---\n',
  ],
  ['Markdown', 'HTML inside', '# 题\n\n<script>alert(1)</script>\n\n<b onclick="x()">粗</b>'],
  ['Markdown', 'a list only', '1. 第一\n2. 第二'],
  ['纯文本', 'paragraphs', '第一段\n　　第二段缩进\n\n第三段'],
  ['纯文本', 'what looks like Markdown and is none', '价格 3 * 5 = 15\n#签发# 话题\n1.5 倍'],
  ['纯文本', 'angle brackets', 'a < b && c > d\n<script>alert(1)</script>'],
]

export const corpus: Case[] = [
  ...html.map(([from, name, input]) => ({ from, name, input })),
  ...text.map(([from, name, input]) => ({ from, name, input, isText: true as const })),
]
