import { codePicture } from '../../lib/theme/code-picture'

/** An article as an officer of an ordinary company writes it; `media:n` stands for its nth picture. */
export interface TypicalArticle {
  name: string
  title: string
  body: string
}

const figure = (number: number, caption: string) =>
  `<figure data-media="p${number}"><img alt="${caption}"><figcaption>${caption}</figcaption></figure>`

export const typicalArticles: readonly TypicalArticle[] = [
  {
    name: 'announcement',
    title: '关于公司注册地址变更的公告',
    body: `<p style="text-indent: 2em">因经营发展需要，经公司第三届董事会第十二次会议审议通过，公司注册地址自2026年12月1日起变更，现公告如下。</p>
<h2>变更内容</h2><table><tbody><tr><th><p>项目</p></th><th><p>变更前</p></th><th><p>变更后</p></th></tr><tr><td><p>注册地址</p></td><td><p>江南市老城区工业路8号</p></td><td><p>江南市高新区创新大道168号</p></td></tr><tr><td><p>邮政编码</p></td><td><p>214000</p></td><td><p>214028</p></td></tr></tbody></table>
<h2>需要注意的事项</h2><p>公司名称、法定代表人、银行账户和联系电话均不变。此前签订的合同、开具的票据继续有效。</p><p>特此公告。</p><p style="text-align: right">江南阀门股份有限公司</p><p style="text-align: right">2026年11月30日</p>`,
  },
  {
    name: 'product',
    title: '新一代智能调节阀：会自己报告健康状况',
    body: `${figure(1, '图1　DN300 智能调节阀')}<p>过去，阀门坏了才知道；现在，它会提前<strong>三十天</strong>告诉您。新一代智能调节阀把传感器装进阀杆，开度、温度和振动每秒上传一次。</p>
<h2>三项变化</h2><h3>看得见</h3><p>手机上就能看到开度曲线，历史数据保存五年。</p><h3>算得准</h3><p>流量误差由2%降到<span style="color: #b3261e">0.5%</span>，年节水约1.2×10<sup>5</sup> m<sup>3</sup>。</p><h3>修得快</h3><p>膜片采用快拆结构，一把扳手、十分钟换好。</p>
<h2>主要参数</h2><table><tbody><tr><th><p>型号</p></th><th><p>口径</p></th><th><p>压力</p></th><th><p>重量</p></th></tr><tr><td><p>JN-150</p></td><td><p>DN150</p></td><td><p>PN16</p></td><td><p style="text-align: right">42 kg</p></td></tr><tr><td><p>JN-300</p></td><td><p>DN300</p></td><td><p>PN25</p></td><td><p style="text-align: right">118 kg</p></td></tr></tbody></table>
<section data-kind="card"><p><strong>试用申请</strong></p><p>联系人：市场部陈瑜，0510-8888 6666</p></section>`,
  },
  {
    name: 'event',
    title: '职工运动会圆满落幕，三百余人同场竞技',
    body: `<p>11月22日，公司第十六届职工运动会在江南体育中心举行，来自十二个单位的三百余名职工参加了九个项目的比赛。</p>${figure(2, '开幕式上各单位代表队入场')}
<h2>拔河：一根绳，一条心</h2><p>铸造车间与装配车间在决赛中相遇，三局两胜，最后一局僵持了整整两分钟。</p><section data-kind="row"><figure data-media="p3"><img alt="拔河"><figcaption>拔河决赛</figcaption></figure><figure data-media="p1"><img alt="接力"><figcaption>4×100米接力</figcaption></figure></section>
<h2>接力：交出去的是信任</h2><p>研发中心代表队第一次参加接力，就以52秒6刷新了纪录。</p>${figure(4, '▲ 获奖队伍合影　摄影：许雯')}<blockquote><p>“平时在图纸上较劲，今天在跑道上较劲。”研发中心王工笑着说。</p></blockquote>`,
  },
  {
    name: 'safety',
    title: '冬季安全生产提示：防火、防冻、防中毒',
    body: `<p>气温骤降，用电、用气和动火作业增多。安全环保部提醒各单位做好以下检查。</p><section data-kind="warning"><p>动火作业必须办理作业票，现场无人监护<strong>不得</strong>点火。</p></section>
<h2>检查清单</h2><table><tbody><tr><th><p>部位</p></th><th><p>内容</p></th><th><p>频次</p></th><th><p>责任单位</p></th><th><p>期限</p></th></tr><tr><td><p>锅炉房</p></td><td><p>安全阀、压力表</p></td><td><p>每日</p></td><td><p>动力车间</p></td><td><p>长期</p></td></tr><tr><td><p>油漆库</p></td><td><p>通风、静电接地</p></td><td><p>每班</p></td><td><p>物资部</p></td><td><p>12月10日前</p></td></tr><tr><td><p>水管网</p></td><td><p>保温、伴热</p></td><td><p>每周</p></td><td><p>动力车间</p></td><td><p>12月5日前</p></td></tr></tbody></table>
<h2>发现险情怎么办</h2><ol><li><p>立即停止作业，切断电源和气源。</p></li><li><p>拨打值班电话<strong>8119</strong>，说清地点和情况。</p></li><li><p>在上风向安全处等候，不要返回取物。</p></li></ol><section data-kind="tip"><p>一氧化碳无色无味，值班室必须开窗缝、装报警器。</p></section>`,
  },
  {
    name: 'recruitment',
    title: '2027届校园招聘启动，十二个岗位等您来',
    body: `${figure(3, '江南阀门研发大楼')}<p>江南阀门成立于1986年，现有员工1,600人，产品用于三十多个国家的水利、能源工程。</p>
<h2>招聘岗位</h2><ul><li><p><strong>流体仿真工程师</strong>（3人）：流体力学、能源动力类硕士</p></li><li><p><strong>嵌入式工程师</strong>（4人）：电子信息、自动化类本科及以上</p></li><li><p><strong>质量工程师</strong>（5人）：机械、材料类本科及以上</p></li></ul>
<h2>待遇</h2><p>六险二金、人才公寓、带薪年假，导师一对一带教两年。</p><h2>怎样报名</h2><ol><li><p>把简历发到 hr@valve.example，标题写“姓名＋岗位”。</p></li><li><p>12月20日前通知笔试，元旦前面试。</p></li></ol><section data-kind="note"><p>公司不委托任何中介，不向应聘者收取费用。</p></section>`,
  },
  {
    name: 'training',
    title: '班组长培训怎样做到“学得会、用得上”',
    body: `<h1>十二堂课，练好三样本领</h1><p>今年，人力资源部把班组长培训从“听报告”改成了“练本领”。</p><h2>课程怎样安排</h2><ol><li><p>基础课（四次）</p><ul><li><p>班前会怎样开</p></li><li><p>交接班记录怎样写</p></li></ul></li><li><p>技能课（五次）</p><ul><li><p>用“五个为什么”找原因</p></li><li><p>看懂质量波动图</p></li></ul></li><li><p>带人课（三次）</p></li></ol>
<h2>三点体会</h2><h3>一、先做后讲</h3><p>每堂课先在现场做一遍，再回教室讲道理。<mark>做错的地方，记得最牢。</mark></p><h3>二、讲自己的事</h3><p>案例全部来自本公司，学员自己讲、自己改。</p><h3>三、考在岗位上</h3><p>结业不考试卷，看三个月后的班组数据：</p><pre>一次合格率  96.2% → 98.1%\n交接班差错  11 次 → 3 次</pre><hr><p>下一期将于2027年3月开班。</p>`,
  },
  {
    name: 'award',
    title: '公司“高温高压球阀”项目获省科技进步二等奖',
    body: `<p>11月25日，省科学技术奖励大会召开，公司牵头完成的“高温高压球阀关键技术及应用”项目获二等奖。</p>${figure(4, '项目负责人（左三）上台领奖')}<blockquote><p>“我们用了七年，做了一百四十二次试验。前一百四十次都没有成功。”</p><p style="text-align: right">——项目负责人　何俊</p></blockquote>
<h2>难在哪里</h2><p>600℃下金属会“爬”。密封面要在蠕变之后仍然贴合，国外长期不卖关键部件，也不讲原理。</p><h2>怎样突破</h2><p>团队换了思路：不让它不变形，而是让它<strong>按我们想的样子变形</strong>。这一想法获发明专利九项。</p><blockquote><p>“用户现场运行两万小时，泄漏率为零。这比奖状更重要。”</p></blockquote>`,
  },
  {
    name: 'holiday',
    title: '2027年元旦放假通知',
    body: `<p>各单位：</p><p style="text-indent: 2em">根据国务院办公厅通知，结合公司实际，现将2027年元旦放假安排通知如下。</p><section data-kind="important"><p>2027年1月1日（星期五）至3日（星期日）放假，共3天。</p></section>
<h2>值班安排</h2><p>各单位12月28日前把值班表报办公室。值班人员须在岗在位，重要情况一小时内报告。</p><h2>节前检查</h2><ul><li><p>关闭非必要电源、气源和水源</p></li><li><p>封存车辆，登记钥匙</p></li></ul><p style="text-align: center; color: #b3261e">祝大家节日快乐、阖家安康！</p><p style="text-align: right">公司办公室</p><p style="text-align: right">2026年12月18日</p>`,
  },
]

const scene = (sky: string, ground: string, thing: string) =>
  `data:image/svg+xml;base64,${Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><rect width="900" height="600" fill="${sky}"/><rect y="390" width="900" height="210" fill="${ground}"/><circle cx="720" cy="130" r="60" fill="#fff3bf"/>${thing}</svg>`,
  ).toString('base64')}`
const hall =
  '<path d="M120 390V220l180-80 180 80v170z" fill="#8c6f5a"/><path d="M180 390V280h70v110z" fill="#4d3b30"/>'
const people = [150, 260, 370, 480, 590, 700]
  .map(
    (x) =>
      `<circle cx="${x}" cy="330" r="32" fill="#f2c49b"/><rect x="${x - 36}" y="364" width="72" height="130" rx="20" fill="#1d5c99"/>`,
  )
  .join('')
const valve =
  '<rect x="160" y="330" width="580" height="120" rx="16" fill="#6b7a89"/><rect x="400" y="190" width="100" height="160" fill="#42505e"/><rect x="310" y="160" width="280" height="36" rx="18" fill="#b3261e"/>'

/** Pictures that look like photographs from far away; `code` is the theme's QR code. */
export const pictureOf = (id: string, code: string | undefined): string | undefined =>
  ({
    p1: scene('#dfe7ec', '#b9c2c9', valve),
    p2: scene('#bcd9ee', '#7fa36b', people),
    p3: scene('#cfe0ea', '#a8b89a', hall),
    p4: scene('#f0e3d2', '#b3261e', people),
    code: code && codePicture(code),
  })[id]
